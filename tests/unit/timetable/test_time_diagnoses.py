"""The help for times in another notation is the very times, and says where remarks belong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tourbook.common.dates import parse_sessions
from tourbook.timetable.time_diagnoses import diagnose_times, write_times

AFTERNOON = [
    "14.00-16.00", "14-16", "1400-1600", "14h-16h", "2pm-4pm", "2-4pm", "2 p.m. - 4 p.m.", "下午2点-4点",
    "下午两点至四点", "14：00－16：00 ", "14:00 to 16:00", "14:00 until 16:00", "from 14:00 to 16:00",
    "14:00:00-16:00:00", "14点到16点", "0.583333-0.666667", "2-4", "14:00/16:00", "14.00 Uhr bis 16.00 Uhr",
]  # fmt: skip


@pytest.mark.parametrize("text", AFTERNOON)
def test_times_are_rewritten(text: str) -> None:
    assert diagnose_times(text, allows_open_end=True).help.en == "write 14:00-16:00"
    assert diagnose_times(text).help.zh == "写成 14:00-16:00"


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("9-5", "09:00-17:00"), ("9am-5pm", "09:00-17:00"), ("10-2pm", "10:00-14:00"),
        ("12-2pm", "12:00-14:00"), ("11.30am-1pm", "11:30-13:00"), ("10 a.m. to noon", "10:00-12:00"),
        ("上午9点-11点半，下午2点到4点30分", "09:00-11:30, 14:00-16:30"),
        ("9:00-11:00 & 14:00-16:00", "09:00-11:00, 14:00-16:00"), ("晚上8点-凌晨1点", "20:00-01:00"),
        ("上午9:00-11:30 下午14:00-16:00", "09:00-11:30, 14:00-16:00"), ("早9晚5", "09:00-17:00"),
        ("8pm to midnight", "20:00-24:00"), ("24h", "00:00-24:00"), ("全天", "00:00-24:00"),
        ("10-12 by appointment", "10:00-12:00 booking"), ("休馆", "closed"), ("不开放", "closed"),
        ("九点到十一点", "09:00-11:00"), ("上午9点-5点", "09:00-17:00"), ("9:00-5:00", "09:00-17:00"),
    ],
)  # fmt: skip
def test_each_notation_has_its_times(text: str, times: str) -> None:
    assert write_times(text) == times
    assert diagnose_times(text).help.en == f"write {times}"


@pytest.mark.parametrize(
    ("text", "time"),
    [("2pm", "14:00"), ("noon", "12:00"), ("下午2点", "14:00"), ("14.00", "14:00"), ("0.583333", "14:00")],
)  # fmt: skip
def test_a_beginning_alone_is_rewritten_where_it_is_enough(text: str, time: str) -> None:
    assert diagnose_times(text, allows_open_end=True).help.en == f"write {time}"
    assert f"such as {time}" in diagnose_times(text).help.en.replace("as in", "such as")


@pytest.mark.parametrize(
    ("text", "message", "help"),
    [
        ("16:00-14:00", "ends before it begins", "14:00-16:00 if the two are swapped"),
        ("11:30-09:00", "ends before it begins", "write 11:30-21:00 if it ends in the afternoon"),
        ("14:00-14:00", "ends when it begins", "write only 14:00"),
        ("09:00-11:00, 10:30-12:00", "overlap", "join them: 09:00-12:00"),
        ("14:00-16:00, 09:00-11:00", "wrong order", "write 09:00-11:00, 14:00-16:00"),
        ("14:00-16:00（团体）", "more than times", "write 14:00-16:00, and “团体” in a note"),
        ("14:00-16:00 Groups only", "more than times", "“Groups only” in a note"),
        ("09:00-17:30（16:30停止入场）", "more than times", "last_admission: 60"),
        ("9:00-17:00, last entry 16.30", "more than times", "last_admission: 30"),
        ("9:00-17:00（周一闭馆）", "more than times", "on a line of its own mon: closed"),
        ("9:00-17:00 (Mondays closed)", "more than times", "mon: closed"),
        ("9:00", "has a beginning and no end", "write when it ends, as in 09:00-17:00"),
        ("随便", "cannot be read", "write 09:00-12:00, 14:00-17:30"),
        ("2027-01-06", "cannot be read", "write 09:00-12:00"),
        ("25:00-26:00", "cannot be read", "write 09:00-12:00"),
    ],
)
def test_each_mistake_has_a_message_of_its_own(text: str, message: str, help: str) -> None:
    diagnosis = diagnose_times(text)
    assert message in diagnosis.message.en
    assert help in diagnosis.help.en


@given(st.text() | st.from_regex(r"[\d:.apm点至 -]{1,20}", fullmatch=True))
def test_any_text_is_explained_and_what_is_suggested_can_be_read(text: str) -> None:
    for said in diagnose_times(text) + diagnose_times(text, allows_open_end=True):
        assert said.zh
        assert said.en
    times = write_times(text)
    assert times is None or parse_sessions(times) is not None
