"""What was read once is read again only if its bytes changed, and the memory can never be wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.in_memory import make_snapshot
from tests.support.projects import Project
from tourbook.build import cache as module
from tourbook.build.cache import BuildCache
from tourbook.common.problems import Problems

FILES = [
    "content/site.yaml",
    "content/exhibitions/light.md",
    "content/venues/hall.md",
    "schedule.yaml",
]


def read_files(path: Path, salt: bytes = b"s", **changed: str) -> dict[str, object]:
    snap = make_snapshot(changed)
    memo, problems = BuildCache(path, salt, 1), Problems()
    found = memo.read(FILES, snap.digests, snap.texts, problems)
    memo.convert_texts(["甲", "**乙**"])
    memo.save()
    return found


@pytest.fixture
def read_names(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that are really read."""
    out: list[str] = []
    real = module._read_file

    def spy(file: str, raw: bytes) -> object:
        out.append(file)
        return real(file, raw)

    monkeypatch.setattr(module, "_read_file", spy)
    return out


def test_only_a_changed_file_is_read_again(tmp_path: Path, read_names: list[str]) -> None:
    first = read_files(tmp_path / "memo")
    assert read_names == FILES
    read_names.clear()
    assert read_files(tmp_path / "memo") == first
    assert read_names == []
    read_files(tmp_path / "memo", **{"schedule.yaml": "tours:\n"})
    assert read_names == ["schedule.yaml"]


def test_another_tool_reads_everything(tmp_path: Path, read_names: list[str]) -> None:
    read_files(tmp_path / "memo")
    read_names.clear()
    read_files(tmp_path / "memo", b"other")
    assert read_names == FILES


def test_a_file_with_a_problem_is_read_every_time_and_its_problem_is_reported_every_time(
    tmp_path: Path,
) -> None:
    for _ in range(2):
        snap, problems = make_snapshot({"schedule.yaml": "tuors:\n  - x\n"}), Problems()
        memo = BuildCache(tmp_path / "memo", b"s", 1)
        memo.read(FILES, snap.digests, snap.texts, problems)
        memo.save()
        assert [p.code for p in problems] == ["unknown-key"]


def test_what_is_not_used_any_more_is_forgotten(tmp_path: Path) -> None:
    read_files(tmp_path / "memo")
    size = (tmp_path / "memo").stat().st_size
    snap = make_snapshot({})
    memo = BuildCache(tmp_path / "memo", b"s", 1)
    memo.read(FILES[:1], snap.digests, snap.texts, Problems())
    memo.save()
    assert (tmp_path / "memo").stat().st_size < size


@settings(max_examples=50)
@given(st.binary())
def test_a_cache_that_cannot_be_read_is_none(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "memo").write_bytes(raw)
    assert set(read_files(tmp_path / "memo")) == set(FILES)


def test_without_a_file_nothing_is_kept() -> None:
    memo = BuildCache(None, b"", 1)
    snap = make_snapshot({})
    assert set(memo.read(FILES, snap.digests, snap.texts, Problems())) == set(FILES)
    memo.save()


@given(st.lists(st.text(max_size=30), unique=True, max_size=6))
def test_prose_comes_back_for_every_text(texts: list[str]) -> None:
    from tourbook.formats.markdown_html import convert_markdown

    assert BuildCache(None, b"", 1).convert_texts(texts) == {
        text: convert_markdown(text) for text in texts
    }


def test_the_cache_in_a_project_may_be_deleted_at_any_time(project: Project) -> None:
    project.build()
    before = project.read_tree()
    (project.root / ".tourbook/memo").unlink()
    assert project.build().publish_result.written_files == {}
    assert project.read_tree() == before
