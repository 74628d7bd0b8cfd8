"""The lock file holds what pyproject.toml asks for, and nothing about where it was made."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PINS = dict(re.findall(r"^([a-z0-9-]+)==([^ ;\\]+)", LOCK, flags=re.MULTILINE))


def asked_for() -> list[Requirement]:
    project = PROJECT["project"]
    extras = project["optional-dependencies"].values()
    texts = [*project["dependencies"], *PROJECT["build-system"]["requires"], *(t for extra in extras for t in extra)]
    return [Requirement(text) for text in texts]


def test_each_requirement_is_pinned_inside_its_range() -> None:
    """`make lock` repairs it."""
    for requirement in asked_for():
        pin = PINS.get(canonicalize_name(requirement.name))
        assert pin, f"{requirement.name} is not in the lock"
        assert requirement.specifier.contains(pin, prereleases=True), f"{requirement} is pinned to {pin}"


def test_each_requirement_has_a_range() -> None:
    assert not [str(requirement) for requirement in asked_for() if not requirement.specifier]


def test_each_pin_has_hashes() -> None:
    entries = re.split(r"^(?=[a-z0-9])", LOCK, flags=re.MULTILINE)[1:]
    assert len(entries) == len(PINS)
    assert not [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry]


def test_the_lock_names_no_host_and_no_path() -> None:
    assert not re.search(r"://|--index-url|--find-links|^/|\.\./", LOCK, flags=re.MULTILINE)
    assert "make lock" in LOCK.splitlines()[1]
