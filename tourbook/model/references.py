"""Looking records up by the ids that authors write, and saying what to do where there is none."""

from __future__ import annotations

from tourbook.common.problems import At, Key, Problems, Say, did_you_mean
from tourbook.schema import Regions
from tourbook.sources.paths import FOLDERS, KINDS

from .entities import Entry
from .regions import Divisions

NAMES = {
    "exhibition": Say("展览", "exhibition"),
    "venue": Say("场馆", "venue"),
    "caravan": Say("大篷车", "caravan"),
    "organisation": Say("机构", "organisation"),
    "campaign": Say("活动", "campaign"),
    "article": Say("新闻", "news item"),
    "page": Say("页面", "page"),
    "trip": Say("巡展或线路", "tour or route"),
    "stop": Say("站点", "stop"),
}


class References:
    """Every entry that can be referred to."""

    def __init__(self, regions: Regions, problems: Problems) -> None:
        self.problems = problems
        self.divisions = Divisions(regions)
        self.entries: dict[str, dict[str, Entry]] = {kind: {} for kind in KINDS.values()}
        self.aliases: dict[tuple[str, str], Entry] = {}
        """(kind, former id) -> the entry as it is called now."""
        self.hidden: dict[str, set[str]] = {kind: set() for kind in KINDS.values()}
        """Ids of drafts, and of files with problems of their own: a reference to them is no
        mistake."""

    def ref(self, kind: str, wanted: str, at: At, *keys: Key) -> Entry | None:
        """The entry with that id; a problem, at the keys below `at`, where there is none."""
        if not wanted:
            return None
        found = self.entries[kind].get(wanted) or self.aliases.get((kind, wanted))
        if found is None and wanted not in self.hidden[kind]:
            name, folder = NAMES[kind], FOLDERS[kind]
            mend = did_you_mean(wanted, self.entries[kind])
            named = [
                e.id
                for e in self.entries[kind].values()
                if wanted in (e.name.values() if isinstance(e.name, dict) else [e.name])
            ]
            if named:
                mend = Say(
                    f"这里写编号，不写名称：{named[0]}", f"write the id, not the name: {named[0]}"
                )
            if not mend.zh:
                mend = Say(
                    f"检查编号，或新建 content/{folder}/{wanted}.md",
                    f"check the id, or add content/{folder}/{wanted}.md",
                )
            what = Say(
                f"没有编号为 “{wanted}” 的{name.zh}",
                f"there is no {name.en} with the id “{wanted}”",
            )
            self.problems.error(f"unknown-{kind}", at.down(*keys), what, mend)
        return found

    def unknown_region(self, code: str, at: At) -> None:
        self.problems.error(
            "unknown-region",
            at,
            Say(f"没有行政区划代码 “{code}”", f"there is no region with the code “{code}”"),
            Say(
                "检查六位代码（GB/T 2260），或写进 content/regions.yaml",
                "check the six digits (GB/T 2260), or add the code to content/regions.yaml",
            ),
        )

    def duplicate(self, kind: str, wanted: str, at: At, first: At) -> None:
        name = NAMES.get(kind, Say("实物套", "copy"))
        there = first.file
        self.problems.error(
            "duplicate-id",
            at,
            Say(
                f"{name.zh}编号 “{wanted}” 已经用过（在 {there}）",
                f"the {name.en} id “{wanted}” is used already (in {there})",
            ),
            Say(
                "给新加的一个换个编号；已经发布过的不要改",
                "give the newer one another id; keep the one that is published",
            ),
        )

    def refs(self, kind: str, wanted: list[str], at: At, *keys: Key) -> None:
        for i, one in enumerate(wanted):
            self.ref(kind, one, at, *keys, i)

    def region(self, code: str, at: At) -> None:
        """A problem where there is a code that nobody knows."""
        if code and self.divisions.get(code) is None:
            self.unknown_region(code, at)
