"""`leadpact test`: feature files alone are run, and a run that checked nothing is never fine."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

SCENARIO = """Feature: First response
  Background:
    Given the policies of this repository
    And a lead "Weber" with
      | fact    | value |
      | country | DE    |

  Scenario: Answered in time
    When "Weber" enters mql on 2026-06-01 10:00
    And it is 2026-06-01 10:05
    Then "first_response" for "Weber" is open
"""


@pytest.fixture
def written(repository):
    repository.write("features/first_response.feature", SCENARIO)
    return repository


def test_a_folder_of_feature_files_and_no_python_is_run(written):
    answer = written.run("test", "--junit", "out/tests.xml")
    assert answer.code == 0, answer.told
    assert answer.stdout.splitlines()[0] == "features/first_response.feature: 1 passed"
    assert not answer.stderr
    suite = ET.parse(written.folder / "out" / "tests.xml").getroot()[0]  # noqa: S314 - our own
    assert (suite.get("tests"), suite.get("failures")) == ("1", "0")
    assert [case.get("name") for case in suite] == ["Answered in time"]
    assert {path.name for path in written.folder.iterdir()} == {"data", "policies", "features", "out"}


def test_a_scenario_that_does_not_hold_is_exit_one_and_names_the_step(written):
    written.edit("features/first_response.feature", "is open", "is kept")
    answer = written.run("test")
    assert answer.code == 1, answer.told
    assert "FAILED features/first_response.feature: Answered in time" in answer.stdout
    assert 'features/first_response.feature:11 Then "first_response" for "Weber" is kept' in answer.stdout
    assert "Traceback" not in answer.told


def test_every_fault_of_the_files_is_told_and_a_file_at_fault_is_not_run(written):
    written.edit("features/first_response.feature", '    When "Weber"', '    Whn "Weber"')
    written.write("features/steps.feature.txt", SCENARIO)
    written.write(
        "features/conftest.py", "from pytest_bdd import given\n\n\n@given('rain')\ndef rain():\n    '''Rain.'''\n"
    )
    answer = written.run("test")
    assert answer.code == 1, answer.told
    told = [line for line in answer.stderr.splitlines() if "error[" in line]
    assert told == [
        "features/conftest.py:4:1 error[LP775] no scenario uses the step `rain`",
        "features/first_response.feature:9:5 error[LP771] `Whn` makes this line a description, and it runs nothing",
        "features/steps.feature.txt:1:1 error[LP777] no test loads this file",
    ]
    assert answer.stderr.splitlines()[-1].startswith("0 passed; 3 errors, 0 warnings; coverage: 0 of ")


@pytest.mark.parametrize("tag", ["@skip", "@xfail"])
def test_a_false_scenario_that_a_tag_lets_pass_is_a_fault(written, tag):
    written.edit("features/first_response.feature", "is open", "is kept")
    written.edit("features/first_response.feature", "  Scenario", f"  {tag}\n  Scenario")
    answer = written.run("test")
    assert answer.code == 1, answer.told
    assert "features/first_response.feature:8:3 error[LP78" in answer.stderr


@pytest.mark.parametrize(
    ("hook", "what"),
    [
        ("pytest.skip('later')", "it was skipped"),
        ("request.node.add_marker(pytest.mark.xfail)", "it was expected to fail"),
    ],
)
@pytest.mark.parametrize("verdict", ["is open", "is kept"])
def test_what_a_conftest_lets_pass_has_failed(written, hook, what, verdict):
    code = f"import pytest\n\n\n@pytest.fixture(autouse=True)\ndef easy(request):\n    {hook}\n"
    written.write("features/conftest.py", code)
    written.edit("features/first_response.feature", "is open", verdict)
    answer = written.run("test", "--junit", "out/tests.xml")
    assert answer.code == 1, answer.told
    assert f"features/first_response.feature:8: {what}, and so checks nothing" in answer.stdout
    assert "0 passed, 1 failed" in answer.stdout
    suite = ET.parse(written.folder / "out" / "tests.xml").getroot()[0]  # noqa: S314 - our own
    broken = int(suite.get("failures")) + int(suite.get("errors"))  # a skip before the first step breaks its set-up
    assert (broken, suite.get("skipped")) == (1, "0")


def test_no_scenario_at_all_is_nothing_tested(repository):
    answer = repository.run("test")
    assert answer.code == 5, answer.told
    assert "nothing was tested" in answer.stderr


def test_policies_that_do_not_load_are_undecidable(written):
    written.write("policies/agreement.yaml", "kind: Nothing\n")
    answer = written.run("test")
    assert answer.code == 3, answer.told
    assert "error[LP" in answer.stderr


def test_a_file_that_is_not_there_is_wrong_usage(written):
    answer = written.run("test", "features/first_respones.feature")
    assert answer.code == 2, answer.told


def test_settings_of_pytest_in_the_repository_change_nothing(written):
    written.write("pytest.ini", "[pytest]\naddopts = --nonsense\n")
    written.write("pytest.py", "raise SystemExit('not ours')\n")
    answer = written.run("test", environment={"PYTEST_ADDOPTS": "--nonsense"})
    assert answer.code == 0, answer.told


def test_the_steps_are_listed(repository):
    answer = repository.run("test", "--steps")
    assert answer.code == 0, answer.told
    assert '  "<commitment>" for "<lead>" is due <due>' in answer.stdout.splitlines()


def test_too_little_coverage_is_exit_one_and_names_what_is_missing_with_a_stub(written):
    answer = written.run("test", "--threshold", "50")
    assert answer.code == 1, answer.told
    assert "less is covered than 50 %" in answer.stderr
    assert "policies/agreement.yaml:52: no scenario shows `first_response` kept" in answer.stdout
    assert '    Then "first_response" for "Example" is kept' in answer.stdout.splitlines()
    assert "no scenario shows `first_response` open" not in answer.stdout


def test_scenarios_that_several_processes_run_are_told_as_if_one_had(written):
    """Six are two parts; what the second one finds is told, counted and covered too."""
    outline = """Feature: Hours
  Scenario Outline: After <hours>
    Given the policies of this repository
    When <hours> business hours start in calendar "office" on 2026-06-01T09:00:00+02:00
    Then they end on Mon 1 Jun 2026 <end>

    Examples:
      | hours | end   |
