"""Rows by the time of arrival: whether a clock's start lies in the hours of a calendar."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from engine.compiler.clauses import Clause
from engine.compiler.query import Relation
from engine.compiler.sql import column, select, tree, union_all
from engine.compiler.working_time import with_elapsed
from engine.model.durations import Unit
from engine.model.window_rows import WindowRow

if TYPE_CHECKING:
    from sqlglot import exp


def calendars_of_arrival(clause: Clause) -> tuple[str, ...]:
    """The calendars in whose hours a start of the clause may lie, each once."""
    return tuple(dict.fromkeys(row.arrives.calendar for row in clause.commitment.rows if row.arrives is not None))


def arrival_relations(clauses: Sequence[Clause], pieces: int) -> list[Relation]:
    """Build `arrivals(cid, start_ord, calendar, inside)`; nothing where no clause asks.

    inside is 1 if the calendar is open for all of the start, 0 if it is closed for all of it: a date without a time is
    a whole day, so that it may be neither. NULL beyond what is laid out, too.
    """
    asked = [_asked(clause, calendar) for clause in clauses for calendar in calendars_of_arrival(clause)]
    if not asked:
        return []
    return [
        Relation("arrivals_asked", union_all(asked)),
        Relation("arrivals_open", with_elapsed("arrivals_asked", pieces)),
        Relation(
            "arrivals",
            select(
                """
                select o.cid, o.start_ord, o.lead_id, o.starts, o.calendar,
                       case when o.elapsed = o.ends - o.starts then 1 when o.elapsed = 0 then 0 end as inside
                from arrivals_open as o
                """
            ),
        ),
    ]


def _asked(clause: Clause, calendar: str) -> exp.Query:
    """From the first instant of a start until just after its last."""
    return select(
        """
        select c.cid, c.start_ord, c.lead_id, c.started_at as starts, c.started_last + 1 as ends,
               cast(:calendar as varchar) as calendar, cast(:zone as varchar) as zone, cast(:unit as varchar) as unit
        from started as c where c.cid = :cid
        """,
        calendar=calendar,
        zone=clause.agreement.zone,
        unit=Unit.BUSINESS_MINUTES.value,
        cid=clause.number,
    )


def arrives(clause: Clause, row: WindowRow) -> Iterator[exp.Expr]:
    """Whether a start arrives as a row asks, beside the joins of `with_arrivals`; nothing where it doesn't ask."""
    if row.arrives is not None:
        inside = column("inside", f"a_{calendars_of_arrival(clause).index(row.arrives.calendar)}")
        yield tree(":inside = :wanted", inside=inside, wanted=int(not row.arrives.outside))


def with_arrivals(found: exp.Select, clause: Clause) -> exp.Select:
    """The arrivals beside each start `c` of a clause, by calendar."""
    for number, calendar in enumerate(calendars_of_arrival(clause)):
        its = f"a_{number}.cid = c.cid and a_{number}.start_ord = c.start_ord and a_{number}.calendar = :calendar"
        found = found.join(f"arrivals as a_{number}", on=tree(its, calendar=calendar), join_type="left", copy=False)
    return found
