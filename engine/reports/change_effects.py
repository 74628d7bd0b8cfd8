"""Whom a change binds more tightly, as far as the change itself tells; what it doesn't tell is said to be unknown.

Whatever narrows the ways of keeping a promise tightens it for the party that owes it, and so does every further clock.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

from engine.model.agreements import Agreement, Party
from engine.model.commitments import Acceptance, Again, Attempts, Cadence, IfSilent, Objective, Period, Response
from engine.model.conditions import AttributeTest, Condition
from engine.model.durations import Allowed, Duration
from engine.model.glossary import Glossary, Term
from engine.model.moments import ActedBy, Decision, EventHappens, OutreachMade, StageEntered, StageLeft
from engine.model.pauses import Pauses
from engine.model.volumes import NumberObjective, Volume
from engine.model.window_rows import WindowRow
from engine.reports.condition_effects import asked_otherwise
from engine.reports.differences import KEYS, Difference
from engine.reports.directions import OPPOSITE, Direction, Effect

Judge = Callable[[Any, Any], Direction]
STRICTNESS = (ActedBy.ANYONE, ActedBy.TEAM, ActedBy.OWNER)
FREE_OF_DUTY = {
    "title",
    "question",
    "definition",
    "warn_at",
    "tells",
    "log_within",
}  # they explain or remind; nothing is judged by them


def _by_order(order: Callable[[Any], int | None]) -> Judge:
    """Make a judge for which what comes later in an order is tighter; None has no place in it."""

    def judge(before: Any, after: Any) -> Direction:
        one, other = order(before), order(after)
        if one is None or other is None:
            return Direction.UNKNOWN
        return Direction.TIGHTENS if other > one else Direction.LOOSENS if other < one else Direction.UNKNOWN

    return judge


def _shorter(before: Allowed | None, after: Allowed | None) -> Direction:
    """Less time is tighter, and any time is tighter than none being owed; other units can't be compared."""
    if before is None or after is None:
        return Direction.TIGHTENS if before is None else Direction.LOOSENS
    one, other = before.microseconds, after.microseconds
    if before.unit is after.unit:
        one, other = before.amount, after.amount
    elif before.unit.needs_calendar is not after.unit.needs_calendar:
        return Direction.UNKNOWN
    if one is None or other is None:
        return Direction.UNKNOWN
    return Direction.TIGHTENS if other < one else Direction.LOOSENS if other > one else Direction.NEITHER


def _longer_gap(before: Duration | None, after: Duration | None) -> Direction:
    """Attempts that lie closer are one: the wider the gap, the tighter."""
    shorter = _shorter(before, after)
    return shorter if before is None or after is None else OPPOSITE.get(shorter, shorter)


def _gone(before: Any, after: Any) -> Direction:
    """What a promise gains tightens it, what it loses loosens it; another in its place may do either."""
    if before is not None and after is not None:
        return Direction.UNKNOWN
    return Direction.TIGHTENS if before is None else Direction.LOOSENS


def _any_if_empty(before: tuple[Any, ...], after: tuple[Any, ...]) -> Direction:
    """Fewer that count are tighter; none named means that any counts."""
    if not before or (after and set(after) < set(before)):
        return Direction.TIGHTENS
    return Direction.LOOSENS if not after or set(after) > set(before) else Direction.UNKNOWN


def _ways(before: Any, after: Any) -> Direction:
    """A way more is looser, a way less is tighter."""
    return OPPOSITE.get(_gone(before, after), Direction.UNKNOWN)


def _number(value: Any) -> int | None:
    return value if isinstance(value, int) else None


