"""init, as it is called: by scripts, and by somebody who answers."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.commands import RunCommand
from tests.support.projects import REPO

NAME = ["--name", "通渭科普"]


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch):
    """Gives the lines that somebody types."""

    def give(*lines: str) -> None:
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(line + "\n" for line in lines)))

    return give


def test_a_script_gets_a_project_and_the_next_steps(run: RunCommand, tmp_path: Path) -> None:
    folder = tmp_path / "new" / "site"
    code, _, err = run("init", str(folder), "--yes", *NAME)
    assert code == 0
    assert (folder / "content/site.yaml").read_text(encoding="utf-8").count("name: 通渭科普") == 1
    assert (folder / ".gitignore").exists()
    assert "tourbook serve" in err
    assert f"cd {folder}" in err


def test_answers_are_asked_again_until_they_can_be_used(
    run: RunCommand, tmp_path: Path, answer
) -> None:
    answer("中文", "zh", "通渭科普", "", "城关区", "通渭", "", "tours", "none")
    code, _, err = run("init", str(tmp_path / "site"))
    assert code == 0, err
    assert "写 zh" in err
    assert "620102 甘肃省兰州市城关区" in err
    hall = (tmp_path / "site/content/venues/example-hall.md").read_text(encoding="utf-8")
    assert '"621121"' in hall
    assert not (tmp_path / "site/content/caravans").exists()


def test_english_questions_lead_to_an_english_site(
    run: RunCommand, tmp_path: Path, answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    answer("", "York on Tour", "", "United Kingdom", "", "1", "")
    code, _, err = run("init", str(tmp_path / "site"), lang="en")
    assert code == 0, err
    assert "write two letters" in err  # nothing says which country it is
    site = (tmp_path / "site/content/site.yaml").read_text(encoding="utf-8")
    assert "timezone: Europe/London" in site
    assert "languages: [en]" in site


def test_nobody_to_answer_is_no_traceback(run: RunCommand, tmp_path: Path, answer) -> None:
    answer()
    code, _, err = run("init", str(tmp_path / "site"))
    assert (code, "--yes" in err) == (2, True)
    assert not (tmp_path / "site").exists()


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ([], "--name"),
        ([*NAME, "--languages", "en", "--country", "US"], "--timezone"),
        ([*NAME, "--region", "城关区"], "620102"),
        ([*NAME, "--host", "geocities"], "--host"),
    ],
)
def test_scripts_are_told_what_is_missing_or_wrong(
    run: RunCommand, tmp_path: Path, options: list[str], text: str
) -> None:
    code, _, err = run("init", str(tmp_path / "site"), "--yes", *options)
    assert code == 2
    assert text in err
    assert not (tmp_path / "site").exists()


def test_nothing_that_is_there_is_overwritten(run: RunCommand, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "README.md").write_text("mine", encoding="utf-8")
    code, _, err = run("init", str(folder), "--yes", *NAME)
    assert (code, "README.md" in err) == (2, True)
    assert [path.name for path in folder.iterdir()] == ["README.md"]


def test_the_sample_site_comes_whole(run: RunCommand, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    assert run("init", str(folder), "--sample")[0] == 0
    for name in ("content", "schedule"):
        copied, wanted = (
            {
                path.relative_to(root): path.read_bytes()
                for path in root.rglob("*")
                if path.is_file()
            }
            for root in (folder / name, REPO / name)
        )
        assert copied == wanted
    assert (folder / ".gitignore").exists()
    assert not (folder / "content/exhibitions/example-exhibition.md").exists()


def test_a_chinese_project_names_its_version_of_the_public_holidays(
    run: RunCommand, tmp_path: Path
) -> None:
    run("init", str(tmp_path / "cn"), "--yes", *NAME)
    assert "\nchinesecalendar==" in (tmp_path / "cn/requirements.txt").read_text(encoding="utf-8")
    run(
        "init",
        str(tmp_path / "us"),
        "--yes",
        "--country",
        "US",
        "--timezone",
        "America/Denver",
        *NAME,
    )
    assert "chinesecalendar" not in (tmp_path / "us/requirements.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(("lang", "text"), [("en", "is not installed"), ("zh", "没有装 Tourbook")])
def test_the_script_of_a_project_says_that_the_program_is_missing(
    lang: str, text: str, run: RunCommand, tmp_path: Path
) -> None:
    place = ["--country", "US", "--timezone", "America/Denver"]
    assert run("init", str(tmp_path / "site"), "--yes", *NAME, *place, lang=lang)[0] == 0
    done = subprocess.run(
        [sys.executable, "-S", str(tmp_path / "site/build.py")], capture_output=True, check=False
    )
    error = done.stderr.decode()
    assert done.returncode == 1
    assert text in error and "pip install -r requirements.txt" in error
    assert "Traceback" not in error
