"""Clocks: the verdicts of all clauses with what a reader needs beside them; one row a clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlglot import exp

from engine.compiler.acceptances import DEEMED, acceptance_verdicts
from engine.compiler.cadences import cadence_verdicts
from engine.compiler.clauses import Clause
from engine.compiler.conditions import Conditions
from engine.compiler.conversions import conversion_verdicts
from engine.compiler.fits import fit_verdicts
from engine.compiler.freshness import freshness_verdicts
from engine.compiler.local_time import with_periods
from engine.compiler.logged_late import logged_late
from engine.compiler.query import GivenTable, Relation
from engine.compiler.responses import response_verdicts
from engine.compiler.sql import column, projected, select, union_all
from engine.compiler.working_time import with_elapsed
from engine.model.commitments import Acceptance, Conversion, FitAtHandOver, Freshness

VERDICTS = {
    "response": response_verdicts,
    "cadence": cadence_verdicts,
    "then": response_verdicts,
}


def clause_table(clauses: Sequence[Clause]) -> GivenTable:
    """`clauses`: what a clock inherits from its clause, by `cid`."""
    objectives = [c.commitment.objective for c in clauses]
    return GivenTable(
        "clauses",
        {
            "cid": ("INTEGER", [c.number for c in clauses]),
            "counted_as": ("INTEGER", [c.counted_as for c in clauses]),
            "policy": ("VARCHAR", [c.agreement.name for c in clauses]),
            "version": ("VARCHAR", [c.agreement.version for c in clauses]),
            "commitment": ("VARCHAR", [c.commitment.name for c in clauses]),
            "kind": ("VARCHAR", [c.kind for c in clauses]),
            "repeats": ("VARCHAR", [chr(31) + "every" if c.first_row else "" for c in clauses]),
            "owed_by": ("VARCHAR", [c.commitment.owed_by for c in clauses]),
            "zone": ("VARCHAR", [c.agreement.zone for c in clauses]),
            "each": ("VARCHAR", [o.each.value if o else "month" for o in objectives]),
            "share_num": ("BIGINT", [o.share.numerator if o else None for o in objectives]),
            "share_den": ("BIGINT", [o.share.denominator if o else None for o in objectives]),
            "min_cases": ("BIGINT", [o.min_cases if o else None for o in objectives]),
        },
    )


def warning_table(clauses: Sequence[Clause]) -> GivenTable:
    """`warnings`: the percentages at which a clause warns, by `cid`."""
    rows = [(c.number, p) for c in clauses for p in getattr(c.commitment, "warn_at", ())]
    return GivenTable(
        "warnings", {"cid": ("INTEGER", [r[0] for r in rows]), "percent": ("BIGINT", [r[1] for r in rows])}
    )


def clock_relations(
    clauses: Sequence[Clause], conditions: Mapping[str, Conditions], segments: Sequence[str], pieces: int
) -> list[Relation]:
    """Build `clocks` from `evidence` and `attempts_made`."""
    verdicts = union_all([_none(), *(_verdicts(c, conditions[c.agreement.id], clauses) for c in clauses)])
    return [
        Relation("verdicts", verdicts),
        Relation("measures", _measures()),
        Relation("measured_through", with_elapsed("measures", pieces)),
        Relation("measured", _without_pauses()),
        Relation("warning_spans", _warning_spans()),
        Relation("warning_totals", with_elapsed("warning_spans", pieces)),
        Relation("warned", _warned()),
        Relation("judged", _judged()),
        Relation("ownership", _ownership()),
        logged_late(),
        Relation("judged_in_period", with_periods("judged", "started_at", column("zone", "o"))),
        Relation("clocks", _clocks(segments)),
    ]


def _verdicts(clause: Clause, conditions: Conditions, clauses: Sequence[Clause]) -> exp.Query:
    if isinstance(clause.commitment, Conversion):
        return conversion_verdicts(clause, clause.commitment, clauses)
    if isinstance(clause.commitment, FitAtHandOver):
        return fit_verdicts(clause, conditions)
    if isinstance(clause.commitment, Acceptance):
        return acceptance_verdicts(clause.number, clause.commitment)
    if isinstance(clause.commitment, Freshness):
        return freshness_verdicts(clause, clause.commitment)
    return VERDICTS[clause.kind](clause.number)


def _none() -> exp.Query:
    """No verdicts, with the types of all."""
    return select(
        """
        select e.cid, e.start_ord, e.lead_id as code, e.closed_last as stopped_at, e.close_event as stop_event,
               e.closed_last as cancelled_at from evidence as e where 1 = 0
        """
    )


def _measures() -> exp.Query:
    """From when to when each clock is measured, by its row (the first that could be it, if several)."""
    return select(
        """
        select v.cid, v.start_ord, v.code, v.stopped_at, v.stop_event, v.cancelled_at,
               e.started_at as starts, coalesce(v.stopped_at, v.cancelled_at, e.as_of) as ends,
               w.row_no, w.calendar, w.zone, w.unit
        from verdicts as v
        join evidence as e on e.cid = v.cid and e.start_ord = v.start_ord
        join window_rows as w on w.cid = v.cid and w.row_no = coalesce(e.due_row, e.first_row)
        """
    )


def _without_pauses() -> exp.Query:
    """`elapsed` without the pauses that count, and these as `paused_for`; NULL beyond the calendar's layout."""
    return select(
        """
        select m.cid, m.start_ord, m.code, m.stopped_at, m.stop_event, m.cancelled_at, m.starts, m.ends,
               m.calendar, m.zone, m.unit, m.elapsed - coalesce(q.paused_for, 0) as elapsed,
               case when m.elapsed is not null then coalesce(q.paused_for, 0) end as paused_for
        from measured_through as m
        left join (
            select t.cid, t.start_ord,
                   cast(sum(case when t.elapsed - p.begun > p.counted then p.counted
                                 when t.elapsed > p.begun then t.elapsed - p.begun else 0 end) as bigint) as paused_for
            from measured_through as t
            join pauses_counted as p on p.cid = t.cid and p.start_ord = t.start_ord and p.row_no = t.row_no
                 and p.starts = t.starts and p.reading = 0
            group by t.cid, t.start_ord
        ) as q on q.cid = m.cid and q.start_ord = m.start_ord
        """
    )


