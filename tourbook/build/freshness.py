"""Which outputs are due.

Many outputs list what they are made from. If that is the same as in the last build, they are kept,
and not even their views are made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from tourbook.common.canonical import encode_canonical
from tourbook.common.digests import compute_digest
from tourbook.common.urls import derive_output_file
from tourbook.rendering.render import HtmlRenderer
from tourbook.schedule.membership import Membership
from tourbook.site.context import Context
from tourbook.site.outputs import Asset, HtmlPage, Output, RawFile, ViewFile
from tourbook.views import View

from . import manifest as mf
from .manifest import OutputRecord, Reason
from .placement import Destination


@dataclass
class PublishJob:
    """All that making an output takes, besides the output itself."""

    destination: Destination
    template_digests: dict[str, bytes]
    """Template name -> digest of all that it is made of; filled in when the theme is checked."""
    renderer: HtmlRenderer
    contexts: dict[str, Context]
    """Language -> what its views are made with."""
    find_source: Callable[[str], Path]
    """Where a source file is on the disk."""
    differing_lists: frozenset[Membership] | None = None
    """The lists of stops that only outputs may show that can be others than in the last build; None
    if any can."""

    @property
    def output_folder(self) -> Path:
        return self.destination.folder

    @cached_property
    def output_prefix(self) -> str:
        return f"{self.output_folder}/"

    @cached_property
    def made_outputs(self) -> dict[str, OutputRecord]:
        """Output file -> how it was made, of those of this program of which that is known."""
        if not self.destination.has_made_outputs:
            return {}
        outputs = self.destination.previous_manifest.outputs
        return {name: record for name, record in outputs.items() if record.input_digest}

    def make_view(self, output: HtmlPage | ViewFile) -> View:
        return output.make_view(self.contexts[output.lang])


class Freshness(NamedTuple):
    """What decides whether an output is due, and what it is made from."""

    reason: Reason
    template_digest: bytes
    content_digest: bytes
    source: object
    """As `make_source` gives it; None for a file that is published as it is."""


def make_source(job: PublishJob, output: HtmlPage | RawFile | ViewFile) -> View | bytes:
    """What an output is made from: its view, or its very bytes."""
    return output.make_content() if isinstance(output, RawFile) else job.make_view(output)


def list_due_outputs(job: PublishJob, outputs: Iterable[Output]) -> list[Output]:
    """Those that are not known to be the same by what they are made from."""
    if not job.destination.has_made_outputs:
        for context in job.contexts.values():
            _ = context.schedule_input  # all need it: once, before several processes make them
        return list(outputs)
    return [output for output in outputs if not is_known(job, output)]


def is_known(job: PublishJob, output: Output) -> bool:
    """Whether an output is known to be the same without its view, and its file is untouched."""
    name = derive_output_file(output.path)
    previous = job.made_outputs.get(name)
    if previous is None or previous.template_digest != find_template_digest(job, output):
        return False
    if not (
        _shows_no_difference(job.differing_lists, output)
        or previous.input_digest == compute_input_digest(job, output)
    ):
        return False
    return mf.measure_file(job.output_prefix + name) == (previous.size, previous.mtime)


def _shows_no_difference(differing_lists: frozenset[Membership] | None, output: Output) -> bool:
    if differing_lists is None or isinstance(output, Asset) or output.shown_lists is None:
        return False
    return differing_lists.isdisjoint(output.shown_lists)


def compute_input_digest(job: PublishJob, output: Output) -> bytes:
    """Digest of what an output is made from; b"" if only its view can tell."""
    if isinstance(output, Asset):
        return output.digest
    if output.list_inputs is None:
        return b""
    if isinstance(output, RawFile):
        return compute_digest(*output.list_inputs())
    return compute_digest(*output.list_inputs(job.contexts[output.lang]))


def check_freshness(job: PublishJob, output: Output) -> Freshness:
    """Whether an output must be made again, and why. Makes its view to find out."""
    source = None
    if isinstance(output, Asset):
        content_digest = output.digest
    else:
        source = make_source(job, output)
        raw = source if isinstance(source, bytes) else encode_canonical(source)
        content_digest = compute_digest(raw)
    template_digest = find_template_digest(job, output)
    reason = _compare(job, output, template_digest, content_digest)
    return Freshness(reason, template_digest, content_digest, source)


def find_template_digest(job: PublishJob, output: Output) -> bytes:
    """b"" for an output without a template."""
    return job.template_digests.get(output.template, b"") if isinstance(output, HtmlPage) else b""


def _compare(
    job: PublishJob, output: Output, template_digest: bytes, content_digest: bytes
) -> Reason:
    name, previous = derive_output_file(output.path), job.destination.previous_manifest
    record = previous.outputs.get(name)
    return mf.determine_reason(
        record,
        previous.program_digest == job.destination.program_digest,
        template_digest,
        content_digest,
        *(mf.measure_file(f"{job.output_folder}/{name}") if record else (-1, -1)),
    )
