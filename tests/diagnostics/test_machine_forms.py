"""The forms of `--report`: what each says of a fault, and that no text of a policy is obeyed by its reader."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from jsonschema import Draft4Validator
from junitparser import Failure, JUnitXml
from markdown_it import MarkdownIt

from engine.diagnostics import Location, Validation, error, warning
from engine.diagnostics.github import as_github
from engine.diagnostics.junit import as_junit
from engine.diagnostics.markdown import as_markdown
from engine.diagnostics.sarif import as_sarif
from tests.ecosystem.peers import peer

HOSTILE = "x\x1b[31m\n::add-mask::y\r\n100% ]]></failure> <script>[a](http://evil.example) | `b` \x00\x85\u202e\ufffe"
FILE = "policies/a,b:c %.yaml"
STEERING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\ufffe]")


def fault(make=error, code="LP304", line=3, message="unknown criterion `enaged`", way_out="did you mean `engaged`?"):
    return make(code, Location("policies/a.yaml", line, 5, 6, "if: enaged"), message, way_out)


def of(*faults, **more):
    return Validation(faults, ("policies/a.yaml", "policies/b.yaml"), 1, **more)


def hostile():
    return Validation((error("LP304", Location(FILE, 2, 3, 4, HOSTILE), HOSTILE, HOSTILE),), (FILE,), 1)


def suite_of(validation):
    return ET.fromstring(as_junit(validation))[0]  # noqa: S314 - our own text


def test_junit_has_a_case_for_each_file_and_fails_those_with_errors():
    suite = suite_of(of(fault(), fault(line=9, code="LP305")))
    assert (suite.get("tests"), suite.get("failures")) == ("2", "1")
    bad, good = suite
    assert (bad.get("name"), good.get("name"), len(good)) == ("policies/a.yaml", "policies/b.yaml", 0)
    assert bad[0].get("message") == "LP304: unknown criterion `enaged` (2 errors, 0 warnings)"
    assert "policies/a.yaml:9:5 error[LP305]" in bad[0].text
    assert "help: did you mean `engaged`?" in bad[0].text


def test_a_warning_is_output_of_its_junit_case_unless_warnings_count():
    (case, _) = suite_of(of(fault(warning)))
    assert [child.tag for child in case] == ["system-out"]
    strict = suite_of(of(fault(warning), warnings_count=True))
    assert [child.tag for child in strict[0]] == ["failure"]
    assert strict.get("failures") == "1"


def test_a_fault_in_no_known_file_is_a_junit_case_too():
    """A folder that isn't there has no files; a green report would be a lie."""
    suite = suite_of(Validation((error("LP101", Location("nope", 1, 1), "does not exist"),), (), 1))
    assert [(case.get("name"), case[0].tag) for case in suite] == [("nope", "failure")]


@pytest.mark.parametrize("validation", [of(), of(fault(), fault(warning)), hostile(), of(error("X", None, "m"))])
def test_sarif_fits_the_published_schema_of_its_version(validation):
    schema = json.loads((peer("@microsoft/jest-sarif") / "lib/schemas/sarif-2.1.0-rtm.5.json").read_text("utf-8"))
    assert list(Draft4Validator(schema).iter_errors(json.loads(as_sarif(validation)))) == []
    del schema["definitions"]["message"]["properties"]["text"]
    assert validation.faults == () or list(Draft4Validator(schema).iter_errors(json.loads(as_sarif(validation))))


def test_another_project_reads_our_junit_as_it_is_meant():
    suites = JUnitXml.fromstring(as_junit(of(fault(), fault(warning, "LP901", 9))))
    (suite,) = suites
    assert (suite.tests, suite.failures, suite.errors, suite.skipped) == (2, 1, 0, 0)
    bad, good = suite
    (result,) = bad.result
    assert (type(result), result.type, bad.is_failure, good.is_passed) == (Failure, "LP304", True, True)
    assert "did you mean `engaged`?" in result.text
    assert "LP901" in bad.system_out
    (told,) = next(iter(next(iter(JUnitXml.fromstring(as_junit(hostile()))))))
    assert "]]></failure> <script>" in told.text


def test_sarif_points_each_result_at_its_rule_and_its_place():
    titles = {"LP304": "a name that nothing bears"}
    (run,) = json.loads(as_sarif(of(fault(warning, "LP901", 1), fault(), titles=titles)))["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rules[result["ruleIndex"]]["id"] for result in run["results"]] == ["LP901", "LP304"]
    assert [result["level"] for result in run["results"]] == ["warning", "error"]
    assert rules[0]["shortDescription"]["text"] == "a name that nothing bears"
    place = run["results"][1]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "policies/a.yaml"}
    assert place["region"] == {"startLine": 3, "startColumn": 5, "endColumn": 11, "snippet": {"text": "if: enaged"}}


