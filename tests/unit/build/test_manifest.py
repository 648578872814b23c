"""The memory of the last build: what is not certainly the same is made again."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tourbook.build.manifest import (
    PENDING,
    Manifest,
    OutputRecord,
    Reason,
    determine_reason,
    load,
    save,
)

MADE = OutputRecord(b"t", b"c", 5, 7)
SMALL_INT = st.integers(-1, 9)


@given(
    st.none() | st.just(MADE),
    st.booleans(),
    st.sampled_from([b"t", b"u"]),
    st.sampled_from([b"c", b"d"]),
    SMALL_INT,
    SMALL_INT,
)
def test_an_output_is_kept_only_if_everything_is_the_same(
    made: OutputRecord | None, tool: bool, template: bytes, content: bytes, size: int, mtime: int
) -> None:
    same = (
        made is not None
        and tool
        and template == b"t"
        and content == b"c"
        and size == 5
        and mtime == 7
    )
    assert (determine_reason(made, tool, template, content, size, mtime) == "kept") == same


@given(st.binary(max_size=2), st.binary(max_size=2), SMALL_INT, SMALL_INT)
def test_a_file_that_was_about_to_be_written_is_never_kept(
    template: bytes, content: bytes, size: int, mtime: int
) -> None:
    assert determine_reason(PENDING, True, template, content, size, mtime) != "kept"


def test_the_first_reason_that_holds_is_given() -> None:
    assert determine_reason(None, True, b"t", b"c", 5, 7) == "new"
    assert determine_reason(MADE, False, b"u", b"d", -1, -1) == "missing"
    assert determine_reason(MADE, False, b"u", b"d", 5, 7) == "tool"
    assert determine_reason(MADE, True, b"u", b"d", 5, 7) == "template"
    assert determine_reason(MADE, True, b"t", b"d", 5, 7) == "content"
    assert (
        determine_reason(MADE, True, b"t", b"c", 5, 8)
        == determine_reason(MADE, True, b"t", b"c", 6, 7)
        == "touched"
    )


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    written = Manifest(b"salt", outputs={"a": MADE, "b": PENDING})
    save(tmp_path / "x" / "m", written)
    assert load(tmp_path / "x" / "m") == written


OLD_PROBLEM = {
    "code": "feed-gone",
    "at": ["content/site.yaml", [], False, 1, 1, ""],
    "what": ["甲", "a"],
    "mend": ["乙", "b"],
    "level": "warning",
    "other": None,
}
OLD_OUTPUTS = {"index.html": [b"t", b"c", 5, 7, "content"]}


@pytest.mark.parametrize(
    "written",
    [
        {
            "salt": b"s",
            "seal": [b"inputs", "UTC", 3, 2, [OLD_PROBLEM]],
            "outputs": OLD_OUTPUTS,
        },
        {
            "program_digest": b"s",
            "fingerprint": [b"inputs", "UTC", 3, 2, [OLD_PROBLEM]],
            "outputs": OLD_OUTPUTS,
        },
    ],
)
def test_the_manifest_of_another_version_still_names_its_outputs(
    tmp_path: Path, written: dict[str, object]
) -> None:
    """Otherwise outputs that nothing makes any more would stay."""
    (tmp_path / "m").write_bytes(msgspec.msgpack.encode(written))
    record = OutputRecord(b"t", b"c", 5, 7, Reason.CONTENT)
    assert load(tmp_path / "m") == Manifest(outputs={"index.html": record})


@given(st.binary())
def test_a_manifest_that_cannot_be_read_is_an_empty_one(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "m"
    path.write_bytes(raw)
    found = load(path)
    assert isinstance(found, Manifest)
    path.write_bytes(msgspec.msgpack.encode({"outputs": {"a": 1}}))
    assert load(path) == Manifest()
    path.unlink()
    assert load(path) == Manifest()
