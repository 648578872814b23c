"""The calendars: their bytes by RFC 5545, what six readers make of them, and whether that is the schedule."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from zoneinfo import ZoneInfo

import icalendar
import pytest

from tests.calendars.readers import agreed, moment, read
from tests.conftest import REPO
from tests.site.pages import LANGUAGES, Site
from tests.site.schedule import Sample, pick, spoken, squeezed


@pytest.fixture(scope="module", params=LANGUAGES)
def expected(request: pytest.FixtureRequest, site: Site) -> Sample:
    return Sample(REPO, request.param, site.base)


def unfolded(raw: bytes) -> list[str]:
    return raw.replace(b"\r\n ", b"").replace(b"\r\n\t", b"").decode().split("\r\n")


def test_readers_agree(site: Site) -> None:
    assert len(site.calendars) > 100
    agreed(site.calendars)


def test_content_lines(site: Site) -> None:
    for name, raw in site.calendars.items():
        assert raw.startswith(b"BEGIN:VCALENDAR\r\n") and raw.endswith(b"END:VCALENDAR\r\n"), name
        assert not raw.startswith(b"\xef\xbb\xbf") and raw.count(b"\n") == raw.count(b"\r") == raw.count(b"\r\n"), name
        for line in raw.removesuffix(b"\r\n").split(b"\r\n"):
            assert 0 < len(line) <= 75, f"{name}: {len(line)} octets: {line!r}"
            line.decode()  # no character is cut in two
        for line in unfolded(raw)[:-1]:
            assert re.match(r"[A-Z][A-Z0-9-]*(;[A-Z-]+=[^;:\"]+)*:", line), f"{name}: {line}"
            assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f]", line), f"{name}: {line!r}"


def test_escapes_in_texts(site: Site) -> None:
    """In TEXT values every backslash begins an escape, and commas and semicolons are escaped (3.3.11)."""
    for name, raw in site.calendars.items():
        for line in unfolded(raw):
            key, _, value = line.partition(":")
            if key in ("SUMMARY", "LOCATION", "DESCRIPTION", "X-WR-CALNAME", "UID"):
                assert not re.search(r"[;,\\]", re.sub(r"\\[\\;,nN]", "", value)), f"{name}: {line}"


def test_required_properties(site: Site) -> None:
    once = {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "STATUS", "URL"}
    at_most = once | {"LOCATION", "DESCRIPTION", "GEO", "TRANSP", "SEQUENCE", "CLASS", "CREATED", "LAST-MODIFIED", "PRIORITY"}
    for name, raw in site.calendars.items():
        calendar = icalendar.Calendar.from_ical(raw)
        assert calendar["VERSION"] == "2.0" and calendar["PRODID"], name
        head = [line.partition(":")[0] for line in unfolded(raw)[: unfolded(raw).index("CALSCALE:GREGORIAN") + 2]]
        assert "METHOD" not in head, f"{name}: a published file is no message (RFC 5546)"
        for event in re.findall(r"BEGIN:VEVENT\n(.*?)\nEND:VEVENT", "\n".join(unfolded(raw)), re.DOTALL):
            keys = Counter(re.match(r"[A-Z-]+", line).group() for line in event.split("\n"))  # type: ignore[union-attr]
            assert not [k for k in once if keys[k] != 1], f"{name}: {keys}"
            assert not [k for k in at_most if keys[k] > 1], f"{name}: {keys}"
            assert re.search(r"^DTSTAMP:\d{8}T\d{6}Z$", event, re.MULTILINE), name
            dated = "DTSTART;VALUE=DATE:" in event
            assert dated == ("DTEND;VALUE=DATE:" in event), f"{name}: start and end are of one type"
        for event in calendar.walk("VEVENT"):
            assert event["DTSTART"].dt < event["DTEND"].dt, f"{name}: {event['UID']}"


def test_a_calendar_holds_a_component(site: Site) -> None:
    """RFC 5545, 3.6: an iCalendar object has at least one component."""
    empty = [name for name, raw in site.calendars.items() if not icalendar.Calendar.from_ical(raw).subcomponents]
    assert not empty, empty


def test_uids(site: Site) -> None:
    """One event, one UID, the same in all feeds; in one language it is the same event, byte for byte."""
    for lang in LANGUAGES:
        known: dict[str, tuple[str, ...]] = {}
        for name, raw in site.calendars.items():
            if name.startswith("en/") != (lang == "en"):
                continue
            seen = set()
            for event in re.findall(r"BEGIN:VEVENT\n.*?\nEND:VEVENT", "\n".join(unfolded(raw)), re.DOTALL):
                uid = re.search(r"^UID:(.*)$", event, re.MULTILINE).group(1)  # type: ignore[union-attr]
                assert uid not in seen, f"{name}: {uid} twice"
                seen.add(uid)
                assert known.setdefault(uid, event) == event, f"{name}: {uid} differs from another feed"
    first = {e.uid: (e.start, e.end, e.status) for e in read(site.calendars["all.ics"])}
    other = {e.uid: (e.start, e.end, e.status) for e in read(site.calendars["en/all.ics"])}
    assert first == other


def test_time_zones(site: Site) -> None:
    """A TZID has its VTIMEZONE, which gives every time the offset that the zone database gives."""
    timed = 0
    for name, raw in site.calendars.items():
        lines = unfolded(raw)
        wanted = {m.group(1) for line in lines if (m := re.match(r"DT(?:START|END);TZID=([^:;]+):", line))}
        given = [line.removeprefix("TZID:") for line in lines if line.startswith("TZID:")]
        assert len(given) == len(set(given)) and wanted <= set(given), name
        if not wanted:
            continue
        zones = {str(z["TZID"]): z.to_tz() for z in icalendar.Calendar.from_ical(raw).walk("VTIMEZONE")}
        for line in lines:
            found = re.fullmatch(r"DT(?:START|END);TZID=([^:;]+):(\d{8}T\d{6})", line)
            if found:
                local = dt.datetime.strptime(found.group(2), "%Y%m%dT%H%M%S")
                real = local.replace(tzinfo=ZoneInfo(found.group(1))).utcoffset()
                assert zones[found.group(1)].utcoffset(local) == real == dt.timedelta(hours=8), f"{name}: {line}"
                timed += 1
    assert timed > 100


def test_events_are_the_schedule(site: Site, expected: Sample) -> None:
    wanted = expected.events()
    prefix = "" if expected.lang == "zh" else expected.lang + "/"
    calendar = icalendar.Calendar.from_ical(site.calendars[prefix + "all.ics"])
    found = {str(e["UID"]): e for e in calendar.walk("VEVENT")}
    assert set(found) == set(wanted)
    for uid, want in wanted.items():
        event = found[uid]
        got = {name: str(event.get(name, "")) for name in ("SUMMARY", "STATUS", "LOCATION", "URL")}
        assert got == {"SUMMARY": want.summary, "STATUS": want.status, "LOCATION": want.location, "URL": want.url}, uid
        assert moment(event["DTSTART"].dt) == moment(want.start), uid
        assert moment(event["DTEND"].dt) == moment(want.end), uid
        assert event["DTSTAMP"].dt == dt.datetime.combine(want.stamp, dt.time(), dt.UTC), uid
        assert (str(event["TRANSP"]) == "TRANSPARENT") is want.transparent, uid
        categories = event.get("CATEGORIES")
        assert (tuple(str(c) for c in categories.cats) if categories else ()) == want.categories, uid
        geo = event.get("GEO")
        assert (geo is None) == (want.geo is None), uid
        if geo is not None and want.geo is not None:
            assert (geo.latitude, geo.longitude) == pytest.approx(want.geo, abs=1e-6), uid


def test_descriptions_say_what_the_schedule_says(site: Site, expected: Sample) -> None:
    prefix = "" if expected.lang == "zh" else expected.lang + "/"
    found = {e.uid: e.description for e in read(site.calendars[prefix + "all.ics"])}
    for uid, want in expected.events().items():
        said = squeezed(found[uid])
        if any(len(p) > 400 for p in want.description):  # a long note is cut
            assert said.startswith(want.description[0] + want.description[1][:400]) and said.endswith(want.description[-1]), uid
        else:
            assert said == "".join(want.description), uid


def test_descriptions_read_well(site: Site, expected: Sample) -> None:
    """Taking the marks out of a note leaves no gap before a full stop and none inside Chinese; paragraphs and lines stay apart."""
    prefix = "" if expected.lang == "zh" else expected.lang + "/"
    found = {e.uid: " ".join(e.description.split()) for e in read(site.calendars[prefix + "all.ics"])}
    bad = []
    for stop in expected.stops:
        note = spoken(pick(stop.record.get("note"), expected.lang))
        for event in stop.events:
            if note[:400] not in found[event.uid]:
                bad.append(f"{event.uid}: {found[event.uid]}\n    wanted {note}")
                break
    assert not bad, f"{len(bad)}:\n" + "\n".join(bad[:20])


def test_feeds_hold_what_belongs_to_them(site: Site, expected: Sample) -> None:
    wanted = expected.feeds()
    prefix = "en/" if expected.lang == "en" else ""
    files = {n for n in site.calendars if n.startswith("en/") == bool(prefix)}
    assert files == set(wanted)
    for name, (title, uids) in wanted.items():
        calendar = icalendar.Calendar.from_ical(site.calendars[name])
        assert {str(e["UID"]) for e in calendar.walk("VEVENT")} == uids, name
        given = next((line.partition(":")[2] for line in unfolded(site.calendars[name]) if line.startswith("X-WR-CALNAME:")), "")
        assert re.sub(r"\\([\\;,])", r"\1", given) == title, name


def test_pages_name_their_calendar(site: Site) -> None:
    """Each thing's page announces its own calendar in the head and offers it in the text; others that of everything."""
    for page in site.shown:
        own = page.file.removesuffix("index.html") + "calendar.ics"
        wanted = own if own in site.calendars else ("en/all.ics" if page.lang == "en" else "all.ics")
        found = [link for link in page.head("alternate") if link.get("type") == "text/calendar"]
        assert [site.find(page.file, link.get("href"))[0] for link in found] == [wanted], page.file
        gone = page.tree.xpath("//main//*[contains(@class, 'ticket') and (contains(@class, 'is-over') or contains(@class, 'is-cancelled')"
                               " or contains(@class, 'is-unscheduled') or contains(@class, 'is-postponed'))]")
        if wanted == own and not gone:  # what is over has nothing to add to a calendar
            hrefs = [a.get("href") for a in page.tree.xpath("//main//a")]
            assert [h for h in hrefs if h.startswith("webcal://") and site.find(page.file, h)[0] == own], page.file
            assert [h for h in hrefs if not h.startswith("webcal://") and site.find(page.file, h)[0] == own], page.file


def test_subscribe_page_lists_every_calendar(site: Site) -> None:
    for lang in LANGUAGES:
        (page,) = site.kinds("subscribe", lang)
        listed = {site.find(page.file, a.get("href"))[0] for a in page.tree.xpath("//main//a") if a.get("href").endswith(".ics")}
        wanted = {n for n in site.calendars if n.startswith("en/") == (lang == "en") and "/stops/" not in "/" + n}
        with_events = {n for n in wanted if b"BEGIN:VEVENT" in site.calendars[n]}
        assert with_events <= listed <= wanted, with_events - listed
