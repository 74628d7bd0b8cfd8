"""Recorded changes of fields as events of the log, and the moments at which a field becomes something.

A change stands in the log under a type of its own (`field:budget`). What it set, and what the field held before it,
are columns of `log` that are NULL for all other events: value and currency as text, and whether anything tells them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from sqlglot import exp

from engine.compiler.comparisons import compared
from engine.compiler.field_history import SQL_TYPES, change_of
from engine.compiler.query import Relation
from engine.compiler.sql import any_of, column, is_in, projected, select, tree, union_all
from engine.compiler.truth import holds, known_value, may_hold
from engine.model.commitment_moments import moments_named
from engine.model.conditions import FieldTest, Money, Operator
from engine.model.moments import FieldBecomes

if TYPE_CHECKING:
    from engine.model.agreements import Agreement
    from engine.model.lead_schema import LeadSchema

CHANGES = "changes_in_log"
HISTORY = "field history"
"""The source of changes among events."""
NOW, BEFORE = "now", "before"


def fields_awaited(agreements: Iterable[Agreement]) -> tuple[str, ...]:
    """The fields whose changes are moments of some commitment, by name."""
    moments = (m for a in agreements for c in a.commitments for m in moments_named(c))
    return tuple(sorted({str(m.test.field) for m in moments if isinstance(m, FieldBecomes)}))


def log_with_changes(fields: Sequence[str], events: str, attributes: Sequence[str]) -> list[Relation]:
    """Build `changes_in_log` (each change of the fields with its `ord`) and `events_and_changes`.

    At one instant events come before changes, and those follow the names of their fields.
    """
    numbered = select(
        f"""
        select l.last + row_number() over (order by c.lead_id, c.at, c.field, c.nth) as ord,
               'field:' || c.field || ':' || c.change_id as event_id, c.lead_id, 'field:' || c.field as type,
               c.at, c.until, c.value as value_now, c.currency as currency_now, c.tells as told_now,
               c.value_before, c.currency_before, c.tells_before as told_before
        from field_changes as c cross join (select coalesce(max(e.ord), 0) as last from {events} as e) as l
        where c.nth > 0 and :wanted
        """,
        wanted=is_in(column("field", "c"), fields),
    )
    texts = [f"a_{name}" for name in attributes]
    recorded = select(
        f"""
        select e.ord, e.event_id, e.lead_id, e.type, e.at, e.until, e.recorded_at, e.actor, e.source
        from {events} as e
        """
    ).select(*(column(text, "e") for text in texts), copy=False)
    changed = select(
        f"""
        select c.ord, c.event_id, c.lead_id, c.type, c.at, c.until, cast(null as bigint) as recorded_at,
               cast('' as varchar) as actor, cast(:source as varchar) as source
        from {CHANGES} as c
        """,
        source=HISTORY,
    )
    changed = projected(changed, {text: exp.cast(exp.null(), "varchar") for text in texts})
    return [Relation(CHANGES, numbered), Relation("events_and_changes", union_all([recorded, changed]))]


def with_values(log: exp.Select) -> exp.Select:
    """Add to the rows `e` of a log what changes set, and what was before."""
    joined = log.join(f"{CHANGES} as h", on=tree("h.ord = e.ord"), join_type="left", copy=False)
    names = [f"{what}_{when}" for when in (NOW, BEFORE) for what in ("value", "currency", "told")]
    return projected(joined, {name: column(name, "h") for name in names})


def surely_becomes(moment: FieldBecomes, schema: LeadSchema) -> exp.Expr:
    """The change sets what passes the test, and what the field held before did not."""
    now, before = (_passes(moment.test, when, schema) for when in (NOW, BEFORE))
    return tree(
        "e.type = :type and :now and not :before",
        type=change_of(moment.test.field),
        now=holds(now),
        before=may_hold(before),
    )


def maybe_becomes(moment: FieldBecomes, schema: LeadSchema) -> exp.Expr:
    """Nothing tells whether it does: one of the two values is not told, or in another currency."""
    now, before = (_passes(moment.test, when, schema) for when in (NOW, BEFORE))
    return tree(
        "e.type = :type and :now and not :before and not (:is_so and not :was_so)",
        type=change_of(moment.test.field),
        now=may_hold(now),
        before=holds(before),
        is_so=holds(now),
        was_so=may_hold(before),
    )


def _passes(test: FieldTest, when: str, schema: LeadSchema) -> exp.Expr:
    """Kleene's truth of the test: no value passes none, one that isn't told may.

    Asked inside CASE, because other rows hold texts that are of no such type.
    """
    text = column(f"value_{when}", "e")
    known = tree(":text is not null", text=text)
    return tree(
        "case when e.type = :type and :told then case when :known then :passes else false end end",
        type=change_of(test.field),
        told=column(f"told_{when}", "e"),
        known=known,
        passes=exp.true() if test.operator is Operator.KNOWN else _comparison(test, when, schema),
    )


def _comparison(test: FieldTest, when: str, schema: LeadSchema) -> exp.Expr:
    kind = next(field.type for field in schema.fields if field.name == test.field)
    value = exp.cast(column(f"value_{when}", "e"), SQL_TYPES[kind])
    amounts = [operand for operand in test.operands if isinstance(operand, Money)]
    if not amounts:
        return compared(test.operator, value, test.operands)
    has = column(f"currency_{when}", "e")
    its = [tree("coalesce(:has = :wanted, false)", has=has, wanted=amount.currency) for amount in amounts]
    pairs = zip(amounts, its, strict=True)
    return any_of([known_value(compared(test.operator, value, [amount]), here) for amount, here in pairs])
