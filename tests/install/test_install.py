"""The package and the image hold all that a site needs: each is made as its users make it, put into
an empty environment outside the repository, and builds the same site as the repository does.

The environment has nothing but what requirements.txt lists, from the registry. Docker itself is not
run, but every line of the Dockerfile is: those with RUN in that environment, with other folders.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.support.git import Repository
from tests.support.packages import build_package, make_environment, run_command
from tests.support.projects import REPO, TODAY, Project
from tests.support.sources import SMALL
from tourbook import __version__

APT_LINE = re.compile(
    r"apt-get update && apt-get install [-\w ]+ git && rm -rf /var/lib/apt/lists/\*"
)


class Environment(NamedTuple):
    """What the Dockerfile made."""

    folder: Path
    """That of the virtual environment; it also has what the image has in /opt/tourbook."""
    variables: dict[str, str]
    entry_point: list[str]

    def run(
        self, *command: str, cwd: Path, variables: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run a command of the environment, which must succeed."""
        return run_command(list(command), cwd, make_variables(self.folder, variables or {}))

    def build(self, *command: str, site: Project, cwd: Path | None = None) -> str:
        """Build a site, and return what is said of it."""
        words = [*command, "build", "--today", TODAY.isoformat(), "--lang", "en", "--jobs", "1"]
        return self.run(*words, cwd=cwd or site.root, variables=self.variables).stderr


def make_variables(environment: Path, more: Mapping[str, str]) -> dict[str, str]:
    inherited = {name: v for name, v in os.environ.items() if not name.startswith("PYTHON")}
    path = f"{environment / 'bin'}{os.pathsep}{os.environ['PATH']}"
    return {**inherited, "PATH": path, **more}


def read_dockerfile() -> list[tuple[str, str]]:
    """(instruction, arguments)"""
    text = re.sub(r"\\\n", " ", (REPO / "Dockerfile").read_text(encoding="utf-8"))
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [(line.partition(" ")[0], line.partition(" ")[2]) for line in lines]


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """Follows the Dockerfile, line by line."""
    folder = tmp_path_factory.mktemp("image")
    make_environment(folder)
    git_settings = {"GIT_CONFIG_SYSTEM": str(folder / "gitconfig")}
    variables: dict[str, str] = {}
    context = (REPO / ".dockerignore").read_text(encoding="utf-8").splitlines()
    entry_point: list[str] = []
    for instruction, text in read_dockerfile():
        arguments = text.replace("/opt/tourbook", str(folder / "opt"))
        match instruction:
            case "RUN" if not APT_LINE.fullmatch(text):
                more = {k: v for k, v in variables.items() if k != "PIP_NO_CACHE_DIR"}
                run_command(arguments, folder, make_variables(folder, {**git_settings, **more}))
            case "COPY":
                source, target = arguments.split()
                assert f"!{source}" in context
                if (REPO / source).is_dir():
                    ignored = shutil.ignore_patterns("__pycache__")
                    shutil.copytree(REPO / source, target, ignore=ignored)
                else:
                    Path(target).mkdir(parents=True, exist_ok=True)
                    shutil.copy(REPO / source, target)
            case "ENV":
                variables |= dict(word.split("=", 1) for word in shlex.split(arguments))
            case "ENTRYPOINT":
                entry_point = json.loads(text)
    return Environment(folder, {**variables, **git_settings}, entry_point)


