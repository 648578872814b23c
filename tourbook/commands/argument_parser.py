"""What is wrong on the command line, in both languages, and what to type instead."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import NoReturn

from tourbook.common.patterns import compile_late
from tourbook.common.problems import NO_HELP, Message
from tourbook.common.suggestions import suggest_option

from .base import UsageError

_CHOICE = compile_late(
    r"argument (?P<name>[^:]+): invalid choice: '?(?P<word>.*?)'? \(choose from (?P<all>.*)\)"
)
_REQUIRED = compile_late(r"the following arguments are required: (?P<names>.*)")
_UNKNOWN = compile_late(r"unrecognized arguments: (?P<words>.*)")
_AMBIGUOUS = compile_late(r"ambiguous option: (?P<word>\S+) could match (?P<names>.*)")
_LACKING = compile_late(r"argument (?P<name>[^:]+): expected .*argument")
_WRONG_VALUE = compile_late(
    r"argument (?P<name>[^:]+): (?P<en>.*?) / (?P<zh>.*?): (?P<quote>['\"])(?P<text>.*)(?P=quote)$"
)
_ODD_DASHES = compile_late(r"^(?:[‐-―−－]+-?|-(?=[a-z]{2}))")
"""What word processors and messengers make of two hyphens; or a single one before a word."""


class ArgumentParser(argparse.ArgumentParser):
    """A parser that raises UsageError."""

    def error(self, message: str) -> NoReturn:
        command = f"{self.prog} --help"
        hint = Message(f"{command} 列出可以写什么", f"{command} lists what is possible")
        raise UsageError(*_explain(message, list(_iterate_options(self))), hint)


def _iterate_options(parser: argparse.ArgumentParser) -> Iterator[str]:
    """The options of a command and of those below it."""
    for action in parser._actions:
        yield from action.option_strings
        if isinstance(action, argparse._SubParsersAction):
            for subparser in action.choices.values():
                yield from _iterate_options(subparser)


def _explain(message: str, options: list[str]) -> Message:
    if match := _CHOICE.match(message):
        return _explain_choice(**match.groupdict())
    if match := _REQUIRED.match(message):
        return Message(f"后面还要写：{match['names']}", f"something is missing: {match['names']}")
    if match := _UNKNOWN.match(message):
        return _explain_unknown(match["words"].split()[0], options)
    if match := _AMBIGUOUS.match(message):
        word, names = match["word"], match["names"]
        return Message(f"“{word}” 可以是好几个：{names}", f"“{word}” may be several: {names}")
    if match := _LACKING.match(message):
        return Message(f"{match['name']} 后面要写值", f"{match['name']} needs a value after it")
    if match := _WRONG_VALUE.match(message):
        name, text = match["name"], match["text"]
        return Message(f"{name} “{text}”：{match['zh']}", f"{name} “{text}”: {match['en']}")
    return Message(message, message)


def _explain_choice(name: str, word: str, all: str) -> Message:
    help = suggest_option(word, [choice.strip(" '") for choice in all.split(",")])
    if name == "command":
        return _join(Message(f"没有 “{word}” 这个命令", f"there is no command “{word}”"), help)
    return _join(Message(f"{name} 不能写 “{word}”", f"{name} cannot be “{word}”"), help)


def _explain_unknown(word: str, options: list[str]) -> Message:
    problem = Message(f"看不懂 “{word}”", f"“{word}” is not understood")
    meant = _ODD_DASHES.sub("--", word)
    if meant in options:
        return _join(problem, Message(f"写成两个短横线：{meant}", f"write two hyphens: {meant}"))
    return _join(
        problem, suggest_option(word, options, max_listed=0) if word[0] == "-" else NO_HELP
    )


def _join(text: Message, help: Message) -> Message:
    return Message(f"{text.zh}。{help.zh}", f"{text.en}; {help.en}") if help else text
