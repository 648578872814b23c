"""What the history promises to those who subscribed, and whether it is there to keep it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from tourbook.common import urls
from tourbook.common.problems import Location, Message, Problems
from tourbook.history.records import decode_timing
from tourbook.model.entities import Entry, Model, Stop, Trip, localize_text
from tourbook.schema.site import FeedKind
from tourbook.sources.paths import SITE_FILE

SUBSCRIPTION_FEEDS = [
    kind
    for kind in get_args(FeedKind)
    if kind not in ("code", "crew", "headers", "robots", "sitemap", "availability", "report")
]
SITE_FILE_START = Location(SITE_FILE, line=1, column=1)


def check_history_available(model: Model, problems: Problems) -> None:
    """Calendars say when each event changed: from Git, or else from what somebody wrote."""
    ledger = model.ledger
    if ledger.source == "shallow":
        problems.add_warning(
            "shallow-clone",
            SITE_FILE_START,
            Message(
                "这个 Git 仓库只有最近的提交（浅克隆），算不出日程何时改过：订阅者的日历会出错",
                "this Git repository was fetched without its older commits: when events changed "
                "cannot be told, and calendars go wrong",
            ),
            Message(
                "GitHub Actions 在 actions/checkout 下写 fetch-depth: 0；GitLab 写 GIT_DEPTH: "
                '"0"；其他平台见 docs/calendars.zh-CN.md；'
                "本机运行 git fetch --unshallow",
                'GitHub Actions: fetch-depth: 0 under actions/checkout; GitLab: GIT_DEPTH: "0"; '
                "other hosts: docs/calendars.md; "
                "by hand: git fetch --unshallow",
            ),
        )
    if ledger.error:
        mend = Message(
            "在项目文件夹里运行 git fsck，看仓库哪里坏了",
            "run git fsck in the project's folder, which tells what is wrong",
        )
        if "not found" in ledger.error:
            mend = Message("安装 Git", "install Git")
        elif "dubious ownership" in ledger.error:
            mend = Message(
                "运行 git config --global --add safe.directory 和项目的文件夹",
                "run git config --global --add safe.directory with the project's folder",
            )
        problems.add_warning(
            "git",
            SITE_FILE_START,
            Message(
                f"读不了 Git 记录：{ledger.error}",
                f"the history in Git cannot be read: {ledger.error}",
            ),
            mend,
        )
    if ledger.future_commit:
        problems.add_warning(
            "clock",
            SITE_FILE_START,
            Message(
                f"提交 {ledger.future_commit} 或它之前的提交，时间在将来：有一台电脑的时钟不对",
                f"the commit {ledger.future_commit}, or one before it, is from the future: the "
                f"clock of "
                f"some computer is wrong",
            ),
            Message(
                "校准那台电脑的时钟；日历的修改时间会接着这个时间往后排",
                "set that clock right; calendars go on from that time",
            ),
        )
    undated = [
        s
        for s in model.stops
        if s.history is None and not (s.record.updated or s.trip.record.updated)
    ]
    if ledger.source == "none" and undated and not model.site.updated and not ledger.error:
        zh, en = (
            ("Git 里还没有提交", "nothing is committed yet")
            if ledger.is_empty
            else ("项目不在 Git 里", "the project is not kept in Git")
        )
        problems.add_warning(
            "no-history",
            SITE_FILE_START,
            Message(
                f"{zh}，{len(undated)} 站没有写 updated：日历里的修改时间只好写生成当天",
                f"{en}, and {len(undated)} stops have no `updated`: calendars give the day of "
                f"the build instead",
            ),
            Message(
                "用 Git 保存并提交；或在 content/site.yaml 写 updated: 最后修改的日期",
                "keep it in Git and commit, or write in content/site.yaml: updated: and the date "
                "of the last change",
            ),
        )


def check_uid_domain_stable(model: Model, problems: Problems) -> None:
    """What is part of every event's identity does not hang on where the site is."""
    before, now = (
        model.ledger.previous_domain,
        urls.choose_uid_domain(model.site.uid_domain, model.site.base_url),
    )
    if before:
        problems.add_warning(
            "uid-domain",
            Location(SITE_FILE).child("uid_domain") if model.site.uid_domain else SITE_FILE_START,
            Message(
                f"日历编号的域名从 {before} 变成了 {now}：订阅者日历里的每一项都会变成新的",
                f"the domain in the ids of events was {before} and is {now}: every event becomes "
                f"a new one to subscribers",
            ),
            Message(
                f"在 content/site.yaml 写 uid_domain: {before}",
                f"write in content/site.yaml: uid_domain: {before}",
            ),
        )
    elif not model.site.uid_domain:
        problems.add_warning(
            "uid-domain",
            SITE_FILE_START,
            Message(
                "没有写 uid_domain：网站换域名时，订阅者日历里的每一项都会变成新的",
                "there is no uid_domain: when the site moves to another domain, every event "
                "becomes a new one to subscribers",
            ),
            Message(
                f"在 content/site.yaml 加一行 uid_domain: {now}，以后不要改",
                f"add to content/site.yaml: uid_domain: {now}, and never change it",
            ),
        )


