"""Whatever is installed is pinned, and checked by its hash."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

REPO = Path(__file__).parents[2]
PYPROJECT = tomllib.loads((REPO / "pyproject.toml").read_text(encoding="utf-8"))
GROUPS = {
    "requirements.txt": [re.split("[<>=]", d)[0] for d in PYPROJECT["project"]["dependencies"]],
    "requirements-dev.txt": PYPROJECT["dependency-groups"]["dev"],
    "tests/calendars/clients.txt": PYPROJECT["dependency-groups"]["clients"],
    "benchmarks/peers.txt": PYPROJECT["dependency-groups"]["peers"],
}
"""File that `make pins` writes -> the packages that it is written for."""
PIN = re.compile(
    r"([a-z0-9.-]+)==([\w.!+]+)(?: ; [^\\\n]+)?((?: \\\n    --hash=sha256:[0-9a-f]{64})+)"
)


def read_pins(name: str) -> dict[str, tuple[str, str]]:
    """Package -> its version and hashes. Fails if the file says anything else."""
    text = (REPO / name).read_text(encoding="utf-8")
    pins = {pin[1]: (pin[2], pin[3]) for pin in PIN.finditer(text)}
    remainder = PIN.sub("", text)
    assert [line for line in remainder.splitlines() if line and not re.match(" *#", line)] == []
    return pins


@pytest.mark.parametrize("name", GROUPS)
def test_every_package_has_one_version_and_hashes(name: str) -> None:
    pins = read_pins(name)
    assert pins.keys() >= set(GROUPS[name])
    assert "://" not in (REPO / name).read_text(encoding="utf-8"), "it names no registry"


def test_the_pins_are_within_the_ranges_of_the_package() -> None:
    """Which have a lower bound, and an upper one unless they are data."""
    pins = read_pins("requirements.txt")
    for dependency in PYPROJECT["project"]["dependencies"]:
        requirement = Requirement(dependency)
        assert requirement.specifier.contains(pins[requirement.name][0])
        operators = {specifier.operator for specifier in requirement.specifier}
        is_data = requirement.name in ("chinesecalendar", "tzdata")
        assert operators == ({">="} if is_data else {">=", "<"}), dependency


def test_the_program_and_its_tests_can_be_installed_together() -> None:
    program, tests = read_pins("requirements.txt"), read_pins("requirements-dev.txt")
    common = program.keys() & tests.keys()
    assert common and {name: program[name] for name in common} == {
        name: tests[name] for name in common
    }


@pytest.mark.parametrize(
    "name",
    ["Makefile", "scripts/test-tools.sh", "scripts/division_sources.py", "benchmarks/peers.py"],
)
def test_nothing_is_installed_without_its_hash(name: str) -> None:
    """Nor built from source, for which pip would download further packages without hashes."""
    text = (REPO / name).read_text(encoding="utf-8")
    installs = re.findall(r'pip[")]*,?\s+"?(?:install|download)\b', text)
    hash_checks = re.findall(r"--require-hashes|--hash=sha256", text)
    assert installs and len(installs) == len(hash_checks) == text.count(":all:")


def test_node_packages_have_hashes_and_run_no_scripts_when_installed() -> None:
    folder = REPO / "tests/node"
    lock = json.loads((folder / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert packages and all(p["integrity"].startswith("sha512-") for p in packages.values())
    assert "ignore-scripts=true" in (folder / ".npmrc").read_text(encoding="utf-8").splitlines()
    tools = (REPO / "scripts/test-tools.sh").read_text(encoding="utf-8")
    assert re.findall(r"npm (ci|i|install|add|exec)\b", tools) == ["ci"]
