"""The command line: what each command prints and returns, and that it never shows a traceback."""

from __future__ import annotations

import datetime as dt
import gc
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.commands import RunCommand
from tests.support.git import Repository
from tests.support.projects import REPO, TODAY, Project
from tests.support.sources import HALL, SITE
from tourbook import __version__, cli
from tourbook.commands import COMMANDS
from tourbook.common.files import try_lock_folder
from tourbook.history.repository import GitError

BROKEN = {"content/venues/hall.md": "---\nname: 馆\nregin: x\n---\n"}


def test_a_build_says_what_it_did_and_returns_0(run: RunCommand, project: Project) -> None:
    code, out, err = run("build")
    assert (code, out) == (0, "")
    assert f"写入 {sum(n.endswith('.html') for n in project.read_tree())} 个页面" in err
    assert "保留 0 个，删除 0 个" in err
    code, out, err = run("build", lang="en")
    kept = len(project.read_tree()) - 1  # but for the list of files
    assert f"wrote 0 pages, 0 calendars and 0 other files, kept {kept}, deleted 0" in err


def test_without_a_command_it_builds(run: RunCommand, project: Project) -> None:
    assert run()[0] == 0
    assert project.read_tree()


def test_quiet_says_nothing_where_all_is_well(run: RunCommand) -> None:
    assert run("--quiet") == (0, "", "")


def test_problems_are_1_on_stdout_and_nothing_is_written(run: RunCommand, project: Project) -> None:
    project.write(BROKEN)
    for command in ("build", "check"):
        code, out, err = run(command)
        assert code == 1
        assert "content/venues/hall.md:3:1: 错误: 这里没有 “regin” 这一栏" in out
        assert "1 个错误，0 个警告" in err
    assert project.read_tree() == {}


def test_check_writes_nothing_and_counts(run: RunCommand, project: Project) -> None:
    code, out, err = run("check", lang="en")
    assert (code, out) == (0, "")
    assert err.startswith("no errors: ")
    assert not project.output.exists()


def test_warnings_are_0_and_with_strict_1(run: RunCommand, project: Project) -> None:
    project.write({"content/site.yaml": SITE + "languages: [zh, en]\n"})
    for command in ("check", "build"):
        assert run(command)[0] == 0
        project.write({"content/venues/hall.md": HALL.replace("1号", f"{command}号")})
        before = project.read_tree()
        code, out, _ = run(command, "--strict")
        assert code == 1
        assert "警告" in out
        assert project.read_tree() == before


def test_json_is_a_list_even_where_there_is_no_problem(run: RunCommand, project: Project) -> None:
    assert json.loads(run("check", "--format", "json")[1]) == []
    project.write(BROKEN)
    code, out, _ = run("check", "--format", "json", lang="en")
    rows = json.loads(out)
    assert code == 1
    assert [(r["file"], r["line"], r["column"], r["level"], r["code"]) for r in rows] == [
        ("content/venues/hall.md", 3, 1, "error", "unknown-key"),
    ]
    assert rows[0]["help"] == "did you mean “region”?"


def test_github_gets_a_command_for_each_problem(run: RunCommand, project: Project) -> None:
    project.write(BROKEN)
    lines = run("check", "--format", "github", lang="en")[1].splitlines()
    assert [line.split("::")[1] for line in lines] == [
        "error file=content/venues/hall.md,line=3,col=1,title=unknown-key",
    ]


def test_github_gets_paths_in_the_repository(run: RunCommand, project: Project) -> None:
    """The project may be a folder of it; other formats keep to the project."""
    project.write(BROKEN)
    Repository(project.root.parent)
    file = f"{project.root.name}/content/venues/hall.md"
    assert f"::error file={file},line=3," in run("check", "--format", "github")[1]
    assert json.loads(run("check", "--format", "json")[1])[0]["file"] == "content/venues/hall.md"
    assert run("check")[1].startswith("content/venues/hall.md:3:1")


