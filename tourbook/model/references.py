"""Look-up of records by the ids that authors write, with a problem and a hint for a wrong id."""

from __future__ import annotations

from collections.abc import Iterable

from tourbook.common.memoized import Memoized
from tourbook.common.problem_codes import ProblemCode
from tourbook.common.problems import NO_HELP, Location, Message, PathKey, Problems
from tourbook.common.suggestions import Suggester
from tourbook.sources.paths import FOLDER_BY_KIND

from .entries import ENTRY_CLASSES, Entry, EntryT, EntryTable
from .model import Draft
from .regions import RegionTree

KIND_NAMES = {
    "exhibition": Message("展览", "exhibition"),
    "venue": Message("场馆", "venue"),
    "caravan": Message("大篷车", "caravan"),
    "organisation": Message("机构", "organisation"),
    "campaign": Message("活动", "campaign"),
    "article": Message("新闻", "news item"),
    "page": Message("页面", "page"),
    "copy": Message("实物套", "copy"),
    "trip": Message("巡展或线路", "tour or route"),
    "stop": Message("站点", "stop"),
}

_UNKNOWN_CODES: dict[str, ProblemCode] = {
    "exhibition": "unknown-exhibition",
    "venue": "unknown-venue",
    "caravan": "unknown-caravan",
    "organisation": "unknown-organisation",
    "campaign": "unknown-campaign",
}


Resolutions = dict[tuple[type[Entry], str], Entry | None]
"""What references led to."""


class References:
    """Everything that a record can refer to."""

    def __init__(self, regions: RegionTree, problems: Problems) -> None:
        self.regions, self.problems = regions, problems
        self.suggester = Suggester()
        self._helps = Memoized(self._suggest)
        self._ids_by_name = Memoized(self._collect_ids)
        self.entries = EntryTable()
        self.hidden_ids: dict[str, set[str]] = {kind: set() for kind in ENTRY_CLASSES}
        """Kind -> ids of files with problems of their own, to which a reference is no mistake."""
        self.drafts: dict[tuple[str, str], Draft] = {}
        """(kind, id) -> the draft."""
        self._resolutions: Resolutions = {}

    def collect_resolutions(self) -> Resolutions:
        """What references lead to from now on, until the next call."""
        self._resolutions = {}
        return self._resolutions

    def resolves_to(self, resolutions: Resolutions) -> bool:
        """Whether references still lead to the same entries, and none to a draft."""
        return all(
            self.entries.find(kind, entry_id) is entry and (kind.kind, entry_id) not in self.drafts
            for (kind, entry_id), entry in resolutions.items()
        )

    def include_removed(self, removed: Iterable[Entry], regions: RegionTree) -> References:
        """References for records of the past: they find removed entries too, and report nothing.
        `regions` are the present and the removed ones.

        A present entry wins over a removed one with its id.
        """
        past = References(regions, Problems())
        for entry in (*removed, *self.entries):
            past.entries.add(entry)
        past.entries.aliases = self.entries.aliases
        past.hidden_ids, past.drafts = self.hidden_ids, self.drafts
        return past

    def resolve(
        self, kind: type[EntryT], entry_id: str, location: Location, *keys: PathKey
    ) -> EntryT | None:
        """The entry with that id; None and a problem at `keys` below `location` without one."""
        if not entry_id:
            return None
        entry = self._resolutions[kind, entry_id] = self.entries.find(kind, entry_id)
        if entry is None and not self.is_hidden(kind.kind, entry_id):
            name = KIND_NAMES[kind.kind]
            what = Message(
                f"没有编号为 “{entry_id}” 的{name.zh}",
                f"there is no {name.en} with the id “{entry_id}”",
            )
            self.problems.add_error(
                _UNKNOWN_CODES[kind.kind],
                location.child(*keys),
                what,
                self._helps[kind, entry_id],
            )
        return entry

    def is_hidden(self, kind: str, entry_id: str) -> bool:
        """Whether there is an entry with that id that is not published or cannot be read."""
        return entry_id in self.hidden_ids[kind] or (kind, entry_id) in self.drafts

    def check_published(
        self, kind: type[Entry], entry_id: str, location: Location, *keys: PathKey
    ) -> None:
        """A problem if what a published record cannot do without is a draft."""
        draft = self.drafts.get((kind.kind, entry_id)) if self.drafts else None
        if draft is None:
            return
        name = KIND_NAMES[kind.kind]
        self.problems.add_error(
            "draft-reference",
            location.child(*keys),
            Message(
                f"{name.zh} “{entry_id}” 是草稿，不会发布，这里却要用它",
                f"the {name.en} “{entry_id}” is a draft: it is not published, but needed here",
            ),
            Message(
                f"删去 {draft.file} 里的 draft: true，或者在这里也写 draft: true",
                f"delete draft: true in {draft.file}, or write draft: true here, too",
            ),
        )

    def _suggest(self, reference: tuple[type[Entry], str]) -> Message:
        kind, entry_id = reference
        meant_id = self._ids_by_name[kind].get(entry_id)
        if meant_id:
            return Message(
                f"这里写编号，不写名称：{meant_id}", f"write the id, not the name: {meant_id}"
            )
        nearest = self.suggester.suggest(entry_id, kind.kind, lambda: self.entries[kind])
        if nearest != NO_HELP:
            return nearest
        file = f"content/{FOLDER_BY_KIND[kind.kind]}/{entry_id}.md"
        return Message(f"检查编号，或新建 {file}", f"check the id, or add {file}")

    def _collect_ids(self, kind: type[Entry]) -> dict[str, str]:
        """Name in any language -> the id of the first entry that has it."""
        ids: dict[str, str] = {}
        for entry in self.entries[kind].values():
            names = entry.name.values() if isinstance(entry.name, dict) else [entry.name]
            for name in names:
                ids.setdefault(name, entry.id)
        return ids

    def resolve_all(
        self, kind: type[EntryT], entry_ids: list[str], location: Location, *keys: PathKey
    ) -> None:
        """A problem for each id in a list that no entry has."""
        for i, entry_id in enumerate(entry_ids):
            self.resolve(kind, entry_id, location, *keys, i)

    def check_region(self, code: str, location: Location) -> None:
        """A problem for an unknown code; "" is none."""
        if code and self.regions.get(code) is None:
            self.report_unknown_region(code, location)

    def report_unknown_region(self, code: str, location: Location) -> None:
        self.problems.add_error(
            "unknown-region",
            location,
            Message(f"没有行政区划代码 “{code}”", f"there is no region with the code “{code}”"),
            Message(
                "检查六位代码（GB/T 2260），或写进 content/regions.yaml",
                "check the six digits (GB/T 2260), or add the code to content/regions.yaml",
            ),
        )

    def report_duplicate(self, kind: str, duplicate: str, at: Location, first: Location) -> None:
        """A problem at `at`: the id stands at `first` already."""
        name = KIND_NAMES[kind]
        self.problems.add_error(
            "duplicate-id",
            at,
            Message(
                f"{name.zh}编号 “{duplicate}” 已经用过（在 {first.file}）",
                f"the {name.en} id “{duplicate}” is used already (in {first.file})",
            ),
            Message(
                "给新加的一个换个编号；已经发布过的不要改",
                "give the newer one another id; keep the one that is published",
            ),
        )
