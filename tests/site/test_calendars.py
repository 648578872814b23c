"""The calendars: their bytes by RFC 5545, what six readers make of them, and whether that is the
schedule."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from pathlib import Path
from zoneinfo import ZoneInfo

import icalendar
import pytest

from tests.calendars.readers import agreed, moment, read
from tests.site.pages import LANGUAGES, Site
from tests.site.schedule import Sample, pick, spoken, squeezed
from tests.site.schedule_feeds import BACK, Feeds
from tests.support.events import read_events
from tests.support.projects import REPO, TODAY


@pytest.fixture(scope="module", params=LANGUAGES)
def expected(request: pytest.FixtureRequest, site: Site) -> Sample:
    return Sample(REPO, request.param, site.base)


def unfolded(raw: bytes) -> list[str]:
    return raw.replace(b"\r\n ", b"").replace(b"\r\n\t", b"").decode().split("\r\n")


def split(raw: bytes) -> tuple[bytes, list[bytes]]:
    """The head of a calendar, with its time zone, and its events."""
    head, *events = raw.removesuffix(b"END:VCALENDAR\r\n").split(b"BEGIN:VEVENT\r\n")
    return head, events


@pytest.fixture(scope="module")
def covering(site: Site) -> dict[str, bytes]:
    """Calendars in which every event of every calendar is; the same bytes are in many."""
    seen: set[bytes] = set()
    out = {}
    for name in sorted(site.calendars, key=lambda name: (-len(site.calendars[name]), name)):
        events = split(site.calendars[name])[1]
        if not seen.issuperset(events):
            seen.update(events)
            out[name] = site.calendars[name]
    assert len(seen) > 500
    return out


@pytest.fixture(scope="module")
def once(covering: dict[str, bytes]) -> dict[str, list[bytes]]:
    """The covering calendars, each with the events that no calendar before it has."""
    seen: set[bytes] = set()
    out = {}
    for name, raw in covering.items():
        out[name] = [event for event in split(raw)[1] if event not in seen]
        seen.update(out[name])
    return out


@pytest.fixture(scope="module")
def parts(site: Site, once: dict[str, list[bytes]]) -> dict[str, bytes]:
    """Every head and every event once, each with the name of a calendar that has it."""
    heads = {
        f"head of {name}": split(raw)[0] + b"END:VCALENDAR\r\n"
        for name, raw in site.calendars.items()
    }
    return heads | {
        f"event {n} of {name}": raw for name, events in once.items() for n, raw in enumerate(events)
    }


def test_readers_agree(covering: dict[str, bytes], once: dict[str, list[bytes]]) -> None:
    """Parsers are slow: the largest calendar is read as it is, and of each other one that covers
    something its head and the events that are not read yet."""
    assert len(covering) > 10
    calendars = {}
    for name, events in once.items():
        parts = [split(covering[name])[0], *events]
        calendars[name] = b"BEGIN:VEVENT\r\n".join(parts) + b"END:VCALENDAR\r\n"
    largest = next(iter(covering))
    assert calendars[largest] == covering[largest]
    events_read = {event for raw in calendars.values() for event in split(raw)[1]}
    assert events_read.issuperset(event for raw in covering.values() for event in split(raw)[1])
    agreed(calendars)


def test_content_lines(site: Site, parts: dict[str, bytes]) -> None:
    for name, raw in site.calendars.items():
        assert raw.startswith(b"BEGIN:VCALENDAR\r\n") and raw.endswith(b"\r\nEND:VCALENDAR\r\n"), (
            name
        )
    for name, raw in parts.items():
        assert raw.count(b"\n") == raw.count(b"\r") == raw.count(b"\r\n"), name
        for line in raw.removesuffix(b"\r\n").split(b"\r\n"):
            assert 0 < len(line) <= 75, f"{name}: {len(line)} octets: {line!r}"
            line.decode()  # no character is cut in two
        for line in unfolded(raw)[:-1]:
            assert re.match(r"[A-Z][A-Z0-9-]*(;[A-Z-]+=([^;:\",]+|\"[^\"]*\"))*:", line), (
                f"{name}: {line}"
            )
            assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]", line), (
                f"{name}: {line!r}"
            )


def test_escapes_in_texts(parts: dict[str, bytes]) -> None:
    """In TEXT values every backslash begins an escape, and commas and semicolons are escaped
    (3.3.11)."""
    for name, raw in parts.items():
        for line in unfolded(raw):
            key, _, value = re.sub(r";LANGUAGE=[\w-]+", "", line).partition(":")
            if key in ("SUMMARY", "LOCATION", "DESCRIPTION", "X-WR-CALNAME", "NAME", "UID"):
                assert not re.search(r"[;,\\]", re.sub(r"\\[\\;,nN]", "", value)), f"{name}: {line}"


def test_required_properties(parts: dict[str, bytes]) -> None:
    once = {
        "UID",
        "DTSTAMP",
        "LAST-MODIFIED",
        "SEQUENCE",
        "DTSTART",
        "DTEND",
        "SUMMARY",
        "DESCRIPTION",
        "URL",
        "STATUS",
        "TRANSP",
    }
    at_most = {
        "RRULE",
        "LOCATION",
        "GEO",
        "CREATED",
        "IMAGE",
        "CATEGORIES",
        "X-APPLE-STRUCTURED-LOCATION",
        "X-MICROSOFT-CDO-BUSYSTATUS",
    }
    for name, event in ((n, raw) for n, raw in parts.items() if n.startswith("event")):
        lines = unfolded(event)[:-2]
        keys = Counter(re.match(r"[A-Z-]+", line).group() for line in lines)  # type: ignore[union-attr]
        assert not [k for k in once if keys[k] != 1], f"{name}: {keys}"
        often = {"EXDATE"}
        assert not [k for k in at_most if keys[k] > 1] and keys.keys() <= once | at_most | often, (
            f"{name}: {keys}"
        )
        values = dict(line.split(":", 1) for line in lines)
        assert (
            re.fullmatch(r"\d{8}T\d{6}Z", values["DTSTAMP"])
            and values["DTSTAMP"] == values["LAST-MODIFIED"]
        ), name
        assert values.get("CREATED", "") <= values["DTSTAMP"], name
        dated = "DTSTART;VALUE=DATE" in values
        assert dated == ("DTEND;VALUE=DATE" in values), f"{name}: start and end are of one type"
        assert (values["TRANSP"] == "TRANSPARENT") == (
            values.get("X-MICROSOFT-CDO-BUSYSTATUS") == "FREE"
        ), name
        assert values["TRANSP"] == "TRANSPARENT", f"{name}: a programme does not keep people busy"
        assert values["STATUS"] in ("CONFIRMED", "TENTATIVE", "CANCELLED"), name


def test_heads(site: Site, parts: dict[str, bytes]) -> None:
    """RFC 5545, 3.6 and 3.7; RFC 7986, 5. A file of a single stop has no name: Outlook would open a
    calendar for it."""
    always = {"VERSION", "PRODID", "CALSCALE", "SOURCE", "URL", "LAST-MODIFIED"}
    named = {
        "X-WR-CALNAME",
        "NAME",
        "DESCRIPTION",
        "X-WR-CALDESC",
        "REFRESH-INTERVAL",
        "X-PUBLISHED-TTL",
        "COLOR",
        "CATEGORIES",
    }
    for name in site.calendars:
        head = parts[f"head of {name}"]
        assert head.count(b"BEGIN:VTIMEZONE") + len(split(site.calendars[name])[1]) > 0, (
            f"{name}: a calendar holds a component"
        )
        lines = [
            line
            for line in unfolded(head.partition(b"\r\n")[2].partition(b"BEGIN:")[0])
            if line and not line.startswith("END:")
        ]
        keys = Counter(re.match(r"[A-Z-]+", line).group() for line in lines)  # type: ignore[union-attr]
        assert keys == Counter(always if "stops/" in name else always | named), f"{name}: {keys}"
        values = {line.split(":", 1)[0]: line.split(":", 1)[1] for line in lines}
        assert values["SOURCE;VALUE=URI"] == site.base + name, name
        if "stops/" not in name:
            assert values["X-WR-CALNAME"] == values["NAME"], name
            assert (
                values["REFRESH-INTERVAL;VALUE=DURATION"] == values["X-PUBLISHED-TTL"] == "PT12H"
            ), name


def test_sizes(site: Site) -> None:
    for name, raw in site.calendars.items():
        assert len(raw) <= 1_000_000 and raw.count(b"BEGIN:VEVENT") <= 1_000, name


def test_uids(site: Site) -> None:
    """One event, one UID, the same in all feeds; in one language it is the same event, byte for
    byte."""
    for lang in LANGUAGES:
        known: dict[bytes, bytes] = {}
        for name, raw in site.calendars.items():
            if name.startswith("en/") != (lang == "en"):
                continue
            uids = {event[: event.index(b"\r\nDTSTAMP")]: event for event in split(raw)[1]}
            assert len(uids) == raw.count(b"BEGIN:VEVENT"), f"{name}: a UID twice"
            for uid, event in uids.items():
                assert known.setdefault(uid, event) == event, (
                    f"{name}: {uid!r} differs from another feed"
                )
    for one in ("all.ics", "all-opening.ics", "campaigns.ics", "archive/2026.ics"):
        first = {e.uid: (e.start, e.end, e.status) for e in read(site.calendars[one])}
        other = {e.uid: (e.start, e.end, e.status) for e in read(site.calendars["en/" + one])}
        assert first == other


def test_time_zones(site: Site, covering: dict[str, bytes]) -> None:
    """A TZID has its VTIMEZONE, which gives every time the offset that the zone database gives, and
    begins before the first event."""
    timed = 0
    for name, raw in covering.items():
        lines = unfolded(raw)
        expected = {
            m.group(1)
            for line in lines
            if (m := re.match(r"(?:DT(?:START|END)|EXDATE);TZID=([^:;]+):", line))
        }
        given = [line.removeprefix("TZID:") for line in lines if line.startswith("TZID:")]
        assert len(given) == len(set(given)) and expected <= set(given), name
        if not expected:
            continue
        head = icalendar.Calendar.from_ical(split(raw)[0] + b"END:VCALENDAR\r\n")
        zones = {str(z["TZID"]): z.to_tz() for z in head.walk("VTIMEZONE")}
        for line in lines:
            found = re.fullmatch(r"(?:DT(?:START|END)|EXDATE);TZID=([^:;]+):(\d{8}T\d{6})", line)
            if found:
                local = dt.datetime.strptime(found.group(2), "%Y%m%dT%H%M%S")
                real = local.replace(tzinfo=ZoneInfo(found.group(1))).utcoffset()
                assert zones[found.group(1)].utcoffset(local) == real, f"{name}: {line}"
                timed += 1
    assert timed > 100
    for name, raw in site.calendars.items():
        onsets = re.findall(rb"BEGIN:STANDARD\r\nDTSTART:(\d{8})", raw)
        times = re.findall(rb"\r\nDTSTART;TZID=[^:]+:(\d{8})", raw)
        assert not times or min(onsets) < min(times), name


def test_events_are_the_schedule(site: Site, expected: Sample) -> None:
    wanted = expected.events()
    prefix = "" if expected.lang == "zh" else expected.lang + "/"
    names = ["all.ics", "campaigns.ics", *(n for n in site.calendars if n.startswith("archive/"))]
    found = {
        uid: e for name in names for uid, e in read_events(site.calendars[prefix + name]).items()
    }
    feeds = Feeds(expected, TODAY)  # theme days are in no archive
    assert set(found) == {
        uid
        for uid, e in wanted.items()
        if e not in expected.campaigns.values() or feeds.last(e) >= TODAY - BACK
    }
    for uid, want in ((uid, want) for uid, want in wanted.items() if uid in found):
        event = found[uid]
        got = {name: str(event.get(name, "")) for name in ("SUMMARY", "STATUS", "LOCATION", "URL")}
        assert got == {
            "SUMMARY": want.summary,
            "STATUS": want.status,
            "LOCATION": want.location,
            "URL": want.url,
        }, uid
        assert moment(event["DTSTART"].dt) == moment(want.start), uid
        assert moment(event["DTEND"].dt) == moment(want.end), uid
        assert event["DTSTAMP"].dt == dt.datetime.combine(want.stamp, dt.time(), dt.UTC), uid
        categories = event.get("CATEGORIES")
        assert (tuple(str(c) for c in categories.cats) if categories else ()) == want.categories, (
            uid
        )
        geo = event.get("GEO")
        assert (geo is None) == (want.geo is None), uid
        if geo is not None and want.geo is not None:
            assert (geo.latitude, geo.longitude) == pytest.approx(want.geo, abs=1e-6), uid


def test_descriptions_say_what_the_schedule_says(site: Site, expected: Sample) -> None:
    prefix = "" if expected.lang == "zh" else expected.lang + "/"
    events = read_events(site.calendars[prefix + "all.ics"])
    found = {uid: str(event["DESCRIPTION"]) for uid, event in events.items()}
    for uid, want in ((uid, want) for uid, want in expected.events().items() if uid in found):
        said = squeezed(found[uid])
        if any(len(p) > 400 for p in want.description):  # a long note is cut
            number = next(n for n, part in enumerate(want.description) if len(part) > 400)
            begin = "".join(want.description[:number]) + want.description[number][:400]
            assert said.startswith(begin) and said.endswith(want.description[-1]), uid
        else:
            assert said == "".join(want.description), uid


def test_descriptions_read_well(site: Site, expected: Sample) -> None:
    """Taking the marks out of a note leaves no gap before a full stop and none inside Chinese;
    paragraphs and lines stay apart."""
    prefix = "" if expected.lang == "zh" else expected.lang + "/"
    events = read_events(site.calendars[prefix + "all.ics"])
    found = {uid: " ".join(str(event["DESCRIPTION"]).split()) for uid, event in events.items()}
    bad = []
    for stop in expected.stops:
        note = spoken(pick(stop.record.get("note"), expected.lang))
        for event in (e for e in stop.events if e.uid in found):
            if note[:400] not in found[event.uid]:
                bad.append(f"{event.uid}: {found[event.uid]}\n    wanted {note}")
                break
    assert not bad, f"{len(bad)}:\n" + "\n".join(bad[:20])


def test_feeds_hold_what_belongs_to_them(site: Site, expected: Sample) -> None:
    feeds = Feeds(expected, TODAY)
    wanted = feeds.all()
    prefix = "en/" if expected.lang == "en" else ""
    assert {n for n in site.calendars if n.startswith("en/") == bool(prefix)} == set(wanted)
    spans = {e.uid: e for e in expected.events().values()}
    for name, (title, uids) in wanted.items():
        lines = unfolded(site.calendars[name])
        found = set(read_events(site.calendars[name]))
        if (
            name in feeds.opening
        ):  # a stay is many events, of which those that are long over are left out
            stays = {re.sub(r"-open(-\d{8})?(-\d+)?@", "@", uid) for uid in found}
            assert stays <= uids, name
            assert {uid for uid in uids - stays if feeds.last(spans[uid]) >= TODAY} == set() or len(
                found
            ) > 950, name
            assert (
                name not in ("all-opening.ics", "en/all-opening.ics")
                or sum("-open-" in uid for uid in found) > 500
            )
        else:
            assert found == uids, name
        given = next(
            (line.partition(":")[2] for line in lines if line.startswith("X-WR-CALNAME:")), ""
        )
        assert re.sub(r"\\([\\;,])", r"\1", given) == title, name


def test_pages_name_their_calendar(site: Site) -> None:
    """Each thing's page announces its own calendar in the head and offers it in the text; others
    that of everything."""
    for page in site.shown:
        own = page.file.removesuffix("index.html") + "calendar.ics"
        expected = (
            own if own in site.calendars else ("en/all.ics" if page.lang == "en" else "all.ics")
        )
        found = [link for link in page.head("alternate") if link.get("type") == "text/calendar"]
        assert [site.find(page.file, link.get("href"))[0] for link in found] == [expected], (
            page.file
        )
        is_over = page.tree.xpath(
            "//main//*[contains(@class, 'ticket') and (contains(@class, 'is-over') or "
            "contains(@class, 'is-cancelled')"
            " or contains(@class, 'is-unscheduled') or contains(@class, 'is-postponed'))]"
        )
        if expected == own and not is_over:  # what is over has nothing to add to a calendar
            hrefs = [a.get("href") for a in page.tree.xpath("//main//a")]
            assert [
                h for h in hrefs if h.startswith("webcal://") and site.find(page.file, h)[0] == own
            ], page.file
            assert [
                h
                for h in hrefs
                if not h.startswith("webcal://") and site.find(page.file, h)[0] == own
            ], page.file


def test_subscribe_page_lists_every_calendar(site: Site) -> None:
    for lang in LANGUAGES:
        (page,) = site.kinds("subscribe", lang)
        listed = {
            site.find(page.file, a.get("href"))[0]
            for a in page.tree.xpath("//main//a[@type='text/calendar']")
        }
        expected = {
            n
            for n in site.calendars
            if n.startswith("en/") == (lang == "en") and "/stops/" not in "/" + n
        }
        former = {
            n
            for n in expected
            if (home := site.files.get(re.sub(r"(copies/)?[^/]+$", "index.html", n)))
            and redirects(home)
        }
        with_events = {n for n in expected - former if b"BEGIN:VEVENT" in site.calendars[n]}
        assert with_events <= listed <= expected - former, with_events - listed


def redirects(page: Path) -> bool:
    """Whether the page is an old address of something: its calendar goes on, but nobody new is to
    find it."""
    return b'http-equiv="refresh"' in page.read_bytes()
