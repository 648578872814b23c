"""What is said of a collection that was not written as YAML."""

from __future__ import annotations

from collections.abc import Iterator

from tourbook.common.l10n import join_english
from tourbook.common.problems import Diagnosis, Message

from .yaml_flow import Collection, Flaw

_MAX_REWRITTEN_LENGTH = 120
_NAMES = {
    "，": Message("逗号", "comma"),
    "：": Message("冒号", "colon"),
    "｛": Message("花括号", "brace"),
    "｝": Message("花括号", "brace"),
    "［": Message("方括号", "bracket"),
    "］": Message("方括号", "bracket"),
    "【": Message("方括号", "bracket"),
    "】": Message("方括号", "bracket"),
    "〔": Message("方括号", "bracket"),
    "〕": Message("方括号", "bracket"),
}
_SENTENCES = {
    "round": Message("用的是圆括号，不是花括号", "round brackets stand in place of braces"),
    "bracket": Message("这个括号应是 “{0}”", "this bracket should be “{0}”"),
    "open": Message("缺少右边的 “{0}”", "the closing “{0}” is missing"),
    "blank": Message("冒号后面缺一个空格", "a space is missing after the colon"),
    "comma": Message("“{0}” 前面缺一个逗号", "a comma is missing before “{0}”"),
    "quotes": Message("{0} 不能当引号用", "the quotation marks {0} do not quote"),
    "text": Message(
        "“{0}” 里有逗号、冒号、括号或 #，要加引号",
        "“{0}” contains a comma, colon, bracket or # and needs quotation marks",
    ),
}
"""Kind of a flaw -> what to say of it, with its word."""


def diagnose_collection(collection: Collection) -> Diagnosis:
    """Say what is wrong with a collection, and how it is written."""
    sentences = list(_iterate_sentences(collection.flaws))
    message = Message("；".join(s.zh for s in sentences), "; ".join(s.en for s in sentences))
    if "\n" not in collection.rewritten and len(collection.rewritten) <= _MAX_REWRITTEN_LENGTH:
        help = Message(f"写成 {collection.rewritten}", f"write {collection.rewritten}")
    else:
        help = Message(
            "用半角标点，逗号和冒号后面空一格：{zh: 甲, en: B}、[甲, 乙]；文字里有逗号的加引号",
            "write half-width punctuation, with a space after each comma and colon: {zh: 甲, en: "
            "B}, [a, b]; put a text that contains a comma in quotes",
        )
    return Diagnosis(message, help)


def _iterate_sentences(flaws: list[Flaw]) -> Iterator[Message]:
    """A sentence for each kind of flaw."""
    marks = list(dict.fromkeys(f.word for f in flaws if f.kind == "mark"))
    wide = [mark for mark in marks if mark in _NAMES]
    if wide:
        yield _describe_wide_marks(wide)
    for mark in marks:
        if mark not in _NAMES:
            yield Message(f"用 “{mark}” 分隔，不是半角逗号", f"“{mark}” stands in place of a comma")
    for kind, word in dict.fromkeys((f.kind, f.word) for f in flaws):
        if kind in _SENTENCES:
            zh, en = _SENTENCES[kind]
            yield Message(zh.format(word), en.format(word))


def _describe_wide_marks(marks: list[str]) -> Message:
    """Of a comma: 逗号是全角的 “，”; of several marks: 花括号、逗号是全角的：｛ ，."""
    if len(marks) == 1:
        zh, en = _NAMES[marks[0]]
        return Message(f"{zh}是全角的 “{marks[0]}”", f"the {en} is the full-width “{marks[0]}”")
    names = [_NAMES[mark] for mark in marks]
    nouns = [f"{name.en}s" if names.count(name) > 1 else name.en for name in dict.fromkeys(names)]
    listed = " ".join(marks)
    return Message(
        f"{'、'.join(name.zh for name in dict.fromkeys(names))}是全角的（{listed}）",
        f"the {join_english(nouns)} are full-width ({listed})",
    )
