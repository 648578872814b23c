"""The workflows of a new project: each of their commands, in the order of the file, as a runner calls
it, in a clean clone of a pushed repository, with the wheel in place of the package in the registry.

What the actions do that a host provides is done here by hand: the clone, with all its history.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.support.git import Repository
from tests.support.packages import lend_dependencies, make_environment, run_command
from tests.support.projects import REPO

APT_LINE = re.compile(r"apt-get update && apt-get install --yes python3-venv")
"""Is not run: it would change the machine of the test."""
VENV_COMMAND = 'python3 -m venv "$RUNNER_TEMP/tourbook"'
"""Is done by `make_environment`."""
KNOWN_ACTIONS = {"checkout", "setup-python", "cache", "upload-pages-artifact", "deploy-pages"}
WORKFLOWS = {  # that of Gitea differs from Forgejo's in names only
    "github": ".github/workflows/site.yml",
    "gitlab": ".gitlab-ci.yml",
    "forgejo": ".forgejo/workflows/site.yml",
}
EXAMPLE = "content/venues/example-hall.md"


@pytest.fixture(scope="module")
def python_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """That of the Python which the host provides."""
    folder = tmp_path_factory.mktemp("python")
    make_environment(folder)
    lend_dependencies(folder)
    return folder / "bin"


class Runner:
    """A machine that knows nothing but clones, one for each job."""

    def __init__(self, folder: Path, python_folder: Path, wheel: Path) -> None:
        self.folder, self.clone = folder, Path()
        for name in ("home", "temp"):
            (folder / name).mkdir(parents=True)
        self.paths = [str(python_folder), *os.environ["PATH"].split(os.pathsep)]
        self.path_file = folder / "path"
        self.variables = {
            "HOME": str(folder / "home"), "RUNNER_TEMP": str(folder / "temp"), "CI": "true",
            "GITHUB_PATH": str(self.path_file), "GITHUB_SHA": "0" * 40, "PYTHONNOUSERSITE": "1",
            "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(wheel.parent), "PIP_QUIET": "1", "PIP_NO_COMPILE": "1", "XDG_CACHE_HOME": os.environ["XDG_CACHE_HOME"],
            "GIT_CONFIG_SYSTEM": os.devnull, "LANG": "C.UTF-8",
        }  # fmt: skip

    def check_out(self, remote: Path, branch: str) -> None:
        """With the whole history, as `fetch-depth: 0` and `GIT_DEPTH: "0"` say."""
        self.clone = self.folder / branch
        self.path_file.unlink(missing_ok=True)
        run_command(
            ["git", "clone", "--quiet", "--branch", branch, f"file://{remote}", str(self.clone)],
            self.folder,
        )

    def call(self, command: str, variables: dict[str, str]) -> None:
        """In a shell as hosts call it. What a step adds to the path is there for the next one."""
        if APT_LINE.fullmatch(command):
            return
        added = self.path_file.read_text().split() if self.path_file.exists() else []
        path = os.pathsep.join([*added, *self.paths])
        command = command.replace("/tmp/", f"{self.folder}/temp/")
        if VENV_COMMAND in command:
            environment = self.folder / "temp/tourbook"
            shutil.rmtree(environment, ignore_errors=True)
            make_environment(environment)
            lend_dependencies(environment)
            command = command.replace(VENV_COMMAND, "true")
        done = subprocess.run(
            ["bash", "-e", "-o", "pipefail", "-c", command],
            cwd=self.clone, env={**self.variables, **variables, "PATH": path},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"


@pytest.fixture
def remote(request: pytest.FixtureRequest, tmp_path: Path, python_folder: Path, wheel: Path) -> Path:  # fmt: skip
    """A repository to which a new project was pushed, and a branch `edit` with a change."""
    folder, remote = tmp_path / "editor", tmp_path / "remote.git"
    answers = ["--yes", "--name", "Denver", "--languages", "en", "--country", "US", "--timezone", "America/Denver"]  # fmt: skip
    init = [sys.executable, str(REPO / "build.py"), "init", str(folder), *answers]
    run_command([*init, "--host", request.param], tmp_path)
    ignored = (folder / ".gitignore").read_text()
    editor = Repository(folder)
    (folder / ".gitignore").write_text(ignored)
    requirements = editor.root / "requirements.txt"
    assert re.search(r"^tourbook==", requirements.read_text(), re.MULTILINE)
    editor.git("add", "--all")
    editor.git("commit", "--quiet", "-m", "begin")
    run_command(
        ["git", "init", "--quiet", "--bare", "--initial-branch=main", str(remote)], tmp_path
    )
    editor.git("push", "--quiet", str(remote), "main")
    editor.git("checkout", "--quiet", "-b", "edit")
    hall = editor.root / EXAMPLE
    hall.write_text(hall.read_text().replace("Example", "Renamed"))
    requirements.write_text("a-program-of-somebody-else\n")
    editor.git("commit", "--quiet", "--all", "-m", "edit")
    editor.git("push", "--quiet", str(remote), "edit")
    return remote


def list_commands(job: dict[str, Any]) -> Iterator[tuple[str, dict[str, str]]]:
    """(command, its variables)"""
    for command in job.get("script", ()):
        yield command, {"CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main"}
    for step in job.get("steps", ()):
        if "uses" in step:
            assert step["uses"].partition("@")[0].partition("/")[2] in KNOWN_ACTIONS
            continue
        variables = dict(step.get("env", {}))
        assert set(variables.values()) <= {"${{ github.base_ref }}"}
        yield step["run"], dict.fromkeys(variables, "main")


def find_public_folder(host: str, runner: Runner, jobs: dict[str, Any], remote: Path) -> Path:
    """What the host shows."""
    if host == "github":
        steps = jobs["publish"]["steps"]
        (path,) = [s["with"]["path"] for s in steps if "upload-pages" in s.get("uses", "")]
        return runner.clone / path
    if host == "gitlab":
        return runner.clone / jobs["pages"]["artifacts"]["paths"][0]
    shown = runner.folder / "shown"
    run_command(["git", "clone", "--quiet", "--branch", "pages", str(remote), str(shown)], remote)
    log = run_command(["git", "log", "--format=%s"], shown).stdout
    assert len(log.splitlines()) == 1, "the repository does not grow"
    return shown


@pytest.mark.parametrize("remote", WORKFLOWS, indirect=True)
def test_every_command_of_the_workflow_works(
    request: pytest.FixtureRequest, remote: Path, tmp_path: Path, python_folder: Path, wheel: Path
) -> None:
    host = request.node.callspec.params["remote"]
    runner = Runner(tmp_path / "runner", python_folder, wheel)
    for branch, name in (("edit", "check"), ("main", "pages" if host == "gitlab" else "publish")):
        runner.check_out(remote, branch)
        workflow = yaml.safe_load((runner.clone / WORKFLOWS[host]).read_text())
        jobs = workflow if host == "gitlab" else workflow["jobs"]
        commands = list(list_commands(jobs[name]))
        assert any("tourbook" in command for command, _ in commands)
        for command, variables in commands:
            runner.call(command, variables)
    public = find_public_folder(host, runner, jobs, remote)
    assert "Example" in (public / "index.html").read_text(encoding="utf-8")
    assert (public / "stops/example-stop/calendar.ics").exists()
    assert run_command(["git", "status", "--porcelain"], runner.clone).stdout in (
        "",
        "?? public/\n",
    )
