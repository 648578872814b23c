"""What PyYAML complains of, as help for people who write YAML by hand."""

from __future__ import annotations

from tourbook.common.problems import Message

DELETE_CONTROL_CHARACTER = Message("删去看不见的控制字符", "delete the invisible control character")
_QUOTE_STAR = Message("以 * 开头的文字要加引号", "put a text that begins with * in quotes")
_DEFAULT_HELP = Message("检查这一行和上一行的写法", "check this line and the one above")

_HELP_BY_PHRASE = {
    "mapping values are not allowed": Message(
        "看三处：这一行和上一行的缩进是否对齐；上一行的冒号后面是否空了一格；文字里有冒号的，"
        "给整段文字加上引号",
        "check three things: this line and the one above are aligned; the colon above is followed "
        "by a space; a text that contains a colon is in quotes",
    ),
    "could not find expected ':'": Message(
        "这一行缺少 “: ”（半角冒号加空格），或缩进不对",
        "this line lacks “: ” (a colon and a space), or its indentation is wrong",
    ),
    "did not find expected '-'": Message(
        "缩进不对：同一层的各行要对齐，列表各项的 “-” 也要对齐",
        "the indentation is wrong: align the lines of a level, and the “-” of the items of a list",
    ),
    "did not find expected key": Message(
        "缩进不对，或引号只括住了一部分：要用一对引号括住整段文字",
        "the indentation is wrong, or only part of a text is in quotes: put all of it in quotes",
    ),
    "found unexpected end of stream": Message(
        "从这里开始的引号没有写完：补上右边的引号",
        "the quotation mark that opens here is never closed: close it",
    ),
    "did not find expected ',' or": Message(
        "从这里开始的括号没有写完：补上 ] 或 }；文字里有括号或引号的，给整段文字加引号",
        "the bracket that opens here is never closed: add ] or }; put a text that contains "
        "brackets or quotation marks in quotes",
    ),
    "cannot start any token": Message(
        "这个字符开头的文字要加引号", "put a text that begins with this character in quotes"
    ),
    "unexpected character": Message("给这段文字加引号", "put the text in quotes"),
    "alphabetic or numeric character": Message(
        "以 * 或 & 开头的文字要加引号", "put a text that begins with * or & in quotes"
    ),
    "expected whitespace or line break": Message(
        "以 ! 开头的文字要加引号", "put a text that begins with ! in quotes"
    ),
    "undefined alias": _QUOTE_STAR,
    "control characters are not allowed": DELETE_CONTROL_CHARACTER,
}
"""A phrase of PyYAML's message -> help."""
_UNCLOSED_PHRASES = ("end of stream", "expected ',' or", "could not find expected ':'")


def suggest_fix(complaint: str) -> Message:
    """Help for a message of PyYAML, such as "mapping values are not allowed here"."""
    for phrase, help in _HELP_BY_PHRASE.items():
        if phrase in complaint:
            return help
    return _DEFAULT_HELP


def is_unclosed(complaint: str) -> bool:
    """True if the mistake is where something opens, not where the parser stumbles."""
    return any(phrase in complaint for phrase in _UNCLOSED_PHRASES)
