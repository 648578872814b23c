"""What this process has made of the records that it has read: a preview makes again only what has
changed. A build begins with an empty one."""

from __future__ import annotations

from dataclasses import dataclass, field

from tourbook.history.store import HistoryMemory
from tourbook.model.assembly_memory import AssemblyMemory
from tourbook.model.texts import TextMemory
from tourbook.model.volume import VolumeMemory
from tourbook.schedule.agenda import Agenda


@dataclass
class ProcessMemory:
    volumes: VolumeMemory = field(default_factory=VolumeMemory)
    history: HistoryMemory = field(default_factory=HistoryMemory)
    assembly: AssemblyMemory = field(default_factory=AssemblyMemory)
    texts: TextMemory = field(default_factory=TextMemory)
    agenda: Agenda | None = None
    """The last one."""
