"""What a new project consists of: it builds, with nothing to say about it."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import re
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tests.support.projects import Project
from tourbook.editing.formatting import format_source
from tourbook.starter.answers import EXAMPLE_URL, HOSTS, KINDS
from tourbook.starter.project import FORGE_RUNNERS, list_midnights, make_project_files, quote_scalar

DAY = dt.date(2026, 11, 30)
CHINA = {
    "messages": "zh",
    "locale_country": "",
    "languages": ("zh",),
    "name": {"zh": "通渭科普"},
    "country": "CN",
    "timezone": "Asia/Shanghai",
    "region": "621121",
    "base-url": "https://tongwei.example.org/",
    "kinds": "both",
    "host": "none",
}
DENVER = CHINA | {
    "languages": ("en",),
    "name": {"en": "Denver Discovery"},
    "country": "US",
    "timezone": "America/Denver",
    "region": "110101",
}
BANGKOK = CHINA | {
    "languages": ("th", "en"),
    "name": {"th": "พิพิธภัณฑ์", "en": "Bangkok Science"},
    "country": "TH",
    "timezone": "Asia/Bangkok",
}
TWO_LANGUAGES = CHINA | {
    "languages": ("zh", "en"),
    "name": {"zh": "通渭科普", "en": "Tongwei Science"},
}


def make_files(answers: dict[str, Any], **more: str) -> dict[str, str]:
    return make_project_files(answers | more, DAY, "tourbook==1.0")


@pytest.mark.parametrize(
    ("answers", "kinds"),
    list(itertools.product([CHINA, TWO_LANGUAGES, DENVER, BANGKOK], KINDS)),
    ids=lambda value: value if isinstance(value, str) else value["languages"][0],
)
def test_a_new_project_builds_and_nothing_is_to_be_said_of_it(
    answers: dict[str, Any], kinds: str, tmp_path: Any
) -> None:
    project = Project(tmp_path)
    files = make_files(answers, kinds=kinds)
    project.write(files)
    result = project.build(today=DAY, write=False)
    codes = {problem.code for problem in result.problems}
    assert codes <= {
        "no-history",
        "language-without-strings",
    }  # it is not in Git yet; Thai has none
    for file, text in files.items():
        if file.startswith(("content/", "schedule")):
            assert format_source(text.encode(), file) == text.encode(), "not the usual layout"


def test_words_that_make_no_sense_abroad_do_not_appear() -> None:
    text = "\n".join(make_files(DENVER).values())
    for word in ("icp", "police", "province", "science caravan", "holidays: usual"):
        assert word not in text.lower()
    assert not any("\u3400" <= c <= "\u9fff" for c in text)
    assert "US-1" in text
    assert "备案号" in "\n".join(make_files(CHINA).values())


@pytest.mark.parametrize(
    ("kinds", "has_tour", "has_route"),
    [("tours", True, False), ("caravans", False, True), ("both", True, True)],
)
def test_each_tour_and_route_has_a_file_of_its_own(
    kinds: str, has_tour: bool, has_route: bool
) -> None:
    files = make_files(CHINA, kinds=kinds)
    assert ("schedule/example-tour.yaml" in files) == has_tour
    assert ("schedule/example-route.yaml" in files) == has_route
    assert ("content/caravans/example-caravan.md" in files) == has_route
    assert yaml.safe_load(files["schedule.yaml"]) == {"include": ["schedule/*.yaml"]}


@pytest.mark.parametrize("answers", [CHINA, DENVER], ids=["zh", "en"])
@pytest.mark.parametrize("host", HOSTS)
def test_workflows_are_yaml_and_build_every_day(answers: dict[str, Any], host: str) -> None:
    files = make_files(answers, host=host)
    workflows = [yaml.safe_load(text) for name, text in files.items() if name.endswith(".yml")]
    assert len(workflows) == (host != "none")
    if host in ("gitlab", "none"):
        return
    times = [(entry["cron"], entry.get("timezone")) for entry in workflows[0][True]["schedule"]]
    if host == "github":
        assert times == [("5 0 * * *", answers["timezone"])]
    else:
        utc_times = ["5 16 * * *"] if answers is CHINA else ["5 6 * * *", "5 7 * * *"]
        assert times == [(time, None) for time in utc_times]


@pytest.mark.parametrize(
    ("host", "schema"),
    [
        ("github", ["vendor.github-workflows"]),
        ("forgejo", ["vendor.github-workflows"]),
        ("gitlab", ["vendor.gitlab-ci", "--data-transform", "gitlab-ci"]),
    ],
)
def test_workflows_are_what_the_hosts_published_schemas_say(
    host: str, schema: list[str], tmp_path: Path
) -> None:
    files = [
        tmp_path / f"{number}.yml" for number, answers in enumerate((CHINA, DENVER))
        for name, text in make_files(answers, host=host).items() if name.endswith(".yml")
        if (tmp_path / f"{number}.yml").write_text(text)
    ]  # fmt: skip
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", *schema]
    done = subprocess.run([*command, *files], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_forges_differ_in_the_folder_of_the_workflow_and_the_label_of_the_runner() -> None:
    texts = {
        host: make_files(CHINA, host=host)[f".{host}/workflows/site.yml"] for host in FORGE_RUNNERS
    }
    lines = {
        host: text.replace(f"runs-on: {FORGE_RUNNERS[host]}", "runs-on: X")
        for host, text in texts.items()
    }
    assert lines["forgejo"] == lines["gitea"]
    assert lines["gitea"].count("runs-on: X") == 2


def test_an_address_that_is_still_open_is_no_part_of_ids_for_ever() -> None:
    site = make_files(DENVER)["content/site.yaml"]
    assert "uid_domain: tongwei.example.org  # part of every calendar id: never change it" in site
    site = make_files(DENVER | {"base-url": EXAMPLE_URL})["content/site.yaml"]
    assert "write the domain of the site; once it is published, never change it" in site


@pytest.mark.parametrize(
    ("timezone", "times"),
    [
        ("Asia/Shanghai", ["5 16 * * *"]),
        ("Asia/Kathmandu", ["20 18 * * *"]),
        ("Europe/London", ["5 0 * * *", "5 23 * * *"]),
        ("UTC", ["5 0 * * *"]),
    ],
)
def test_midnight_is_that_of_the_site(timezone: str, times: list[str]) -> None:
    assert list_midnights(timezone, DAY) == times


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1))
def test_any_name_is_read_back_as_it_was(name: str) -> None:
    in_braces = quote_scalar(name, is_in_flow=True)
    assert yaml.safe_load(f"name: {{zh: {in_braces}}}") == {"name": {"zh": name}}
    assert yaml.safe_load(f"name: {quote_scalar(name)}  # comment") == {"name": name}


def test_a_name_without_pitfalls_needs_no_quotation_marks() -> None:
    assert quote_scalar("通渭科普") == "通渭科普"
    assert quote_scalar("Science on the Road") == "Science on the Road"
    assert quote_scalar("no") == '"no"'
    assert quote_scalar("621121") == '"621121"'


SNIPPET_FOLDERS = {"场馆": "venues", "展览": "exhibitions", "新闻": "news"}


def fill_in(body: list[str]) -> str:
    """What VS Code writes if every proposal is accepted: on the day of the example."""
    text = "\n".join(body).replace("$CURRENT_YEAR-$CURRENT_MONTH-$CURRENT_DATE", "2026-12-19")
    text = re.sub(r"\$\{\d:([^{}]*)\}", r"\1", text)
    text = re.sub(r"\$\{\d\|(\w+),[^}]*\}", r"\1", text)
    return text.replace("$0", "") + "\n"


def test_what_the_snippets_write_is_right(tmp_path: Path) -> None:
    files = make_files(CHINA)
    snippets = json.loads(files[".vscode/tourbook.code-snippets"])
    tour, route = (f"schedule/example-{kind}.yaml" for kind in ("tour", "route"))
    for name, snippet in snippets.items():
        text = fill_in(snippet["body"])
        if snippet["scope"] == "markdown":
            files[f"content/{SNIPPET_FOLDERS[name]}/new.md"] = text
        else:
            file = tour if name == "站点" else route
            text = text.replace("visit-1", f"visit-{len(text)}")
            files[file] += textwrap.indent(text, "      ")
    project = Project(tmp_path)
    project.write(files)
    problems = project.build(today=DAY, write=False).problems
    assert {p.code for p in problems if p.level == "error"} <= {"venue-full"}  # two in one hall
    assert "stop-1" in files[tour] and files[route].count("visit-") == 2
