"""Random edits of a small project: what editors, designers and disks do to it."""

from __future__ import annotations

import datetime as dt
import io
import random
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path

import yaml
from PIL import Image

from tests.support import tiny_theme
from tests.support.pictures import ORIENTATION
from tests.support.projects import TODAY, Project

VENUES, EXHIBITIONS, CAMPAIGNS = ("north", "south", "east"), ("light", "sound"), ("day",)


@dataclass
class State:
    """What the project holds just now; `files` writes it out in full."""

    stops: dict[str, dict[str, object]] = field(default_factory=dict)
    venues: dict[str, dict[str, object]] = field(default_factory=dict)
    exhibitions: dict[str, str] = field(default_factory=dict)
    site: dict[str, object] = field(default_factory=dict)
    aliases: list[str] = field(default_factory=list)
    theme: dict[str, str | bytes | None] = field(default_factory=tiny_theme.list_theme_files)
    is_split: bool = False
    translated: bool = False
    picture: bytes | None = None
    photo: bytes = field(default_factory=lambda: make_photo(700, 1))
    campaign: str = "科普日"
    repeat: dict[str, object] = field(
        default_factory=lambda: {"first": "2026-11-06", "every": "2 weeks", "count": 6}
    )
    today: dt.date = TODAY
    number: int = 0

    @property
    def route(self) -> dict[str, object]:
        place = {"name": "小学", "region": "621121", "township": True}
        return {
            "id": "route",
            "name": "线路",
            "caravan": "van",
            "visits": [{"id": "school", "place": place, "repeat": self.repeat}],
        }

    def files(self) -> dict[str, str | bytes | None]:
        stops = [{"id": key, **value} for key, value in self.stops.items()]
        half = len(stops) // 2 if self.is_split else len(stops)
        tours = [
            {
                "id": "tour",
                "name": "巡展",
                "exhibition": "light",
                "aliases": self.aliases,
                "stops": stops[:half],
            }
        ]
        rest = [{"id": "other", "name": "另一条", "exhibition": "light", "stops": stops[half:]}]
        out: dict[str, str | bytes | None] = {
            "content/site.yaml": _yaml(self.site),
            "schedule.yaml": _yaml(
                {
                    "include": ["schedule/*.yaml"] if self.is_split else [],
                    "tours": tours,
                    "routes": [self.route],
                }
            ),
            "content/caravans/van.md": "---\nname: 大篷车\n---\n",
            "schedule/more.yaml": _yaml({"tours": rest}) if self.is_split else None,
            "content/exhibitions/light/cover.svg": self.picture,
            "content/exhibitions/sound/photo.jpg": self.photo,
            "content/campaigns/day.md": f"---\nname: {self.campaign}\nstart: 2026-11-20\nend: "
            f"2026-11-28\n---\n",
            "content/news/hello.md": "---\ntitle: 你好\ndate: "
            "2026-11-01\n---\n见[展览](/exhibitions/sound/)。\n\n![图](../exhibitions/sound/photo.jpg)\n",
            **self.theme,
        }
        for key in VENUES:
            out[f"content/venues/{key}.md"] = (
                f"---\n{_yaml(self.venues[key])}---\n" if key in self.venues else None
            )
        for key in EXHIBITIONS:
            folder = f"content/exhibitions/{key}"
            picture = "picture: photo.jpg\n"
            if key == "light":
                picture = "" if self.picture is None else "picture: cover.svg\n"
            sets = (
                "copies: [{id: a}, {id: b}]\nlogistics: "
                "{set_up_days: 2, strike_days: 1, area: 200}\n"
            )
            out[f"{folder}/index.md"] = (
                f"---\nname: {key}\n{picture}{sets}---\n{self.exhibitions[key]}\n"
            )
            out[f"{folder}/index.en.md"] = (
                f"---\nname: {key} (en)\n---\nBody.\n" if self.translated else None
            )
        return out


def _yaml(tree: object) -> str:
    return yaml.safe_dump(tree, allow_unicode=True, sort_keys=False)


