"""`leadpact schema KIND`: what an editor needs to complete and check a policy."""

from __future__ import annotations

from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

SCHEMAS = Path(__file__).parents[2] / "engine" / "loading" / "schemas"
KINDS = sorted(path.stem for path in SCHEMAS.glob("*.json"))


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_s_schema_is_printed_whole(repository, kind):
    answer = repository.run("schema", kind)
    assert answer.code == 0, answer.told
    Draft202012Validator.check_schema(answer.json)
    assert answer.stdout == (SCHEMAS / f"{kind}.json").read_text(encoding="utf-8")


def test_case_does_not_matter(repository):
    assert repository.run("schema", "calendar").stdout == repository.run("schema", "Calendar").stdout


def test_without_a_kind_the_kinds_are_listed(repository):
    assert repository.run("schema").stdout.split() == KINDS


@pytest.mark.parametrize(
    ("kind", "told"), [("Calender", "did you mean `Calendar`?"), ("../x", f"known are {', '.join(KINDS)}")]
)
def test_an_unknown_kind_is_wrong_usage(repository, kind, told):
    answer = repository.run("schema", kind)
    assert (answer.code, answer.stdout) == (2, ""), answer.told
    assert told in answer.stderr
