"""deploy, with a real rclone: to a folder, and to a real S3 server."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support import tiny_theme
from tests.support.projects import REPO, Project
from tests.support.sources import SMALL
from tourbook.build.workspace import FILE_LIST
from tourbook.hosting.deployment import plan_deployment

VARIABLES = {
    **os.environ,
    "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    "RCLONE_CONFIG": os.devnull,
}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = Project(tmp_path / "p")
    project.write({**tiny_theme.list_theme_files("default"), **SMALL})
    project.build()
    return project


def deploy(project: Project, remote: str, *options: str, code: int = 0, **more: str) -> str:
    done = subprocess.run(
        [sys.executable, str(REPO / "build.py"), "deploy", remote, "--root", str(project.root), "--lang", "en", *options],
        env=VARIABLES | more,
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == code, done.stdout + done.stderr
    return done.stderr


def read_site(project: Project) -> dict[str, bytes]:
    tree = project.read_tree()
    del tree[FILE_LIST]
    return tree


def test_only_what_changed_is_moved_and_what_is_gone_is_deleted(
    project: Project, tmp_path: Path
) -> None:
    host = Project(tmp_path / "host")
    count = len(read_site(project))
    assert f"{count} to move, 0 to delete" in deploy(project, str(host.root))
    assert host.read_tree(host.root) == read_site(project)
    assert "0 to move, 0 to delete" in deploy(project, str(host.root))
    (host.root / "of-somebody-else.txt").write_text("x")
    project.write({"schedule.yaml": None, "content/exhibitions/sound.md": "---\nname: 声\n---\n"})
    project.write({"schedule.yaml": "tours: []\n"})
    project.build()
    shutil.rmtree(project.root / ".tourbook")  # but for what was deployed
    deploy(project, str(host.root), "--all")
    tree = host.read_tree(host.root)
    assert read_site(project).items() <= tree.items()
    assert "of-somebody-else.txt" in tree


def test_after_a_deletion_the_host_has_the_site_and_nothing_more(
    project: Project, tmp_path: Path
) -> None:
    host = Project(tmp_path / "host")
    extra = {"content/exhibitions/sound.md": "---\nname: 声\n---\n"}
    project.write(extra)
    project.build()
    deploy(project, str(host.root))
    assert (host.root / "exhibitions/sound/index.html").exists()
    project.write(dict.fromkeys(extra))
    project.build()
    assert "to delete" in deploy(project, str(host.root))
    assert not (host.root / "exhibitions/sound/index.html").exists()
    assert host.read_tree(host.root) == read_site(project)


@contextmanager
def serve_s3(folder: Path) -> Iterator[dict[str, str]]:
    """rclone's own S3 server over a folder; gives the settings of the remote s3."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (folder / "bucket").mkdir(parents=True)
    server = subprocess.Popen(
        ["rclone", "serve", "s3", "--auth-key", "somebody,secret", "--addr", f"127.0.0.1:{port}", str(folder)],
        env=VARIABLES, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        settings = {
            "type": "s3", "provider": "Rclone", "endpoint": f"http://127.0.0.1:{port}",
            "access_key_id": "somebody", "secret_access_key": "secret",
        }  # fmt: skip
        yield {f"RCLONE_CONFIG_S3_{key.upper()}": value for key, value in settings.items()}
    finally:
        server.terminate()
        server.wait(10)


def test_a_bucket_gets_every_file_with_its_headers(project: Project, tmp_path: Path) -> None:
    with serve_s3(tmp_path / "s3") as settings:
        log = deploy(project, "s3:bucket", RCLONE_DUMP="headers", **settings)
    assert Project(tmp_path).read_tree(tmp_path / "s3/bucket") == read_site(project)
    uploads = [part for part in log.split("HTTP REQUEST") if "PUT /bucket/" in part]
    paths = []
    for part in uploads:
        path = part.partition("PUT /bucket/")[2].partition("?")[0].partition(" ")[0]
        paths.append(unquote(path))
        wanted = {
            path.startswith("assets/"): "Cache-Control: public, max-age=31536000, immutable",
            path.endswith(".ics"): "Content-Type: text/calendar; charset=utf-8",
            path.endswith(".html"): "Cache-Control: public, max-age=0, must-revalidate",
        }
        assert wanted.get(True, "") in part, path
    assert set(paths) == set(read_site(project))
    repeats = log.count("low level retry")  # after an answer that got lost on a busy machine
    assert len(uploads) <= len(read_site(project)) + repeats, "each file once"
    assert "Don't know how to set key" not in log, "only what a store keeps with a file"


def test_lists_are_for_other_tools_in_the_order_of_moving(project: Project, tmp_path: Path) -> None:
    deploy(project, "bucket", "--list", str(tmp_path / "lists"))
    lists = sorted((tmp_path / "lists").glob("*.txt"))
    paths = [line for file in lists for line in file.read_text().splitlines()]
    assert sorted(paths) == sorted(read_site(project))
    assert paths[0].startswith("assets/")
    assert paths[-1].endswith(".xml") or paths[-1].endswith(".html")
    first_headers = (tmp_path / "lists/1-move.headers").read_text()
    assert "immutable" in first_headers
    headers = {line for file in (tmp_path / "lists").glob("*.headers") for line in file.read_text().splitlines()}  # fmt: skip
    assert {line.partition(":")[0] for line in headers} == {"Content-Type", "Cache-Control"}


def test_what_fails_is_said_and_goes_on_the_next_time(project: Project, tmp_path: Path) -> None:
    (tmp_path / "host").write_text("a file where a folder should be")
    assert "run it again" in deploy(project, str(tmp_path / "host/x"), code=1)
    (tmp_path / "host").unlink()
    assert "0 to delete" in deploy(project, str(tmp_path / "host/x"))
    assert (tmp_path / "host/x/index.html").exists()


def test_without_rclone_or_a_site_it_says_what_to_do(project: Project, tmp_path: Path) -> None:
    assert "--list" in deploy(project, str(tmp_path / "host"), code=2, PATH="/nonexistent")
    shutil.rmtree(project.output)
    assert "build the site first" in deploy(project, str(tmp_path / "host"), code=2)


DIGESTS = st.dictionaries(
    st.sampled_from(["assets/a.css", "index.html", "all.ics", "x/index.html", "news.atom"]),
    st.sampled_from([b"1", b"2"]),
)


@given(DIGESTS, DIGESTS)
def test_the_batches_turn_any_site_into_any_other(
    files: dict[str, bytes], deployed: dict[str, bytes]
) -> None:
    host = dict(deployed)
    batches = plan_deployment(files, deployed)
    for batch in batches:
        for path in batch.paths:
            if batch.is_deletion:
                del host[path]
            else:
                assert host.get(path) != files[path]
                host[path] = files[path]
    assert host == files
    assert all(batch.paths for batch in batches)
    assert [b.is_deletion for b in batches] == sorted(b.is_deletion for b in batches)
