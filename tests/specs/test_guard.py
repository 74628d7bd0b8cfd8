"""What would let a scenario pass that checks nothing is told, each with a message and a code of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_bdd import parsers
from pytest_bdd.steps import StepFunctionContext

from engine.diagnostics import Diagnostic
from engine.specs.feature_files import FeatureFile, feature_files, read_feature
from engine.specs.guard import faults_of, not_loaded, unused_steps
from engine.specs.step_definitions import StepDefinition, step_definitions

FINE = """Feature: Fine
  The words of a feature run nothing
  and may go on in another line.

  Scenario: One
    Given the policies of this repository
    When it is 2026-06-01 09:00
    Then nothing changed
"""


def read(folder, text):
    path = folder / "a.feature"
    path.write_text(text, encoding="utf-8")
    return read_feature(path, "features/a.feature")


def told(folder, text):
    """Every fault of a feature's text: code, line, message."""
    file = read(folder, text)
    faults = [file] if isinstance(file, Diagnostic) else faults_of([file], step_definitions())
    return [(f.code, f.location.line, f.message) for f in faults]


def own_step(words, kind="given"):
    def a_step():
        """A step of the repository's own."""

    a_step.__module__ = "conftest"
    return StepDefinition(StepFunctionContext(kind, a_step, parsers.parse(words)))


def test_a_fine_file_has_no_fault(tmp_path):
    assert told(tmp_path, FINE) == []


@pytest.mark.parametrize("word", ["Gven", "given", "Givn", "Givne", "Given:", "Giveen"])
def test_a_line_that_starts_almost_like_a_step_is_told(tmp_path, word):
    found = told(tmp_path, FINE.replace("Given", word))
    assert found == [("LP771", 6, f"`{word}` makes this line a description, and it runs nothing")]


@pytest.mark.parametrize(
    "line", ["The buyer waits.", "Any rep may call.", "Gives sales a day.", "and so on", "Whenever."]
)
def test_english_words_are_no_mistyped_keywords(tmp_path, line):
    assert told(tmp_path, FINE.replace("The words of a feature run nothing", line)) == []


def test_what_is_english_elsewhere_is_a_mistyped_keyword_before_the_words_of_a_step(tmp_path):
    text = "Feature: A\n  Scenario: B\n    The nothing changed\n    Given the policies of this repository\n"
    assert [(code, line) for code, line, _ in told(tmp_path, text)] == [("LP773", 2), ("LP771", 3)]


def test_a_scenario_without_steps_is_told(tmp_path):
    found = told(tmp_path, FINE + "\n  Scenario: Two\n")
    assert found == [("LP772", 10, "the scenario `Two` has no steps")]


def test_a_feature_without_a_scenario_is_told(tmp_path):
    assert told(tmp_path, "Feature: None\n") == [("LP772", 1, "a feature without a scenario")]


def test_a_scenario_that_asks_nothing_is_told(tmp_path):
    found = told(tmp_path, FINE.replace("    Then nothing changed\n", ""))
    assert found == [("LP773", 5, "the scenario `One` asks nothing")]


def test_an_undefined_step_is_told_with_the_one_that_was_probably_meant(tmp_path):
    file = read(tmp_path, FINE.replace("it is 2026", "it was 2026"))
    (fault,) = faults_of([file], step_definitions())
    assert (fault.code, fault.location.line) == ("LP774", 7)
    assert fault.help == "did you mean `it is <moment>`?"


def test_a_step_under_the_wrong_keyword_is_told_where_it_belongs(tmp_path):
    file = read(tmp_path, FINE.replace("When it is", "Given it is"))
    (fault,) = faults_of([file], step_definitions())
    assert fault.help == "it is a When step, and stands under Given"


def test_a_step_of_an_outline_is_looked_up_for_every_row(tmp_path):
    outline = (
        "Feature: A\n  Scenario Outline: B\n    Given the policies of this <what>\n    Then nothing changed\n"
        "    Examples:\n      | what       |\n      | repository |\n      | company    |\n"
    )
    assert told(tmp_path, outline) == [("LP774", 3, "no step is written `the policies of this company`")]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("      | repository |\n", "", "the outline `B` has no rows"),
        ("| what ", "| that ", "no column is called `what`"),
    ],
)
def test_an_outline_that_reads_nothing_is_told(tmp_path, old, new, message):
    outline = (
        "Feature: A\n  Scenario Outline: B\n    Given the policies of this <what>\n    Then nothing changed\n"
        "    Examples:\n      | what       |\n      | repository |\n"
    )
    assert ("LP778", message) in [(code, text) for code, _, text in told(tmp_path, outline.replace(old, new))]


