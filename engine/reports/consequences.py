"""What a missed case brings about: who is told as time runs out, what counts as missed, and what follows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from engine.diagnostics import Location
from engine.model.agreements import Agreement
from engine.model.commitments import (
    Acceptance,
    Cadence,
    Conversion,
    FitAtHandOver,
    Freshness,
    IfSilent,
    Response,
    Then,
    name_of_then,
)
from engine.model.volumes import Volume
from engine.reports.clause_numbers import Owed, clause_numbers, owed_in
from engine.reports.clauses import plain, title_of
from engine.reports.moment_words import listed
from engine.reports.shares import promised
from engine.reports.telling_words import THE_OWNER, when_open, who_is_told

ALL_OF_IT = 100
MISSED: Mapping[type, str] = {
    Response: "the due instant passes before anything keeps it",
    Cadence: "its time is over with fewer attempts than promised, or the lead is given back or closed before they are "
    "made",
    FitAtHandOver: "a lead is handed over that doesn't meet what the hand-over requires",
    Freshness: "no value is known by the due instant",
}
BY_SILENCE = {
    IfSilent.BREACH: "nobody accepts or rejects the lead by the due instant",
    IfSilent.DEEMED_ACCEPTED: "never by silence",
}


@dataclass(frozen=True, slots=True)
class TellingText:
    """Who is told of a case, and how far its time has run by then."""

    who: str
    when: str
    policy_line: str


@dataclass(frozen=True, slots=True)
class ConsequenceText:
    """A clause: whom it tells in the order of time, when a case of it is missed, and what follows, in sentences."""

    number: str
    title: str
    tellings: tuple[TellingText, ...]
    missed: str
    follows: tuple[str, ...]
    policy_line: str


def consequence_texts(versions: Sequence[Agreement]) -> tuple[ConsequenceText, ...]:
    """Tell the consequences of every clause of the last of `versions`, by number, party after party."""
    agreement, numbers = versions[-1], clause_numbers(versions)
    found = {(owed.owed_by, owed.name): owed for owed in owed_in(agreement)}
    owing = [party.id for party in agreement.parties]
    inside = sorted((key for key in numbers if key in found), key=lambda key: owing.index(key[0]))
    return tuple(
        ConsequenceText(
            number=numbers[key],
            title=title_of(found[key]),
            tellings=tuple(_tellings(found[key])),
            missed=_missed(found[key], agreement),
            follows=tuple(_follows(found[key], numbers)),
            policy_line=_line(found[key].at),
        )
        for key in inside
    )


def _tellings(owed: Owed) -> Iterator[TellingText]:
    """The warnings of the owner and what others are told, in the order in which the time comes to them."""
    if isinstance(owed, Volume | Conversion | FitAtHandOver):
        return
    told = [(percent, TellingText(THE_OWNER, _gone(percent), _line(owed.at))) for percent in owed.warn_at]
    told += [
        (tell.percent, TellingText(who_is_told(tell), f"{_gone(tell.percent)}{when_open(tell)}", _line(tell.at)))
        for tell in owed.tells
    ]
    yield from (text for _, text in sorted(told, key=lambda one: one[0]))


def _gone(percent: int) -> str:
    if percent == ALL_OF_IT:
        return "when the allowed time is over (100 %)"
    return f"when {percent} % of the allowed time is gone" if percent else "at the start"


def _missed(owed: Owed, agreement: Agreement) -> str:
    match owed:
        case Then():
            return f"the lead isn't in {plain(owed.stage)} by the due instant"
        case Acceptance():
            return BY_SILENCE[owed.if_silent]
        case Conversion():
            return f"the lead doesn't reach {plain(owed.to_stage)}, or a stage beyond it, within the allowed time"
        case Volume():
            number, each = agreement.number_promised(owed), owed.objective.each.value
            return f"a {each} ends with fewer than {number:,} leads brought to {plain(owed.stage)}"
        case Response() | Cadence() | FitAtHandOver() | Freshness():
            return MISSED[type(owed)]


def _follows(owed: Owed, numbers: Mapping[tuple[str, str], str]) -> Iterator[str]:
    if isinstance(owed, Acceptance) and owed.if_silent is IfSilent.DEEMED_ACCEPTED:
        entered = listed(map(plain, owed.accept.stages))
        yield f"From the due instant on the lead is in {entered}, marked as deemed."
    if isinstance(owed, Cadence) and owed.then is not None:
        number = numbers[owed.owed_by, name_of_then(owed.name)]
        yield f"A lead that nobody released goes on to {plain(owed.then)}, as {number} says."
    if isinstance(owed, Volume):
        yield f"The {owed.objective.each.value} is missed."
    elif owed.objective is None:
        yield "The case is shown as missed; no share is promised."
    else:
        share, each = promised(owed.objective.share), owed.objective.each.value
        yield f"The case counts against the {share} promised for its {each}."


def _line(at: Location | None) -> str:
    return at.line_reference if at else ""
