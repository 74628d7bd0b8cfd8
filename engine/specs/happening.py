"""When: what happens to leads, and what time it is."""

from __future__ import annotations

from pytest_bdd import parsers, step, when

from engine.specs.scenario import Scenario

SYSTEM = "crm"


@step(parsers.re(r'"(?P<lead>[^"]+)" enters (?P<stage>\w+)(?: with reason (?P<reason>\w+))? on (?P<on>[^,]+)'))
def enters(scenario: Scenario, lead: str, stage: str, reason: str | None, on: str) -> None:
    """The lead enters a stage."""
    scenario.enters(lead, stage, on, SYSTEM, reason)


@step(parsers.re(r'"(?P<lead>[^"]+)" is merged into "(?P<into>[^"]+)" on (?P<on>[^,]+)'))
def is_merged(scenario: Scenario, lead: str, into: str, on: str) -> None:
    """The two were one and the same: from then on only the second is counted."""
    scenario.merges.append({"lead": lead, "into": into, "on": on})


MOVES = r'"(?P<by>[^"]+)" moves "(?P<lead>[^"]+)" to (?P<stage>\w+)(?: with reason (?P<reason>\w+))? on (?P<on>[^,]+)'


@step(parsers.re(MOVES))
def person_moves(scenario: Scenario, by: str, lead: str, stage: str, reason: str | None, on: str) -> None:  # noqa: PLR0913, PLR0917 - a step's words are its arguments
    """A person lets the lead enter a stage."""
    scenario.enters(lead, stage, on, by, reason)


@step(parsers.re(r'somebody moves "(?P<lead>[^"]+)" to (?P<stage>\w+) on (?P<on>[^,]+)'))
def somebody_moves(scenario: Scenario, lead: str, stage: str, on: str) -> None:
    """The lead enters a stage; the export does not say who moved it."""
    scenario.enters(lead, stage, on)


@step(parsers.re(r'"(?P<lead>[^"]+)" does (?P<event>\w+) on (?P<on>[^,]+)'))
def buyer_does(scenario: Scenario, lead: str, event: str, on: str) -> None:
    """The lead itself does something."""
    scenario.happens(lead, event, on)


@step(parsers.re(r'"(?P<by>[^"]+)" does (?P<event>\w+) for "(?P<lead>[^"]+)" on (?P<on>[^,]+)'))
def person_does(scenario: Scenario, by: str, event: str, lead: str, on: str) -> None:
    """Someone does something for a lead."""
    scenario.happens(lead, event, on, by)


@step(parsers.re(r'"(?P<by>[^"]+)" does (?P<event>\w+) for "(?P<lead>[^"]+)" on (?P<on>[^,]+), exported twice'))
def person_does_twice(scenario: Scenario, by: str, event: str, lead: str, on: str) -> None:
    """The same row stands in the export two times."""
    scenario.happens(lead, event, on, by)
    scenario.events.append(dict(scenario.events[-1]))


@step(parsers.re(r'somebody does (?P<event>\w+) for "(?P<lead>[^"]+)" on (?P<on>[^,]+)'))
def somebody_does(scenario: Scenario, event: str, lead: str, on: str) -> None:
    """The export does not say who did it."""
    scenario.happens(lead, event, on)


@step(parsers.parse('this happens to "{lead}"'))
def this_happens(scenario: Scenario, lead: str, datatable: list[list[str]]) -> None:
    """Events as a table: on, event, by, and a column for each attribute; `recorded` tells when they were put down."""
    heading, *rows = datatable
    for row in rows:
        scenario.happens(lead, **dict(zip(heading, row, strict=True)))


@when(parsers.parse("it is {moment}"))
def it_is(scenario: Scenario, moment: str) -> None:
    """The moment at which the scenario asks."""
    scenario.asked_at = moment
