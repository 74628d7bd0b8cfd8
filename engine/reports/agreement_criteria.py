"""What qualifies a lead, as both parties wrote it: criteria with who finds the facts out, and scorecards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.model.agreements import Agreement
from engine.model.conditions import All, AnyOf, Condition, Criterion, FieldTest, parts_of
from engine.model.scorecards import ConditionLine, Scorecard, ScoreLine, ScorePart
from engine.reports.clauses import in_words, plain
from engine.reports.moment_words import MomentWords, listed


@dataclass(frozen=True, slots=True)
class CriterionText:
    """A criterion: its question, what makes it met, who finds the facts out and how, and when they grow stale.

    `together` says how `tests` add up; `found_out` and `required_by` (stages) are empty where nothing is said.
    """

    name: str
    question: str
    together: str
    tests: tuple[str, ...]
    found_out: str
    stale: tuple[str, ...]
    required_by: tuple[str, ...]
    policy_line: str


@dataclass(frozen=True, slots=True)
class ScoreLineText:
    """What points are given for, with their sign, how often, and where that is written."""

    what: str
    points: str
    policy_line: str


@dataclass(frozen=True, slots=True)
class ScorePartText:
    """A part of a scorecard: its cap, how points fade, its lines, and its bands as label and range."""

    name: str
    cap: int
    fades: str
    lines: tuple[ScoreLineText, ...]
    bands: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ScorecardText:
    """A scorecard as agreed; `disqualified` and `best` (the highest rating) are empty without one."""

    name: str
    title: str
    lowest: int
    highest: int
    disqualified: str
    best: str
    parts: tuple[ScorePartText, ...]
    policy_line: str


def criteria_texts(agreement: Agreement) -> tuple[CriterionText, ...]:
    """Say every criterion of a version, in the order written."""
    return tuple(_criterion(agreement, criterion) for criterion in agreement.criteria)


def scorecard_texts(agreement: Agreement, events: Mapping[str, str]) -> tuple[ScorecardText, ...]:
    """Say every scorecard of a version; `events` are the event types' titles."""
    return tuple(_scorecard(card, MomentWords("", events)) for card in agreement.scorecards)


def _criterion(agreement: Agreement, criterion: Criterion) -> CriterionText:
    condition, found = criterion.condition, criterion.found_out
    several = isinstance(condition, All | AnyOf)
    parties = {party.id: party.name for party in agreement.parties}
    return CriterionText(
        name=criterion.name,
        question=criterion.question or plain(criterion.name).capitalize(),
        together="" if not several else "all of these hold" if isinstance(condition, All) else "one of these holds",
        tests=tuple(in_words(part) for part in (parts_of(condition) if several else (condition,))),
        found_out=f"{parties.get(found.by_party, found.by_party)}, through {found.through}" if found else "",
        stale=tuple(dict.fromkeys(_stale(condition))),
        required_by=tuple(plain(stage.name) for stage in agreement.stages if stage.requires == criterion.name),
        policy_line=criterion.at.line_reference if criterion.at else "",
    )


def _stale(condition: Condition) -> list[str]:
    if isinstance(condition, FieldTest):
        return [f"{plain(condition.field)} after {condition.good_for}"] if condition.good_for else []
    return [said for part in parts_of(condition) for said in _stale(part)]


def _scorecard(card: Scorecard, words: MomentWords) -> ScorecardText:
    bands = {of.part: of.bands for of in card.rating}
    best = "".join(of.bands[0].label for of in card.rating)
    needs = [f"{plain(of.part)} of at least {of.bands[0].at_least}" for of in card.rating]
    return ScorecardText(
        name=card.name,
        title=card.title or plain(card.name).capitalize(),
        lowest=card.lowest,
        highest=card.highest,
        disqualified=in_words(card.disqualified_if) if card.disqualified_if else "",
        best=f"{best} is the highest rating: {listed(needs, 'and')}" if needs else "",
        parts=tuple(
            ScorePartText(
                name=part.name,
                cap=part.cap,
                fades=_fading(part),
                lines=tuple(_line(line, words) for line in part.lines),
                bands=_ranges([(band.label, band.at_least) for band in bands.get(part.name, ())]),
            )
            for part in card.parts
        ),
        policy_line=card.at.line_reference if card.at else "",
    )


def _line(line: ScoreLine, words: MomentWords) -> ScoreLineText:
    if isinstance(line, ConditionLine):
        what = f"while this holds: {in_words(line.condition)}"
    else:
        latest = "the latest one" if line.latest == 1 else f"each of the latest {line.latest}"
        what = f"when {words.any_of([line.happens])}, {latest}"
    return ScoreLineText(what, f"{line.points:+d}", line.at.line_reference if line.at else "")


def _fading(part: ScorePart) -> str:
    if part.half_life is not None:
        return f"Points for events halve every {part.half_life} days"
    if part.steps:
        steps = (f"{step.percent} % after {step.after} days" for step in part.steps)
        return f"Points for events fall to {listed(steps, 'and')}"
    return ""


def _ranges(bands: list[tuple[str, int]]) -> tuple[tuple[str, str], ...]:
    """The lowest band reaches down, so it says below what it lies."""
    last = len(bands) - 1
    return tuple(
        (label, f"below {bands[n - 1][1]}" if n == last and n else f"from {at_least}" if n != last else "any")
        for n, (label, at_least) in enumerate(bands)
    )
