"""Lighthouse's marks for eight kinds of page of the sample site, on a slow phone:

    npm install --prefix /tmp/lighthouse lighthouse
    python scripts/lighthouse.py /tmp/lighthouse/node_modules/.bin/lighthouse

The tests do not run it: its figures vary with the load of the machine. It needs nginx and Chromium.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

REPO = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPO))

from tests.support.web import nginx, program  # noqa: E402

PAGES = (
    "",
    "exhibitions/mobile-health/",
    "stops/box-begonia-3/",
    "months/2026-12/",
    "places/621100/",
    "venues/",
    "caravans/longzhong-1/",
    "reports/2026/",
)
FLAGS = "--headless --no-sandbox --disable-gpu --disable-quic"


def measure_page(lighthouse: str, address: str) -> dict[str, Any]:
    """The report of Lighthouse for a page, as it writes it."""
    command = [lighthouse, address, "--quiet", "--output=json", f"--chrome-flags={FLAGS}"]
    browser = {"CHROME_PATH": program("chromium", "chromium-browser", "google-chrome")}
    process = subprocess.run(command, capture_output=True, check=True, env=os.environ | browser)
    report: dict[str, Any] = json.loads(process.stdout)
    return report


def print_marks(report: dict[str, Any]) -> None:
    """A line of marks, and a line for each audit that is not perfect."""
    categories = report["categories"].values()
    marks = "  ".join(f"{c['title']} {100 * (c['score'] or 0):.0f}" for c in categories)
    print(f"{marks}  {report['finalDisplayedUrl']}")
    for category in categories:
        audits = (report["audits"][ref["id"]] for ref in category["auditRefs"] if ref["weight"])
        for audit in audits:
            if audit["score"] is not None and audit["score"] < 0.9:
                print(f"    {audit['title']} {audit.get('displayValue', '')}")


def main(lighthouse: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder, "site")
        build = [sys.executable, "build.py", "--output", str(site), "--quiet"]
        with nginx(site, Path(folder, "nginx")) as address:
            subprocess.run([*build, "--base-url", address], cwd=REPO, check=True)
            for path in PAGES:
                print_marks(measure_page(lighthouse, address + path))


if __name__ == "__main__":
    main(sys.argv[1])
