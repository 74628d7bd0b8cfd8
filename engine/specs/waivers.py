"""Given and Then: what both parties agreed not to count."""

from __future__ import annotations

import re

from pytest_bdd import given, parsers, then

from engine.specs.runs import Answers
from engine.specs.scenario import Scenario
from engine.specs.verdicts import CLOCK, ON_PAPER

WAIVER = """format: leadpact/v1
kind: Waiver
waiver: {name}
agreement: {agreement}
commitment: {commitment}
leads: ["{lead}"]
from: {since}
until: {until}
reason: Agreed in a scenario.
requested_by: {asking}
approved_by: {{party: {approving}, name: Kim Berg, on: {on}}}
"""
SAID = (
    r'"(?P<name>[\w-]+)" of "(?P<commitment>\w+)" in "(?P<agreement>[\w-]+)" for "(?P<lead>[^"]+)" '
    r"from (?P<since>\S+) until (?P<until>\S+), "
    r"asked for by (?P<asking>\w+), approved by (?P<approving>\w+) on (?P<on>\S+)"
)


@given(parsers.re(r"a waiver (?P<said>.+)"))
def waiver_of(scenario: Scenario, said: str) -> None:
    """Adds a waiver for one lead; `until` a date is that date included."""
    parts = re.fullmatch(SAID, said)
    assert parts, f"write it like the waivers in features/waivers.feature, not `{said}`"
    path = scenario.policies / f"waiver_{parts['name']}.yaml"
    path.write_text(WAIVER.format(**parts.groupdict()), encoding="utf-8")


@then(parsers.re(CLOCK + rf"would have been (?P<word>{'|'.join(ON_PAPER)})(?: because (?P<reason>\w+))?"))
def would_have_been(judged: Answers, commitment: str, lead: str, word: str, reason: str | None) -> None:
    """What the last clock, which is waived, would be without its waiver."""
    clock = judged.clock(commitment, lead)
    told = f"{clock['state']}, otherwise {clock['waived_as']} because {clock['waived_as_reason']}"
    assert clock["waived_as"] in ON_PAPER[word], told
    assert reason in {None, clock["waived_as_reason"]}, told


@then(parsers.re(CLOCK + r'was waived by "(?P<waiver>[\w-]+)"(?P<after>, after the fact)?'))
def was_waived_by(judged: Answers, commitment: str, lead: str, waiver: str, after: str | None) -> None:
    """Which waiver covers the last clock, and whether it was approved on a later date than the clock's start."""
    clock = judged.clock(commitment, lead)
    assert (clock["waiver"], clock["waived_after"]) == (waiver, after is not None)


@then(parsers.re(r'the waiver "(?P<waiver>[\w-]+)" covers (?P<number>\d+) clocks?'))
def waiver_covers(judged: Answers, waiver: str, number: str) -> None:
    """How many clocks the report tells of a waiver; one that covers none is told too."""
    found = [w for agreement in judged.report().agreements for w in agreement.waivers if w.terms.name == waiver]
    assert [w.clocks for w in found] == [int(number)]
