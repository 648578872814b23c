"""Facts of a record do not depend on how, where and in what order it is written, nor on whether its
file is read in pieces."""

from __future__ import annotations

from random import Random

import pytest
import yaml

from tests.support.examples import for_seeds
from tests.support.projects import REPO
from tests.support.sources import ROUTE, SMALL, TOUR, stop_yaml, visit_yaml
from tests.support.yaml_styles import write_twice
from tourbook.history.facts import FileFacts, RecordFact, UnreadableError
from tourbook.history.file_facts import is_tracked, read_facts
from tourbook.history.keys import Key
from tourbook.history.schedule_facts import parse_piece, parse_whole, split_into_pieces


def read_in_pieces(raw: bytes, path: str = "schedule.yaml") -> dict[Key, RecordFact] | None:
    """The facts of a file as the history finds them; None where its pieces make no sense by
    themselves."""
    try:
        found = read_facts(path, raw)
        every = [
            *found.facts,
            *(
                fact
                for piece in split_into_pieces(found.lists)
                for fact in parse_piece(piece, path)
            ),
        ]
    except UnreadableError:
        return None
    return {fact.key: fact for fact in every}


def read_at_once(raw: bytes, path: str = "schedule.yaml") -> dict[Key, RecordFact] | None:
    try:
        return {fact.key: fact for fact in parse_whole(path, raw).facts}
    except UnreadableError:
        return None


@for_seeds(400)
def test_a_file_in_pieces_says_what_it_says_at_once_however_it_is_written(seed: int) -> None:
    files = write_twice(Random(seed))
    first, second = map(read_at_once, files)
    assert first is not None and second is not None
    assert first.keys() == second.keys() and all(
        fact.is_equivalent(second[key]) for key, fact in first.items()
    )
    for raw, facts_at_once in zip(files, (first, second), strict=True):
        assert read_in_pieces(raw) in (facts_at_once, None)


STRAY = (b"---", b"...", b"\t", b"  stops:", b"stops:", b"- id: z", b"      - id: z", b"x: |", b"'")


def write_damaged(r: Random) -> bytes:
    """A schedule in which something was deleted, doubled or put in another place; what is wrong in
    a draft does not count."""
    lines = write_twice(r)[0].replace(b"true", b"false").split(b"\n")
    for _ in range(r.randint(1, 3)):
        at, to = r.randrange(len(lines)), r.randrange(len(lines))
        line = lines[at]
        match r.choice(("delete", "move", "double", "indent", "dedent", "quote", "cut", "insert")):
            case "delete" if len(lines) > 1:
                del lines[at]
            case "move":
                lines.insert(to, lines.pop(at))
            case "double":
                lines.insert(to, line)
            case "indent":
                lines[at] = b" " * r.randint(1, 3) + line
            case "dedent" if line.startswith(b"  "):
                lines[at] = line[r.randint(1, 3) :]
            case "quote":
                lines[at] = line.replace(b'"', b"", 1) if b'"' in line else line + b'"'
            case "cut":
                lines[at] = line[: r.randint(0, len(line))]
            case "insert":
                lines.insert(to, r.choice(STRAY))
    return b"\n".join(lines)


@for_seeds(1000)
def test_a_file_that_cannot_be_read_at_once_cannot_be_read_in_pieces(seed: int) -> None:
    raw = write_damaged(Random(seed))
    facts_in_pieces = read_in_pieces(raw)
    assert facts_in_pieces is None or facts_in_pieces == read_at_once(raw)


REAL = sorted(
    p.relative_to(REPO).as_posix()
    for p in [REPO / "schedule.yaml", *REPO.glob("schedule/**/*.yaml")]
)


@pytest.mark.parametrize("path", REAL)
@pytest.mark.parametrize(
    ("old", "new"),
    [(b"", b""), (b"\n", b"\r\n"), (b"\n      - id:", b"\n\n      # - id:\n# x\n      - id:")],
)
def test_the_real_schedules_are_read_in_pieces_one_for_each_stop(
    path: str, old: bytes, new: bytes
) -> None:
    raw = (REPO / path).read_bytes()
    changed = raw.replace(old, new) if old else raw
    found, tree = read_in_pieces(changed, path), yaml.safe_load(raw)
    assert found is not None and found == read_at_once(raw, path)
    trips = [*(tree.get("tours") or []), *(tree.get("routes") or [])]
    stops = [s for t in trips for s in t.get("stops") or t.get("visits") or []]
    runs = read_facts(path, changed).lists
    assert len(split_into_pieces(runs)) == len(stops), "none is left in what is read every time"
    assert {key for key in found if key.kind == "stop"} == {
        Key("stop", s["id"]) for s in stops if not s.get("draft")
    }


