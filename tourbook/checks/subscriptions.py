"""What subscribers have stays the same: the addresses of calendars, the domain in ids of events."""

from __future__ import annotations

from collections.abc import Iterator

from tourbook.common import urls
from tourbook.common.problems import Location, Message, Problems
from tourbook.history.records import decode_timing
from tourbook.model.model import Model
from tourbook.schema.site_options import FeedKind
from tourbook.sources.paths import SITE_FILE, SITE_FILE_START

SUBSCRIPTION_FEEDS: tuple[FeedKind, ...] = (
    "all", "upcoming", "archive", "campaigns", "exhibition", "copy", "tour", "venue", "caravan",
    "organisation", "place", "campaign", "stop", "opening", "changes", "atom",
)  # fmt: skip
"""The kinds of feed that have subscribers, whose addresses are a promise."""


def check_uid_domain_stable(model: Model, problems: Problems) -> None:
    """Report a domain of UIDs (RFC 5545, 3.8.4.7) that changed, or that changes with the site's
    address."""
    previous = model.ledger.previous_domain
    current = urls.choose_uid_domain(model.site.uid_domain, model.site.base_url)
    if previous:
        is_written = bool(model.site.uid_domain)
        location = Location(SITE_FILE).child("uid_domain") if is_written else SITE_FILE_START
        message = Message(
            f"日历编号的域名从 {previous} 变成了 {current}：订阅者日历里的每一项都会变成新的",
            f"the domain in the ids of events was {previous} and is now {current}: subscribers "
            f"get every event as a new one",
        )
        help = Message(
            f"在 content/site.yaml 写 uid_domain: {previous}",
            f"write uid_domain: {previous} in content/site.yaml",
        )
        problems.add_warning("uid-domain", location, message, help)
    elif not model.site.uid_domain:
        message = Message(
            "没有写 uid_domain：网站换域名时，订阅者日历里的每一项都会变成新的",
            "uid_domain is not set: if the site moves to another domain, subscribers get every "
            "event as a new one",
        )
        help = Message(
            f"在 content/site.yaml 加一行 uid_domain: {current}，以后不要改",
            f"add uid_domain: {current} to content/site.yaml, and never change it",
        )
        problems.add_warning("uid-domain", SITE_FILE_START, message, help)


def check_calendar_addresses(model: Model, problems: Problems) -> None:
    """Report settings that take away the address of a published calendar."""
    history = model.ledger.get_history("site", "")
    if history is None:
        return
    current = decode_timing(history.timing).address_settings
    for timing in dict.fromkeys(version.timing for version in history.versions[:-1]):
        lost = list(_find_lost_addresses(decode_timing(timing).address_settings, current))
        for key, message in lost:
            help = Message(
                "改回来；日历的地址发布以后不要变",
                "change it back: the address of a published calendar must never change",
            )
            problems.add_warning("feed-gone", Location(SITE_FILE).child(key), message, help)
        if lost:
            return  # one version is enough: the next ones have mostly lost the same


def check_switched_off_feeds(model: Model, problems: Problems) -> None:
    """Report published feeds that `feeds_off` has switched off, for some time: it may be meant."""
    history = model.ledger.get_history("site", "")
    if history is None:
        return
    versions = history.versions
    feeds = [_list_published_feeds(decode_timing(v.timing).address_settings) for v in versions]
    lost = [
        kind
        for kind in SUBSCRIPTION_FEEDS
        if kind in model.site.feeds_off
        and (i := max((i for i, kinds in enumerate(feeds) if kind in kinds), default=-1)) >= 0
        and i + 1 < len(versions)
        and model.ledger.is_recent(versions[i + 1].timestamp)
    ]
    if lost:
        listed = ", ".join(lost)
        message = Message(
            f"feeds_off 里有 {listed}：发布过的日历就没有了",
            f"with {listed} in `feeds_off`, published calendars are gone",
        )
        help = Message(
            "若是有意的，请订阅过的人改订别的日历；90 天后不再提醒",
            "if it is meant, tell subscribers which other calendar to take; this warning ends "
            "after 90 days",
        )
        problems.add_warning("feed-gone", Location(SITE_FILE).child("feeds_off"), message, help)


def _list_published_feeds(settings: dict[str, str]) -> set[str]:
    feeds = settings.get("feeds", " ".join(SUBSCRIPTION_FEEDS)).split()
    return set(feeds).difference(settings.get("feeds_off", "").split())


def check_crew_calendars(model: Model, problems: Problems) -> None:
    """Report another folder for the calendars of the crew, for some time: it may be meant, if its
    name became known."""
    history = model.ledger.get_history("site", "")
    if history is None:
        return
    versions = history.versions
    folders = [decode_timing(v.timing).address_settings.get("crew", "") for v in versions]
    present = folders[-1]
    for i, folder in enumerate(folders[:-1]):
        is_left = folder not in ("", folders[i + 1], present)
        was_mistake = present and present in folders[:i]
        if is_left and not was_mistake and model.ledger.is_recent(versions[i + 1].timestamp):
            message = Message(
                f"车组日历不再放在 {folder}：订阅过的人看不到以后的变化",
                f"the crew's calendars are no longer in {folder}: whoever subscribed to them sees "
                f"no further change",
            )
            help = Message(
                f"写 crew: {folder}；若旧名字已经泄露，把新地址告诉工作人员，90 天后不再提醒",
                f"write crew: {folder}; if that name became known, tell the crew the new address: "
                f"this warning ends after 90 days",
            )
            location = Location(SITE_FILE).child("calendar", "crew")
            problems.add_warning("feed-gone", location, message, help)
            return


def _find_lost_addresses(
    previous: dict[str, str], current: dict[str, str]
) -> Iterator[tuple[str, Message]]:
    """(key of site.yaml, what its change takes away)."""
    previous_languages = previous["languages"].split()
    current_languages = current["languages"].split()
    for lang in previous_languages:
        if lang not in current_languages:
            message = Message(
                f"去掉语言 {lang}，它的日历就没有了",
                f"without the language {lang}, its calendars are gone",
            )
            yield "languages", message
    if previous_languages[:1] != current_languages[:1]:
        message = Message(
            "换了第一种语言，所有日历的地址都变了",
            "the first language is a different one, which changes the address of every calendar",
        )
        yield "languages", message
    for key in sorted({*previous, *current}):
        if key.startswith("folder ") and previous.get(key) != current.get(key):
            name = key.removeprefix("folder ")
            message = Message(
                f"文件夹 {name} 改了名，里面日历的地址都变了",
                f"the folder {name} was renamed, which changes the addresses of its calendars",
            )
            yield "folders", message
    if "feeds" in current:
        previous_feeds = previous.get("feeds", " ".join(SUBSCRIPTION_FEEDS)).split()
        lost = sorted(set(previous_feeds) - set(current["feeds"].split()))
        if lost:
            listed = ", ".join(lost)
            message = Message(
                f"feeds 里没有 {listed}：发布过的日历就没有了",
                f"without {listed} in `feeds`, published calendars are gone",
            )
            yield "feeds", message
