"""check --format sarif: valid against the schema, with the fixes that are certain."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema

from tests.support.commands import RunCommand
from tests.support.projects import Project
from tests.support.sources import SMALL

SCHEMA = json.loads(Path(__file__).with_name("sarif-schema-2.1.0.json").read_text(encoding="utf-8"))


def test_problems_are_results_with_fixes(run: RunCommand, project: Project) -> None:
    schedule = (
        str(SMALL["schedule.yaml"]).replace("2026-11-01", "2026年11月1日").replace("note:", "nota:")
    )
    venue = str(SMALL["content/venues/hall.md"]).replace("wed-sun", "周三至周日")
    project.write({"schedule.yaml": schedule, "content/venues/hall.md": venue})
    code, out, _ = run("check", "--format", "sarif", lang="en")
    assert code == 1
    log = json.loads(out)
    jsonschema.validate(log, SCHEMA)
    results = {r["ruleId"]: r for r in log["runs"][0]["results"]}
    region = results["date"]["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 8, "startColumn": 15}
    change = results["date"]["fixes"][0]["artifactChanges"][0]
    assert change["artifactLocation"]["uri"] == "schedule.yaml"
    assert change["replacements"] == [
        {
            "deletedRegion": {"startLine": 8, "startColumn": 15, "endLine": 8, "endColumn": 25},
            "insertedContent": {"text": "2026-11-01"},
        }
    ]
    hours = results["hours"]["fixes"][0]["artifactChanges"][0]["replacements"][0]
    assert (hours["deletedRegion"]["startLine"], hours["insertedContent"]["text"]) == (6, "wed-sun")
    assert "fixes" not in results["unknown-key"]
    assert [rule["id"] for rule in log["runs"][0]["tool"]["driver"]["rules"]] == list(results)


def test_no_problem_is_an_empty_log(run: RunCommand, project: Project) -> None:
    code, out, _ = run("check", "--format", "sarif")
    assert code == 0
    log = json.loads(out)
    jsonschema.validate(log, SCHEMA)
    assert all(result["level"] == "warning" for result in log["runs"][0]["results"])