def make_first_state() -> State:
    s = State(site={
        "name": "小站", "base_url": "https://small.example/a/", "theme": "tiny", "languages": ["zh"],
        # random edits make clashes, and are built
        "rules": dict.fromkeys(("copy-clash", "venue-full", "no-open-day"), "warn"),
    })  # fmt: skip
    s.venues = {
        key: {"name": f"{key}馆", "region": code}
        for key, code in zip(VENUES, ("621121", "621122", "110108"), strict=True)
    }
    s.exhibitions = dict.fromkeys(EXHIBITIONS, "正文。")
    for n in range(6):
        add_stop(s, random.Random(n))
    return s


def add_stop(s: State, r: random.Random) -> None:
    s.number += 1
    start = TODAY + dt.timedelta(days=r.randint(-90, 120))
    s.stops[f"stop-{s.number}"] = {
        "venue": r.choice(list(s.venues)),
        "open": str(start),
        "close": str(start + dt.timedelta(days=r.randint(0, 60))),
        "status": r.choice(["planned", "confirmed", "confirmed", "cancelled"]),
    }


def remove_stop(s: State, r: random.Random) -> None:
    if len(s.stops) > 1:
        del s.stops[r.choice(list(s.stops))]


def move_stop(s: State, r: random.Random) -> None:
    stop = s.stops[r.choice(list(s.stops))]
    start = TODAY + dt.timedelta(days=r.randint(-90, 120))
    stop |= {
        "open": str(start),
        "close": str(start + dt.timedelta(days=r.randint(0, 60))),
        "venue": r.choice(list(s.venues)),
    }


def edit_note(s: State, r: random.Random) -> None:
    s.stops[r.choice(list(s.stops))]["note"] = r.choice(
        ["**请预约**", "见[场馆](/venues/north/)", f"第 {r.random():.3f} 次说明", ""]
    )


def edit_slug(s: State, r: random.Random) -> None:
    s.stops[r.choice(list(s.stops))]["slug"] = f"at-{r.randint(1, 10**6)}"


def rename_stop(s: State, r: random.Random) -> None:
    s.number += 1
    key = r.choice(list(s.stops))
    s.stops[f"stop-{s.number}"] = s.stops.pop(key) | {"aliases": [key]}


def reorder(s: State, r: random.Random) -> None:
    items = list(s.stops.items())
    r.shuffle(items)
    s.stops = dict(items)


def rename_venue(s: State, r: random.Random) -> None:
    s.venues[r.choice(list(s.venues))]["name"] = f"新馆{r.randint(1, 99)}"


def move_venue(s: State, r: random.Random) -> None:
    s.venues[r.choice(list(s.venues))]["region"] = r.choice(["621121", "110108", "440305"])


def edit_body(s: State, r: random.Random) -> None:
    s.exhibitions[r.choice(EXHIBITIONS)] = f"# 标题\n\n正文 {r.randint(1, 9)}\n"


def edit_picture(s: State, r: random.Random) -> None:
    s.picture = (
        None
        if s.picture
        else f"<svg xmlns='http://www.w3.org/2000/svg' width='{r.randint(1, 99)}'/>".encode()
    )


def edit_photo(s: State, r: random.Random) -> None:
    s.photo = make_photo(r.randint(300, 1100), r.choice((1, 3, 6)))


def make_photo(width: int, orientation: int) -> bytes:
    out, exif = io.BytesIO(), Image.Exif()
    exif[ORIENTATION] = orientation
    Image.new("RGB", (width, 400)).save(out, "JPEG", exif=exif)
    return out.getvalue()


def edit_languages(s: State, r: random.Random) -> None:
    s.site["languages"] = ["zh"] if len(s.site["languages"]) == 2 else ["zh", "en"]  # type: ignore[arg-type]
    s.translated = r.random() < 0.5 and len(s.site["languages"]) == 2  # type: ignore[arg-type]


