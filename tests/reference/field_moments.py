"""Recorded changes of fields as what happens to a lead: whether one is a moment at which a field becomes something."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from engine.model.commitment_moments import moments_named
from engine.model.conditions import FieldTest, Operator, Value
from engine.model.moments import FieldBecomes
from engine.model.policy_set import PolicySet

from .criteria import compare
from .rows import FieldHistory, Inputs, LogEvent, SetTo
from .truth import some


def fields_awaited(policies: PolicySet) -> set[str]:
    """The fields whose changes any commitment of any version names."""
    owed = [moment for a in policies.agreements for c in a.commitments for moment in moments_named(c)]
    return {moment.test.field for moment in owed if isinstance(moment, FieldBecomes)}


def with_changes(inputs: Inputs, fields: Iterable[str], as_of: int) -> Inputs:
    """The log with those changes in it; at one instant events come first, then fields by name."""
    wanted = sorted((h for h in inputs.histories if h.field in fields), key=lambda h: (h.lead_id, h.field))
    found = [event for history in wanted for event in changes_of(history) if event.at <= as_of]
    last = max((e.ord for e in inputs.events), default=0)
    ordered = sorted(found, key=lambda e: (e.lead_id, e.at, e.type))
    return replace(inputs, events=(*inputs.events, *(replace(e, ord=last + n) for n, e in enumerate(ordered, start=1))))


def changes_of(history: FieldHistory) -> Iterator[LogEvent]:
    """Where nothing is recorded of what was before the first change, it was nothing that anybody knows of."""
    before, told = history.before if history.tells_before else None, not history.before_unreadable
    for change in history.changes:
        yield LogEvent(
            -1,
            f"field:{history.field}:{change.change_id}",
            history.lead_id,
            f"field:{history.field}",
            change.at,
            change.until,
            actor="",
            source="field history",
            set_to=SetTo(history.field, change.value, change.tells, before, told),
        )
        before, told = change.value, change.tells


def becomes(test: FieldTest, event: LogEvent) -> bool | None:
    """Whether the event sets what passes the test and was not so before; None where nothing tells."""
    done = event.set_to
    if done is None or done.field != test.field:
        return False
    now, before = holds(test, done.value, told=done.tells), holds(test, done.before, told=done.tells_before)
    if now is False or before is True:
        return False
    return True if now and before is False else None


def holds(test: FieldTest, value: Value | None, *, told: bool) -> bool | None:
    """No value passes no test; a value that nothing tells, or in another currency, may."""
    if not told:
        return None
    if value is None or test.operator is Operator.KNOWN:
        return value is not None
    return some(compare(test, value, operand) for operand in test.operands).value
