"""Whom a criterion, a requirement or a scope that changes binds more, or less: by all that it is asked for.

A stage's requirement decides what fits at the hand-over and which leads a volume counts. A scope decides whose clocks
run. What picks rows of allowed times, makes points or waives clocks may do either.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from engine.analysis.uses import within
from engine.model.commitments import Conversion, FitAtHandOver, Freshness
from engine.model.conditions import Condition, Criterion, CriterionRef, FieldTest
from engine.reports.condition_shifts import (
    LESS,
    LOOSER,
    MORE,
    SAME,
    STAYS,
    STRICTER,
    Extent,
    Shift,
    shift,
    spelled_out,
)
from engine.reports.directions import Direction, Effect

if TYPE_CHECKING:
    from engine.model.agreements import Agreement
    from engine.model.volumes import Volume
    from engine.reports.differences import Difference

PLACES = {("criteria", "condition"), ("stages", "requires"), ("scope",)}
MORE_IS_TIGHTER = {
    SAME: Direction.NEITHER,
    MORE: Direction.TIGHTENS,
    LESS: Direction.LOOSENS,
    Extent.EITHER: Direction.UNKNOWN,
}
FEWER_IS_TIGHTER = MORE_IS_TIGHTER | {MORE: Direction.LOOSENS, LESS: Direction.TIGHTENS}


def asked_otherwise(
    found: Difference, before: Agreement, after: Agreement, waived: Collection[Condition]
) -> tuple[Effect, ...] | None:
    """Tell what a condition that changes does to each party; None for a change that is of no condition.

    Only this change is looked at: what else changes has effects of its own.
    """
    fields = tuple(step.field for step in found.steps)
    if fields not in PLACES:
        return None
    before = replace(before, criteria=_known(before, after))
    if fields == ("scope",):
        changed = replace(before, scope=found.after)
    elif fields == ("stages", "requires"):
        key = found.steps[0].key
        stages = tuple(replace(s, requires=found.after) if s.name == key else s for s in before.stages)
        changed = replace(before, stages=stages)
    else:
        key = found.steps[0].key
        criteria = tuple(replace(c, condition=found.after) if c.name == key else c for c in before.criteria)
        changed = replace(before, criteria=criteria)
        if _asked_elsewhere(key, before, waived):
            return (Effect(Direction.UNKNOWN),)
    return _summed([party.id for party in before.parties], _directions(before, changed))


def _known(before: Agreement, after: Agreement) -> tuple[Criterion, ...]:
    """What changes may name a criterion that is new."""
    names = {c.name for c in before.criteria}
    return (*before.criteria, *(c for c in after.criteria if c.name not in names))


def _directions(before: Agreement, after: Agreement) -> Iterator[tuple[str, Direction]]:
    """What becomes of each promise, by the party that owes it, where only conditions differ."""
    required = {stage.name: _requirement(before, after, stage.name) for stage in before.stages}
    scope = _between(before.scope, after.scope, before, after)
    for owed in before.commitments:
        if isinstance(owed, FitAtHandOver):
            yield owed.owed_by, FEWER_IS_TIGHTER[required[before.hand_over].met]
        if isinstance(owed, Freshness) and _fact(owed, before) != _fact(owed, after):
            yield owed.owed_by, Direction.UNKNOWN
        duty = not isinstance(owed, FitAtHandOver | Conversion)
        yield owed.owed_by, _clocks(scope) if duty or scope == STAYS else Direction.UNKNOWN
    for volume in before.volumes:
        yield from ((volume.owed_by, FEWER_IS_TIGHTER[extent]) for extent in _counted(volume, required, scope))


def _fact(owed: Freshness, agreement: Agreement) -> FieldTest | None:
    """The fact to find out; None where a criterion asks for no single field, as one may that nobody owes any more."""
    try:
        return agreement.fact_of(owed)
    except LookupError:
        return None


def _counted(volume: Volume, required: Mapping[str, Shift], scope: Shift) -> Iterator[Extent]:
    yield scope.met
    if volume.only_met and volume.stage in required:
        yield required[volume.stage].met


def _clocks(scope: Shift) -> Direction:
    """Fewer leads surely in scope and no fewer surely out of it: fewer clocks; an unknown scope is an unknown clock."""
    if scope.met in {SAME, LESS} and scope.failed in {SAME, MORE}:
        return Direction.NEITHER if scope == STAYS else Direction.LOOSENS
    if scope.met in {SAME, MORE} and scope.failed in {SAME, LESS}:
        return Direction.TIGHTENS
    return Direction.UNKNOWN


def _requirement(before: Agreement, after: Agreement, stage: str) -> Shift:
    """A stage without a requirement asks for nothing: any is stricter than none."""
    one, other = ({s.name: s.requires for s in version.stages}.get(stage) for version in (before, after))
    ours, theirs = (CriterionRef(name) if name else None for name in (one, other))
    return _between(ours, theirs, before, after)


def _between(ours: Condition | None, theirs: Condition | None, before: Agreement, after: Agreement) -> Shift:
    if ours is None or theirs is None:
        return STAYS if ours is theirs else STRICTER if ours is None else LOOSER
    one, other = (
        spelled_out(condition, {c.name: c for c in version.criteria})
        for condition, version in ((ours, before), (theirs, after))
    )
    return shift(one, other)


def _asked_elsewhere(name: str, agreement: Agreement, waived: Collection[Condition]) -> bool:
    """Tell whether rows of allowed times, scorecards, or waivers ask for a criterion, also through another."""
    asking = [row.condition for owed in agreement.commitments for row in owed.rows if row.condition]
    asking += [condition for card in agreement.scorecards for condition in card.conditions()]
    named = _named((*asking, *waived))
    criteria: Mapping[str, Criterion] = {c.name: c for c in agreement.criteria}
    reached: set[str] = set()
    while named - reached:
        reached |= named
        named |= _named([criteria[one].condition for one in named if one in criteria])
    return name in named


def _named(conditions: Sequence[Condition]) -> set[str]:
    return {part.criterion for root in conditions for part in within(root) if isinstance(part, CriterionRef)}


def _summed(parties: Sequence[str], directions: Iterator[tuple[str, Direction]]) -> tuple[Effect, ...]:
    """Bring each party's directions together, in the agreement's order; opposite ones can't be told."""
    by_party: dict[str, set[Direction]] = {party: set() for party in parties}
    for party, direction in directions:
        by_party.setdefault(party, set()).add(direction)
    found = {party: _one(said - {Direction.NEITHER}) for party, said in by_party.items()}
    told = tuple(Effect(direction, party) for party, direction in found.items() if direction)
    if all(one.direction is Direction.UNKNOWN for one in told):
        return (Effect(Direction.UNKNOWN),) if told else (Effect(Direction.NEITHER),)
    return told


def _one(said: set[Direction]) -> Direction | None:
    return None if not said else said.pop() if len(said) == 1 else Direction.UNKNOWN
