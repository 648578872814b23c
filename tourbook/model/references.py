"""Looking records up by the ids that authors write, and saying what to do where there is none."""

from __future__ import annotations

from tourbook.common.problems import Location, Message, PathKey, Problems, suggest_option
from tourbook.schema import RegionRecords
from tourbook.sources.paths import FOLDER_BY_KIND, KIND_BY_FOLDER

from .entities import Entry
from .regions import RegionTree

KIND_NAMES = {
    "exhibition": Message("展览", "exhibition"),
    "venue": Message("场馆", "venue"),
    "caravan": Message("大篷车", "caravan"),
    "organisation": Message("机构", "organisation"),
    "campaign": Message("活动", "campaign"),
    "article": Message("新闻", "news item"),
    "page": Message("页面", "page"),
    "trip": Message("巡展或线路", "tour or route"),
    "stop": Message("站点", "stop"),
}


class References:
    """Every entry that can be referred to."""

    def __init__(self, regions: RegionRecords, problems: Problems) -> None:
        self.problems = problems
        self.regions = RegionTree(regions)
        self.entries: dict[str, dict[str, Entry]] = {kind: {} for kind in KIND_BY_FOLDER.values()}
        self.aliases: dict[tuple[str, str], Entry] = {}
        """(kind, former id) -> the entry as it is called now."""
        self.hidden_ids: dict[str, set[str]] = {kind: set() for kind in KIND_BY_FOLDER.values()}
        """Ids of drafts, and of files with problems of their own: a reference to them is no
        mistake."""

    def resolve(self, kind: str, wanted: str, location: Location, *keys: PathKey) -> Entry | None:
        """The entry with that id; a problem, at the keys below `at`, where there is none."""
        if not wanted:
            return None
        found = self.entries[kind].get(wanted) or self.aliases.get((kind, wanted))
        if found is None and wanted not in self.hidden_ids[kind]:
            name, folder = KIND_NAMES[kind], FOLDER_BY_KIND[kind]
            mend = suggest_option(wanted, self.entries[kind])
            named = [
                e.id
                for e in self.entries[kind].values()
                if wanted in (e.name.values() if isinstance(e.name, dict) else [e.name])
            ]
            if named:
                mend = Message(
                    f"这里写编号，不写名称：{named[0]}", f"write the id, not the name: {named[0]}"
                )
            if not mend.zh:
                mend = Message(
                    f"检查编号，或新建 content/{folder}/{wanted}.md",
                    f"check the id, or add content/{folder}/{wanted}.md",
                )
            what = Message(
                f"没有编号为 “{wanted}” 的{name.zh}",
                f"there is no {name.en} with the id “{wanted}”",
            )
            self.problems.add_error(f"unknown-{kind}", location.child(*keys), what, mend)
        return found

    def report_unknown_region(self, code: str, at: Location) -> None:
        self.problems.add_error(
            "unknown-region",
            at,
            Message(f"没有行政区划代码 “{code}”", f"there is no region with the code “{code}”"),
            Message(
                "检查六位代码（GB/T 2260），或写进 content/regions.yaml",
                "check the six digits (GB/T 2260), or add the code to content/regions.yaml",
            ),
        )

    def report_duplicate(self, kind: str, wanted: str, at: Location, first: Location) -> None:
        name = KIND_NAMES.get(kind, Message("实物套", "copy"))
        there = first.file
        self.problems.add_error(
            "duplicate-id",
            at,
            Message(
                f"{name.zh}编号 “{wanted}” 已经用过（在 {there}）",
                f"the {name.en} id “{wanted}” is used already (in {there})",
            ),
            Message(
                "给新加的一个换个编号；已经发布过的不要改",
                "give the newer one another id; keep the one that is published",
            ),
        )

    def check_all(self, kind: str, wanted: list[str], at: Location, *keys: PathKey) -> None:
        for i, one in enumerate(wanted):
            self.resolve(kind, one, at, *keys, i)

    def check_region(self, code: str, at: Location) -> None:
        """A problem where there is a code that nobody knows."""
        if code and self.regions.get(code) is None:
            self.report_unknown_region(code, at)
