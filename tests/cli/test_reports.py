"""`validate --report KIND[=PATH]`: in a file or alone on stdout, beside what a person reads."""

from __future__ import annotations

import json
from xml.etree import ElementTree as ET

import pytest


@pytest.fixture
def broken(repository):
    repository.edit("policies/agreement.yaml", "field: employees", "field: employes")
    return repository


def test_reports_are_written_beside_what_people_read(broken):
    plain = broken.validate()
    wishes = ("junit=ci/tests.xml", "sarif=ci/x.sarif", "markdown=s.md")
    answer = broken.validate(*(word for wish in wishes for word in ("--report", wish)))
    assert (answer.code, answer.stdout, answer.stderr) == (1, plain.stdout, plain.stderr)
    suite = ET.parse(broken.folder / "ci" / "tests.xml").getroot()[0]  # noqa: S314 - our own text
    assert (suite.get("tests"), suite.get("failures")) == ("6", "1")
    assert json.loads((broken.folder / "ci" / "x.sarif").read_text())["runs"][0]["results"][0]["ruleId"] == "LP305"
    assert "6 files, 1 error, 0 warnings." in (broken.folder / "s.md").read_text()


@pytest.mark.parametrize(
    ("kind", "begins"),
    [("junit", "<testsuites>"), ("sarif", "{\n"), ("github", "::error "), ("markdown", "## "), ("markdown=-", "## ")],
)
def test_a_report_without_a_file_has_stdout_for_itself(broken, kind, begins):
    answer = broken.validate("--report", kind)
    assert answer.code == 1, answer.told
    assert answer.stdout.startswith(begins)
    assert "error[LP305]" in answer.stderr
    if kind == "sarif":
        assert answer.json["runs"][0]["invocations"][0]["exitCode"] == 1


def test_of_a_valid_set_stdout_has_the_report_alone(repository):
    answer = repository.validate("--report", "junit")
    assert answer.code == 0, answer.told
    assert ET.fromstring(answer.stdout)[0].get("failures") == "0"  # noqa: S314 - our own text
    assert answer.stderr.endswith("valid\n")


def test_a_folder_that_is_not_there_is_a_failed_case(repository):
    answer = repository.validate("--policies", "nope", "--report", "junit")
    assert answer.code == 1, answer.told
    assert 'failures="1"' in answer.stdout


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["junti"], "no report `junti`\n  help: did you mean `junit`?"),
        (["pdf=x"], "no report `pdf`\n  help: write one of junit, sarif, github, markdown"),
        (["markdown="], "`--report markdown=` names no file"),
        (["junit", "sarif"], "two outputs for stdout"),
        (["junit=x", "sarif=x"], "two outputs for x"),
    ],
)
def test_a_wish_that_cannot_be_meant_is_wrong_usage(repository, arguments, told):
    answer = repository.validate(*(word for text in arguments for word in ("--report", text)))
    assert answer.code == 2, answer.told
    assert told in answer.stderr
    assert not answer.stdout


def test_a_report_and_json_do_not_share_stdout(repository):
    answer = repository.validate("--format", "json", "--report", "github")
    assert (answer.code, answer.stdout) == (2, ""), answer.told
    assert repository.validate("--format", "json", "--report", "github=x").json["exit_code"] == 0


def test_a_report_that_cannot_be_written_is_told(repository):
    repository.write("taken/x", "")
    answer = repository.validate("--report", "junit=taken")
    assert answer.code == 3, answer.told
    assert answer.stderr.startswith("can't write to `taken`: ")