def _warning_spans() -> exp.Query:
    return select(
        """
        select m.cid, m.start_ord, m.elapsed as so_far, m.paused_for, m.starts, e.due_at as ends,
               m.calendar, m.zone, m.unit
        from measured as m join evidence as e on e.cid = m.cid and e.start_ord = m.start_ord
        where m.code = 'running:open'
        """
    )


def _warned() -> exp.Query:
    """The highest warning that an open clock has passed, in percent of the time from start to due."""
    return select(
        """
        select t.cid, t.start_ord, max(w.percent) as percent from warning_totals as t
        join warnings as w on w.cid = t.cid
        where t.so_far * 100 >= w.percent * (t.elapsed - t.paused_for) group by t.cid, t.start_ord
        """
    )


def _judged() -> exp.Query:
    """Each clock with its state as if nothing were waived, its waiver, and when its owner is asked for."""
    return select(
        """
        select e.*, m.stopped_at, m.stop_event, m.cancelled_at, m.elapsed, m.paused_for,
               c.policy, c.commitment, c.kind, c.owed_by, c.repeats,
               c.zone, case when e.governs then c.version else '' end as version,
               w.percent as warned, m.code not like 'not_applicable:%' as asked,
               c.kind = 'cadence' and m.code not like 'not_applicable:%' and e.due_last is not null as counts_attempts,
               case when w.percent is not null then 'at_risk'
                    else substring(m.code, 1, strpos(m.code, ':') - 1) end as state,
               substring(m.code, strpos(m.code, ':') + 1) as reason, x.waiver, x.after as waived_after,
               m.code = :deemed or e.deemed_start = 1
               or (e.deemed_close = 1 and coalesce(m.stop_event = e.close_event, false)) as deemed,
               case when coalesce(m.stopped_at, m.cancelled_at, e.as_of) < coalesce(e.due_at, e.as_of)
                    then coalesce(m.stopped_at, m.cancelled_at, e.as_of)
                    when coalesce(e.due_at, e.as_of) < e.as_of then e.due_at else e.as_of end as owner_at
        from evidence as e
        join measured as m on m.cid = e.cid and m.start_ord = e.start_ord
        join clauses as c on c.cid = e.cid
        left join warned as w on w.cid = e.cid and w.start_ord = e.start_ord
        left join waived as x on x.cid = e.cid and x.start_ord = e.start_ord
             and m.code not like 'not_applicable:%' and m.code not like 'exempt:%'
        """,
        deemed=DEEMED,
    )


