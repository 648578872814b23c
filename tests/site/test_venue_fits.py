"""What is said to fit does: a stay on these days brings no clash, and none is said to be possible a
day earlier if it is not."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.support.projects import TODAY, copy_sample
from tourbook.build.inputs import read_inputs
from tourbook.build.options import BuildOptions
from tourbook.build.proposals import list_new_problems, read_changed
from tourbook.common.dates import DAY, OPEN_END
from tourbook.formats import yaml_source
from tourbook.model.entries import Exhibition, Venue
from tourbook.schedule.venue_fits import VenueFit, Wish, list_fits

DAYS = 21
CLASHES = {"venue-full", "copy-clash", "hall-fit", "transport", "opening-closed", "no-open-day"}
PAIRS = [
    ("fighting-epidemic", "hewan-stm"),
    ("fighting-epidemic", "weiyuan-hall"),
    ("science-for-people", "beiyuan-stm"),
    ("water-science", "yuehu-base"),
    ("sf-cinema", "weather-park"),
    ("mobile-food", "tongwei-gym"),
    ("century-of-innovation", "nanwan-stm"),
    ("rumour-lab", "yuehu-base"),
]


class Workshop:
    """The sample, and what would be wrong with one more stay."""

    def __init__(self, folder: Path) -> None:
        project = copy_sample(folder)
        self.options = BuildOptions(project.root, project.output, lambda _: TODAY, jobs=1)
        self.inputs = read_inputs(self.options)
        self.before = read_changed(self.options, self.inputs, {})
        assert self.before.project
        self.agenda = self.before.project.agenda

    def find_clashes(self, exhibition: str, fit: VenueFit, opens: dt.date, closes: dt.date) -> set[str]:  # fmt: skip
        stop = {"id": "extra", "venue": fit.venue.id, "open": opens, "close": closes}
        if fit.copy:
            stop["copy"] = fit.copy.id
        if fit.hall:
            name = fit.hall.name
            stop["hall"] = name if isinstance(name, str) else name["zh"]
        tour = {"id": "extra-tour", "exhibition": exhibition, "stops": [stop]}
        files = {"schedule/extra.yaml": yaml_source.dump({"tours": [tour]}).encode()}
        after = read_changed(self.options, self.inputs, files)
        return {p.code for p in list_new_problems(self.before.problems, after)} & CLASHES


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    return Workshop(tmp_path_factory.mktemp("fits") / "p")


@pytest.mark.parametrize(("exhibition_id", "venue_id"), PAIRS)
def test_what_fits_brings_no_clash(workshop: Workshop, exhibition_id: str, venue_id: str) -> None:
    entries = workshop.agenda.model.entries
    exhibition, venue = entries.find(Exhibition, exhibition_id), entries.find(Venue, venue_id)
    assert exhibition
    assert venue
    wish = Wish(exhibition, exhibition.record.logistics, TODAY, OPEN_END, DAYS)
    fits = list_fits(workshop.agenda, venue, wish)
    assert fits
    for fit in fits[:3]:
        shortest = fit.first + (DAYS - 1) * DAY
        assert not workshop.find_clashes(exhibition_id, fit, fit.first, shortest), fit
        if fit.last < OPEN_END:
            assert not workshop.find_clashes(exhibition_id, fit, fit.first, fit.last), fit
        if fit.first > TODAY + DAY:
            assert workshop.find_clashes(exhibition_id, fit, fit.first - DAY, shortest), fit