@pytest.fixture(scope="module")
def wanted_site(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A site in a repository of its own, with nothing of the program, not even a theme; built by
    the program in its repository."""
    project = Project(tmp_path_factory.mktemp("wanted") / "site")
    repository = Repository(project.root)
    project.write(SMALL)
    repository.git("add", "--all")
    when = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
    repository.git("commit", "--quiet", "-m", "start", when=when)
    build = [sys.executable, str(REPO / "build.py"), "--root", str(project.root), "--jobs", "1"]
    run_command([*build, "--today", TODAY.isoformat()], REPO.parent)
    return project


@pytest.fixture
def wanted_tree(wanted_site: Project) -> dict[str, bytes]:
    tree = wanted_site.read_tree()
    assert "stops/first/index.html" in tree and "all.ics" in tree
    return tree


@pytest.fixture
def site(wanted_site: Project, tmp_path: Path) -> Project:
    """The same site, not yet built."""
    ignored = shutil.ignore_patterns("output", ".tourbook")
    shutil.copytree(wanted_site.root, tmp_path / "site", ignore=ignored)
    return Project(tmp_path / "site")


def test_the_image_builds_a_site_and_runs_nothing_of_it(
    environment: Environment, site: Project, wanted_tree: dict[str, bytes]
) -> None:
    instructions = dict(read_dockerfile())
    assert instructions["WORKDIR"] == "/site"
    assert re.fullmatch("[1-9][0-9]*:[1-9][0-9]*", instructions["USER"])
    for name in ("tourbook", "yaml", "site"):
        site.write({f"{name}/__init__.py": "raise SystemExit(9)\n"})
    for wanted_text in ("wrote ", "wrote 0 pages, 0 calendars and 0 other files"):
        assert wanted_text in environment.build(*environment.entry_point, site=site)
        assert site.read_tree() == wanted_tree
    environment.run(
        *environment.entry_point,
        "init",
        "--sample",
        "new",
        cwd=site.root.parent,
        variables=environment.variables,
    )
    assert (site.root.parent / "new/schedule.yaml").exists()
    for source in (environment.folder / "opt").rglob("*.py"):
        assert list((source.parent / "__pycache__").glob(f"{source.stem}.*.pyc")), source
    settings = (environment.folder / "gitconfig").read_text(encoding="utf-8")
    assert settings.split() == ["[safe]", "directory", "=", instructions["WORKDIR"]]


def test_the_wheel_builds_a_site_in_an_empty_environment(
    environment: Environment, wheel: Path, site: Project, wanted_tree: dict[str, bytes]
) -> None:
    """By its command, from a folder of the project, as a module, and by a build.py of three lines."""
    python = str(environment.folder / "bin/python")
    uv = [sys.executable, "-m", "uv", "pip"]
    run_command(
        [*uv, "install", "-q", "--offline", "--no-deps", "--python", python, str(wheel)], REPO
    )
    run_command([*uv, "check", "-q", "--python", python], REPO)
    bare = environment._replace(variables={})
    assert bare.run("tourbook", "--version", cwd=REPO.parent).stdout == f"tourbook {__version__}\n"
    site.write(
        {"tourbook/__init__.py": "raise SystemExit(9)\n", "yaml.py": "raise SystemExit(9)\n"}
    )
    assert "wrote 0 pages" not in bare.build("tourbook", site=site), "and runs nothing of it"
    shutil.rmtree(site.root / "tourbook")
    script = site.root / "build.py"
    script.write_text("from tourbook.__main__ import run\n\nrun()\n")
    for command, cwd in (
        (["tourbook"], site.root),
        (["tourbook"], site.root / "content/venues"),
        (["python", "-m", "tourbook"], site.root),
        (["python", str(script)], wheel.parent),
    ):
        assert "wrote 0 pages" in bare.build(*command, site=site, cwd=cwd)
        assert site.read_tree() == wanted_tree


def test_the_source_package_makes_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    with tarfile.open(tmp_path / build_package("sdist", REPO, tmp_path)) as archive:
        archive.extractall(tmp_path, filter="data")
    source = tmp_path / f"tourbook-{__version__}"
    assert {path.name for path in source.iterdir()} >= {"themes", "build.py", "README.zh-CN.md"}
    name = build_package("wheel", source, tmp_path)
    assert (tmp_path / name).read_bytes() == wheel.read_bytes()


def test_the_wheel_has_every_file_of_the_program(wheel: Path) -> None:
    files = set(zipfile.ZipFile(wheel).namelist())
    sample = "tourbook/sample/"
    for folder, target in (
        ("tourbook", ""), ("themes", "tourbook/"), ("schemas", "tourbook/"),
        ("content", sample), ("schedule", sample),
    ):  # fmt: skip
        for path in (REPO / folder).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                assert target + path.relative_to(REPO).as_posix() in files
    assert {sample + "schedule.yaml", "tourbook/hosting/nginx.conf"} <= files
    tops = {name.partition("/")[0] for name in files}
    assert tops == {"tourbook", f"tourbook-{__version__}.dist-info"}
    assert not any(name.endswith(".pyc") for name in files)


def test_making_a_package_leaves_nothing_behind(wheel: Path) -> None:
    status = run_command(["git", "status", "--porcelain", "--ignored"], REPO).stdout
    assert not re.search(r"(build|dist|egg-info)/$", status, re.MULTILINE), status
