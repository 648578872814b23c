"""Every kind of record of the sample can be shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.commands import run_command
from tests.support.projects import copy_sample


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_record_of_the_sample_can_be_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], lang: str
) -> None:
    project = copy_sample(tmp_path / "p")

    def call(*arguments: str) -> tuple[int, str, str]:
        return run_command(project, capsys, arguments, lang)

    for kind, id in (
        ("exhibition", "fighting-epidemic"), ("venue", "hewan-stm"), ("caravan", "guichuan-1"),
        ("organisation", "museum-union"), ("campaign", "science-week-2027"), ("news", "caravan-winter"),
        ("page", "about"), ("tour", "library-loans"), ("route", "guichuan-wednesdays"),
        ("stop", "epidemic-hewan"), ("visit", "gc-zhenshui-autumn"),
    ):  # fmt: skip
        code, out, err = call("show", id, "--kind", kind)
        assert (code, err) == (0, ""), (kind, err)
        assert id in out
