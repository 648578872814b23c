"""The Git history is there, which calendars need for the dates of changes."""

from __future__ import annotations

from tourbook.common.problems import Message, Problems, format_count
from tourbook.model.model import Model
from tourbook.sources.paths import SITE_FILE_START


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
    count, verb = format_count(len(undated), "stop"), "has" if len(undated) == 1 else "have"
    message = Message(
        f"{reason.zh}，{len(undated)} 站没有写 updated：日历里的修改时间只好写生成当天",
        f"{reason.en}, and {count} {verb} no `updated`: calendars give the day of the build "
        f"as the date of the last change",
    )
    help = Message(
        "用 Git 保存并提交；或在 content/site.yaml 写 updated: 最后修改的日期",
        "keep the project in Git and commit it, or write `updated:` and the date of the last "
        "change in content/site.yaml",
    )
    problems.add_warning("no-history", SITE_FILE_START, message, help)