@pytest.mark.parametrize(
    "arguments",
    [
        ["--today", "1.5.2026"],
        ["--jobs", "0"],
        ["--jobs", "many"],
        ["--base-url", "example.org"],
        ["--base-url", "https://x/?a"],
        ["--format", "xml"],
        ["--lang", "de"],
        ["biuld"],
        ["--nothing"],
        ["explain"],
        ["serve", "--port", "x"],
        ["serve", "--port", "0"],
        ["serve", "--port", "99999"],
    ],
)
def test_a_wrong_command_line_is_2_and_explained(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as e:
        cli.main(arguments)
    assert e.value.code == 2
    assert "--help" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["biuld"], "没有 “biuld” 这个命令。是不是想写 “build”？"),
        (["import"], "后面还要写：FILE"),
        (["import", "x", "—dry-run"], "看不懂 “—dry-run”。写成两个短横线：--dry-run"),
        (["import", "x", "－－dry-run"], "写成两个短横线：--dry-run"),
        (["import", "x", "-dry-run"], "写成两个短横线：--dry-run"),
        (["import", "x", "--dryrun"], "是不是想写 “--dry-run”？"),
        (["import", "x", "--sheet", "站台"], "--sheet 不能写 “站台”。可以写：campaigns"),
        (["import", "x", "y"], "看不懂 “y”"),
        (["move", "x", "--open", "3月"], "--open “3月”：不是日期"),
        (["move", "x", "--open"], "--open 后面要写值"),
        (["new", "visit", "--repeat", "x"], "“--repeat” 可以是好几个：--repeat-first"),
        (["--lang", "en", "move", "x", "--open", "3月"], "--open “3月”: not a date"),
    ],
)
def test_what_to_type_instead(
    arguments: list[str],
    said: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    with pytest.raises(SystemExit):
        cli.main(arguments)
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("day", ["2027-06-12", "2027年6月12日", "12 June 2027", "2027/6/12"])
def test_days_as_people_write_them(day: str) -> None:
    args = cli.parse_arguments(["move", "x", "--open", day])
    assert args.open == dt.date(2027, 6, 12)


def test_options_may_stand_before_and_after_the_command(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    root = ["--root", str(project.root), "--lang", "en"]
    assert cli.main([*root, "check", "--quiet"]) == cli.main(["check", *root, "--quiet"]) == 0
    assert capsys.readouterr() == ("", "")
    gc.enable()


@pytest.mark.parametrize(
    "output",
    [
        ".",
        "..",
        "content",
        "content/new",
        "themes/default",
        "schedule/x",
        "tourbook",
        ".git",
        "schedule.yaml",
        "/",
    ],
)
def test_the_site_is_never_written_over_sources(
    output: str, run: RunCommand, project: Project
) -> None:
    before = project.read_tree(project.root)
    for command in ("build", "check"):
        code, out, err = run(command, "--output", str((project.root / output).resolve()))
        assert (code, out) == (2, "")
        assert err.strip()
    assert project.read_tree(project.root) == before


@pytest.mark.parametrize(
    "command",
    ["", "build", "check", "clean", "schema", "serve", "report", "explain x", "plan free"],
)
@pytest.mark.parametrize(("lang", "text"), [("en", "is not a Tourbook project"), ("zh", "不是")])
def test_a_folder_that_is_no_project_is_2(
    command: str, lang: str, text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main([*command.split(), "--root", str(tmp_path), "--lang", lang]) == 2
    printed = capsys.readouterr().err
    assert text in printed and "tourbook init" in printed
    assert list(tmp_path.iterdir()) == []
    gc.enable()


def test_the_version_is_that_of_the_package(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as e:
        cli.main(["--version"])
    assert (e.value.code, capsys.readouterr().out) == (0, f"tourbook {__version__}\n")


@pytest.mark.parametrize(
    ("script", "folder", "root", "name"),
    [
        ("/usr/bin/tourbook", "site", "site", "tourbook"),
        ("/usr/bin/tourbook", "site/content/venues", "site", "tourbook"),
        ("/usr/lib/tourbook/__main__.py", "site", "site", "tourbook"),
        ("/usr/bin/tourbook", "site/content/lone", "site/content/lone", "tourbook"),
        ("/usr/bin/tourbook", ".", ".", "tourbook"),
        ("site/build.py", ".", "site", "build.py"),
        ("site/build.py", "site/content/lone", "site", "build.py"),
        ("site/make.py", ".", "site", "make.py"),
    ],
)
def test_the_project_is_that_of_the_script_or_of_the_current_folder(
    script: str, folder: str, root: str, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder with content/ is a project even if its site.yaml is still missing."""
    (tmp_path / "site/content/venues").mkdir(parents=True)
    (tmp_path / "site/content/lone/content").mkdir(parents=True)
    (tmp_path / "site/content/site.yaml").touch()
    monkeypatch.chdir(tmp_path / folder)
    monkeypatch.setattr(sys, "argv", [str(tmp_path / script)])
    assert Path(cli.find_root([])) == (tmp_path / root).resolve()
    assert cli.make_parser([]).prog == name


def test_another_output_folder_address_and_day(
    run: RunCommand, project: Project, tmp_path: Path
) -> None:
    code, _, _ = run(
        "--output", str(tmp_path / "elsewhere"), "--base-url", "http://intranet/science"
    )
    assert code == 0
    tree = project.read_tree(tmp_path / "elsewhere")
    assert b"http://intranet/science/stops/first/" in tree["all.ics"].replace(b"\r\n ", b"")
    assert b"small.example/" not in tree["sitemap.xml"]
    assert not project.output.exists()


def test_drafts_are_built_where_they_are_wanted(run: RunCommand, project: Project) -> None:
    project.write({"content/news/a.md": "---\ntitle: x\ndate: 2026-01-01\ndraft: true\n---\n"})
    run()
    assert "news/a/index.html" not in project.read_tree()
    run("--drafts")
    assert "news/a/index.html" in project.read_tree()


def test_many_processes_make_the_same_site(
    run: RunCommand, project: Project, tmp_path: Path
) -> None:
    run()
    assert run("--output", str(tmp_path / "b"), "--jobs", "3")[0] == 0
    assert project.read_tree(tmp_path / "b") == project.read_tree()


@pytest.mark.parametrize(
    "given",
    [
        "stops/first/",
        "/stops/first/",
        "stops/first",
        "stops/first/index.html",
        "https://small.example/stops/first/",
        "output/stops/first/index.html",
    ],
)
def test_explain_finds_a_page_by_every_name_that_it_has(given: str, run: RunCommand) -> None:
    run()
    code, out, _ = run("explain", given, lang="en")
    assert code == 0
    assert out.splitlines()[0] == "stops/first/index.html"
    assert "from: schedule.yaml:6" in out
    assert "template: themes/default/templates/stop.html" in out
    assert "a build now would keep it, because nothing changed" in out


def test_explain_takes_an_address_below_a_sub_path(run: RunCommand, project: Project) -> None:
    """FAILS where name_of() in commands/explain.py does not take the path of base_url away."""
    project.write(
        {"content/site.yaml": SITE.replace("small.example/", "small.example/science/", 1)}
    )
    assert run("explain", "https://small.example/science/stops/first/")[0] == 0


def test_explain_says_why_a_page_is_due(run: RunCommand, project: Project) -> None:
    assert "because it was not built before" in run("explain", "stops/first/", lang="en")[1]
    run()
    (project.output / "stops/first/index.html").write_text("x")
    assert (
        "because the file was changed after it was built"
        in run("explain", "stops/first/", lang="en")[1]
    )
    (project.output / "stops/first/index.html").unlink()
    assert "because the file was deleted" in run("explain", "stops/first/", lang="en")[1]
    run()
    project.write({"content/venues/hall.md": HALL.replace("1号", "2号")})
    assert "because its content changed" in run("explain", "stops/first/", lang="en")[1]
    project.write({"themes/default/templates/part.html": "x"})
    assert (
        "because a template, a string or a static file of the theme changed"
        in run("explain", "venues/hall/", lang="en")[1]
    )


def test_explain_answers_for_a_page_that_is_not_there(run: RunCommand, project: Project) -> None:
    run()
    code, out, err = run("explain", "stops/frist/", lang="en")
    assert (code, out) == (1, "")
    assert "did you mean stops/first/index.html?" in err
    without_schedule = SITE + f"history: {{removals_confirmed: {TODAY}}}\n"
    project.write({"schedule.yaml": "", "content/site.yaml": without_schedule})
    assert "the next one will delete it" in run("explain", "stops/first/", lang="en")[2]
    project.write(BROKEN)
    assert run("explain", "stops/first/")[0] == 1


def test_clean_waits_for_a_build(run: RunCommand, project: Project) -> None:
    run("build")
    before = project.read_tree()
    with try_lock_folder(project.output):
        code, out, _ = run("clean")
    assert (code, project.read_tree()) == (1, before)
    assert "[busy]" in out


def test_clean_and_build_know_the_files_of_a_site_without_the_memory_of_builds(
    run: RunCommand, project: Project
) -> None:
    run("build")
    project.write({"output/old.html": "x"})
    shutil.rmtree(project.root / ".tourbook")
    run("clean")
    assert list(project.read_tree()) == ["old.html"]
    assert "earlier build: old.html (1 file)" in run("build", lang="en")[2]


def test_clean_deletes_what_was_built_and_only_that(run: RunCommand, project: Project) -> None:
    run()
    (project.output / "CNAME").write_text("x")
    before = project.read_tree(project.root)
    code, _, err = run("clean", lang="en")
    assert code == 0
    assert "CNAME" in err
    files_after = project.read_tree(project.root)
    assert files_after == {
        n: raw
        for n, raw in before.items()
        if not n.startswith((".tourbook/", "output/")) or n == "output/CNAME"
    }
    (project.output / "CNAME").unlink()
    run()
    run("clean")
    assert not project.output.exists()
    assert run("clean")[0] == 0, "twice does no harm"


def test_schema_writes_schemas_and_tables(run: RunCommand, project: Project) -> None:
    project.write(
        {
            "docs/content.md": "<!-- fields:venue:en -->\n<!-- /fields -->\n",
            "docs/content.zh-CN.md": "<!-- fields:venue:zh -->\n<!-- /fields -->\n",
        }
    )
    assert run("schema")[0] == 0
    assert {p.name for p in (project.root / "schemas").iterdir()} >= {
        "site.json",
        "schedule.json",
        "venue.json",
    }
    assert "| `region` | yes |" in (project.root / "docs/content.md").read_text()
    assert "| `region` | 必填 |" in (project.root / "docs/content.zh-CN.md").read_text()


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_has_help_in_two_languages(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as e:
        cli.main([command, "--help"])
    assert e.value.code == 0
    printed = capsys.readouterr().out
    assert "退出码" in printed
    assert " / " in COMMANDS[command]


@pytest.mark.parametrize(
    ("environment", "wanted"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "C.UTF-8"}, "zh"),
        ({"LANG": "POSIX"}, "zh"),
        ({"LANG": "zh_CN", "LC_ALL": "en_US.UTF-8"}, "en"),
    ],
)
def test_the_language_is_that_of_the_system(
    environment: dict[str, str], wanted: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert cli.detect_language() == wanted


def test_a_mistake_of_tourbook_itself_is_3_with_a_note_and_no_traceback(
    run: RunCommand, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise ZeroDivisionError("oops")

    run()
    before = project.read_tree()
    project.write({"content/news/a.md": "---\ntitle: x\ndate: 2026-01-01\n---\n"})
    monkeypatch.setattr("tourbook.build.pipeline.assemble", fails)
    code, out, err = run("build", lang="en")
    assert (code, out) == (3, "")
    assert "ZeroDivisionError: oops" in err
    assert "Traceback" in (project.root / ".tourbook/crash.txt").read_text()
    assert project.read_tree() == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_3(run: RunCommand, project: Project) -> None:
    project.output.mkdir(mode=0o500)
    assert run("build")[0] == 3


def test_a_file_where_a_folder_is_wanted_is_reported_without_a_traceback(
    run: RunCommand, project: Project
) -> None:
    project.output.mkdir()
    (project.output / "venues").write_text("foreign")
    before = project.read_tree()
    code, out, _ = run("build", lang="en")
    assert code == 1
    assert "“venues” in the output folder" in out
    assert project.read_tree() == before == {"venues": b"foreign"}, "nothing is half new"


def test_a_failing_git_is_not_taken_for_a_file_that_cannot_be_read(
    run: RunCommand, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise GitError("bad object HEAD")

    monkeypatch.setattr("tourbook.build.pipeline.assemble", fail)
    code, _, err = run("build", lang="en")
    assert (code, err) == (3, "Git failed: bad object HEAD\n")


def test_ctrl_c_is_130(run: RunCommand, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("tourbook.build.pipeline.assemble", stopped)
    assert run("build")[0] == 130


def test_build_py_runs_by_itself_from_anywhere(project: Project, tmp_path: Path) -> None:
    """And prints UTF-8 whatever the terminal's encoding is."""
    project.write(BROKEN)
    done = subprocess.run(
        [
            sys.executable,
            str(REPO / "build.py"),
            "check",
            "--root",
            str(project.root),
            "--lang",
            "zh",
        ],
        cwd=tmp_path,
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        timeout=60,
    )
    assert done.returncode == 1
    assert "这里没有 “regin” 这一栏" in done.stdout.decode()
