"""Leads near the bounds that conditions name, drawn without looking at how proofs are made; and what they are worth."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from engine.analysis.proofs.truths import MET, NOT_MET, UNKNOWN
from engine.model.conditions import Money
from tests.reference.criteria import Asked, ask
from tests.reference.field_history import Past
from tests.reference.instants import begin_of, local_date
from tests.reference.random_conditions import EVENT_TYPES, REASONS
from tests.reference.rows import CoverageRow, FieldHistory, LeadRecord, LogEvent
from tests.reference.small_policies import SCHEMA, complete, numbered, wall

HOUR = 3600 * 10**6
VALUES = {
    "segment": ("small", "large"),
    "country": ("DE", "NA", "D", "xa_%'x", "Da_%'", "other", ""),
    "employees": (9, 10, 11, 49, 50, 51, 52),
    "growth": tuple(map(Decimal, ("0.4999", "0.5", "0.5001", "0.0001", "0", "0.0002", "-3"))),
    "consent": (True, False),
    "founded": tuple(date(2020, 2, 28) + timedelta(days=n) for n in range(4)),
    "budget": tuple(
        Money(Decimal(amount), currency)
        for amount, currency in (
            ("9999.9999", "EUR"),
            ("10000", "EUR"),
            ("10001", "EUR"),
            ("0.5", "USD"),
            ("0.4", "USD"),
            ("2", "USD"),
            ("1", "CHF"),
        )
    ),
}
ASKED = ("2026-03-08T12:00", "2026-03-07T00:00", "2026-03-08T04:30", "2026-06-10T23:59:59.999999", "2026-11-01T14:00")


def drawn(rng, zone):
    """A lead, its log, the coverage and histories, and the instant asked."""
    at = wall(rng.choice(ASKED), zone)
    instants = [
        at,
        at - 1,
        at - 30 * 60 * 10**6,
        at - HOUR,
        at - HOUR + 1,
        at - 6 * HOUR,
        at - 24 * HOUR,
        at - 24 * HOUR - 1,
    ]
    for days in (0, 1, 2, 3):
        begins = begin_of(zone, local_date(zone, at) - timedelta(days=days))
        instants += [begins, begins - 1]
    instants = [i for i in instants if i <= at]
    fields = {name: rng.choice((*values, *values, None)) for name, values in VALUES.items()}
    fields = {name: value if value != "" else None for name, value in fields.items()}
    record = LeadRecord("a", fields, {name: rng.choice((*instants, None)) for name in VALUES})
    untold = tuple(FieldHistory("a", name, ()) for name in VALUES if rng.random() < 0.05)
    few = rng.sample(EVENT_TYPES, 3)
    log = [
        event(rng.choice(few), rng.choice(instants), n, attributes(rng)) for n in range(rng.choice((0, 1, 2, 2, 3, 6)))
    ]
    coverage = (
        complete()
        if rng.random() < 0.7
        else tuple(
            CoverageRow(t, "crm/log", rng.choice((None, *instants)), rng.choice((2**61, at - 1))) for t in EVENT_TYPES
        )
    )
    return record, numbered(log), coverage, untold, at


def attributes(rng):
    return {
        "through": rng.choice((None, "email", "phone")),
        "reason": rng.choice((None, *REASONS)),
        "stage": rng.choice((None, "mql", "sal")),
    }


def event(kind, at, n, said):
    return LogEvent(0, f"e{n}", "a", kind, at, at, attributes=said)


def as_lead(example):
    """An example of a proof as rows: what it doesn't name is not known, and did not happen."""
    fields = {name: state.value for name, state in example.fields}
    set_at = {name: state.set_at for name, state in example.fields}
    untold = tuple(FieldHistory("a", name, ()) for name, state in example.fields if not state.told)
    times = [kind for kind, number in example.events for _ in range(number)]
    log = numbered(event(kind.type, kind.at, n, dict(kind.attributes)) for n, kind in enumerate(times))
    lacking = {c.type: c for c in example.coverages}
    coverage = [c for c in complete() if c.type not in lacking]
    coverage += [
        CoverageRow(c.type, "crm/log", c.since, 2**61 if c.to_the_end else example.asking.at - 1)
        for c in lacking.values()
    ]
    return LeadRecord("a", fields, set_at), log, tuple(coverage), untold, example.asking.at


def worth(condition, agreement, lead):
    """The bit of what a condition is worth for a lead, by the reference."""
    record, log, coverage, untold, at = lead
    criteria = {c.name: c.condition for c in agreement.criteria}
    asked = Asked(record, log, coverage, criteria, agreement.zone, at, agreement.scorecards, Past(untold, as_of=at))
    return {True: MET, False: NOT_MET, None: UNKNOWN}[ask(condition, asked).value]


FIELDS = tuple(field.name for field in SCHEMA.fields)
