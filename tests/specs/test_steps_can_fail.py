"""Every Then step can fail: each of these scenarios says what does not hold, and must be red for that reason."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from engine.specs.step_definitions import step_definitions

REPOSITORY = Path(__file__).parents[2]
DIVIDED = """divided into
      | owner | minutes |
      | u302  | 1       |"""
FALSE = {
    "change": 'the change of "commitments first_response objective share" loosens for sales',
    "another change": 'the change of "commitments callback objective share" tightens for sales',
    "editorial": 'the change of "commitments first_response objective share" is editorial',
    "bump made": 'agreement "inbound" needs a major version, which it has',
    "other bump": 'agreement "inbound" needs a patch version, which it has not',
    "no change": "nothing changed",
    "verdict": '"first_response" for "Weber" is broken because late',
    "reason": '"first_response" for "Weber" is kept because released',
    "due": '"first_response" for "Weber" is due Tue 13 Jan 2026 18:01',
    "paused": '"first_response" for "Weber" is paused',
    "left": '"first_response" for "Weber" has 5 hours left',
    "was paused": '"first_response" for "Weber" was paused for 1 hour',
    "weekday": '"first_response" for "Weber" is due Mon 13 Jan 2026 18:00',
    "version": '"first_response" for "Weber" is judged by version 2.0.0',
    "party": '"first_response" for "Weber" is owed by marketing',
    "clocks": '"first_response" for "Weber" has 2 clocks',
    "no clock": '"callback" for "Weber" is kept',
    "silence": '"first_response" for "Weber" rests on silence',
    "waived": '"first_response" for "Weber" is waived',
    "otherwise": '"first_response" for "Weber" would have been kept',
    "waived by": '"first_response" for "Weber" was waived by "outage"',
    "covers": 'the waiver "outage" covers 2 clocks',
    "no silence": '"callback" for "Weber" does not rest on silence',
    "attempts": '"persistence" for "Weber" counts 2 attempts on 1 day through 1 channel',
    "criterion": 'criterion "from_partner" of "Weber" is met',
    "because": 'criterion "has_budget" of "Weber" is unknown because need',
    "asked": 'criterion "ready_for_sales" of "Weber" on entering mql was never asked',
    "as it stands": 'criterion "ready_for_sales" of "Weber" on entering mql reads country as it stands',
    "listed": '"Weber" is listed as skipped_stage',
    "not listed": '"Weber" is not listed as rejected_without_reason',
    "quarantine": "1 row is in quarantine: unreadable time",
    "set aside": "1 row is set aside: duplicate",
    "ends": "they end on Mon 12 Jan 2026 10:01",
    "beside": '"first_response" for "Weber" stands beside "u301"',
    "nobody beside": '"persistence" for "Weber" stands beside nobody',
    "divided": f'the time of "first_response" for "Weber" is {DIVIDED}',
    "told": '"owner" is told of "first_response" for "Weber" on Tue 13 Jan 2026 09:01',
    "took": '"first_response" for "Weber" took 1 minute of routing, 0 of assignment and 0 of the rep',
    "nobody knows": "nobody knows when they end",
    "turned": 'the change would have turned "first_response" of "Weber" from kept to broken',
    "tried": 'with 1 business day "first_response" would have been kept in 1 of 1 cases',
    "logged": '"first_response" for "Weber" was logged late',
    "plan": "the revenue plan asks for 593 mqls a year and 49 a month",
}
LEDGER = """adds up from
      | part | what      | points |
      | fit  | condition | 11     |"""
FALSE_IN_JUNE = {
    "capacity": "the promised attempts take up to 10.5 of 51.9 selling hours a week of sales",
    "not told": '"owner" is not told of "nurture" for "Weber"',
    "score": 'the score "interest" of "Huber" is 11',
    "score between": 'the score "interest" of "Huber" is between 10 and 11',
    "rating": 'the score "interest" of "Huber" is rated C2',
    "no rating": 'the score "interest" of "Huber" has no known rating',
    "never scored": 'the score "interest" of "Huber" on entering mql is 10',
    "ledger": f'the score "interest" of "Huber" {LEDGER}',
}
FALSE_OUT_OF_SCOPE = {
    "turned none": "the change would have turned no clock",
    "lint tells": 'validate tells LP909 of "no lead gets this row"',
}
SIGNED = """Given "Kim Berg" may sign as "chief marketing officer"
    And "Jo Ohm" may sign as "chief revenue officer"
    And "the nightly run" may attest runs
    When "Kim Berg" signs "inbound@1.0.0" on 2026-01-08 10:00
    And "Jo Ohm" signs "inbound@1.0.0" on 2026-01-09 10:00
    And the run is noted 2 times"""
SOUND = "the ledger is sound"
FALSE_OF_SIGNED = {
    "signed is not signed": '"inbound@1.0.0" is not signed',
    "signed version": '"inbound@2.0.0" is signed',
    "signed is not void": 'the signature of "Jo Ohm" under "inbound@1.0.0" is void because it was stolen',
    "figures are signed": "every figure of the report is marked unsigned",
    "no waiver is unsigned": 'figures that lack cases of "outage" are marked',
    "ledger is not broken": "the ledger is broken at line 1",
    "head is there": "the ledger does not hold the head that was noted",
}
UNSIGNED_WAIVER = (
    'Given a waiver "outage" of "first_response" in "inbound" for "Weber" from 2026-01-12 until 2026-01-12, '
    "asked for by sales, approved by marketing on 2026-01-12"
)
STAGE_WITHOUT_A_WAY = (
    'When in "agreements/inbound/2.0.0.yaml" the text '
    '"next: [customer, recycled, disqualified]" becomes "next: [recycled]"'
)
NO_LINT, UNMARKED = "validate tells nothing", 'no figure is marked for "outage"'
ALL = len(FALSE) + len(FALSE_IN_JUNE) + len(FALSE_OUT_OF_SCOPE) + len(FALSE_OF_SIGNED) + 3
BACKGROUND = """Feature: What does not hold
  Background:
    Given the policies of this repository
    And a lead "Weber" with
      | fact              | value          |
      | country           | DE             |
      | segment           | mid_market     |
      | channel           | organic_search |
      | existing_customer | false          |
      | industry          | education      |
    And a lead "Huber" with
      | fact      | value     | confirmed  |
      | industry  | education |            |
      | employees | 10        | 2026-01-12 |
      | seniority | manager   |            |
    When "Weber" enters mql on 2026-01-12 10:00
    And "Weber" enters sal on 2026-01-12 10:30
    And "u301" does call_not_answered for "Weber" on 2026-01-12 11:00
    And "Weber" enters recycled on 2026-01-12 12:00
    And "Weber" is given to "u302" on 2026-01-12 11:59
    And 1 business hour starts in calendar "emea" on 2026-01-12T09:00:00+01:00
    And in "agreements/inbound/2.0.0.yaml" the text "share: 85%" becomes "share: 90%"
    And it is 2026-01-13 09:00
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory) -> str:
    """What pytest says of one scenario for each false sentence."""
    folder = tmp_path_factory.mktemp("false")
    scenarios = [f"  Scenario: {name}\n    Then {sentence}\n" for name, sentence in FALSE.items()]
    in_june = "When it is 2026-06-01 09:00"
    scenarios += [f"  Scenario: {name}\n    {in_june}\n    Then {said}\n" for name, said in FALSE_IN_JUNE.items()]
    out_of_scope = 'When in "agreements/inbound/1.0.0.yaml" the text "CH, DE, DK" becomes "CH, DK"'
    scenarios += [
        f"  Scenario: {name}\n    {out_of_scope}\n    Then {said}\n" for name, said in FALSE_OUT_OF_SCOPE.items()
    ]
    scenarios += [f"  Scenario: {name}\n    {SIGNED}\n    Then {said}\n" for name, said in FALSE_OF_SIGNED.items()]
    scenarios.append(f"  Scenario: linted\n    {STAGE_WITHOUT_A_WAY}\n    Then {NO_LINT}\n")
    scenarios.append(f"  Scenario: unmarked\n    {UNSIGNED_WAIVER}\n    Then {UNMARKED}\n")
    scenarios.append(f"  Scenario: broken\n    {SIGNED}\n    And line 1 of the ledger is removed\n    Then {SOUND}\n")
    (folder / "false.feature").write_text(BACKGROUND + "\n".join(scenarios), encoding="utf-8")
    (folder / "test_false.py").write_text('from pytest_bdd import scenarios\n\nscenarios(".")\n', encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-c",
        "pyproject.toml",
        "--rootdir",
        ".",
        "-rA",
        "--tb=short",
        str(folder),
    ]
    run = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)  # noqa: S603 - our own
    return run.stdout


def test_each_step_that_asserts_is_among_them():
    groups = (FALSE, FALSE_IN_JUNE, FALSE_OUT_OF_SCOPE, FALSE_OF_SIGNED)
    said = [sentence.partition("\n")[0] for group in groups for sentence in group.values()]
    said += [NO_LINT, UNMARKED, SOUND]
    asserting = [step for step in step_definitions() if step.is_shipped and step.kind == "then"]
    assert len(asserting) > 40
    assert [step.words for step in asserting if not any(step.means(one) for one in said)] == []


def test_no_false_sentence_is_green(told):
    assert told.count("\nFAILED ") == ALL
    assert "\nPASSED " not in told


def test_they_are_red_for_what_they_say_and_not_for_a_missing_step(told):
    assert "StepDefinitionNotFoundError" not in told
    assert "\nERROR " not in told
    assert told.count("AssertionError") + told.count("BadScenarioError") >= ALL
