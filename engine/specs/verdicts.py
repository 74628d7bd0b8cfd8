"""Then: what a commitment's clocks came to."""

from __future__ import annotations

import re

import pytest
from pytest_bdd import parsers, then

from engine.specs.runs import Answers, answers
from engine.specs.scenario import Scenario, printed

MINUTE = 60_000_000
HOUR = 60 * MINUTE
ON_PAPER = {
    "kept": {"kept"},
    "broken": {"late", "breached"},
    "open": {"running", "at_risk", "paused"},
    "paused": {"paused"},
    "cancelled": {"cancelled"},
    "exempt": {"exempt"},
    "waived": {"waived"},
    "unknown": {"unknown"},
    "not applicable": {"not_applicable"},
}
CLOCK = r'"(?P<commitment>[\w.]+)" for "(?P<lead>[^"]+)" '


@pytest.fixture
def judged(scenario: Scenario) -> Answers:
    """The run over what the scenario said."""
    return answers(scenario)


@then(parsers.re(CLOCK + rf"is (?P<word>{'|'.join(ON_PAPER)})(?: because (?P<reason>\w+))?"))
def verdict_is(  # noqa: PLR0913, PLR0917 - a step's words are its arguments
    judged: Answers, scenario: Scenario, commitment: str, lead: str, word: str, reason: str | None
) -> None:
    """The last clock's state in the words of the reports, and why."""
    clock = judged.clock(commitment, lead)
    due, stopped = (_when(clock[name], scenario.zone) for name in ("due_at", "stopped_at"))
    told = f"it is {clock['state']} because {clock['reason']}; due {due}, stopped {stopped}"
    assert clock["state"] in ON_PAPER[word], told
    assert reason in {None, clock["reason"]}, told


@then(parsers.re(CLOCK + r"is due (?P<due>\w{3} \d.*)"))
def verdict_due(judged: Answers, scenario: Scenario, commitment: str, lead: str, due: str) -> None:
    """When the last clock is due, on the wall of the agreement's zone."""
    found = _when(judged.clock(commitment, lead)["due_at"], scenario.zone)
    assert found == due, f"it is due {found}"


def _when(micros: int | None, zone: str) -> str:
    return "never" if micros is None else printed(micros, zone)


@then(parsers.re(CLOCK + r"has (?P<left>\d+) (?P<unit>minutes?|hours?) left"))
def has_left(judged: Answers, commitment: str, lead: str, left: str, unit: str) -> None:
    """How much of its own time the last clock has left while it stands still; it has no due instant then."""
    clock = judged.clock(commitment, lead)
    length = MINUTE if unit.startswith("minute") else HOUR
    assert (clock["remaining"], clock["due_at"]) == (int(left) * length, None)


@then(parsers.re(CLOCK + r"was paused for (?P<time>\d+) (?P<unit>minutes?|hours?)"))
def was_paused(judged: Answers, commitment: str, lead: str, time: str, unit: str) -> None:
    """How much of its own time pauses took from the last clock."""
    length = MINUTE if unit.startswith("minute") else HOUR
    assert judged.clock(commitment, lead)["paused_for"] == int(time) * length


@then(parsers.re(CLOCK + r"is judged by version (?P<version>\S+(?: \(trial\))?)"))
def judged_by(judged: Answers, commitment: str, lead: str, version: str) -> None:
    """The version whose terms the last clock keeps."""
    assert judged.clock(commitment, lead)["version"] == version


@then(parsers.re(CLOCK + r"is owed by (?P<party>\w+)"))
def owed_by(judged: Answers, commitment: str, lead: str, party: str) -> None:
    """The party that the verdict belongs to."""
    assert judged.clock(commitment, lead)["owed_by"] == party


@then(parsers.re(CLOCK + r"(?P<how>rests|does not rest) on silence"))
def rests_on_silence(judged: Answers, commitment: str, lead: str, how: str) -> None:
    """Whether the last clock starts or stops by an entry that silence made."""
    assert judged.clock(commitment, lead)["deemed"] is (how == "rests")


@then(parsers.re(CLOCK + r"was (?P<how>logged late|not logged late)"))
def logged_late(judged: Answers, commitment: str, lead: str, how: str) -> None:
    """Whether what stopped the last clock was recorded later than the commitment asks for."""
    assert judged.clock(commitment, lead)["logged_late"] is (how == "logged late")


@then(parsers.re(CLOCK + r"has (?P<number>\d+) clocks?"))
def has_clocks(judged: Answers, commitment: str, lead: str, number: str) -> None:
    """How many cases the commitment made of the lead."""
    assert len(judged.clocks(commitment, lead)) == int(number)


@then(parsers.re(CLOCK + r"counts (?P<said>.*)"))
def counts(judged: Answers, commitment: str, lead: str, said: str) -> None:
    """How often, on how many days, through how many channels the lead was tried."""
    clock = judged.clock(commitment, lead)
    expected = re.fullmatch(r"(\d+) attempts? on (\d+) days? through (\d+) channels?", said)
    assert expected, f"write `counts 3 attempts on 2 days through 1 channel`, not `{said}`"
    got = [clock["attempts"], clock["attempt_days"], clock["attempt_channels"]]
    assert got == [int(number) for number in expected.groups()]
