"""The history of a schedule in real Git repositories, however their commits came about."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.support.repositories import (
    START,
    VersionedProject,
    are_same,
    summarise_history,
    write_schedule,
)
from tests.support.sources import HALL, SITE, SMALL


def test_each_change_has_the_moment_of_its_commit_and_what_shows_nothing_has_none(
    repo: VersionedProject,
) -> None:
    repo.start()
    repo.edit(100, "2026-12-02", "2026-12-08")
    repo.edit(200, "2026-12-02", "2026-12-08", a="note: 请预约")
    repo.commit(
        300,
        {
            "schedule.yaml": "# 说明\n"
            + write_schedule("2026-12-02", "2026-12-08", a="note: '请预约'   # 见邮件"),
            "README.md": "x",
        },
    )
    repo.commit(
        400,
        {"content/venues/hall.md": HALL.replace("09:00", "10:00")},
    )
    ledger = repo.read_ledger()
    assert ledger.source == "git" and ledger.is_available
    assert summarise_history(ledger, "a") == (0, [100, 400], 400, 0)
    assert summarise_history(ledger, "b") == (0, [400], 400, 0)


def test_a_stop_that_moves_to_another_file_and_a_file_that_moves_change_nothing(
    repo: VersionedProject,
) -> None:
    repo.start()
    head, first, second = write_schedule("2026-12-01", "2026-12-08").partition("      - id: a")
    other = (
        head.replace("id: tour", "id: other")
        + "      - id: b"
        + second.partition("      - id: b")[2]
    )
    main = "include: [schedule/*.yaml]\n" + head + first + second.partition("      - id: b")[0]
    repo.commit(
        100, {"schedule.yaml": main.replace("      - id: b", ""), "schedule/more.yaml": other}
    )
    assert summarise_history(repo.read_ledger(), "a") == (0, [], 0, 0)
    ledger = repo.read_ledger()
    assert (
        summarise_history(ledger, "b")[:2] == (0, [])
        and not ledger.history.records["stop"]["b"].removed_at
    )
    repo.git("mv", "schedule/more.yaml", "schedule/moved.yaml")
    before = repo.read_ledger(fresh=True).history.records["stop"]["b"]
    repo.commit(200)
    after = repo.read_ledger().history.records["stop"]["b"]
    assert (after.versions, after.modified_at, after.file) == (
        before.versions,
        before.modified_at,
        "schedule/moved.yaml",
    )


@pytest.mark.parametrize("inside", ["site", "网站/巡展 2026"])
def test_a_project_in_a_folder_of_a_repository(tmp_path: Path, inside: str) -> None:
    """Its neighbours are nothing to it, though they look like it."""
    repo = VersionedProject(tmp_path / "many sites", inside)
    repo.start()
    (tmp_path / "many sites/schedule.yaml").write_text(write_schedule("2020-01-01"))
    repo.edit(100, "2026-12-02", "2026-12-08")
    assert summarise_history(repo.read_ledger(), "a") == (0, [100], 100, 0)


@pytest.mark.parametrize("feature_first", [False, True])
def test_a_merge_is_no_change_where_both_sides_are_in_it(
    repo: VersionedProject, feature_first: bool
) -> None:
    repo.start()
    repo.git("checkout", "-qb", "feature")
    repo.edit(100, "2026-12-02", "2026-12-08")
    repo.git("checkout", "-q", "main")
    repo.commit(
        200,
        {"content/venues/hall.md": HALL.replace("人民路", "解放路")},
    )
    repo.git("checkout", "-q", "feature" if feature_first else "main")
    repo.git(
        "merge", "--quiet", "--no-ff", "-m", "merge", "main" if feature_first else "feature", at=300
    )
    ledger = repo.read_ledger()
    assert summarise_history(ledger, "a")[:2] == (0, [100]) and summarise_history(ledger, "b") == (
        0,
        [],
        0,
        0,
    )
    assert ledger.find_modified_at("venue", "hall") == START + 200


@pytest.mark.parametrize("feature_first", [False, True])
@pytest.mark.parametrize("kept", ["ours", "theirs"])
def test_a_merge_that_takes_one_side_is_a_change_for_the_other(
    repo: VersionedProject, feature_first: bool, kept: str
) -> None:
    repo.start()
    repo.git("checkout", "-qb", "feature")
    repo.edit(100, "2026-12-02", "2026-12-08")
    sides = {"feature": repo.read_ledger(fresh=True)}
    repo.git("checkout", "-q", "main")
    repo.edit(200, "2026-12-03", "2026-12-08")
    sides["main"] = repo.read_ledger(fresh=True)
    on, other = ("feature", "main") if feature_first else ("main", "feature")
    repo.git("checkout", "-q", on)
    repo.git("merge", "--quiet", "--no-ff", "-m", "merge", "-X", kept, other, at=300)
    merged = repo.read_ledger()
    assert merged.history == repo.read_ledger(fresh=True).history
    life = merged.history.records["stop"]["a"]
    for side, ledger in sides.items():
        was = ledger.history.records["stop"]["a"]
        assert set(was.versions) <= set(life.versions), (
            "SEQUENCE does not fall, whichever side was published"
        )
        assert life.modified_at >= was.modified_at
        if was.timing != life.timing:
            assert len(life.versions) > len(was.versions) and life.modified_at > was.modified_at, (
                side
            )


def test_commits_that_cannot_be_read_count_as_nothing_until_fixed(repo: VersionedProject) -> None:
    repo.start()
    for at, bad in (
        (100, "tours: {"),
        (200, "<<<<<<< HEAD\ntours:\n"),
        (300, write_schedule("2026-12-02") + "        opne: x\n"),
    ):
        repo.commit(at, {"schedule.yaml": bad})
        assert summarise_history(repo.read_ledger()) == (0, [], 0, 0)
    repo.edit(400, "2026-12-02", "2026-12-08")
    assert (
        summarise_history(repo.read_ledger())
        == summarise_history(repo.read_ledger(fresh=True))
        == (0, [400], 400, 0)
    )
    assert summarise_history(repo.read_ledger(), "b") == (0, [], 0, 0)


def test_only_the_stop_that_cannot_be_read_waits(repo: VersionedProject) -> None:
    """Or all of its file: what is published then is what was there before."""
    repo.start()
    repo.edit(100, "2026-12-02", "2026-13-08")
    repo.edit(200, "2026-12-02", "2026-12-09")
    ledger = repo.read_ledger()
    assert summarise_history(ledger, "b") == (0, [200], 200, 0) and summarise_history(ledger, "a")[
        1
    ] in ([100], [200])


def test_moments_follow_the_history_where_a_clock_does_not(repo: VersionedProject) -> None:
    repo.start(1000)
    repo.edit(10, "2026-12-02", "2026-12-08")
    repo.edit(20, "2026-12-03", "2026-12-08")
    repo.edit(2000, "2026-12-04", "2026-12-08")
    assert summarise_history(repo.read_ledger()) == (1000, [1001, 1002, 2000], 2000, 0)


def test_a_clock_that_is_ahead_is_reported_and_what_follows_goes_on_from_it(
    repo: VersionedProject,
) -> None:
    repo.start()
    assert not repo.read_ledger().future_commit
    ahead = repo.edit(400 * 86400, "2026-12-02", "2026-12-08")
    repo.edit(100, "2026-12-03", "2026-12-08")
    ledger = repo.read_ledger()
    assert ledger.future_commit and ahead
    assert summarise_history(ledger)[1] == [400 * 86400, 400 * 86400 + 1]


def test_a_stop_that_was_removed_and_comes_back_goes_on(repo: VersionedProject) -> None:
    repo.start()
    repo.edit(100, "", "2026-12-08")
    removed_ledger = repo.read_ledger()
    assert (
        summarise_history(removed_ledger) == (0, [100], 0, 100)
        and removed_ledger.find_history("stop", "a") is None
    )
    assert [(name, record.trip) for name, _, record in removed_ledger.iterate_removed("stop")] == [
        ("a", "tour")
    ]
    repo.edit(200, "2026-12-01", "2026-12-08")
    assert summarise_history(repo.read_ledger()) == (0, [100, 200], 200, 0)


def test_drafts_are_nothing(repo: VersionedProject) -> None:
    repo.start(0, {"schedule.yaml": write_schedule("2026-12-01", "2026-12-08", a="draft: true")})
    repo.edit(100, "2026-12-02", "2026-12-08", a="draft: true")
    assert "a" not in repo.read_ledger().history.list_records("stop")
    repo.edit(200, "2026-12-03", "2026-12-08")
    assert summarise_history(repo.read_ledger()) == (200, [], 200, 0)
    repo.edit(300, "2026-12-03", "2026-12-08", a="draft: true")
    assert summarise_history(repo.read_ledger()) == (200, [300], 200, 300)


def test_a_renamed_stop_goes_on_under_its_alias(repo: VersionedProject) -> None:
    repo.start()
    repo.commit(
        100,
        {
            "schedule.yaml": write_schedule("2026-12-02", "2026-12-08").replace(
                "id: a\n", "id: z\n        aliases: [a]\n"
            )
        },
    )
    ledger = repo.read_ledger()
    assert ledger.history.records["stop"]["z"].origin == "a" and summarise_history(
        ledger, "a"
    ) == summarise_history(ledger, "z") == (
        0,
        [100],
        100,
        0,
    )


def test_changes_before_the_site_was_public_do_not_count(repo: VersionedProject) -> None:
    repo.start()
    repo.edit(100, "2026-12-02", "2026-12-08")
    repo.edit(3 * 86400, "2026-12-03", "2026-12-08")
    since = dt.datetime.fromtimestamp(START + 86400, dt.UTC).date()
    assert summarise_history(repo.read_ledger(since=since))[:2] == (0, [3 * 86400])


def test_what_is_not_committed_counts_as_committed_on_the_day_of_the_build(
    repo: VersionedProject,
) -> None:
    repo.start()
    repo.project.write(
        {
            "schedule.yaml": write_schedule("2026-12-02"),
            "content/venues/new.md": "---\nname: 新馆\nregion: '621121'\n---\n",
        }
    )
    day = dt.date(2027, 1, 5)
    ledger = repo.read_ledger(day)
    at = int(dt.datetime(2027, 1, 5, tzinfo=dt.UTC).timestamp()) - START
    assert summarise_history(ledger, "a") == (0, [at], at, 0) and summarise_history(
        ledger, "b"
    ) == (0, [at], 0, at)
    assert ledger.history.records["venue"]["new"].versions[0].timestamp == START + at
    assert summarise_history(repo.read_ledger(dt.date(2020, 1, 1)), "a") == (0, [1], 1, 0), (
        "but after the last commit"
    )
    repo.commit(at)
    assert repo.read_ledger().history == ledger.history, "committed at that moment, it is the same"


def test_a_file_that_is_only_staged_or_ignored_is_there(repo: VersionedProject) -> None:
    repo.start()
    venue = "---\nname: 新馆\nregion: '621121'\n---\n"
    repo.project.write(
        {".gitignore": "/.tourbook/\ncontent/venues/new.md\n", "content/venues/new.md": venue}
    )
    repo.git("rm", "--quiet", "--cached", "schedule.yaml")
    ledger = repo.read_ledger()
    assert summarise_history(ledger) == (0, [], 0, 0) and "new" in ledger.history.list_records(
        "venue"
    )


def test_an_empty_repository_that_grows_and_shrinks(repo: VersionedProject) -> None:
    """Every file taken away at once, and put back."""
    repo.start()
    repo.commit(100, dict.fromkeys(SMALL))
    empty = repo.read_ledger()
    assert summarise_history(empty) == (0, [100], 0, 100) and not any(
        life.is_live
        for table, records in empty.history.records.items()
        if table != "place"
        for life in records.values()
    )
    repo.start(200)
    assert are_same(repo.read_ledger(), repo.read_ledger(fresh=True)) and summarise_history(
        repo.read_ledger()
    ) == (
        0,
        [100, 200],
        200,
        0,
    )


def test_a_date_of_another_age_counts_as_nothing_until_fixed(repo: VersionedProject) -> None:
    repo.start()
    repo.edit(100, "9999-12-31", "2026-12-08", "0001-01-01")
    repo.edit(200, "2026-12-02", "2026-12-08")
    a, c = (repo.read_ledger().find_history("stop", name) for name in "ac")
    assert a is not None
    assert [version.timestamp - START for version in a.versions] == [0, 200]
    assert c is None


REGIONS = '"620000": {timezone: Asia/Urumqi}\n'
ABROAD = HALL.replace("address:", "timezone: Asia/Bangkok\naddress:")


@pytest.mark.parametrize(
    ("files", "moves"),
    [
        ({"content/venues/hall.md": ABROAD}, True),
        ({"content/regions.yaml": REGIONS}, True),
        ({"content/regions.yaml": REGIONS.replace("620000", "621121")}, True),
        ({"content/regions.yaml": REGIONS.replace("620000", "TH")}, False),
        ({"content/regions.yaml": REGIONS.replace("Urumqi", "Shanghai")}, False),
        ({"content/site.yaml": SITE + "timezone: Asia/Bangkok\n"}, True),
        (
            {
                "content/site.yaml": SITE + "timezone: Asia/Bangkok\n",
                "content/regions.yaml": REGIONS.replace("Urumqi", "Shanghai"),
            },
            False,
        ),
        (
            {
                "content/venues/hall.md": HALL.replace('"621121"', "TH"),
                "content/regions.yaml": "TH: {timezone: Asia/Bangkok}\n",
            },
            True,
        ),
    ],
)
def test_another_zone_is_another_time_wherever_it_is_written(
    repo: VersionedProject, files: dict[str, str | bytes | None], moves: bool
) -> None:
    """SEQUENCE counts the versions, LAST-MODIFIED is when the last one came."""
    repo.start()
    before = {name: (repo.root / name).read_text() for name in SMALL if name in files}
    repo.commit(100, files)
    ledger = repo.read_ledger()
    assert summarise_history(ledger)[1] == ([100] if moves else [])
    assert ledger.history.records["stop"]["a"].modified_at == START + (100 if moves else 0)
    repo.commit(200, dict.fromkeys(files) | before)
    ledger = repo.read_ledger()
    assert summarise_history(ledger)[1] == ([100, 200] if moves else []), "and back"
    assert are_same(ledger, repo.read_ledger(fresh=True))
