"""What the rules refuse was never published, so it counts for nothing in the history."""

from __future__ import annotations

import pytest

from tests.support.repositories import VersionedProject, summarise_history, write_schedule
from tests.support.sources import SITE, SMALL
from tourbook.history.keys import Key

NUMBER = "note: 找 13912345678"
WAIVER = 'waivers: {private-number: "公开的热线"}'
DATES = ("2026-12-01", "2026-12-08", "2026-12-15")


def test_a_stop_that_was_only_ever_refused_never_was(repo: VersionedProject) -> None:
    repo.start()
    repo.edit(100, *DATES, c=NUMBER)
    assert repo.read_ledger().history.get(Key("stop", "c")) is None
    repo.edit(200, *DATES[:2])
    ledger = repo.read_ledger()
    assert ledger.history.get(Key("stop", "c")) is None
    assert ledger.history == repo.read_ledger(fresh=True).history


def test_a_stop_that_is_refused_and_removed_goes_as_it_was_before(repo: VersionedProject) -> None:
    """Subscribers had it: to them it is cancelled, without the number."""
    repo.start()
    repo.edit(100, *DATES, c="note: 请预约")
    repo.edit(200, *DATES, c=NUMBER)
    repo.edit(300, *DATES[:2])
    ledger = repo.read_ledger()
    (removed,) = ledger.iterate_removed("stop")
    assert removed[0] == "c" and summarise_history(ledger, "c")[3] == 300
    assert "请预约".encode() in removed[2].fields and b"13912345678" not in removed[2].fields


@pytest.mark.parametrize("level", ["warn", "ignore"])
def test_what_a_site_allows_is_published(repo: VersionedProject, level: str) -> None:
    repo.start(files={"content/site.yaml": SITE + f"rules: {{private-number: {level}}}\n"})
    repo.edit(100, *DATES, c=NUMBER)
    assert summarise_history(repo.read_ledger(), "c")[0] == 100


def test_a_waiver_allows_a_number(repo: VersionedProject) -> None:
    repo.start()
    repo.edit(100, *DATES, c=f"{NUMBER}\n        {WAIVER}")
    assert summarise_history(repo.read_ledger(), "c")[0] == 100
    of_trip = write_schedule(*DATES, a=NUMBER).replace("    stops", f"    {WAIVER}\n    stops")
    repo.commit(200, {"schedule.yaml": of_trip})
    assert summarise_history(repo.read_ledger(), "a")[2] == 200


def test_a_site_that_comes_to_allow_numbers_has_them_from_then_on(repo: VersionedProject) -> None:
    """The file itself is the same; and it is not as if it were changed on every day of a build."""
    repo.start()
    repo.edit(100, *DATES, c=NUMBER)
    repo.commit(200, {"content/site.yaml": SITE + "rules: {private-number: warn}\n"})
    ledger = repo.read_ledger()
    assert summarise_history(ledger, "c")[0] == 200
    assert ledger.history == repo.read_ledger(fresh=True).history


def test_an_entry_that_is_refused_counts_as_it_was(repo: VersionedProject) -> None:
    repo.start()
    hall = str(SMALL["content/venues/hall.md"])
    repo.commit(100, {"content/venues/hall.md": hall.replace("人民路1号", "找 13912345678")})
    assert (
        repo.read_ledger().find_modified_at("venue", "hall")
        == repo.read_ledger().history.get(Key("venue", "hall")).created_at
    )  # type: ignore[union-attr]
    repo.commit(200, {"content/venues/new.md": hall.replace("人民路1号", "找 13912345678")})
    repo.commit(300, {"content/venues/new.md": None})
    assert not list(repo.read_ledger().iterate_removed("venue"))
