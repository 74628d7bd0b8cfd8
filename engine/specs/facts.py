"""Then: criteria, rows that could not be used, and answers of a calendar."""

from __future__ import annotations

from datetime import datetime

from pytest_bdd import parsers, then, when

from engine.specs.runs import Answers, due
from engine.specs.scenario import Scenario, on_the_wall

TRUTH = {"met": True, "not met": False, "unknown": None}
CRITERION = r'criterion "(?P<criterion>\w+)" of "(?P<lead>[^"]+)"(?: on entering (?P<stage>\w+))? '


@then(parsers.re(CRITERION + r"is (?P<word>met|not met|unknown)(?: because (?P<facts>.+))?"))
def criterion_is(  # noqa: PLR0913, PLR0917 - a step's words are its arguments
    judged: Answers, criterion: str, lead: str, stage: str | None, word: str, facts: str | None
) -> None:
    """The criterion's truth now, or at the entry of a stage, and the facts that were missing."""
    row = judged.criterion(criterion, lead, stage)
    assert row, f"`{criterion}` was never asked of `{lead}`"
    assert (row["truth"], row["because"]) == (TRUTH[word], facts or "")


@then(parsers.re(CRITERION + r"reads (?P<facts>.+) as it stands"))
def read_as_it_stands(judged: Answers, criterion: str, lead: str, stage: str | None, facts: str) -> None:
    """The facts of which only today's value is told, though the criterion was asked of an earlier day."""
    row = judged.criterion(criterion, lead, stage)
    assert row, f"`{criterion}` was never asked of `{lead}`"
    assert row["as_it_stands"] == ("" if facts == "nothing" else facts)


@then(parsers.re(CRITERION + r"was never asked"))
def never_asked(judged: Answers, criterion: str, lead: str, stage: str | None) -> None:
    """The lead never reached the instant at which it would be asked."""
    row = judged.criterion(criterion, lead, stage)
    assert row is None or row["truth"] is None


@then(parsers.re(r"(?P<number>\d+) rows? (?:is|are) in quarantine: (?P<reason>.+)"))
def quarantined(judged: Answers, number: str, reason: str) -> None:
    """Rows that could not be used, and why."""
    assert judged.quarantined() == {reason: int(number)}


@then(parsers.re(r"(?P<number>\d+) rows? (?:is|are) set aside: (?P<reason>.+)"))
def set_aside(judged: Answers, number: str, reason: str) -> None:
    """Rows that were not needed, and why."""
    assert judged.set_aside() == {reason: int(number)}


@then(parsers.re(r'"(?P<lead>[^"]+)" is listed as (?P<kind>\w+)'))
def listed_as(judged: Answers, lead: str, kind: str) -> None:
    """Something in the lead's record that deserves a look."""
    assert kind in judged.findings(lead)


@then(parsers.re(r'"(?P<lead>[^"]+)" is not listed as (?P<kind>\w+)'))
def not_listed_as(judged: Answers, lead: str, kind: str) -> None:
    """Nothing of the kind is in the lead's record."""
    assert kind not in judged.findings(lead)


@when(
    parsers.re(r'(?P<time>\d+ [a-z ]+?) starts? in calendar "(?P<calendar>\w+)" on (?P<start>\S+)'),
    target_fixture="ends",
)
def time_starts(scenario: Scenario, time: str, calendar: str, start: str) -> str | None:
    """Asks the calendar; the answer as it stands on the calendar's wall, None if it lies beyond the layout."""
    end = due(scenario, calendar, start, time)
    return None if end is None else on_the_wall(datetime.fromisoformat(end))


@then(parsers.parse("they end on {expected}"))
def they_end(ends: str | None, expected: str) -> None:
    """The due instant."""
    assert ends == expected


@then("nobody knows when they end")
def nobody_knows(ends: str | None) -> None:
    """The calendar is not laid out that far."""
    assert ends is None