def test_a_step_that_nothing_asks_after_is_told(tmp_path):
    found = told(tmp_path, FINE + "    When it is 2026-06-02 09:00\n")
    assert found == [("LP776", 9, "nothing is asked after this step, so it changes nothing")]


def test_two_scenarios_of_one_title_are_told(tmp_path):
    again = FINE[FINE.index("  Scenario") :]
    found = told(tmp_path, f"{FINE}\n{again}")
    assert found == [("LP779", 5, "a later scenario has the same title, `One`, and only that one would run")]


def test_a_line_with_two_meanings_is_told(tmp_path):
    file = read(tmp_path, FINE)
    known = (*step_definitions(), own_step("the {what} of this repository"))
    (fault,) = faults_of([file], known)
    assert fault.code == "LP780"
    assert "`the <what> of this repository`" in fault.message


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 1),
        ("# only a comment\n", 1),
        ("Scenario: without a feature\n", 1),
        (FINE.replace("    When it is", "    Wen it is"), 7),
        (FINE + "    a line of nothing\n", 9),
    ],
)
def test_a_file_that_is_no_feature_is_told(tmp_path, text, line):
    assert [(code, at) for code, at, _ in told(tmp_path, text)] == [("LP770", line)]


def test_a_mistyped_first_step_is_told_where_the_next_begins_with_and(tmp_path):
    found = told(tmp_path, FINE.replace("Given", "Gvien").replace("When", "And"))
    assert [(code, line) for code, line, _ in found] == [("LP771", 6)]


def test_a_file_that_is_no_text_is_told(tmp_path):
    path = tmp_path / "a.feature"
    path.write_bytes(b"Feature: \xff\xfe\n")
    assert read_feature(path, "a.feature").code == "LP770"


def test_a_step_of_the_repository_that_no_scenario_uses_is_told(tmp_path):
    file = read(tmp_path, FINE + "    And the moon is full\n")
    known = (*step_definitions(), own_step("the moon is {phase}", "then"), own_step("the sun shines"))
    (fault,) = unused_steps([file], known, Path.as_posix)
    assert (fault.code, fault.message) == ("LP775", "no scenario uses the step `the sun shines`")
    assert fault.location.file == __file__
    assert isinstance(file, FeatureFile)


def test_a_file_that_no_test_loads_is_told(tmp_path):
    for name in ("a.feature", "b.Feature", "c.feature.txt", "policies/d.feature", ".hidden/e.feature", "f.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(FINE)
    there = feature_files(tmp_path)
    found = not_loaded(there, [tmp_path / "a.feature"], lambda path: path.relative_to(tmp_path).as_posix(), "features")
    assert [(f.code, f.location.file) for f in found] == [
        ("LP777", "b.Feature"),
        ("LP777", "c.feature.txt"),
        ("LP777", "policies/d.feature"),
    ]


def test_every_step_is_listed_in_words_that_people_write():
    for one in step_definitions():
        assert one.words, one
        assert not set("\\()?+^*") & set(one.words), one.words
        assert one.meaning, one.words


@pytest.mark.parametrize(
    ("tag", "code", "message"),
    [
        ("@skip", "LP781", "the scenario `One` would be skipped"),
        ("@skipif", "LP781", "the scenario `One` would be skipped"),
        ("@xfail", "LP782", "the scenario `One` would pass by failing"),
    ],
)
@pytest.mark.parametrize(("before", "line"), [("Feature: Fine", 1), ("  Scenario: One", 5)])
def test_a_tag_that_lets_a_scenario_pass_unchecked_is_told(  # noqa: PLR0913, PLR0917 - one for each column
    tmp_path, tag, code, message, before, line
):
    found = told(tmp_path, FINE.replace(before, f"@slow {tag}\n{before}"))
    assert found == [(code, line, message)]


def test_a_tag_above_a_rule_or_above_examples_is_told_for_each_scenario_below_it(tmp_path):
    rule = FINE.replace("  Scenario: One", "  @skip\n  Rule: A\n\n  Scenario: One")
    assert [(code, line) for code, line, _ in told(tmp_path, rule)] == [("LP781", 5)]
    again = FINE[FINE.index("  Scenario") :].replace("One", "Two")
    two = told(tmp_path, f"@skip\n{FINE}\n{again}")
    assert [message for _, _, message in two] == [
        "the scenario `One` would be skipped",
        "the scenario `Two` would be skipped",
    ]
    rows = "\n    @xfail\n    Examples:\n      | day |\n      | 01  |\n"
    outline = FINE.replace("Scenario:", "Scenario Outline:").replace("06-01", "06-<day>") + rows
    assert [(code, line) for code, line, _ in told(tmp_path, outline)] == [("LP782", 10)]


def test_any_other_tag_is_a_word_of_the_repository_own(tmp_path):
    assert told(tmp_path, "@slow @wip\n" + FINE) == []
