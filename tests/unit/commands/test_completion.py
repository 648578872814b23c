"""Each shell offers the words that fit, asked as if somebody had pressed the Tab key."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.commands import RunCommand

_ASK_BASH = (
    "COMP_WORDS=({words} '{last}'); COMP_CWORD={count}; _tourbook; "
    'printf "%s\\n" "${{COMPREPLY[@]}}"'
)
ASK = {"bash": _ASK_BASH, "zsh": _ASK_BASH, "fish": "complete -C '{words} {last}'"}
START = {
    "bash": "source ./script",
    # the layer of zsh for bash calls the function in this mode
    "zsh": "autoload -U compinit; compinit -u -D; source ./script; emulate -L sh; "
    "setopt kshglob noshglob braceexpand",
    "fish": "source ./script",
}
SHELLS = [
    pytest.param(s, marks=pytest.mark.skipif(not shutil.which(s), reason=f"no {s}")) for s in ASK
]


@pytest.fixture(params=SHELLS)
def shell(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def ask(shell: str, folder: Path, lines: list[str]) -> list[set[str]]:
    """The words that are offered at the end of each line."""
    commands = [START[shell]]
    for line in lines:
        *words, last = line.split(" ")
        question = ASK[shell].format(words=" ".join(words), last=last, count=len(words))
        commands += ["echo =", question]
    done = subprocess.run(
        [shell, "-c", "\n".join(commands)], cwd=folder, capture_output=True, text=True, check=False
    )
    assert not done.stderr
    answers = [text.split("\n") for text in done.stdout.split("=\n")[1:]]
    offers = [{line.partition("\t")[0].rstrip("/") for line in answer} for answer in answers]
    if shell == "zsh":  # which itself chooses among all words
        starts = [line.rpartition(" ")[2] for line in lines]
        offers = [{w for w in o if w.startswith(s)} for o, s in zip(offers, starts, strict=True)]
    return offers


QUESTIONS: list[tuple[str, set[str], set[str]]] = [
    ("tourbook ", {"build", "check", "plan"}, {"free", "bash"}),
    ("tourbook che", {"check"}, {"build"}),
    ("tourbook check --str", {"--strict"}, {"--version"}),
    ("tourbook --ver", {"--version"}, set()),
    ("tourbook --lang en ch", {"check"}, set()),
    ("tourbook plan ", {"free", "rotation"}, {"build", "check"}),
    ("tourbook plan free --as ", {"text", "csv", "yaml"}, {"xlsx", "build"}),
    ("tourbook report --as ", {"text", "csv", "xlsx"}, {"yaml"}),
    ("tourbook plan rotation --cop", {"--copies"}, set()),
    ("tourbook --format ", {"text", "json", "github"}, {"build"}),
    ("tourbook --output fo", {"folder"}, {"script", "build"}),
    ("tourbook --today ", set(), {"build", "--lang"}),
    ("tourbook completion ", {"bash", "zsh", "fish"}, {"check"}),
]
"""A line, what must be offered at its end, and what must not be."""


def test_the_shell_completes_commands_options_and_values(
    shell: str, run: RunCommand, tmp_path: Path
) -> None:
    code, script, _ = run("completion", shell)
    assert code == 0
    (tmp_path / "script").write_text(script)
    (tmp_path / "folder").mkdir()
    offers = ask(shell, tmp_path, [line for line, _, _ in QUESTIONS])
    for (line, wanted, unfit), words in zip(QUESTIONS, offers, strict=True):
        assert wanted <= words and not words & unfit, line


def test_fish_explains_in_the_language_of_the_user(run: RunCommand) -> None:
    assert "-a check -d '只检查，不写文件'" in run("completion", "fish", lang="zh")[1]
    assert "-a check -d 'check only, write nothing'" in run("completion", "fish", lang="en")[1]