TRAP = "{}: |-\n{}stops:\n{}- id: a\n"


@pytest.mark.parametrize(
    "text",
    [
        TOUR.replace("    name: 巡展\n", "    " + TRAP.format("name", " " * 6, " " * 6))
        + stop_yaml("a"),
        TOUR.replace("stops:", '"stops":')
        + stop_yaml("a")
        + "        "
        + TRAP.format("hall", " " * 10, " " * 10),
        TOUR.replace(
            "    stops:\n", "    stops: []\n    " + TRAP.format("summary", " " * 6, " " * 6)
        ),
    ],
)
def test_a_text_that_looks_like_a_list_of_stops_is_a_text(text: str) -> None:
    """In what is not cut into pieces, too: a change in it is a change, and nothing else stands in
    its place."""
    assert read_at_once(text.encode()) is not None
    assert read_in_pieces(text.encode()) in (read_at_once(text.encode()), None)


@pytest.mark.parametrize("item", ["§1", "§", "§第一站", "甲"])
@pytest.mark.parametrize(
    "form",
    [
        "tours: [{{id: t, name: x, stops: [{}]}}]\n",
        "tours:\n  - id: t\n    name: x\n    stops:\n      - {}\n",
    ],
)
def test_a_stop_that_is_a_word_makes_the_file_unreadable_and_nothing_worse(
    form: str, item: str
) -> None:
    raw = form.format(item).encode()
    assert read_in_pieces(raw) is None and read_at_once(raw) is None


