"""completion: print a script that lets a shell complete commands, options and their values. The
script knows them all; while somebody types, nothing is started."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import NamedTuple

from .base import Command, Run

SHELLS = ("bash", "zsh", "fish")
FOLDER, FILE = "DIR", "FILE"
"""The names of option values that are folders and files; of others nothing is known."""


class _Argument(NamedTuple):
    names: tuple[str, ...]
    """The option strings; none for an argument by position."""
    help: str
    choices: tuple[str, ...]
    value_name: str
    """Empty if it takes no value."""


class _Level(NamedTuple):
    """What may follow some words of the command line."""

    path: str
    """The commands so far: "", "report", "plan free"."""
    commands: dict[str, str]
    """Name -> help."""
    arguments: list[_Argument]

    def list_words(self) -> list[str]:
        words = [*self.commands, *(name for a in self.arguments for name in a.names)]
        return words + [c for a in self.arguments if not a.names for c in a.choices]


def run_completion(run: Run) -> int:
    levels = list(_iterate_levels(run.make_parser(), run.args.lang))
    print(_write_fish(levels) if run.args.shell == "fish" else _write_bash(levels, run.args.shell))
    return 0


def _iterate_levels(parser: argparse.ArgumentParser, lang: str, path: str = "") -> Iterator[_Level]:
    """The level of a parser, and those of its commands."""
    commands: dict[str, str] = {}
    arguments = []
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for command in action._choices_actions:
                commands[command.dest] = _choose_language(command.help, lang)
            for name, subparser in action.choices.items():
                yield from _iterate_levels(subparser, lang, f"{path} {name}".lstrip())
            continue
        takes_value = action.nargs != 0
        arguments.append(
            _Argument(
                tuple(action.option_strings),
                _choose_language(action.help, lang),
                tuple(map(str, action.choices or ())),
                str(action.metavar or action.dest) if takes_value else "",
            )
        )
    yield _Level(path, commands, arguments)


def _choose_language(help: str | None, lang: str) -> str:
    """The half of a text in two languages, "English / 中文"."""
    english, _, chinese = (help or "").rpartition(" / ")
    return chinese if lang == "zh" or not english else english


# ---- bash, and zsh through its layer for bash ----------------------------------------------------


def _write_bash(levels: list[_Level], shell: str) -> str:
    paths = "|".join(f'"{level.path}"' for level in levels if level.path)
    values: dict[str, list[str]] = {}
    for level in levels:
        for argument in level.arguments:
            if argument.names and argument.value_name:
                places = [f'"{level.path}:{name}"' for name in argument.names]
                values.setdefault(_complete_value(argument), []).extend(places)
    value_cases = "\n".join(
        f"    {'|'.join(places)}) {command}; return ;;" for command, places in values.items()
    )
    word_cases = "\n".join(
        f'    "{level.path}") offer="{" ".join(level.list_words())}" ;;' for level in levels
    )
    prelude = "autoload -U +X bashcompinit && bashcompinit\n" if shell == "zsh" else ""
    return f"""{prelude}_tourbook() {{
  local current="${{COMP_WORDS[COMP_CWORD]}}" previous="${{COMP_WORDS[COMP_CWORD - 1]}}"
  local level="" offer="" i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "${{level:+$level }}${{COMP_WORDS[i]}}" in
      {paths}) level="${{level:+$level }}${{COMP_WORDS[i]}}" ;;
    esac
  done
  case "$level:$previous" in
{value_cases}
  esac
  case "$level" in
{word_cases}
  esac
  COMPREPLY=($(compgen -W "$offer" -- "$current"))
}}
complete -o default -F _tourbook tourbook"""


def _complete_value(argument: _Argument) -> str:
    """The command that completes the value of an option."""
    if argument.choices:
        return f'COMPREPLY=($(compgen -W "{" ".join(argument.choices)}" -- "$current"))'
    option = {FOLDER: "-d", FILE: "-f"}.get(argument.value_name)
    return f'COMPREPLY=($(compgen {option} -- "$current"))' if option else "COMPREPLY=()"


# ---- fish ----------------------------------------------------------------------------------------


def _write_fish(levels: list[_Level]) -> str:
    lines = ["complete -c tourbook -f"]
    for level in levels:
        context = f"__fish_seen_subcommand_from {' '.join(level.commands)}"
        conditions = [f"__fish_seen_subcommand_from {name}" for name in level.path.split()]
        condition = "; and ".join([*conditions, *([f"not {context}"] if level.commands else [])])
        start = f"complete -c tourbook -n {_quote(condition or 'true')}"
        for name, help in level.commands.items():
            lines.append(f"{start} -a {name} -d {_quote(help)}")
        for argument in level.arguments:
            names = [
                f"-{'l' if n.startswith('--') else 's'} {n.lstrip('-')}" for n in argument.names
            ]
            if argument.choices:
                value = f"-x -a {_quote(' '.join(argument.choices))}"
            elif argument.value_name == FOLDER:
                value = "-x -a '(__fish_complete_directories)'"
            elif argument.value_name == FILE or (argument.value_name and not names):
                value = "-r -F"
            else:
                value = "-x" if argument.value_name else ""
            lines.append(" ".join([start, *names, value, "-d", _quote(argument.help)]))
    return "\n".join(lines)


def _quote(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("shell", choices=SHELLS, help="the shell / 命令行环境")


COMMAND = Command(run_completion, _add_arguments)