def check_changed_ids(model: Model, problems: Problems) -> None:
    """A record that has got another id, and does not say so: to subscribers it is cancelled, and a
    new one is there."""
    ledger = model.ledger
    if not (model.removed_stops or model.removed_trips or any(model.removed_entries.values())):
        return
    there: list[tuple[str, str, str, Stop | Entry | Trip]] = [
        ("stop", s.id, _make_comparison_key(s), s) for s in model.stops
    ]
    there += [("trip", t.id, repr(t.name), t) for t in model.trips.values()]
    there += [
        (e.kind, e.id, repr(e.name), e)
        for entries in model.entries.values()
        for e in entries.values()
    ]
    gone: dict[tuple[str, str], str] = {
        ("stop", _make_comparison_key(s)): s.id for s in model.removed_stops
    }
    gone |= {("trip", repr(t.name)): t.id for t in model.removed_trips}
    gone |= {
        (e.kind, repr(e.name)): e.id for entries in model.removed_entries.values() for e in entries
    }
    for kind, name, like, record in there:
        old, life = gone.get((kind, like)), ledger.find_history(kind, name)
        if old is None or life is None:
            continue
        before = ledger.histories[f"{kind}/{old}"]
        if life.versions[0].timestamp >= before.removed_at and ledger.is_recent(before.removed_at):
            said = Message(
                f"编号从 {old} 改成了 {name}：旧网页打不开了，网站当它是另一个",
                f"its id was {old} and is {name}: its old page is gone, and the site takes it "
                f"for another one",
            )
            if kind == "stop":
                said = Message(
                    f"编号从 {old} 改成了 {name}：订阅者会看到旧的取消、新的一项，旧日历也不再更新",
                    f"its id was {old} and is {name}: to subscribers the old one is cancelled, "
                    f"and its calendar stands still",
                )
            problems.add_warning(
                "id-changed",
                record.location.child("id"),
                said,
                Message(
                    f"加一行 aliases: [{old}]；若真是另一个，不必改",
                    f"add aliases: [{old}]; where it is another one indeed, leave it",
                ),
            )


def check_early_removals(model: Model, problems: Problems) -> None:
    """Whoever deletes a stop that people expect is told what they will see, once."""
    lately = [
        stop
        for stop in model.removed_stops
        if stop.history and stop.history.removed_at >= model.ledger.today_start
    ]
    there = {_make_comparison_key(stop) for stop in model.stops} if lately else set()
    for stop in lately:
        if (
            _make_comparison_key(stop) not in there
        ):  # else it has another id, and that is told already
            place = [
                localize_text(stop.place.name, lang, model.site.languages[0])
                for lang in ("zh", "en")
            ]
            problems.add_warning(
                "removed-early",
                stop.trip.location.at_key("id")
                if stop.trip.id in model.trips
                else Location(stop.location.file, line=1, column=1),
                Message(
                    f"“{place[0]}”（{stop.id}）还没结束就从日程里删了：网页和日历会标明已取消，"
                    f"到结束后 90 天",
                    f"“{place[1]}” ({stop.id}) was taken off before its end: for 90 days its "
                    f"page and calendars say that it is cancelled",
                ),
                Message(
                    "若是取消，放回去，写 status: cancelled，并在 note 里写原因；若是误删，放回去",
                    "if it is cancelled, put it back with status: cancelled and say why in its "
                    "note; if it was a mistake, put it back",
                ),
            )


def _make_comparison_key(s: Stop) -> str:
    """What makes two stops look like one."""
    return repr((s.trip.id, s.place.name, s.spans, s.sessions))


def check_calendar_addresses(model: Model, problems: Problems) -> None:
    """Settings by which calendars that were published would be gone, or their events become
    others."""
    life = model.ledger.histories.get("site/")
    if life is None:
        return
    now = decode_timing(life.timing).address_settings
    for before in {
        version.timing: decode_timing(version.timing).address_settings
        for version in life.versions[:-1]
    }.values():
        found = list(_find_lost_addresses(before, now))
        for key, what, mend in found:
            problems.add_warning("feed-gone", Location(SITE_FILE).child(key), what, mend)
        if found:
            return  # once is enough: an older version has lost the same


def _find_lost_addresses(
    previous: dict[str, str], current: dict[str, str]
) -> Iterator[tuple[str, Message, Message]]:
    keep = Message(
        "改回来；日历的地址发布以后不要变",
        "change it back: the address of a calendar never changes once it is published",
    )
    for lang in previous["languages"].split():
        if lang not in current["languages"].split():
            yield (
                "languages",
                Message(
                    f"去掉语言 {lang}，它的日历就没有了",
                    f"without the language {lang} its calendars are gone",
                ),
                keep,
            )
    if previous["languages"].split()[:1] != current["languages"].split()[:1]:
        what = Message(
            "换了第一种语言，所有日历的地址都变了",
            "with another first language every calendar has another address",
        )
        yield "languages", what, keep
    for key in sorted({k for k in (*previous, *current) if k.startswith("folder ")}):
        if previous.get(key) != current.get(key):
            name = key.removeprefix("folder ")
            what = Message(
                f"文件夹 {name} 改了名，里面日历的地址都变了",
                f"the folder {name} has another name: its calendars move",
            )
            yield "folders", what, keep
    if "feeds" in current:
        gone = sorted(
            set(previous.get("feeds", " ".join(SUBSCRIPTION_FEEDS)).split())
            - set(current["feeds"].split())
        )
        if gone:
            listed = ", ".join(gone)
            what = Message(
                f"feeds 里没有 {listed}：发布过的日历就没有了",
                f"without {listed} in feeds, published calendars are gone",
            )
            yield "feeds", what, keep
