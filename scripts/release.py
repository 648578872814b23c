#!/usr/bin/env python3
"""Make a release: `python scripts/release.py 0.2.0`.

It checks that everything is committed, that the version is new and that CHANGELOG.md says what
changed; runs the tests; writes the version; builds the packages into dist/; commits and tags.
Publishing stays with whoever runs it: the last lines say how.
"""

from __future__ import annotations

import argparse
import datetime as dt
import re
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
VERSION_FILE, CHANGELOG = Path("tourbook/__init__.py"), Path("CHANGELOG.md")
VERSION = re.compile(r"[0-9]+\.[0-9]+\.[0-9]+")
UNRELEASED = "## Unreleased\n"


class ReleaseError(Exception):
    """The release cannot be made."""


def write_version(text: str, version: str) -> str:
    """The module with another version. Raises ReleaseError if it is not a higher one."""
    match = re.search(r'__version__ = "(.*)"', text)
    assert match, VERSION_FILE
    if not VERSION.fullmatch(version):
        raise ReleaseError(f"{version} is no version: write it like 1.2.3")
    if _split(version) <= _split(match[1]):
        raise ReleaseError(f"{version} is not higher than {match[1]}")
    return text.replace(match[0], f'__version__ = "{version}"')


def _split(version: str) -> list[int]:
    return [int(part) for part in version.split(".")]


def name_changes(changelog: str, version: str, day: dt.date) -> str:
    """The list of changes, with those that were unreleased under a version. Raises ReleaseError if
    there are none."""
    before, heading, after = changelog.partition(UNRELEASED)
    changes = after.partition("\n## ")[0].strip()
    if not heading or not changes:
        raise ReleaseError(f"{CHANGELOG} has nothing under “Unreleased”")
    return f"{before}{UNRELEASED}\n## {version} – {day}\n{after}"


def run(*command: str) -> str:
    """The output of a command in the repository. Raises ReleaseError if it fails."""
    process = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    if process.returncode:
        raise ReleaseError(f"{' '.join(command)} failed:\n{process.stdout}{process.stderr}")
    return process.stdout.strip()


def make_release(version: str, has_tests: bool) -> None:
    """Raises ReleaseError, and then leaves everything as it was, unless a test or a build fails
    after the version was written."""
    if run("git", "status", "--porcelain"):
        raise ReleaseError("there are changes that are not committed")
    if run("git", "tag", "--list", f"v{version}"):
        raise ReleaseError(f"the tag v{version} is there already")
    texts = {
        path: (REPOSITORY / path).read_text(encoding="utf-8") for path in (VERSION_FILE, CHANGELOG)
    }
    new_texts = {
        VERSION_FILE: write_version(texts[VERSION_FILE], version),
        CHANGELOG: name_changes(texts[CHANGELOG], version, dt.date.today()),
    }
    if has_tests:
        run("make", "test")
    for path, text in new_texts.items():
        (REPOSITORY / path).write_text(text, encoding="utf-8")
    for kind in ("wheel", "sdist"):
        code = f"from hatchling import build; build.build_{kind}('dist')"
        run(sys.executable, "-c", code)
    run("git", "commit", "--quiet", "--all", "--message", f"Release {version}")
    run("git", "tag", "--annotate", f"v{version}", "--message", f"Tourbook {version}")
    print(f"Tagged v{version}; the packages are in dist/. To publish:")
    print(f"  git push origin HEAD v{version}")
    print(f"  python -m twine upload dist/tourbook-{version}*")


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("version", help="such as 0.2.0")
    parser.add_argument("--no-tests", action="store_true", help="the tests were run just now")
    args = parser.parse_args()
    try:
        make_release(args.version, has_tests=not args.no_tests)
    except ReleaseError as e:
        print(e, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
