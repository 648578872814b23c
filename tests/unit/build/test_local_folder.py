"""The local folder of the browser editor: it saves what is sound, only where records are, and only
what somebody saw."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.projects import TODAY, Project
from tests.support.sources import SITE, SMALL
from tourbook.build.editable_files import is_editable_picture, is_editable_text
from tourbook.build.live import LiveSite
from tourbook.build.local_folder import LocalFolder
from tourbook.build.options import BuildOptions

VENUE = "content/venues/hall.md"
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
FOREIGN_PATHS = (
    "../outside.md",
    "content/venues/../../outside.md",
    "/etc/passwd",
    "content/site.yaml",
    "content/regions.yaml",
    "content/venues/.hidden.md",
    "content/venues/a/b/c.md",
    "content/unknown/a.md",
    "content\\venues\\a.md",
    "content/venues/a\x00.md",
    "content//venues/a.md",
    "content/venues/a.md/",
    "content/venues/a.html",
    "themes/default/templates/base.html",
    "schedule/a.sh",
    "schedule/../build.yaml",
    "build.py",
    ".git/hooks/pre-commit",
    ".tourbook/memo",
    "",
)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = Project(tmp_path / "project")
    project.write({**SMALL, "content/site.yaml": SITE + "editor: {backend: local}\n"})
    return project


@pytest.fixture
def folder(project: Project) -> LocalFolder:
    site = LiveSite(BuildOptions(project.root, project.output, lambda _zone: TODAY))
    assert site.plan()
    return LocalFolder(site, site.refresh)


def ask(local: LocalFolder, action: str, /, **params: Any) -> tuple[int, Any]:
    body = json.dumps({"branch": "main", "action": action, "params": {"branch": "main", **params}})
    reply = local.answer(body.encode())
    json.dumps(reply.content)
    return reply.status, reply.content


def get_entry(folder: LocalFolder, file: str) -> Any:
    return ask(folder, "getEntry", path=file)[1]["data"]


def save(folder: LocalFolder, file: str, raw: str, **more: Any) -> tuple[int, Any]:
    data_file = {"path": file, "raw": raw, "slug": "x"}
    return ask(folder, "persistEntry", dataFiles=[data_file], assets=[], options={}, **more)


def list_files(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and ".tourbook" not in path.parts
    }


def test_a_change_of_one_value_is_one_line(project: Project, folder: LocalFolder) -> None:
    before = (project.root / VENUE).read_text()
    data = get_entry(folder, VENUE)
    status, _ = save(folder, VENUE, data.replace("县科技馆", "县新科技馆"))
    assert status == 200
    assert (project.root / VENUE).read_text() == before.replace("县科技馆", "县新科技馆")


def test_what_would_bring_an_error_is_not_written(project: Project, folder: LocalFolder) -> None:
    before = list_files(project.root)
    tree = json.loads(get_entry(folder, "schedule.yaml"))
    tree["tours"][0]["stops"][0]["venue"] = "nowhere"
    status, content = save(folder, "schedule.yaml", json.dumps(tree))
    assert status == 422 and "nowhere" in content["error"]
    assert list_files(project.root) == before


def test_one_may_save_twice_but_not_over_the_changes_of_others(
    project: Project, folder: LocalFolder
) -> None:
    data = get_entry(folder, VENUE)
    for name in ("新馆", "新新馆"):
        assert save(folder, VENUE, data.replace("县科技馆", name))[0] == 200
    other = get_entry(folder, VENUE)
    assert save(folder, VENUE, other.replace("新新馆", "别的馆"))[0] == 200
    status, content = save(folder, VENUE, data.replace("县科技馆", "旧馆"))
    assert status == 422 and "刷新" in content["error"]
    assert "别的馆" in (project.root / VENUE).read_text()


def test_a_change_on_the_disk_that_was_not_seen_yet_is_kept(
    project: Project, folder: LocalFolder
) -> None:
    data = get_entry(folder, VENUE)
    path = project.root / VENUE
    path.write_text(path.read_text() + "\n旁人的话\n")
    assert save(folder, VENUE, data.replace("县科技馆", "新馆"))[0] == 422
    assert "旁人的话" in path.read_text()


def test_a_new_record_with_its_picture(project: Project, folder: LocalFolder) -> None:
    raw = json.dumps({"name": "新馆", "region": "620102", "picture": "a.png", "picture_alt": "门"})
    asset = {"path": "content/venues/new/a.png", "content": base64.b64encode(PNG).decode()}
    data_file = {"path": "content/venues/new/index.md", "raw": raw + "\n正文"}
    status, content = ask(folder, "persistEntry", dataFiles=[data_file], assets=[asset])
    assert status == 200, content
    assert (project.root / "content/venues/new/a.png").read_bytes() == PNG
    files = [e["file"]["path"] for e in list_folder(folder)]
    assert "content/venues/new/index.md" in files
    assert ask(folder, "getMediaFile", path=asset["path"])[1]["name"] == "a.png"
    assert save(folder, "content/venues/new/index.md", raw)[0] == 422, "it is there already"


def test_a_tour_gets_a_map_beside_the_settings_of_the_site(
    project: Project, folder: LocalFolder
) -> None:
    document = json.loads(get_entry(folder, "schedule.yaml"))
    number = {"number": "甘S(2023)012号", "picture_alt": "县"}
    document["tours"][0]["map"] = {"picture": "county.png", **number}
    asset = {"path": "content/county.png", "content": base64.b64encode(PNG).decode()}
    data_file = {"path": "schedule.yaml", "raw": json.dumps(document)}
    status, content = ask(folder, "persistEntry", dataFiles=[data_file], assets=[asset])
    assert status == 200, content
    assert (project.root / "content/county.png").read_bytes() == PNG
    assert "甘S(2023)012号" in (project.root / "schedule.yaml").read_text(encoding="utf-8")


def list_folder(folder: LocalFolder, name: str = "content/venues", extension: str = "md") -> Any:
    return ask(folder, "entriesByFolder", folder=name, extension=extension, depth=2)[1]


def test_translations_are_listed_by_themselves(project: Project, folder: LocalFolder) -> None:
    assert [e["file"]["path"] for e in list_folder(folder)] == [VENUE]
    assert list_folder(folder, extension="en.md") == []
    assert list_folder(folder, "themes") == [] and list_folder(folder, "..") == []


@pytest.mark.parametrize("path", FOREIGN_PATHS)
def test_nothing_else_is_read_or_written(project: Project, folder: LocalFolder, path: str) -> None:
    (project.root.parent / "outside.md").write_text("---\nname: secret\n---\n")
    before = list_files(project.root.parent)
    assert not is_editable_text(path) and not is_editable_picture(path)
    assert get_entry(folder, path) is None
    assert ask(folder, "getMediaFile", path=path)[0] == 422
    assert save(folder, path, '{"name": "x"}')[0] == 422
    asset = {"path": path, "content": base64.b64encode(PNG).decode()}
    assert ask(folder, "persistMedia", asset=asset)[0] == 422
    data_file = {"path": VENUE, "raw": get_entry(folder, VENUE), "newPath": path or "x"}
    assert ask(folder, "persistEntry", dataFiles=[data_file])[0] == 422
    assert list_files(project.root.parent) == before


def test_no_link_is_followed(project: Project, folder: LocalFolder) -> None:
    outside = project.root.parent / "outside"
    outside.mkdir()
    (outside / "secret.md").write_text("---\nname: secret\nregion: '620102'\n---\n")
    (project.root / "content/venues/linked").symlink_to(outside)
    (project.root / "content/venues/secret.md").symlink_to(outside / "secret.md")
    folder._follow()
    before = list_files(outside)
    raw = '{"name": "x", "region": "620102"}'
    for name in ("linked/index.md", "secret.md"):
        assert get_entry(folder, f"content/venues/{name}") is None
        assert save(folder, f"content/venues/{name}", raw)[0] == 422
    asset = {"path": "content/venues/linked/a.png", "content": base64.b64encode(PNG).decode()}
    assert ask(folder, "persistMedia", asset=asset)[0] == 422
    assert list_files(outside) == before


def test_pictures_are_never_overwritten(project: Project, folder: LocalFolder) -> None:
    asset = {"path": "content/venues/a.png", "content": base64.b64encode(PNG).decode()}
    assert ask(folder, "persistMedia", asset=asset)[0] == 200
    other = asset | {"content": base64.b64encode(PNG + b"x").decode()}
    assert ask(folder, "persistMedia", asset=other)[0] == 422
    assert (project.root / "content/venues/a.png").read_bytes() == PNG


def test_nothing_can_be_deleted_and_nonsense_is_refused(folder: LocalFolder) -> None:
    assert ask(folder, "deleteFile", path=VENUE)[0] == 422
    assert ask(folder, "deleteFiles", paths=[VENUE])[0] == 422
    for body in (b"", b"[]", b'{"action": 1}', b"\xff", b'{"action": "persistMedia"}'):
        assert folder.answer(body).status == 422
    for raw in ("", "[]", "{", '{"name": {"zh": 1}}', '{"name": [[[]]]}'):
        assert save(folder, VENUE, raw)[0] == 422


def test_the_page_of_an_entry_is_known(folder: LocalFolder) -> None:
    url = ask(folder, "getDeployPreview", collection="venues", slug="hall")[1]["url"]
    assert url.endswith("/venues/hall/")
    assert ask(folder, "getDeployPreview", collection="schedule", slug="schedule")[1]
    assert ask(folder, "getDeployPreview", collection="venues", slug="nowhere")[1] is None


def draft(local: LocalFolder, file: str, text: str) -> tuple[int, Any]:
    return ask(local, "draftPage", dataFiles=[{"path": file, "raw": text}])


def test_a_page_is_drafted_and_nothing_is_written(folder: LocalFolder, project: Project) -> None:
    old = (project.root / VENUE).read_bytes()
    text = get_entry(folder, VENUE).replace("县科技馆", "新科技馆")
    _, first = draft(folder, VENUE, text)
    path, _, number = first["url"].removeprefix("/").partition("?draft=")
    assert "新科技馆" in (folder.find_draft(path, number) or b"").decode()
    assert (folder.find_draft("", number), folder.find_draft(path, "x")) == (None, None)
    assert (project.root / VENUE).read_bytes() == old
    status, wrong = draft(folder, VENUE, text.replace("621121", "999999"))
    assert (status, "999999" in wrong["error"]) == (200, True)
    assert folder.find_draft(path, number) is None, "only the last one is kept"


def test_a_draft_of_what_is_not_there_yet(folder: LocalFolder, project: Project) -> None:
    file = "content/venues/new/index.md"
    _, reply = draft(folder, file, '{"name": "新馆", "region": "621121", "id": "new"}\n文字\n')
    assert reply["url"].startswith("/venues/new/?draft=")
    assert not (project.root / "content/venues/new").exists()
    _, reply = draft(folder, file, '{"name": "新馆", "id": "new"}\n')
    assert "region" in reply["error"]


@pytest.mark.parametrize("file", FOREIGN_PATHS)
def test_nothing_else_is_drafted(folder: LocalFolder, file: str) -> None:
    status, reply = draft(folder, file, "{}")
    assert reply.get("url") is None
    assert file == "" or status == 422
