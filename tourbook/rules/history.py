"""What the history promises to those who subscribed, and whether it is there to keep it."""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import At, Problems, Say
from ..layout import SITE
from ..ledger.life import decoded
from ..model import Model

TOP = At(SITE, line=1, column=1)


def known(model: Model, problems: Problems) -> None:
    """Calendars say when each event changed: from Git, or else from what somebody wrote."""
    ledger = model.ledger
    if ledger.source == "shallow":
        problems.warn(
            "shallow-clone", TOP,
            Say("这个 Git 仓库只有最近的提交（浅克隆），算不出日程何时改过：订阅者的日历会出错",
                "this Git repository was fetched without its older commits: when events changed cannot be told, and calendars go wrong"),
            Say("GitHub Actions 在 actions/checkout 下写 fetch-depth: 0；GitLab 写 GIT_DEPTH: \"0\"；本机运行 git fetch --unshallow",
                "GitHub Actions: fetch-depth: 0 under actions/checkout; GitLab: GIT_DEPTH: \"0\"; by hand: git fetch --unshallow"),
        )
    if ledger.why:
        problems.warn(
            "git", TOP, Say(f"读不了 Git 记录：{ledger.why}", f"the history in Git cannot be read: {ledger.why}"),
            Say("装好 Git；若提示 dubious ownership，运行它给出的 git config 命令",
                "install Git; where it speaks of dubious ownership, run the git config command that it gives"),
        )
    if ledger.ahead:
        problems.warn(
            "clock", TOP,
            Say(f"提交 {ledger.ahead} 或它之前的提交，时间在将来：有一台电脑的时钟不对",
                f"the commit {ledger.ahead}, or one before it, is from the future: the clock of some computer is wrong"),
            Say("校准那台电脑的时钟；日历的修改时间会接着这个时间往后排", "set that clock right; calendars go on from that time"),
        )
    undated = [s for s in model.stops if s.life is None and not (s.record.updated or s.trip.record.updated)]
    if ledger.source == "none" and undated and not model.site.updated:
        problems.warn(
            "no-history", TOP,
            Say(f"项目不在 Git 里，{len(undated)} 站没有写 updated：日历里的修改时间只好写生成当天",
                f"the project is not kept in Git, and {len(undated)} stops have no `updated`: calendars give the day of the build instead"),
            Say("用 Git 保存项目；或在 content/site.yaml 写 updated: 最后修改的日期",
                "keep the project in Git, or write in content/site.yaml: updated: and the date of the last change"),
        )


def lasting_names(model: Model, problems: Problems) -> None:
    """What is part of every event's identity does not hang on where the site is."""
    if not model.site.uid_domain:
        host = model.site.base_url.split("/")[2].split(":")[0]
        problems.warn(
            "uid-domain", TOP,
            Say("没有写 uid_domain：网站换域名时，订阅者日历里的每一项都会变成新的",
                "there is no uid_domain: when the site moves to another domain, every event becomes a new one to subscribers"),
            Say(f"在 content/site.yaml 加一行 uid_domain: {host}，以后不要改",
                f"add to content/site.yaml: uid_domain: {host}, and never change it"),
        )


def addresses(model: Model, problems: Problems) -> None:
    """Settings by which calendars that were published would be gone, or their events become others."""
    life = model.ledger.lives.get("site/")
    if life is None:
        return
    now = decoded(life.time).addresses
    for before in {version.time: decoded(version.time).addresses for version in life.versions[:-1]}.values():
        for key, what, mend in _lost(before, now):
            problems.warn("feed-gone", At(SITE).down(key), what, mend)
        if problems.items and problems.items[-1].code == "feed-gone":
            return  # once is enough: an older version has lost the same


def _lost(before: dict[str, str], now: dict[str, str]) -> Iterator[tuple[str, Say, Say]]:
    keep = Say("改回来；日历的地址发布以后不要变", "change it back: the address of a calendar never changes once it is published")
    for lang in before["languages"].split():
        if lang not in now["languages"].split():
            yield "languages", Say(f"去掉语言 {lang}，它的日历就没有了", f"without the language {lang} its calendars are gone"), keep
    if before["languages"].split()[:1] != now["languages"].split()[:1]:
        what = Say("换了第一种语言，所有日历的地址都变了", "with another first language every calendar has another address")
        yield "languages", what, keep
    for key in sorted({k for k in (*before, *now) if k.startswith("folder ")}):
        if before.get(key) != now.get(key):
            name = key.removeprefix("folder ")
            what = Say(f"文件夹 {name} 改了名，里面日历的地址都变了", f"the folder {name} has another name: its calendars move")
            yield "folders", what, keep
    if "feeds" in now:
        gone = sorted(set(before["feeds"].split()) - set(now["feeds"].split())) if "feeds" in before else []
        if gone or "feeds" not in before:
            listed = ", ".join(gone) or "…"
            what = Say(f"feeds 里没有 {listed}：发布过的日历就没有了", f"without {listed} in feeds, published calendars are gone")
            yield "feeds", what, keep
    if before.get("uid_domain") != now.get("uid_domain"):
        yield "uid_domain", Say(
            f"uid_domain 改了（原为 {before.get('uid_domain') or '空'}）：订阅者日历里的每一项都变成新的",
            f"uid_domain was “{before.get('uid_domain', '')}” before: every event becomes a new one to subscribers",
        ), Say("改回来", "change it back")
