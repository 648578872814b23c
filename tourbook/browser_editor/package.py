"""What is fetched from npm for the browser editor, and nothing else."""

from __future__ import annotations

from typing import NamedTuple

SOURCE_FOLDER = ".tourbook/editor"
"""Where it lies in a project."""


class Package(NamedTuple):
    name: str
    version: str
    integrity: str
    """Of its archive, as npm writes it."""
    files: dict[str, str]
    """Name in the folder of its scripts -> SHA-256 of the file."""


DECAP = Package(
    "decap-cms",
    "3.16.3",
    "sha512-hf+dPlCh7TJmWl8+6VRzHYOWhri5xgUknrZbDewaWe4s9B7xJ8PQugp2QHeSldMUKzav6+z0oIpwUYhUJDYtYw==",
    {
        "decap-cms.js": "7c1efd6b616b4786e279aeef194dd21649a72058d3bc8d1f78901b574610dfb8",
        "decap-cms.js.LICENSE.txt": (
            "c6ce115db01da234282652ca162b96f71507dac9ab85e6994a4eb3aed3155779"
        ),
    },
)
"""MIT. The script is whole: what else is in the archive is for a widget that is not used here."""