def test_sarif_names_a_file_by_a_uri():
    (run,) = json.loads(as_sarif(hostile()))["runs"]
    place = run["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "policies/a%2Cb%3Ac%20%25.yaml"
    outside = Validation((error("LP105", Location("/tmp/a b\udcff.yaml", 1, 1), "m"),), (), 1)  # noqa: S108 - a name
    (run,) = json.loads(as_sarif(outside))["runs"]
    place = run["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "file:///tmp/a%20b%FF.yaml"


def test_no_message_of_sarif_is_a_link():
    (run,) = json.loads(as_sarif(hostile()))["runs"]
    assert "[a] (http://evil.example)" in run["results"][0]["message"]["text"]


def test_a_github_annotation_has_its_place_and_its_way_out():
    assert as_github(of(fault())) == (
        "::error file=policies/a.yaml,line=3,endLine=3,col=5,endColumn=11,title=leadpact LP304"
        "::unknown criterion `enaged`%0Ahelp: did you mean `engaged`?\n"
    )
    assert as_github(of(error("LP610", None, "no source"))) == "::error title=leadpact LP610::no source\n"
    assert as_github(of()) == ""


def test_github_gets_ten_of_each_severity_and_the_number_left():
    errors, warnings = [fault(line=n) for n in range(1, 13)], [fault(warning, line=n) for n in range(1, 12)]
    *lines, last = as_github(of(*errors, *warnings)).splitlines()
    assert [line.split(" ")[0] for line in lines] == ["::error"] * 10 + ["::warning"] * 10
    assert last == "::notice title=leadpact::and 2 errors, 1 warning more; the step's log has them all"
    assert "line=10,endLine" in lines[9]


def test_what_lies_on_changed_lines_comes_first_and_then_errors():
    errors, warnings = [fault(line=n) for n in range(1, 13)], [fault(warning, line=n) for n in range(20, 32)]
    changed = frozenset((errors[0].location.file, line) for line in (12, 31))
    *lines, last = as_github(replace(of(*errors, *warnings), changed=changed)).splitlines()
    assert [int(re.search(r"line=(\d+)", line)[1]) for line in lines] == [12, 31, *range(1, 10), *range(20, 29)]
    assert "and 2 errors, 2 warnings" in last


def test_a_hostile_text_is_one_github_command_and_not_two():
    (line,) = as_github(hostile()).splitlines()
    assert line.startswith("::error file=policies/a%2Cb%3Ac %25.yaml,line=2,")
    assert "100%25 " in line
    assert line.count("%0A") == 1


def test_markdown_is_a_table_of_the_faults():
    page = MarkdownIt("commonmark").enable("table").render(as_markdown(of(fault(), fault(warning, "LP901", 8))))
    cells = re.findall(r"<td>(.*?)</td>", page)
    assert cells[:4] == ["policies/a.yaml:3:5", "error LP304", "unknown criterion `enaged`", "did you mean `engaged`?"]
    assert cells[5] == "warning LP901"
    assert "<h2>leadpact validate: invalid</h2>" in page
    assert "<p>2 files, 1 error, 1 warning.</p>" in page


def test_markdown_says_valid_unless_something_counts():
    assert "validate: valid" in as_markdown(of(fault(warning)))
    assert "validate: invalid" in as_markdown(of(fault(warning), warnings_count=True))


def test_markdown_stays_readable_and_says_what_it_leaves_out():
    page = as_markdown(of(*(fault(line=n) for n in range(1, 203))))
    assert page.count("| error LP304 |") == 200
    assert page.endswith("And 2 errors, 0 warnings more, which the log has.\n")


def test_nothing_hostile_is_markup_in_markdown():
    page = MarkdownIt("gfm-like", {"linkify": False}).render(as_markdown(hostile()))
    assert "<script" not in page
    assert "<a " not in page
    assert page.count("<td>") == 4


def test_nothing_hostile_ends_an_xml_element():
    (case,) = suite_of(hostile())
    assert "]]></failure> <script>" in case[0].text


@pytest.mark.parametrize("form", [as_junit, as_sarif, as_github, as_markdown])
def test_no_form_holds_a_steering_character(form):
    told = form(hostile())
    assert not STEERING.search(told)
    assert "\n::add-mask" not in told
