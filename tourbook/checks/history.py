"""Calendars keep their promises to subscribers, and the Git history needed for that is there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tourbook.common import urls
from tourbook.common.l10n import localize_text
from tourbook.common.problems import Location, Message, Problems
from tourbook.history.records import decode_timing
from tourbook.model.entries import Entry
from tourbook.model.model import Model
from tourbook.model.trips import Stop, Trip
from tourbook.schema.site import FeedKind
from tourbook.sources.paths import SITE_FILE

SUBSCRIPTION_FEEDS: tuple[FeedKind, ...] = (
    "all", "upcoming", "archive", "campaigns", "exhibition", "copy", "tour", "venue", "caravan",
    "organisation", "place", "campaign", "stop", "opening", "changes", "atom",
)  # fmt: skip
"""The kinds of feed that have subscribers, whose addresses are a promise."""
SITE_FILE_START = Location(SITE_FILE, line=1, column=1)


# ---- the history is there ------------------------------------------------------------


def check_history_available(model: Model, problems: Problems) -> None:
    """Report what keeps the dates of changes, which calendars show, from being determined."""
    ledger = model.ledger
    if ledger.source == "shallow":
        _report_shallow_clone(problems)
    if ledger.error:
        _report_git_error(ledger.error, problems)
    if ledger.future_commit:
        _report_wrong_clock(ledger.future_commit, problems)
    if ledger.source == "none" and not ledger.error and not model.site.updated:
        _check_updated(model, problems)


def _report_shallow_clone(problems: Problems) -> None:
    message = Message(
        "这个 Git 仓库只有最近的提交（浅克隆），算不出日程何时改过：订阅者的日历会出错",
        "this Git repository lacks its older commits (shallow clone): change dates cannot be "
        "determined, so calendars will be wrong",
    )
    help = Message(
        "GitHub Actions 在 actions/checkout 下写 fetch-depth: 0；GitLab 写 GIT_DEPTH: "
        '"0"；其他平台见 docs/calendars.zh-CN.md；本机运行 git fetch --unshallow',
        'GitHub Actions: fetch-depth: 0 under actions/checkout; GitLab: GIT_DEPTH: "0"; other '
        "hosts: see docs/calendars.md; on your own computer: git fetch --unshallow",
    )
    problems.add_warning("shallow-clone", SITE_FILE_START, message, help)


def _report_git_error(error: str, problems: Problems) -> None:
    message = Message(f"读不了 Git 记录：{error}", f"the Git history cannot be read: {error}")
    help = Message(
        "在项目文件夹里运行 git fsck，看仓库哪里坏了",
        "run git fsck in the project folder to see what is damaged",
    )
    if "not found" in error:
        help = Message("安装 Git", "install Git")
    elif "dubious ownership" in error:
        help = Message(
            "运行 git config --global --add safe.directory 和项目的文件夹",
            "run git config --global --add safe.directory with the project folder",
        )
    elif error.endswith(" missing"):
        help = Message(
            "克隆时不要用 --filter：Tourbook 不会自己去下载缺的文件。已经这样克隆的，"
            "运行 git fetch --refetch --no-filter；若不是这个原因，运行 git fsck，看仓库哪里坏了",
            "clone without --filter, as Tourbook downloads nothing; in a clone made with it, run "
            "git fetch --refetch --no-filter; otherwise run git fsck to see what is damaged",
        )
    problems.add_warning("git", SITE_FILE_START, message, help)


def _report_wrong_clock(commit: str, problems: Problems) -> None:
    message = Message(
        f"提交 {commit} 或它之前的提交，时间在将来：有一台电脑的时钟不对",
        f"commit {commit}, or one before it, is dated in the future: a computer's clock is wrong",
    )
    help = Message(
        "校准那台电脑的时钟；日历的修改时间会接着这个时间往后排",
        "correct that clock; calendars continue from that timestamp",
    )
    problems.add_warning("clock", SITE_FILE_START, message, help)


def _check_updated(model: Model, problems: Problems) -> None:
    undated = [
        stop
        for stop in model.stops
        if stop.history is None and not (stop.record.updated or stop.trip.record.updated)
    ]
    if not undated:
        return
    reason = Message("项目不在 Git 里", "the project is not in Git")
    if model.ledger.is_empty:
        reason = Message("Git 里还没有提交", "nothing is committed yet")
    message = Message(
        f"{reason.zh}，{len(undated)} 站没有写 updated：日历里的修改时间只好写生成当天",
        f"{reason.en}, and {len(undated)} stops have no `updated`: calendars give the day of the "
        f"build as the date of the last change",
    )
    help = Message(
        "用 Git 保存并提交；或在 content/site.yaml 写 updated: 最后修改的日期",
        "keep the project in Git and commit it, or write `updated:` and the date of the last "
        "change in content/site.yaml",
    )
    problems.add_warning("no-history", SITE_FILE_START, message, help)


# ---- events keep their identity ------------------------------------------------------


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


def check_changed_ids(model: Model, problems: Problems) -> None:
    """Report records that look like a removed one but have another id and no alias."""
    if not (model.removed_stops or model.removed_trips or any(model.removed_entries)):
        return
    removed = _iterate_comparable(model.removed_stops, model.removed_trips, model.removed_entries)
    former_ids = {(kind, key): record.id for kind, key, record in removed}
    for kind, key, record in _iterate_comparable(model.stops, model.trips.values(), model.entries):
        former_id = former_ids.get((kind, key))
        if former_id is not None and _replaces(model, kind, record.id, former_id):
            _report_changed_id(kind, record, former_id, problems)


def _iterate_comparable(
    stops: Iterable[Stop], trips: Iterable[Trip], entries: Iterable[Entry]
) -> Iterator[tuple[str, str, Stop | Trip | Entry]]:
    """(kind, what two records have in common if they look alike, record)."""
    for stop in stops:
        yield "stop", _make_comparison_key(stop), stop
    for trip in trips:
        yield "trip", repr(trip.name), trip
    for entry in entries:
        yield entry.kind, repr(entry.name), entry


def _make_comparison_key(stop: Stop) -> str:
    return repr((stop.trip.id, stop.place.name, stop.spans, stop.sessions))


def _replaces(model: Model, kind: str, id: str, former_id: str) -> bool:
    """True if a record appeared when, or after, another was removed, and that is recent."""
    ledger = model.ledger
    history, removed = ledger.find_history(kind, id), ledger.get_history(kind, former_id)
    if history is None or removed is None:
        return False
    return history.created_at >= removed.removed_at and ledger.is_recent(removed.removed_at)


def _report_changed_id(
    kind: str, record: Stop | Trip | Entry, former_id: str, problems: Problems
) -> None:
    changed = Message(
        f"编号从 {former_id} 改成了 {record.id}", f"its id was {former_id} and is now {record.id}"
    )
    message = Message(
        f"{changed.zh}：旧网页打不开了，网站当它是另一个",
        f"{changed.en}: its old page is gone, and the site treats it as a different record",
    )
    if kind == "stop":
        message = Message(
            f"{changed.zh}：订阅者会看到旧的取消、新的一项，旧日历也不再更新",
            f"{changed.en}: subscribers see the old stop cancelled and a new one, and its old "
            f"calendar is no longer updated",
        )
    help = Message(
        f"加一行 aliases: [{former_id}]；若真是另一个，不必改",
        f"add aliases: [{former_id}]; if it really is a different one, ignore this",
    )
    problems.add_warning("id-changed", record.location.child("id"), message, help)


def check_early_removals(model: Model, problems: Problems) -> None:
    """Report, on the day of the deletion only, stops that were deleted before they ended."""
    removed_today = [
        stop
        for stop in model.removed_stops
        if stop.history and stop.history.removed_at >= model.ledger.today_start
    ]
    if not removed_today:
        return
    present = {_make_comparison_key(stop) for stop in model.stops}
    for stop in removed_today:
        if _make_comparison_key(stop) not in present:  # else check_changed_ids reports it
            _report_early_removal(model, stop, problems)


def _report_early_removal(model: Model, stop: Stop, problems: Problems) -> None:
    location = Location(stop.location.file, line=1, column=1)
    if stop.trip.id in model.trips:
        location = stop.trip.location.at_key("id")
    first, name = model.site.languages[0], stop.place.name
    name_zh, name_en = localize_text(name, "zh", first), localize_text(name, "en", first)
    message = Message(
        f"“{name_zh}”（{stop.id}）还没结束就从日程里删了：网页和日历会标明已取消，到结束后 90 天",
        f"“{name_en}” ({stop.id}) was removed from the schedule before it ended: until 90 days "
        f"after its end, its page and calendars show it as cancelled",
    )
    help = Message(
        "若是取消，放回去，写 status: cancelled，并在 note 里写原因；若是误删，放回去",
        "if it is cancelled, put it back with status: cancelled and give the reason in `note`; if "
        "you deleted it by mistake, put it back",
    )
    problems.add_warning("removed-early", location, message, help)


def check_forgotten(model: Model, problems: Problems) -> None:
    """Report ids that are to be forgotten and are still in use, or never were."""
    ids = model.site.history.forget if model.site.history else []
    if not ids or not model.ledger.is_available:
        return
    records = (*model.entries, *model.trips.values(), *model.stops)
    present = {record.id: record for record in records}
    for i, id in enumerate(ids):
        location = Location(SITE_FILE).child("history", "forget", i)
        if record := present.get(id):
            message = Message(
                f"“{id}” 还在（{record.location.file}），不会被忘记",
                f"“{id}” is still there ({record.location.file}), so it is not forgotten",
            )
            help = Message("先删去这条记录", "delete the record first")
            problems.add_warning("forget", location, message, help, record.location)
        elif not model.ledger.knows_id(id):
            message = Message(f"从来没有编号为 “{id}” 的记录", f"no record ever had the id “{id}”")
            help = Message(
                "检查编号：写记录删除前的编号",
                "check the id: write the one that the record had when it was removed",
            )
            problems.add_warning("forget", location, message, help)


# ---- calendars keep their addresses --------------------------------------------------


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