NAMES = ("timing", "visible_digest", "refs", "crew_digest", "memberships", "copy")
STOP = stop_yaml(
    "a", "open: 2026-05-01", "note: 请预约", "hours: {wed-sun: 09:00-17:00}", "aliases: [b]"
).replace("        close: 2026-05-01\n", "")
"""As it was written when a stop of one day needed no `close`."""
VISIT = visit_yaml(
    "v", "venue: hall", "time: 09:00-11:30", "repeat: " "{first: 2026-05-01, count: 5, skip: [2026-05-08, 2026-05-15], days: [fri, mon]}"
)  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "counts"),
    [
        ("open: 2026-05-01", "open: 2026-05-02", "timing"),
        ("open: 2026-05-01", "open: 2026-05-01\n        close: 2026-05-01", ""),
        ("open: 2026-05-01", "open: 2026-05-01\n        close: 2026-05-02", "timing"),
        ("open: 2026-05-01", "open: 2026-05-01\n        status: planned", "timing"),
        ("open: 2026-05-01", "open: 2026-05-01\n        status: open", ""),
        ("open: 2026-05-01", "open: 2026-05-01\n        status: done", ""),
        ("09:00-17:00", "09:00-16:00", "timing"),
        ("note: 请预约", "note: 不必预约", "visible_digest"),
        ("note: 请预约", "note: >-\n          请预约", ""),
        ("note: 请预约", "note: 请预约\n        booking: {required: true}", "visible_digest"),
        ("note: 请预约", "note: 请预约\n        hall: 二楼", ""),
        ("note: 请预约", "note: 请预约\n        slug: other", "visible_digest"),
        ("note: 请预约", "note: 请预约\n        last_admission: 30", "visible_digest"),
        ("note: 请预约", "note: 请预约\n        audience: 家庭", "visible_digest"),
        ("note: 请预约", "note: 请预约\n        link: https://x.example/", "visible_digest"),
        ("note: 请预约", "note: 请预约\n        exhibition: other", "refs"),
        ("venue: hall\n        open", "venue: other\n        open", "refs"),
        ("note: 请预约", "note: 请预约\n        campaigns: [week]", "refs"),
        ("note: 请预约", "note: 请预约\n        copy: b", "copy"),
        ("note: 请预约", "note: 请预约\n        partners: [team]", "memberships"),
        (
            "note: 请预约",
            "note: 请预约\n        volunteers: {count: 3, by: team}",
            "crew_digest memberships",
        ),
        ("note: 请预约", "note: 请预约\n        updated: 2026-01-01", ""),
        ("note: 请预约", "note: 请预约\n        waivers: {transport: 有车}", ""),
        ("note: 请预约", "note: 请预约\n        visitors: 300", ""),
        ("note: 请预约", "note: 请预约\n        round: 2", ""),
        ("note: 请预约", "note: 请预约\n        crew: [team]", "crew_digest memberships"),
        ("note: 请预约", "note: 请预约\n        arrive: 2026-04-28", "crew_digest"),
        ("note: 请预约", "note: 请预约\n        expected: 300", "crew_digest"),
        ("note: 请预约", "note: 请预约  # 见邮件", ""),
        ("09:00-11:30", "09:00–11:30", ""),
        ("09:00-11:30", "9:00-11:30", ""),
        ("09:00-11:30", "09:00-11:30, 14:00-15:00", "timing"),
        ("[2026-05-08, 2026-05-15]", "[2026-05-15, 2026-05-08]", ""),
        ("[2026-05-08, 2026-05-15]", "[2026-05-08]", "timing"),
        ("[fri, mon]", "[mon, fri]", ""),
        ("count: 5", "count: 6", "timing"),
        ("count: 5", "count: 5, every: 2 weeks", "timing"),
        ("count: 5", "count: 5, every: 1 week", ""),
        ("count: 5", "count: 5, moved: [{from: 2026-05-22, to: 2026-05-23}]", "timing"),
    ],
)
def test_what_counts_as_a_change_of_a_stop_or_visit(old: str, new: str, counts: str) -> None:
    """`timing` raises SEQUENCE, `visible_digest` and `refs` LAST-MODIFIED, `crew_digest` that of the crew's events;
    `memberships` and
    `copy`: whose calendars hold it."""
    text = TOUR + STOP + ROUTE + VISIT
    assert text.count(old) == 1 and text != text.replace(old, new)
    before, after = read_at_once(text.encode()), read_at_once(text.replace(old, new).encode())
    assert before is not None and after is not None and before.keys() == after.keys()
    assert {
        name
        for key in before
        for name in NAMES
        if getattr(before[key], name) != getattr(after[key], name)
    } == set(counts.split())
    assert all(before[key].is_equivalent(after[key]) for key in before) == (not counts)


HALL, LIGHT, SITE = (
    str(SMALL[f"content/{name}"])
    for name in ("venues/hall.md", "exhibitions/light.md", "site.yaml")
)
PICTURED = LIGHT.replace("name: 光影", "name: 光影\npicture: a.jpg")
"""Beside its entry, a picture has an address with the slug in it."""


