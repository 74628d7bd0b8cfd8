"""Then: scores, ratings, and what they add up from."""

from __future__ import annotations

from pytest_bdd import parsers, then

from engine.specs.runs import Answers

SCORE = r'the score "(?P<scorecard>\w+)" of "(?P<lead>[^"]+)"(?: on entering (?P<stage>\w+))? '
WHOLE = "whole"


@then(parsers.re(SCORE + r"is (?P<points>-?\d+)"))
def score_is(judged: Answers, scorecard: str, lead: str, stage: str | None, points: str) -> None:
    """The score now, or at the entry of a stage; all is known that it depends on."""
    row = judged.score(scorecard, lead, stage)
    assert (row["lower"], row["upper"]) == (int(points), int(points))


@then(parsers.re(SCORE + r"is between (?P<lower>-?\d+) and (?P<upper>-?\d+)"))
def score_is_between(  # noqa: PLR0913, PLR0917 - a step's words are its arguments
    judged: Answers, scorecard: str, lead: str, stage: str | None, lower: str, upper: str
) -> None:
    """The least and the most that it can be while facts are unknown."""
    row = judged.score(scorecard, lead, stage)
    assert (row["lower"], row["upper"]) == (int(lower), int(upper))


@then(parsers.re(SCORE + r"is rated (?P<rating>\w+)"))
def rated(judged: Answers, scorecard: str, lead: str, stage: str | None, rating: str) -> None:
    """The labels of its bands, joined."""
    assert judged.score(scorecard, lead, stage)["rating"] == rating


@then(parsers.re(SCORE + r"has no known rating"))
def not_rated(judged: Answers, scorecard: str, lead: str, stage: str | None) -> None:
    """What is unknown could put it into another band."""
    assert judged.score(scorecard, lead, stage)["rating"] is None


@then(parsers.re(SCORE + r"adds up from"))
def adds_up(judged: Answers, scorecard: str, lead: str, stage: str | None, datatable: list[list[str]]) -> None:
    """Every entry of the ledger in its order: part, what it is, the points it gives or takes."""
    _, *said = datatable
    ledger = judged.ledger(judged.score(scorecard, lead, stage))
    assert [[e["part"] or WHOLE, e["kind"], str(e["lower"])] for e in ledger] == said
