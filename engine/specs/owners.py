"""When and Then: who is given a lead, and who had it while a promise was broken."""

from __future__ import annotations

from pytest_bdd import parsers, step, then

from engine.specs.happening import SYSTEM
from engine.specs.runs import Answers
from engine.specs.scenario import Scenario
from engine.specs.verdicts import CLOCK, MINUTE


@step(parsers.re(r'"(?P<lead>[^"]+)" is given to "(?P<owner>[^"]+)" on (?P<on>[^,]+)'))
def given_to(scenario: Scenario, lead: str, owner: str, on: str) -> None:
    """The lead gets an owner, or another one."""
    scenario.happens(lead, "owner_changed", on, SYSTEM, new_owner=owner)


@step(parsers.re(r'"(?P<lead>[^"]+)" is taken from its owner on (?P<on>[^,]+)'))
def taken_away(scenario: Scenario, lead: str, on: str) -> None:
    """The lead has no owner any more."""
    scenario.happens(lead, "owner_changed", on, SYSTEM, new_owner="")


@then(parsers.re(CLOCK + r'stands beside (?:"(?P<owner>[^"]+)"|nobody)'))
def stands_beside(judged: Answers, commitment: str, lead: str, owner: str | None) -> None:
    """Who owned the lead when the last clock fell due, or ended."""
    assert judged.clock(commitment, lead)["owner"] == owner


@then(parsers.re(r'the time of "(?P<commitment>\w+)" for "(?P<lead>[^"]+)" is divided into'))
def divided_into(judged: Answers, commitment: str, lead: str, datatable: list[list[str]]) -> None:
    """How many minutes of the last clock's time each owner (empty: nobody) had the lead."""
    clock = judged.clock(commitment, lead)
    rows = judged.results.relations.rows_of("clock_shares", lead)
    got = {row["owner"] or "": row["share"] for row in rows if row["clock_id"] == clock["clock_id"]}
    assert got == {owner: int(minutes) * MINUTE for owner, minutes in datatable[1:]}


PARTS = r"took (?P<routing>\d+) minutes? of routing, (?P<assignment>\d+) of assignment and (?P<rep>\d+) of the rep"


@then(parsers.re(CLOCK + PARTS))
def took(judged: Answers, commitment: str, lead: str, routing: str, assignment: str, rep: str) -> None:  # noqa: PLR0913, PLR0917 - a step's words are its arguments
    """Where the time of the last clock went: until the party had the lead, until a person had it, until it was done."""
    clock = judged.clock(commitment, lead)
    rows = judged.results.relations.rows_of("response_parts", lead)
    got = [[r["routing"], r["assignment"], r["rep"]] for r in rows if r["clock_id"] == clock["clock_id"]]
    assert got == [[int(minutes) * MINUTE for minutes in (routing, assignment, rep)]]
