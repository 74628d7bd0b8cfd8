"""`leadpact explain CODE`: the page of a diagnostic, without data and without policies."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize("code", ["LP304", "lp304"])
def test_a_code_gets_its_page(repository, code):
    answer = repository.run("explain", code, "--policies", "nowhere")
    assert answer.code == 0, answer.told
    assert answer.stdout.startswith("# LP304 · an unknown criterion\n")
    assert "## Way out" in answer.stdout
    assert not answer.stderr


def test_a_code_as_json(repository):
    answer = repository.run("explain", "LP304", "--format", "json")
    assert (answer.code, answer.json["code"], answer.json["title"]) == (0, "LP304", "an unknown criterion")
    assert answer.json["page"] == repository.run("explain", "LP304").stdout
    assert answer.json["$schema"].endswith("/code/v1")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["LP999"], "no diagnostic has the code LP999\n  help: write it as"),
        (["LP304", "--format", "html"], "is text"),
    ],
)
def test_what_has_no_page_is_wrong_usage(repository, arguments, told):
    answer = repository.run("explain", *arguments)
    assert (answer.code, answer.stdout) == (2, ""), answer.told
    assert told in answer.stderr


def test_a_lead_may_be_called_like_a_code(repository):
    for name in ("leads.csv", "events.csv"):
        path = repository.folder / "data" / name
        path.write_text(path.read_text().replace("L1,", "LP304,"))
    answer = repository.explain("LP304", "--lead")
    assert answer.code == 0, answer.told
    assert answer.stdout.startswith("Lead LP304, ")


def test_sarif_says_what_a_rule_is_about(repository):
    repository.edit("policies/agreement.yaml", "requires: ready", "requires: raedy")
    (run,) = repository.validate("--report", "sarif").json["runs"]
    assert run["tool"]["driver"]["rules"][0]["shortDescription"]["text"] == "an unknown criterion"
