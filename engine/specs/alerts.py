"""Then: who is told how far a clock has come."""

from __future__ import annotations

from pytest_bdd import parsers, then

from engine.specs.runs import Answers
from engine.specs.scenario import Scenario, printed
from engine.specs.verdicts import CLOCK

WHO = r'"(?P<who>\w+)" is '


@then(parsers.re(WHO + "told of " + CLOCK + r"on (?P<when>\w{3} \d.*)"))
def told_of(judged: Answers, scenario: Scenario, who: str, commitment: str, lead: str, when: str) -> None:  # noqa: PLR0913, PLR0917 - a step's words are its arguments
    """A role, or the owner, is told of the last clock at this instant by the time of the run, among others."""
    assert when in [printed(row["tell_at"], scenario.zone) for row in _told(judged, who, commitment, lead)]


@then(parsers.re(WHO + "not told of " + CLOCK.rstrip()))
def not_told_of(judged: Answers, who: str, commitment: str, lead: str) -> None:
    """By the time of the run a role, or the owner, has heard nothing of the last clock."""
    assert not _told(judged, who, commitment, lead)


def _told(judged: Answers, who: str, commitment: str, lead: str) -> list[dict[str, int]]:
    clock = judged.clock(commitment, lead)
    rows = judged.results.relations.rows_of("alerts", lead)
    return [dict(r) for r in rows if r["is_due"] and (r["clock_id"], r["who"]) == (clock["clock_id"], who)]
