"""The editor has a widget for each field, in the words of the site."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from tests.support.projects import Project
from tests.support.sources import SMALL
from tourbook.browser_editor.forms import FormStyle, make_entry_form, make_schedule_form
from tourbook.browser_editor.page import write_page, write_policy
from tourbook.browser_editor.settings import make_settings
from tourbook.build.inputs import read_inputs
from tourbook.build.options import BuildOptions
from tourbook.build.pipeline import read_project
from tourbook.common.problems import Problems
from tourbook.schedule.agenda import Agenda
from tourbook.schema import CONTENT_TYPES, RouteRecord, StopRecord, TourRecord, VisitRecord
from tourbook.schema.site_options import EditorOptions

CHINESE, ENGLISH = FormStyle("zh", ["zh", "en"]), FormStyle("en", ["en"])
GITEA = EditorOptions(backend="gitea", repo="a/b", app="x", folder="site")


def list_names(fields: list[dict[str, Any]]) -> set[str]:
    return {field["name"] for field in fields}


def iterate_fields(fields: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for field in fields:
        yield field
        yield from iterate_fields(field.get("fields", []))


@pytest.fixture
def agenda(tmp_path: Any) -> Agenda:
    import datetime as dt

    Project(tmp_path).write(SMALL)
    options = BuildOptions(tmp_path, tmp_path / "output", lambda _: dt.date(2026, 11, 24))
    project = read_project(options, read_inputs(options), Problems())
    assert project
    return project.agenda


@pytest.mark.parametrize("folder", CONTENT_TYPES)
def test_every_field_of_an_entry_has_a_widget(folder: str) -> None:
    names = set(CONTENT_TYPES[folder].__struct_encode_fields__)
    assert list_names(make_entry_form(folder, CHINESE)) == names | {"body"}


def test_every_field_of_a_schedule_has_a_widget() -> None:
    tours, routes = make_schedule_form(["tours", "routes"], CHINESE)
    types = ((tours, "stops", TourRecord, StopRecord), (routes, "visits", RouteRecord, VisitRecord))
    for form, key, trip_type, stop_type in types:
        assert list_names(form["fields"]) == set(trip_type.__struct_encode_fields__)
        stops = next(field for field in form["fields"] if field["name"] == key)
        assert list_names(stops["fields"]) == set(stop_type.__struct_encode_fields__)
        assert stops["fields"][0]["name"] == "id"


def test_a_form_speaks_one_language() -> None:
    for languages in (CHINESE, ENGLISH):
        fields = [*make_schedule_form(["tours"], languages), *make_entry_form("venues", languages)]
        for field in iterate_fields(fields):
            text = field["label"] + field.get("hint", "")
            has_chinese = any("\u4e00" <= c <= "\u9fff" for c in text)
            assert has_chinese == (languages is CHINESE), text


def test_choices_have_their_meaning() -> None:
    (tours,) = make_schedule_form(["tours"], CHINESE)
    stops = next(field for field in tours["fields"] if field["name"] == "stops")
    status = next(field for field in stops["fields"] if field["name"] == "status")
    assert {"value": "postponed", "label": "延期（postponed）"} in status["options"]


def test_settings_for_the_local_folder_and_for_a_repository(agenda: Agenda) -> None:
    local = json.loads(make_settings(agenda, EditorOptions(backend="local"), is_local=True))
    assert local["decap"]["backend"] == {"name": "proxy", "proxy_url": "/admin/api"}
    assert dict(local["choices"]["venue"])["hall"] == "县科技馆"
    remote = json.loads(make_settings(agenda, GITEA, is_local=False))
    assert remote["decap"]["backend"]["api_root"] == "https://gitea.com/api/v1"
    by_name = {c["name"]: c for c in remote["decap"]["collections"]}
    assert by_name["venues"]["folder"] == "site/content/venues"
    assert by_name["schedule"]["files"][0]["file"] == "site/schedule.yaml"
    for settings in (local, remote):
        for collection in settings["decap"]["collections"]:
            for place in collection.get("files", [collection]):
                assert place["fields"] in settings["forms"]


def test_the_page_may_speak_with_its_repository_alone() -> None:
    policy = write_policy(GITEA, is_local=False)
    assert "script-src 'self';" in policy and "unsafe-eval" not in policy
    assert "connect-src blob: 'self' https://gitea.com;" in policy
    assert "https:" not in write_policy(GITEA, is_local=True)
    page = write_page(GITEA, "zh", is_local=False).decode()
    assert policy in page and "noindex" in page


def test_an_option_cannot_widen_the_policy() -> None:
    for server in ("https://a.example; script-src *", "https://*", "https://a.example/b"):
        with pytest.raises(msgspec.ValidationError):
            msgspec.convert({"backend": "gitea", "server": server}, EditorOptions)
