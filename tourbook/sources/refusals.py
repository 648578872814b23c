"""Files of a project that are not read, and why."""

from __future__ import annotations

from enum import StrEnum

from tourbook.common.problems import Diagnosis, Location, Message, Problems

from .paths import get_folder

MAX_FILE_SIZE = 100_000_000
"""Bytes of a source file. GitHub refuses a larger one."""


class Refusal(StrEnum):
    """Why a file is not read."""

    LINK = "link"
    NAME = "name"
    SAME_NAME = "same name"
    SPECIAL = "special"
    UNREADABLE = "unreadable"
    TOO_LARGE = "too large"
    NOT_A_FILE = "not a file"
    NOT_A_FOLDER = "not a folder"
    REPOSITORY = "repository"


_DIAGNOSES = {
    Refusal.LINK: Diagnosis(
        Message(
            "不读取这个链接：它指向 content/ 之外、指向文件夹，或指向不存在的文件",
            "this link is not followed: it leads out of content/, to a folder, or nowhere",
        ),
        Message("换成真正的文件", "replace it with the file itself"),
    ),
    Refusal.NAME: Diagnosis(
        Message("不读取这个文件：文件名不是 UTF-8", "this file is not read: its name is not UTF-8"),
        Message("把它改名", "rename it"),
    ),
    Refusal.SAME_NAME: Diagnosis(
        Message(
            "不读取这个文件：另一个文件的名字看起来一样，只是字符的编码形式不同（NFC、NFD）",
            "this file is not read: another one has the same name in another form of Unicode (NFC "
            "and NFD)",
        ),
        Message("删去其中一个，或改名", "delete or rename one of them"),
    ),
    Refusal.SPECIAL: Diagnosis(
        Message(
            "不读取它：这不是文件，而是管道、套接字或设备",
            "this is not read: it is no file, but a pipe, a socket or a device",
        ),
        Message("把它删掉或移走", "delete it, or move it elsewhere"),
    ),
    Refusal.UNREADABLE: Diagnosis(
        Message(
            "打不开：没有读取权限，或磁盘出错",
            "this cannot be opened: there is no permission to read it, or the disk fails",
        ),
        Message(
            "改正权限，例如 chmod -R u+rwX content", "allow reading: chmod -R u+rwX content, say"
        ),
    ),
    Refusal.TOO_LARGE: Diagnosis(
        Message(
            f"文件太大：超过 {MAX_FILE_SIZE // 1_000_000} MB，不读取",
            f"this file has more than {MAX_FILE_SIZE // 1_000_000} MB, and is not read",
        ),
        Message(
            "图片缩小，日程分成几个文件，视频放到视频网站，这里写链接",
            "make a picture smaller, split a schedule into files, put a video on a video site and "
            "link to it",
        ),
    ),
    Refusal.NOT_A_FILE: Diagnosis(
        Message("这里应该是文件，却是文件夹", "this should be a file, but is a folder"),
        Message("把这个文件夹改名", "rename the folder"),
    ),
    Refusal.NOT_A_FOLDER: Diagnosis(
        Message("这里应该是文件夹，却是文件", "this should be a folder, but is a file"),
        Message("把这个文件改名，或移进文件夹", "rename the file, or move it into a folder"),
    ),
    Refusal.REPOSITORY: Diagnosis(
        Message(
            "这是另一个 Git 仓库（子模块），里面的修改记录读不到：日历里的修改时间都会是今天",
            "this folder is a Git repository of its own (a submodule), whose history is not read: "
            "calendars say that everything changed today",
        ),
        Message(
            "把 content/、schedule.yaml 和 schedule/ 放在同一个仓库里，不用子模块"
            "（程序可以单独安装，不必在里面）；用 git subtree 可以把原来的记录并进来",
            "keep content/, schedule.yaml and schedule/ in one repository without submodules; the "
            "program can be installed and need not be in it; git subtree brings the history along",
        ),
    ),
}


def report_refusal(name: str, reason: Refusal, problems: Problems) -> None:
    """Report a file or folder that is not read, or of which only the history is not."""
    if reason == Refusal.REPOSITORY:
        location = Location(get_folder(name), line=1, column=1)
        problems.add_warning("submodule", location, *_DIAGNOSES[reason])
        return
    problems.add_error("refused-file", Location(name, line=1, column=1), *_DIAGNOSES[reason])