def edit_hours(s: State, r: random.Random) -> None:
    s.venues[r.choice(list(s.venues))]["hours"] = r.choice([
        {}, {"wed-sun": "09:00-17:00"}, {"daily": "09:00-12:00, 14:00-17:00", "holidays": "closed"},
        {"tue-sun": "09:00-17:00", "holidays": "10:00-16:00", "make-up-days": "usual", "2026-12-01/2026-12-20 " "sat-sun": "closed"},
    ])  # fmt: skip


def edit_copy(s: State, r: random.Random) -> None:
    s.stops[r.choice(list(s.stops))]["copy"] = r.choice("ab")


def edit_repeat(s: State, r: random.Random) -> None:
    s.repeat |= r.choice([
        {"skip": ["2026-11-20"]}, {"skip": []}, {"moved": []}, {"count": r.randint(4, 9)},
        {"moved": [{"from": "2026-12-04", "to": "2026-12-05", "time": "09:00-10:00"}]},
    ])  # fmt: skip


def rename_site(s: State, r: random.Random) -> None:
    s.site["name"] = f"小站{r.randint(1, 9)}"


def edit_base_url(s: State, r: random.Random) -> None:
    s.site["base_url"] = r.choice(
        ["https://small.example/", "https://other.example/b/c", "https://small.example/a/"]
    )


def edit_kinds(s: State, r: random.Random) -> None:
    linked = ["home", "stop", "exhibition", "venue"]
    s.site["pages"] = r.choice([[*linked, "exhibitions", "news"], [*linked, "redirect"]])
    if r.random() < 0.6:
        del s.site["pages"]


def edit_folders(s: State, r: random.Random) -> None:
    s.site["folders"] = r.choice([{}, {"stops": "at"}, {"tours": "routes", "stops": "at"}])


def edit_alias(s: State, r: random.Random) -> None:
    s.aliases = r.choice([[], ["old"], ["old", "/very/old/"], [f"old-{r.randint(1, 9)}"]])


def edit_template(s: State, r: random.Random) -> None:
    name = f"themes/tiny/templates/{r.choice(['base', 'part', 'macros', 'stop', 'list'])}.html"
    source = str(s.theme[name])
    mark = "<!--x-->"
    s.theme[name] = (
        source.replace(mark, "")
        if mark in source
        else source.replace("<a", mark + "<a").replace("<h1", mark + "<h1")
    )


def edit_style(s: State, r: random.Random) -> None:
    s.theme["themes/tiny/static/style.css"] = f"body {{ color: #{r.randint(0, 999):03} }}\n"


def edit_strings(s: State, r: random.Random) -> None:
    """Words of pages and of events, which are kept from build to build."""
    name, key = (
        "themes/tiny/strings/zh.yaml",
        r.choice(
            ["group_tour", "page_prevails", "summary_cancelled", "event_unsure", "feed_about"]
        ),
    )
    s.theme[name] = str(s.theme[name]).replace(f"{key}: ", f"{key}: {r.choice('甲乙丙')}")


def edit_status(s: State, r: random.Random) -> None:
    """Put off without a date, taken back, or called off."""
    stop = s.stops[r.choice(list(s.stops))]
    stop["status"] = r.choice(["planned", "confirmed", "postponed", "cancelled"])
    if stop["status"] == "postponed":
        for day in ("open", "close"):
            stop.pop(day, None)
    elif "open" not in stop:
        stop |= {"open": str(TODAY), "close": str(TODAY + dt.timedelta(days=20))}


def edit_stop_hours(s: State, r: random.Random) -> None:
    s.stops[r.choice(list(s.stops))]["hours"] = r.choice(
        [{}, {"daily": "10:00-12:00 booking"}, {"2026-12-05": "closed"}]
    )


def edit_campaign(s: State, r: random.Random) -> None:
    s.campaign = f"科普日{r.randint(1, 99)}"
    s.stops[r.choice(list(s.stops))]["campaigns"] = r.choice([[], ["day"]])


