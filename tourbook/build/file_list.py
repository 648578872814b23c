"""The list, in an output folder, of the files that builds have made there.

The manifest says as much, but for one project in one place. The list stays with the files: when
the memory of builds is lost, when the project moves or when two clones build into one folder, the
next build still knows which files are not part of the site any more. It is published with the site,
so it must not name a file whose address is a secret.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable
from pathlib import Path

import msgspec

from tourbook.common.digests import compute_digest

from . import manifest as mf
from .manifest import Manifest
from .workspace import FILE_LIST, Workspace

_HEADING = "# Files made by Tourbook. A build deletes those that are no longer part of the site. "


def load_manifest(workspace: Workspace) -> Manifest:
    """The manifest of the last build into the output folder, with all files that builds made there.

    Of those that the manifest does not know, nothing is known but that they give way.
    """
    manifest = mf.load(workspace.manifest_path)
    path = workspace.output_folder / FILE_LIST
    if mf.measure_file(str(path)) == manifest.file_list:
        return manifest
    listed = dict.fromkeys(read_file_list(path), mf.PENDING)
    return msgspec.structs.replace(manifest, outputs=listed | manifest.outputs)


def read_file_list(path: Path) -> list[str]:
    """The names in a list; none if it is missing, damaged, or names what is not in its folder."""
    if path.is_symlink() or not path.is_file():
        return []
    try:
        heading, *names = path.read_bytes().decode().rstrip("\n").split("\n")
    except (OSError, UnicodeDecodeError):
        return []
    if heading != _make_heading(names) or not all(map(mf.is_within_output, names)):
        return []
    return names


def format_file_list(names: Iterable[str]) -> bytes:
    names = sorted(names)
    return "".join(f"{line}\n" for line in (_make_heading(names), *names)).encode()


def _make_heading(names: Collection[str]) -> str:
    return _HEADING + compute_digest("\n".join(names).encode()).hex()


def find_foreign_files(output_folder: Path, names: Collection[str]) -> list[str]:
    """The files in an output folder that are not among `names`. Hidden ones are left out."""
    files = (
        os.path.relpath(os.path.join(folder, file), output_folder).replace(os.sep, "/")
        for folder, _, files in os.walk(output_folder)
        for file in files
    )
    return sorted(file for file in files if not file.startswith(".") and file not in names)
