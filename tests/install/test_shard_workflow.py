"""The workflow of docs/hosting/ that builds a site on several machines: its schema, and its commands,
each job in a folder of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

from tests.support import tiny_theme
from tests.support.projects import REPO, TODAY, Project, build_clean_tree
from tests.support.sources import SMALL

WORKFLOW = REPO / "docs/hosting/github-shards.yml"


def list_commands(job: dict[str, Any]) -> list[str]:
    """What a job runs, but for the installation."""
    commands = [step["run"] for step in job["steps"] if "run" in step]
    return [command for command in commands if not command.startswith("pip install ")]


def run_job(job: dict[str, Any], folder: Path, environment: dict[str, str]) -> None:
    for command in list_commands(job):
        subprocess.run(["bash", "-e", "-c", command], cwd=folder, env=environment, check=True)


def test_the_workflow_is_what_the_hosts_published_schema_says() -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema"]
    subprocess.run([*command, "vendor.github-workflows", WORKFLOW], check=True)


def test_its_commands_publish_the_site(tmp_path: Path) -> None:
    project = Project(tmp_path / "project")
    project.write({**tiny_theme.list_theme_files("default"), **SMALL})
    program = tmp_path / "bin/tourbook"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m tourbook "$@" --quiet\n')
    program.chmod(0o755)
    jobs = yaml.safe_load(WORKFLOW.read_text())["jobs"]
    environment = {
        "PATH": f"{program.parent}:{os.environ['PATH']}",
        "PYTHONPATH": str(REPO),
        "GITHUB_OUTPUT": str(tmp_path / "outputs"),
    }
    run_job(jobs["moment"], tmp_path, environment)
    assert (tmp_path / "outputs").read_text().startswith("today=20")
    environment["TODAY"] = f"{TODAY}T04:00:00Z"
    publisher = shutil.copytree(project.root, tmp_path / "publisher")
    (publisher / "archives").mkdir()
    for shard in jobs["build"]["strategy"]["matrix"]["shard"]:
        builder = shutil.copytree(project.root, tmp_path / f"builder-{shard}")
        run_job(jobs["build"], builder, {**environment, "SHARD": str(shard)})
        shutil.move(builder / f"shard-{shard}.tar", publisher / "archives")
    run_job(jobs["publish"], publisher, environment)
    assert project.read_tree(publisher / "public") == build_clean_tree(project, TODAY)
