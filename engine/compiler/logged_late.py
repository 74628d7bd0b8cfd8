"""`log_within: 1 hour`: outreach that was recorded later than that counts, and is marked (semantics §5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from engine.compiler.clauses import Clause
from engine.compiler.query import GivenTable, Relation
from engine.compiler.sql import select
from engine.model.commitments import Cadence, Response
from engine.model.lead_schema import LeadSchema

if TYPE_CHECKING:
    from sqlglot import exp


def log_limits(clauses: Sequence[Clause], schemas: Mapping[str, LeadSchema]) -> GivenTable:
    """`log_limits(cid, type, within)`: how long after it outreach of a type may be recorded, in µs."""
    rows = [
        (clause.number, event.name, clause.commitment.log_within.microseconds)
        for clause in clauses
        if isinstance(clause.commitment, Response | Cadence) and clause.commitment.log_within is not None
        for event in schemas[clause.agreement.lead_schema].events
        if event.outreach.rank > 0
    ]
    return GivenTable(
        "log_limits",
        {
            "cid": ("INTEGER", [row[0] for row in rows]),
            "type": ("VARCHAR", [row[1] for row in rows]),
            "within": ("BIGINT", [row[2] for row in rows]),
        },
    )


def logged_late() -> Relation:
    """`logged_late(cid, start_ord)`: the clocks that an outreach stopped which was recorded too late.

    Of one known to the day, the time runs from the day's end; of one without a time of recording nothing is said.
    """
    return Relation("logged_late", _late())


def _late() -> exp.Query:
    return select(
        """
        select distinct m.cid, m.start_ord
        from measured as m
        join evidence as s on s.cid = m.cid and s.start_ord = m.start_ord
        join log_limits as l on l.cid = m.cid
        join events as e on e.lead_id = s.lead_id and e.event_id = m.stop_event and e.type = l.type
        where e.recorded_at > e.until + l.within
        """
    )