"""
    rows = [f"      | {n} | {9 + n if n < 4 else 23}:00 |\n" for n in range(1, 5)]
    written.write("features/hours.feature", outline + "".join(rows))
    written.write("features/a.feature", outline.replace("After", "Again") + rows[1])
    answer = written.run("test", "--junit", "out/tests.xml")
    assert answer.code == 1, answer.told
    assert answer.stdout.splitlines()[0] == "features/a.feature: 1 passed"
    assert "features/first_response.feature: 1 passed" in answer.stdout
    assert "FAILED features/hours.feature: After <hours>[4-23:00]" in answer.stdout
    assert "features/hours.feature:5 Then they end on Mon 1 Jun 2026 23:00" in answer.stdout
    assert answer.stdout.splitlines()[-1].startswith("5 passed, 1 failed; coverage: 2 of")
    suite = ET.parse(written.folder / "out" / "tests.xml").getroot()[0]  # noqa: S314 - our own
    assert (suite.get("tests"), suite.get("failures")) == ("6", "1")


EXAMPLES = """    at_least: 50
    examples:
      - title: Just large enough
        facts: {employees: 50}
        expect: met
      - facts: {employees: 51}
        expect: not met
  interested:"""


def test_examples_alone_are_tests_that_count_and_fail_at_their_line(repository):
    repository.edit("policies/agreement.yaml", "    at_least: 50\n  interested:", EXAMPLES)
    answer = repository.run("test", "--junit", "tests.xml")
    assert answer.code == 1, answer.told
    line = (
        (repository.folder / "policies/agreement.yaml").read_text("utf-8").splitlines().index(EXAMPLES.splitlines()[6])
    )
    assert answer.stdout.splitlines()[:3] == [
        "FAILED policies/agreement.yaml: large: example 2",
        f"  policies/agreement.yaml:{line + 1}: expected not met; it is met",
        "policies/agreement.yaml: 1 passed, 1 failed",
    ]
    assert answer.stdout.splitlines()[3].startswith("1 passed, 1 failed; coverage: 1 of ")
    cases = ET.parse(repository.folder / "tests.xml").getroot()[0]  # noqa: S314 - our own
    assert [(case.get("name"), len(case)) for case in cases] == [
        ("large: Just large enough", 0),
        ("large: example 2", 1),
    ]