def edit_holidays(s: State, r: random.Random) -> None:
    s.site["holidays"] = r.choice(
        [{}, {"CN": {"2026-12-09": "馆庆"}}, {"CN": {"2027-01-01": "元旦"}}]
    )


def split_schedule(s: State, r: random.Random) -> None:
    s.is_split = not s.is_split


def edit_today(s: State, r: random.Random) -> None:
    s.today += dt.timedelta(days=r.choice([1, 1, 7, 30, -20]))


StateEdit = Callable[[State, random.Random], None]
STATE_EDITS: tuple[StateEdit, ...] = (
    add_stop,
    add_stop,
    remove_stop,
    move_stop,
    move_stop,
    edit_note,
    edit_note,
    edit_slug,
    rename_stop,
    reorder,
    rename_venue,
    move_venue,
    edit_body,
    edit_picture,
    edit_photo,
    edit_languages,
    edit_hours,
    edit_hours,
    edit_stop_hours,
    edit_holidays,
    edit_status,
    edit_campaign,
    edit_copy,
    edit_copy,
    edit_repeat,
    rename_site,
    edit_base_url,
    edit_kinds,
    edit_folders,
    edit_alias,
    edit_template,
    edit_style,
    edit_strings,
    edit_strings,
    split_schedule,
    edit_today,
    edit_today,
)


def lose_file(output: Path, r: random.Random) -> None:
    r.choice([p for p in sorted(output.rglob("*")) if p.is_file()]).unlink()


def damage_file(output: Path, r: random.Random) -> None:
    """Another content of the same length, as a tool that touches the output may leave it."""
    path = r.choice([p for p in sorted(output.rglob("*")) if p.is_file() and p.stat().st_size])
    path.write_bytes(b"x" * path.stat().st_size)


def lose_folder(output: Path, r: random.Random) -> None:
    shutil.rmtree(r.choice([p for p in sorted(output.iterdir()) if p.is_dir()]))


def deal(seed: int, kinds: Sequence[StateEdit] = STATE_EDITS) -> Iterator[StateEdit]:
    """All of them in turn, without end; each seed begins elsewhere, so that a few seeds of some steps
    have all kinds."""
    shuffled = random.Random(0).sample(kinds, len(kinds))
    return islice(cycle(shuffled), 10 * seed % len(shuffled), None)


DISK_EDITS = (lose_file, damage_file, lose_folder)
DISK_SHARE = 0.12
"""How often something happens to the output folder instead of the files."""


Clean = Callable[[Project, dt.date], dict[str, bytes]]


def run(
    project: Project,
    clean: Clean,
    seed: int,
    steps: int,
    keep: Callable[[random.Random], None] = lambda _: None,
    disk_share: float = DISK_SHARE,
    kinds: Sequence[StateEdit] = STATE_EDITS,
) -> None:
    """Edit at random; after every step the incremental build must equal a clean one. Raises
    AssertionError.

    `keep` is called when the files are written, and may put them into a repository; `disk_share` is
    as DISK_SHARE.
    """
    r, dealt = random.Random(seed), deal(seed, kinds)
    state = make_first_state()
    done = "first build"
    for step in range(steps):
        project.write(state.files())
        keep(r)
        report = project.build(today=state.today)
        errors = [p for p in report.problems if p.level == "error"]
        assert not errors, f"the edits must make good projects: {errors}"
        got, expected = project.read_tree(), clean(project, state.today)
        assert got.keys() == expected.keys(), (
            f"seed {seed}, step {step} ({done}): {sorted(got.keys() ^ expected.keys())[:5]}"
        )
        differ = [name for name in got if got[name] != expected[name]]
        assert not differ, f"seed {seed}, step {step} ({done}): {differ[:5]}"
        if r.random() < disk_share:
            disk = r.choice(DISK_EDITS)
            disk(project.output, r)
            done = disk.__name__
        else:
            chosen = list(islice(dealt, r.choice([1, 1, 1, 3])))
            for edit in chosen:
                edit(state, r)
            done = ", ".join(e.__name__ for e in chosen)
