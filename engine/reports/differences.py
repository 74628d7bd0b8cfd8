"""Where two values of the model differ, found field by field: whatever is not equal is told, by no list of cases.

Parts of a tuple that have a name are matched by it; the others by being equal. Places in files don't count.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from engine.diagnostics import Location
from engine.model.agreements import Party, Stage
from engine.model.calendars import HolidayCountry, Interval, Override
from engine.model.capacities import Capacity, Headcount
from engine.model.commitments import KINDS
from engine.model.conditions import Condition, Criterion, Money
from engine.model.durations import DueBy, Duration
from engine.model.examples import Example
from engine.model.glossary import Term
from engine.model.lead_schema import EventType, LeadField
from engine.model.moments import OutreachMade, StageEntered
from engine.model.people import Membership, Team
from engine.model.revenue_plans import StepRate
from engine.model.scorecards import Band, Bands, Scorecard, ScorePart
from engine.model.sources import EventsMap, FieldMap, HistoryMap, MergesMap
from engine.model.tells import Tell
from engine.model.volumes import Volume
from engine.model.window_rows import WindowRow
from engine.reports.change_words import said

NAMED: tuple[type, ...] = (
    *(Stage, Criterion, *KINDS, Volume, Scorecard, ScorePart),
    *(LeadField, EventType, FieldMap, EventsMap, HistoryMap, MergesMap),
)


def _asked_of_a_row(row: WindowRow) -> Iterator[str]:
    if row.arrives is not None:
        yield f"arrives {said(row.arrives)}"
    if row.condition is not None:
        yield f"if {said(row.condition)}"


KEYS: dict[type, Callable[[Any], str]] = {
    **dict.fromkeys(NAMED, attrgetter("name")),
    Party: attrgetter("id"),
    Capacity: attrgetter("party"),
    Headcount: attrgetter("calendar"),
    Team: attrgetter("id"),
    Term: attrgetter("term"),
    Band: attrgetter("label"),
    Bands: attrgetter("part"),
    HolidayCountry: lambda c: f"{c.country}-{c.subdivision}" if c.subdivision else str(c.country),
    Override: lambda o: o.first.isoformat(),
    StepRate: lambda r: f"{r.from_stage}_to_{r.to_stage}",
    Example: lambda e: f"{e.name}, example {e.number}",
    Membership: lambda m: f"{m.person} in {m.team}",
    WindowRow: lambda r: ", ".join(_asked_of_a_row(r)) or "else",
}
WHOLE = (*Condition.__args__, DueBy, Duration, Money, Interval, Tell, Example)  # told as they are, never taken apart
WHOLE_FIELDS = {(OutreachMade, "channels"), (StageEntered, "reasons")}  # none of them means any
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class Step:
    """One step down: a field of a dataclass, and the key of a part where the field holds several."""

    owner: type
    field: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """What stands at the end of `steps` on both sides; None is nothing. `order`: the same parts in another order.

    The places are those of the values, else of the nearest thing around them that has one.
    """

    steps: tuple[Step, ...]
    before: Any
    after: Any
    order: bool = False
    before_at: Location | None = None
    after_at: Location | None = None


def differences(before: Any, after: Any, leave_out: Sequence[str] = ()) -> Iterator[Difference]:
    """Tell every difference between two values of one dataclass, except in the fields to leave out."""
    for name in (f.name for f in dataclasses.fields(before) if f.compare and f.name not in leave_out):
        step = Step(type(before), name)
        for found in _between(getattr(before, name), getattr(after, name), (step,)):
            yield dataclasses.replace(
                found,
                before_at=found.before_at or _place(found.before) or _place(before),
                after_at=found.after_at or _place(found.after) or _place(after),
            )


def _between(before: Any, after: Any, steps: tuple[Step, ...]) -> Iterator[Difference]:
    if before == after:
        return
    last = steps[-1]
    whole = (last.owner, last.field) in WHOLE_FIELDS or (last.field == "weekly" and last.key)
    if whole or type(before) is not type(after) or isinstance(before, WHOLE):
        yield Difference(steps, before, after)
    elif isinstance(before, tuple):
        yield from _parts(before, after, steps)
    elif dataclasses.is_dataclass(before):
        for found in differences(before, after):
            yield dataclasses.replace(found, steps=(*steps, *found.steps))
    else:
        yield Difference(steps, before, after)


def _parts(before: tuple[Any, ...], after: tuple[Any, ...], steps: tuple[Step, ...]) -> Iterator[Difference]:
    ours, theirs = _by_key(before, steps[-1].field), _by_key(after, steps[-1].field)
    if ours is None or theirs is None:
        yield from _nameless(before, after, steps)
        return
    for key in dict.fromkeys((*ours, *theirs)):
        yield from _between(ours.get(key), theirs.get(key), _at(steps, key))
    common = [key for key in ours if key in theirs]
    turned = [key for key in theirs if key in ours]
    if common != turned:
        yield Difference(steps, tuple(common), tuple(turned), order=True)


def _nameless(before: tuple[Any, ...], after: tuple[Any, ...], steps: tuple[Step, ...]) -> Iterator[Difference]:
    gone, come = _without(before, after), _without(after, before)
    if len(gone) == len(come) == 1 and type(gone[0]) is type(come[0]) and not isinstance(gone[0], WHOLE):
        yield from _between(gone[0], come[0], _at(steps, said(gone[0])))
        return
    yield from (Difference(_at(steps, said(part)), part, None) for part in gone)
    yield from (Difference(_at(steps, said(part)), None, part) for part in come)
    if not gone and not come:
        yield Difference(steps, tuple(map(said, before)), tuple(map(said, after)), order=True)


def _at(steps: tuple[Step, ...], key: str) -> tuple[Step, ...]:
    return (*steps[:-1], dataclasses.replace(steps[-1], key=key))


def _by_key(parts: tuple[Any, ...], field: str) -> dict[str, Any] | None:
    """Index parts by their names; None if one has none, or two have the same."""
    if field == "weekly":
        return dict(zip(WEEKDAYS, parts, strict=True))
    found: dict[str, Any] = {}
    for part in parts:
        if isinstance(part, tuple) and len(part) == 2:  # noqa: PLR2004 - a name and what it stands for
            key, value = str(part[0]), part[1]
        elif type(part) in KEYS:
            key, value = str(KEYS[type(part)](part)), part
        elif isinstance(part, str | int):
            key, value = said(part), part
        else:
            return None
        if key in found:
            return None
        found[key] = value
    return found


def _without(parts: tuple[Any, ...], others: tuple[Any, ...]) -> list[Any]:
    left = list(others)
    found = []
    for part in parts:
        if part in left:
            left.remove(part)
        else:
            found.append(part)
    return found


def _place(value: Any) -> Location | None:
    if isinstance(value, tuple):
        return next(filter(None, map(_place, value)), None)
    found: Location | None = getattr(value, "at", None)
    return found
