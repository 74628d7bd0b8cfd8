"""From cycles to spans: the events that opened and closed each clock, and what could change that picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlglot import exp

from engine.compiler.acceptances import SILENCE
from engine.compiler.clauses import Clause
from engine.compiler.freshness import maybe_found_out
from engine.compiler.looked_back import doubt_before_relations
from engine.compiler.moments import Moments
from engine.compiler.quarantined import UNREADABLE
from engine.compiler.query import Relation
from engine.compiler.sql import column, is_in, select, union_all
from engine.model.commitments import Acceptance, Cadence, Commitment, Freshness, Response
from engine.model.lead_schema import LeadSchema
from engine.model.moments import FieldBecomes, Moment


def started() -> Relation:
    """`started`: each cycle with its events; closed_first and closed_last bound a close without a time of day.

    deemed_start and deemed_close are 1 where the event is an entry that silence made; closed_before is 1 where what
    closed it, at its start, came before that.
    """
    return Relation(
        "started",
        select(
            """
            select c.cid, c.governs, c.lead_id, c.started_at, s.until as started_last, c.start_ord,
                   s.event_id as start_event, c.close_kind,
                   case when s.source = :silence then 1 else 0 end as deemed_start,
                   case when x.source = :silence then 1 else 0 end as deemed_close,
                   case when x.until < c.started_at then 1 else 0 end as closed_before,
                   case when x.until < c.closed_at then c.closed_at
                        when x.at < c.started_at then c.started_at else x.at end as closed_first,
                   c.closed_at as closed_last, x.event_id as close_event, c.close_ord
            from cycles as c
            join events as s on s.ord = c.start_ord
            left join events as x on x.ord = c.close_ord
            """,
            silence=SILENCE,
        ),
    )


def doubt_relations(clauses: Sequence[Clause], schemas: Mapping[str, LeadSchema], pieces: int) -> list[Relation]:
    """Build what can leave a clock unknown: `covered`, `tainted` and `possible`, and what came before its start."""
    return [
        Relation("covered", _covered()),
        *doubt_before_relations(clauses, pieces),
        Relation("tainted", _tainted()),
        Relation("possible", _possible(clauses, schemas)),
    ]


def _covered() -> exp.Query:
    """From when and until when every source that could close a clause's clocks, or pause them, is complete.

    Of a field whose history no source tells, nothing is ever complete: nobody would have seen a change.
    """
    return select(
        """
        select t.cid, max(coalesce(v.since, :never)) as since, min(coalesce(v.until, :never)) as until,
               min(case when t.closes = 2 then coalesce(v.until, :never) end) as pauses_until
        from clause_types as t
        left join coverage as v on v.type = t.type
        where t.closes > 0 and (v.type is not null or t.type like 'field:%') group by t.cid
        """,
        never=-(1 << 62),
    )


def _tainted() -> exp.Query:
    """Leads with an event that could have moved a clock of the clause, had it or a cell that decides been readable."""
    return select(
        """
        select q.cid, q.lead_id from (
            select t.cid, q.lead_id from quarantine as q join clause_types as t on t.type = q.type where :unreadable
            union all
            select t.cid, q.lead_id from quarantine as q
            join clause_cells as t on t.type = coalesce(q.type, '') and t.reason = q.reason
            union all
            select t.cid, q.lead_id from quarantine as q cross join (select distinct c.cid from clause_types as c) as t
            where :unreadable and (q.type is null or q.reason = 'unknown event type')
            union all
            select t.cid, q.lead_id from quarantine as q
            join clause_types as t on t.type like 'field:%' where q.reason = 'unknown field'
        ) as q where q.lead_id is not null group by q.cid, q.lead_id
        """,
        unreadable=is_in(column("reason", "q"), UNREADABLE),
    )


def _possible(clauses: Sequence[Clause], schemas: Mapping[str, LeadSchema]) -> exp.Query:
    """The first instants at which a clock may have ended: by somebody unnamed, and by a value that isn't told."""
    none = select(
        """
        select s.cid, s.start_ord, cast(null as bigint) as possible_at, cast(null as bigint) as untold_at
        from started as s where 1 = 0 group by s.cid, s.start_ord
        """
    )
    found: list[exp.Query] = [none]
    for clause in clauses:
        if isinstance(clause.commitment, Freshness):
            found.append(maybe_found_out(clause, clause.commitment))
            continue
        moments = Moments(clause.agreement, schemas[clause.agreement.lead_schema], clause.commitment.owed_by)
        stops = stops_of(clause.commitment)
        ends = (*stops, *getattr(clause.commitment, "cancelled_by", ()))
        possible, untold = moments.possible(stops), moments.untold(ends)
        if possible == exp.false() and untold == exp.false():
            continue
        found.append(
            select(
                """
                select s.cid, s.start_ord, min(case when :possible then e.until end) as possible_at,
                       min(case when :untold and not :sure then e.until end) as untold_at
                from started as s
                join log as e on e.lead_id = s.lead_id and e.until >= s.started_at
                     and (s.closed_last is null or e.until <= s.closed_last)
                where s.cid = :cid and :types and (:possible or :untold)
                group by s.cid, s.start_ord
                """,
                cid=clause.number,
                types=is_in(column("type", "e"), moments.types(ends)),
                possible=possible,
                untold=untold,
                sure=moments.sure([m for m in ends if isinstance(m, FieldBecomes)]),
            )
        )
    return union_all(found)


def stops_of(commitment: Commitment) -> tuple[Moment, ...]:
    """The moments that end a cycle well."""
    match commitment:
        case Response():
            return commitment.kept_by
        case Cadence():
            return commitment.released_by
        case Acceptance():
            return commitment.accept, commitment.reject
        case _:
            return ()


def evidence() -> Relation:
    """`evidence`: all that a verdict is decided on, one row a clock.

    unseen is 1 where a source that could have closed the clock earlier isn't complete from its start until it
    was cancelled or fell due.
    """
    return Relation(
        "evidence",
        select(
            """
            select s.*, w.scope, w.candidates, w.exempts, w.row_no, w.first_row, w.due_at, w.due_last, w.unlaid,
                   w.due_row, w.due_bare, w.is_paused, w.may_be_paused, w.remaining, w.unnamed,
                   v.until as covered_until, coalesce(v.pauses_until, :never) as pauses_until,
                   p.possible_at, p.untold_at, w.untold, r.as_of,
                   case when t.cid is not null then 1 else 0 end as tainted,
                   case when s.closed_last is null and r.as_of <= w.due_at then 0
                        when s.started_at < v.since or s.started_at <= f.since then 1
                        when s.closed_last <= w.due_at and v.until >= s.closed_last then 0
                        when w.due_last <= v.until then 0 else 1 end as unseen
            from started as s
            join windows as w on w.cid = s.cid and w.start_ord = s.start_ord
            cross join run as r
            left join covered as v on v.cid = s.cid
            left join covered_from as f on f.cid = s.cid
            left join tainted as t on t.cid = s.cid and t.lead_id = s.lead_id
            left join possible as p on p.cid = s.cid and p.start_ord = s.start_ord
            """,
            never=-(1 << 62),
        ),
    )