@pytest.mark.parametrize(
    ("path", "text", "old", "new", "counts"),
    [
        ("content/venues/hall.md", HALL, "县科技馆", "市科技馆", "memberships visible_digest"),
        ("content/venues/hall.md", HALL, "人民路1号", "人民路2号", "visible_digest"),
        (
            "content/venues/hall.md",
            HALL,
            "address:",
            "postcode: '743300'\naddress:",
            "visible_digest",
        ),
        ("content/venues/hall.md", HALL, "621121", "621122", "memberships visible_digest"),
        (
            "content/venues/hall.md",
            HALL,
            "address:",
            "coordinates: {lat: 35, lon: 105}\naddress:",
            "visible_digest",
        ),
        ("content/venues/hall.md", HALL, "09:00-17:00", "09:00-16:30", "timing"),
        ("content/venues/hall.md", HALL, "09:00-17:00", '"09:00-17:00"  # 冬季也一样', ""),
        ("content/venues/hall.md", HALL, "address:", "opened: 1990\naddress:", None),
        ("content/venues/hall.md", HALL, "address:", "updated: 2026-01-01\naddress:", ""),
        ("content/venues/hall.md", HALL, "---\n", "---\n", ""),
        ("content/exhibitions/light.md", LIGHT, "name: 光影", "name: 光与影", "visible_digest"),
        ("content/exhibitions/light.md", LIGHT, "光是什么？", "光不是什么？", ""),
        ("content/exhibitions/light.md", LIGHT, "name: 光影", "summary: 简介\nname: 光影", ""),
        (
            "content/exhibitions/light/index.md",
            PICTURED,
            "name:",
            "slug: glow\nname:",
            "visible_digest",
        ),
        ("content/exhibitions/light.md", PICTURED, "name:", "slug: glow\nname:", ""),
        ("content/exhibitions/light.md", PICTURED, "a.jpg", "b.jpg", "visible_digest"),
        (
            "content/site.yaml",
            SITE,
            "https://small.example/",
            "https://other.example/",
            "visible_digest",
        ),
        ("content/site.yaml", SITE, "name: 小站", "name: 大站", ""),
        (
            "content/site.yaml",
            SITE,
            "name: 小站",
            "name: 小站\nsample: true",
            "visible_digest timing",
        ),
        (
            "content/site.yaml",
            SITE,
            "name: 小站",
            "name: 小站\nlanguages: [en]",
            "visible_digest timing",
        ),
        ("content/site.yaml", SITE, "name: 小站", "name: 小站\nsoon: 5", ""),
        ("content/site.yaml", SITE, "updated: 2026-11-01", "updated: 2026-11-02", ""),
    ],
)
def test_what_counts_as_a_change_of_an_entry_or_the_site(
    path: str, text: str, old: str, new: str, counts: str | None
) -> None:
    before = {fact.key: fact for fact in read_facts(path, text.encode()).facts}
    if counts is None:  # there is no such field
        with pytest.raises(UnreadableError):
            read_facts(path, text.replace(old, new).encode())
        return
    after = {fact.key: fact for fact in read_facts(path, text.replace(old, new).encode()).facts}
    assert before.keys() == after.keys()
    assert {
        name
        for key in before
        for name in NAMES
        if getattr(before[key], name) != getattr(after[key], name)
    } == set(counts.split())


@pytest.mark.parametrize(
    "path",
    [
        "content/news/a.md",
        "themes/x/static/zh.yaml",
        "content/.venues/a.md",
        "schedule/.a.yaml",
        "README.md",
    ],
)
def test_other_files_hold_no_facts(path: str) -> None:
    assert (
        not is_tracked(path)
        or read_facts(path, b"---\ntitle: x\ndate: 2026-01-01\n---\n") == FileFacts()
    )


@pytest.mark.parametrize("raw", [b"", b"\n", b"# nothing\n", b"tours:\n", b"tours: []\nroutes:\n"])
def test_an_empty_schedule_has_no_facts(raw: bytes) -> None:
    assert read_in_pieces(raw) == read_at_once(raw) == {}


@pytest.mark.parametrize(
    "raw",
    [
        b"\xff\xfe",
        "tours: 甲".encode("gbk"),
        b"<<<<<<< HEAD\ntours:\n=======\n>>>>>>> x\n",
        b"tours: {",
        b"- a\n",
        b"tours: x\n",
        b"tours: 5\n",
        b"\0",
    ],
)
def test_what_no_site_can_be_built_from_is_unreadable(raw: bytes) -> None:
    assert read_in_pieces(raw) is None and read_at_once(raw) is None


def test_what_a_route_says_for_its_visits_counts_for_each_of_them() -> None:
    """As a whole and in pieces: both ways give the same facts."""
    visits = visit_yaml("a", "date: 2026-05-01", "place: {name: 小学}")
    visits += visit_yaml("b", "date: 2026-05-01", "place: {name: 中学}", "note: 自己的")

    def read(*lines: str) -> dict[str, RecordFact]:
        text = ROUTE.replace("    visits:", "".join(f"    {x}\n" for x in lines) + "    visits:")
        raw = (text + visits).encode()
        facts = read_in_pieces(raw)
        assert facts is not None and facts == read_at_once(raw)
        return {key.name: fact for key, fact in facts.items()}

    plain = read("summary: x")
    noted, located = read("note: 自带板凳"), read("region: '621121'")
    assert noted["a"].visible_digest != plain["a"].visible_digest
    assert noted["b"].visible_digest == plain["b"].visible_digest
    assert located["a"].regions == ("621121",) and plain["a"].regions == ()
