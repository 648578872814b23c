from __future__ import annotations

from pathlib import Path

import pytest

from tests.site.pages import Site


@pytest.fixture(scope="session")
def site(sample: Path) -> Site:
    """The built sample site, parsed once in each test process."""
    return Site(sample)