FURTHER_CLOCKS = {Again.IGNORE: 0, Again.NEW: 1}  # one clock that goes on has no place between them
MORE = _by_order(lambda number: number)
OF_THE_PROMISE: Mapping[tuple[type, str], Judge] = {
    (WindowRow, "allowed"): _shorter,
    (Response, "every"): _shorter,
    (Response, "looks_back"): lambda before, after: OPPOSITE.get(longer := _longer_gap(before, after), longer),
    (Objective, "share"): MORE,
    (NumberObjective, "number"): _by_order(_number),
    (Volume, "only_met"): MORE,
    (Attempts, "at_least"): MORE,
    (Attempts, "days"): MORE,
    (Attempts, "channels"): MORE,
    (Attempts, "one_if_within"): _longer_gap,
    (Pauses, "sources"): _ways,
    (Pauses, "budget"): lambda before, after: (
        _gone(before, after) if before is None or after is None else _shorter(before, after)
    ),
    (Acceptance, "if_silent"): _by_order(lambda silent: int(silent is IfSilent.BREACH)),
    **{(kind, "again"): _by_order(FURTHER_CLOCKS.get) for kind in (Response, Cadence, Acceptance)},
}
OF_A_MOMENT: Mapping[tuple[type, str], Judge] = {
    (OutreachMade, "kind"): _by_order(lambda kind: kind.rank),
    (OutreachMade, "acted_by"): _by_order(STRICTNESS.index),
    (OutreachMade, "modes"): _ways,
    (OutreachMade, "channels"): _any_if_empty,
    (StageEntered, "reasons"): _any_if_empty,
    (StageEntered, "stages"): _ways,
    (StageLeft, "stages"): _ways,
    (Decision, "stages"): _ways,
    (Decision, "with_reason"): MORE,
    (EventHappens, "events"): _ways,
    (EventHappens, "where"): _gone,
    (AttributeTest, "values"): _ways,
}
STOPS = {"kept_by", "released_by", "cancelled_by", "accept", "reject", "attempts"}


def effects(
    found: Difference, before: Agreement, after: Agreement, waived: Collection[Condition] = ()
) -> tuple[Effect, ...]:
    """Tell whom a difference between two versions of an agreement binds more, or less.

    `waived` are the conditions of waivers: what they ask for may be waived otherwise.
    """
    top = found.steps[0]
    if _is_free(found):
        return (Effect(Direction.NEITHER),)
    if (by_leads := asked_otherwise(found, before, after, waived)) is not None:
        return by_leads
    if top.field not in {"commitments", "volumes"} or not top.key:
        return (Effect(Direction.UNKNOWN),)
    owing, owed = _owed_by(before, top.key), _owed_by(after, top.key)
    if owing and owed and owing != owed and found.steps[-1].field in {"owed_by", top.field}:
        return Effect(Direction.LOOSENS, owing), Effect(Direction.TIGHTENS, owed)
    measured_alike = _measure(found, before) == _measure(found, after)
    direction = _direction(found) if measured_alike and not found.order else Direction.UNKNOWN
    return (Effect(direction, "" if direction is Direction.UNKNOWN else owed or owing),)


def effects_of_use(found: Difference) -> tuple[Effect, ...]:
    """Tell the same of a document that agreements use: what it does to whom depends on the leads."""
    return (Effect(Direction.NEITHER if _is_free(found) else Direction.UNKNOWN),)


def _is_free(found: Difference) -> bool:
    last = found.steps[-1]
    named = (last.owner, last.field) == (Agreement, "glossary")
    reckoned = found.steps[0].field == "capacities"  # what people can do is held against promises, and is none
    return named or reckoned or last.owner in {Glossary, Party, Term} or last.field in FREE_OF_DUTY


def _owed_by(agreement: Agreement, name: str) -> str:
    owed = {c.name: c.owed_by for c in (*agreement.commitments, *agreement.volumes)}
    return owed.get(name, "")


def _measure(found: Difference, agreement: Agreement) -> Period | str | None:
    """By what a number of a promise is measured: the period of a volume, the calendar of a row of times."""
    name, last = found.steps[0].key, found.steps[-1]
    if last.owner is NumberObjective:
        return next((volume.objective.each for volume in agreement.volumes if volume.name == name), None)
    if last.owner is not WindowRow:
        return None
    owed = next((c for c in agreement.commitments if c.name == name), None)
    rows = (row for row in owed.rows if KEYS[WindowRow](row) == found.steps[1].key) if owed else ()
    row = next(iter(rows), None)
    return (row and row.calendar) or (owed and owed.calendar) or agreement.calendar


def _direction(found: Difference) -> Direction:
    if len(found.steps) == 1:
        return _gone(found.before, found.after)
    field, last = found.steps[1].field, found.steps[-1]
    if (last.owner, last.field) in OF_THE_PROMISE:
        return OF_THE_PROMISE[last.owner, last.field](found.before, found.after)
    if len(found.steps) == 2 and field == "objective":  # noqa: PLR2004 - the commitment, and its objective
        return _gone(found.before, found.after)
    judge = OF_A_MOMENT.get((last.owner, last.field), _ways if len(found.steps) == 2 else None)  # noqa: PLR2004 - same
    if judge is None or field not in STOPS | {"starts"}:
        return Direction.UNKNOWN
    narrower = judge(found.before, found.after)
    return OPPOSITE.get(narrower, narrower) if field == "starts" else narrower
