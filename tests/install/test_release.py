"""scripts/release.py in a clone of the repository; and the forms in which people report."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from scripts.release import ReleaseError, name_changes, write_version
from tests.support.git import Repository
from tests.support.projects import REPO

MODULE = '"""Doc."""\n\n__version__ = "0.9.1"\n'
CHANGES = "# Changelog\n\n## Unreleased\n\n### Added\n\n- A.\n\n## 0.9.1 – 2026-01-02\n\n- B.\n"
DAY = dt.date(2026, 12, 1)


def test_the_version_is_written_in_one_place() -> None:
    assert write_version(MODULE, "0.10.0") == MODULE.replace("0.9.1", "0.10.0")


@pytest.mark.parametrize("version", ["0.9.1", "0.9.0", "0.1.20", "1.0", "v1.0.0", "1.0.0rc1", ""])
def test_a_version_is_higher_than_the_last_one(version: str) -> None:
    with pytest.raises(ReleaseError):
        write_version(MODULE, version)


def test_what_was_unreleased_gets_the_version_and_the_day() -> None:
    text = name_changes(CHANGES, "0.10.0", DAY)
    assert "## Unreleased\n\n## 0.10.0 – 2026-12-01\n\n### Added\n\n- A.\n\n## 0.9.1" in text
    with pytest.raises(ReleaseError):
        name_changes(text, "0.11.0", DAY)


def test_a_release_is_tagged_and_packed_and_not_published(tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    shutil.copytree(REPO, clone, ignore=shutil.ignore_patterns(".git", ".venv", "node_modules", "output", ".tourbook"))  # fmt: skip
    ignored = (clone / ".gitignore").read_text(encoding="utf-8")
    git = Repository(clone).git
    (clone / ".gitignore").write_text(ignored, encoding="utf-8")
    git("config", "user.name", "Editor")
    git("config", "user.email", "editor@example.org")
    git("add", "--all")
    git("commit", "--quiet", "-m", "start")
    release = [sys.executable, str(clone / "scripts/release.py"), "99.0.0", "--no-tests"]

    def call() -> subprocess.CompletedProcess[str]:
        return subprocess.run(release, capture_output=True, text=True, check=False)

    (clone / "README.md").write_text("changed", encoding="utf-8")
    assert "not committed" in call().stderr
    git("checkout", "--quiet", "--", ".")
    done = call()
    assert done.returncode == 0, done.stderr
    assert "git push" in done.stdout
    assert git("tag", "--list", "v99.0.0") == "v99.0.0"
    assert git("status", "--porcelain") == ""
    wheel, sdist = (next((clone / "dist").glob(f"*99.0.0{end}")) for end in ("*.whl", ".tar.gz"))
    assert b'"99.0.0"' in zipfile.ZipFile(wheel).read("tourbook/__init__.py")
    with tarfile.open(sdist) as archive:
        assert "tourbook-99.0.0/themes/default/theme.yaml" in archive.getnames()
    assert "is there already" in call().stderr


def test_forms_are_what_the_host_understands() -> None:
    forms = sorted((REPO / ".github/ISSUE_TEMPLATE").glob("*.yml"))
    command = [
        sys.executable,
        "-m",
        "check_jsonschema",
        "--builtin-schema",
        "vendor.github-issue-forms",
    ]
    done = subprocess.run([*command, *forms], capture_output=True, text=True, check=False)
    assert forms and done.returncode == 0, done.stdout + done.stderr
