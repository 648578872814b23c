"""The law of shards: however many builds make a site together, what `merge` makes of their parts is
byte for byte what one clean build makes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from pathlib import Path

import pytest

from tests.support import tiny_theme
from tests.support.commands import run_command
from tests.support.projects import TODAY, Project, build_clean_tree
from tests.support.sources import BILINGUAL_SITE, ROUTE, SMALL, VAN, visit_yaml
from tourbook.build.merge import MergeError, merge_shards
from tourbook.build.options import Shard
from tourbook.build.workspace import SHARD_FILE, Workspace
from tourbook.hosting.cluster import build_shards, open_cluster

VISIT = visit_yaml("school", "venue: hall", "repeat: {first: 2026-11-06, every: week, count: 6}")
FILES = {
    **SMALL,
    **VAN,
    "content/site.yaml": BILINGUAL_SITE + "calendar: {crew: not-to-be-guessed}\n",
    "content/news/open.md": "---\ntitle: 开幕\ndate: 2026-11-01\n---\n正文\n",
    "schedule/route.yaml": ROUTE + VISIT,
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = Project(tmp_path_factory.mktemp("rich"))
    project.write({**tiny_theme.list_theme_files("default"), **FILES})
    return project


@pytest.fixture(scope="module")
def clean_tree(project: Project) -> dict[str, bytes]:
    return build_clean_tree(project, TODAY)


def build_parts(project: Project, folder: Path, total: int) -> list[Path]:
    """The folders of all shards."""
    shards = [Shard(number, total) for number in range(1, total + 1)]
    for shard in shards:
        result = project.build(folder / shard.folder_name, shard=shard)
        assert not result.error_count
    return [folder / shard.folder_name for shard in shards]


def merge_parts(project: Project, folders: list[Path], output: Path | None = None) -> list[str]:
    """The files that were written."""
    result = merge_shards(folders, Workspace(project.root, output or project.output))
    return sorted(result.written_files)


def list_messages(project: Project, folders: list[Path]) -> list[str]:
    """What is said of shards that are to be merged into an empty folder, which stays empty."""
    output = project.root / "merged"
    with pytest.raises(MergeError) as error:
        merge_parts(project, folders, output)
    assert not list(output.rglob("*"))
    return [message.en for message in error.value.messages]


@pytest.mark.parametrize("total", [1, 2, 3, 7, 16])
def test_merged_equals_clean(
    project: Project, clean_tree: dict[str, bytes], tmp_path: Path, total: int
) -> None:
    folders = build_parts(project, tmp_path, total)
    trees = [project.read_tree(folder) for folder in folders]
    names = [name for tree in trees for name in tree if not name.startswith(".tourbook")]
    assert sorted(names) == sorted(clean_tree.keys() - {".tourbook-files"})
    merge_parts(project, folders[::-1])
    assert project.read_tree() == clean_tree
    for folder in folders:
        shutil.rmtree(folder)  # what was merged does not need the parts any more
    assert project.read_tree() == clean_tree
    assert not project.build().publish_result.written_files, "there is nothing left to do"


def test_parts_are_brought_up_to_date_and_merged_again(
    project: Project, clean_tree: dict[str, bytes], tmp_path: Path
) -> None:
    merge_parts(project, build_parts(project, tmp_path / "parts", 3))
    edited = Project(tmp_path / "edited")
    shutil.copytree(project.root, edited.root, ignore=shutil.ignore_patterns(".tourbook"))
    light = edited.root / "content/exhibitions/light.md"
    light.write_text(light.read_text().replace("光是什么？", "影是什么？"))
    edited.write({"content/news/open.md": None})
    written = merge_parts(edited, build_parts(edited, tmp_path / "parts", 3))
    assert edited.read_tree() == build_clean_tree(edited, TODAY) != clean_tree
    assert 0 < len(written) < len(clean_tree) / 2, "what did not change is kept"
    assert not any("news/open" in name for name in edited.read_tree())


def test_shards_that_do_not_make_a_site_are_refused(project: Project, tmp_path: Path) -> None:
    folders = build_parts(project, tmp_path / "parts", 3)
    assert list_messages(project, folders[1:]) == ["missing shards: 1/3"]
    twin = shutil.copytree(folders[0], tmp_path / "twin")
    assert list_messages(project, [*folders, twin]) == ["shards that are there twice: 1/3"]
    halves = build_parts(project, tmp_path / "halves", 2)
    assert list_messages(project, [folders[0], halves[0]]) == [
        "the site was divided differently: by 2, 3"
    ]
    (tmp_path / "empty").mkdir()
    assert "no intact shard here: " in list_messages(project, [*folders, tmp_path / "empty"])[0]
    assert "no intact shard here" in list_messages(project, [])[0]
    project.build(twin, shard=Shard(1, 3), today=TODAY.replace(day=25), base_url="https://x.org/")
    (message,) = list_messages(project, [twin, *folders[1:2]])[:1]
    assert "different days (2026-11-25, 2026-11-24): give every shard the same --today" in message
    assert "different --base-url" in message
    name = next(name for name in project.read_tree(folders[2]) if name.endswith(".html"))
    page = folders[2] / name
    raw = page.read_bytes()
    page.write_bytes(raw[:-1])
    assert (
        f"1 files are missing, or not as they were built: {page}"
        in (list_messages(project, folders)[0])
    )
    page.unlink()
    (tmp_path / "elsewhere").write_bytes(raw)
    page.symlink_to(tmp_path / "elsewhere")
    assert str(page) in list_messages(project, folders)[0], "a link is not followed"
    record = folders[1] / SHARD_FILE
    record.write_bytes(record.read_bytes()[:-1] + b"x")
    assert "no intact shard here" in list_messages(project, folders)[0]


def test_a_file_that_no_shard_makes_is_missed(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = Shard.holds
    monkeypatch.setattr(Shard, "holds", lambda s, name: name != "all.ics" and right(s, name))
    (message,) = list_messages(project, build_parts(project, tmp_path, 2))
    assert "together, these shards do not hold exactly the files of the site" in message


def test_the_commands(
    project: Project,
    clean_tree: dict[str, bytes],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """As a CI matrix calls them: each part is built elsewhere and brought to one folder."""

    def run(*arguments: str | Path) -> tuple[int, str, str]:
        return run_command(project, capsys, tuple(map(str, arguments)), "en")

    for number in (1, 2):
        part = tmp_path / f"machine-{number}"
        assert run("build", "--shard", f"{number}/2", "--output", part)[0] == 0
        shutil.move(part, tmp_path / "parts" / part.name)
    whole = tmp_path / "whole"
    assert run("merge", tmp_path / "parts", "--output", whole)[0] == 0
    assert project.read_tree(whole) == clean_tree
    first_part = tmp_path / "parts/machine-1"
    for arguments, exit_code, message in (
        (["build", "--shard", "1/2", "--output", whole], 2, "holds a whole site"),
        (["merge", first_part.parent, "--output", first_part], 2, "is one of the shards"),
        (["deploy", "x:", "--output", first_part], 2, "only a part of the site"),
        (["build", "--shard", "3/2"], 2, "not a part"),
        (["build", "--shard", "1/2", "--cluster", "tcp://x"], 2, "do not go together"),
        (["merge", tmp_path / "nothing"], 1, "no intact shard here"),
    ):
        code, _, error = run(*arguments)
        assert code == exit_code
        assert message in error


@pytest.fixture(params=["processes", "dask"])
def executor(request: pytest.FixtureRequest) -> Iterator[Executor]:
    if request.param == "processes":
        with ProcessPoolExecutor(2) as pool:
            yield pool
        return
    from distributed import LocalCluster

    with (
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
        open_cluster(cluster.scheduler_address) as (pool, total),
    ):
        assert total == 2
        yield pool


def test_an_executor_builds_the_shards(
    project: Project, clean_tree: dict[str, bytes], executor: Executor, tmp_path: Path
) -> None:
    arguments = ["--root", str(project.root), "--today", TODAY.isoformat(), "--quiet"]
    runs = build_shards(executor, arguments, tmp_path / "parts", 2)
    assert [run.exit_code for run in runs] == [0, 0], runs
    merge_parts(project, [tmp_path / "parts/1-of-2", tmp_path / "parts/2-of-2"])
    assert project.read_tree() == clean_tree