def _ownership() -> exp.Query:
    """Who owned the lead when its clock ended or fell due, and that person's team then (the first by name)."""
    return select(
        """
        select j.cid, j.start_ord, max(o.owner) as owner, min(m.team) as team
        from judged as j
        left join owners as o on o.lead_id = j.lead_id and o.since <= j.owner_at
             and (o.until is null or j.owner_at < o.until)
        left join memberships as m on m.actor = o.owner and m.since <= j.owner_at and j.owner_at < m.until
        group by j.cid, j.start_ord
        """
    )


def _clocks(segments: Sequence[str]) -> exp.Query:
    query = select(
        """
        select j.policy, j.version, j.commitment, j.kind, j.lead_id, j.started_at,
               md5(j.policy || chr(31) || j.commitment || chr(31) || j.lead_id || chr(31) || j.start_event
                   || j.repeats) as clock_id,
               j.started_last, j.start_event, case when j.asked and j.row_no is not null then r.written end as row_no,
               case when j.asked then r.calendar end as calendar,
               case when j.asked and j.state <> 'paused' then j.due_at end as due_at,
               case when j.asked and j.state <> 'paused' then j.due_last end as due_last, j.stopped_at, j.stop_event,
               j.cancelled_at, case when j.waiver is null then j.state else 'waived' end as state,
               case when j.waiver is null then j.reason else 'waived' end as reason, j.deemed,
               g.cid is not null as logged_late, j.waiver, j.waived_after,
               case when j.waiver is not null then j.state end as waived_as,
               case when j.waiver is not null then j.reason end as waived_as_reason,
               case when j.asked and j.row_no is not null then j.elapsed end as elapsed,
               case when j.asked and j.row_no is not null then j.paused_for end as paused_for,
               case when j.state = 'paused' then j.remaining end as remaining,
               case when j.state = 'late' then j.stopped_at - j.due_last end as late_by, j.warned,
               case when j.counts_attempts then coalesce(a.attempts, 0) end as attempts,
               case when j.counts_attempts then coalesce(a.days, 0) end as attempt_days,
               case when j.counts_attempts then coalesce(a.channels, 0) end as attempt_channels,
               o.owner, o.team, j.owed_by, j.month, j.quarter, j.year, r.node, j.cid, j.start_ord
        from judged_in_period as j
        join window_rows as r on r.cid = j.cid and r.row_no = j.first_row
        left join attempts_made as a on a.cid = j.cid and a.start_ord = j.start_ord and a.variant = 0
        join ownership as o on o.cid = j.cid and o.start_ord = j.start_ord
        left join logged_late as g on g.cid = j.cid and g.start_ord = j.start_ord
        left join leads as l on l.lead_id = j.lead_id
        """
    )
    return projected(query, {f"s_{s}": exp.cast(column(f"f_{s}", "l"), "varchar") for s in segments})
