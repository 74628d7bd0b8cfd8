"""Clocks taken apart for a reader: the stretches of time that counted and those that didn't, to be added up by hand.

The same calendar tables that judge a clock cut it here. A clock's time falls into two segments: from its start to
the earlier of its end and its due instant (`to_first`), and from there to the later of both: `late` where it
ended after it was due, `left` where time was or is left.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.compiler.query import Relation
from engine.compiler.sql import column, is_in, literal, query, select, union_all
from engine.model.durations import DAY, Unit

if TYPE_CHECKING:
    from sqlglot import exp

BUSINESS = [unit.value for unit in Unit if unit.needs_calendar]
SEGMENT = "partition by p.cid, p.start_ord, p.segment"


def span_relations(pieces: int) -> list[Relation]:
    """Build `clock_spans` for the leads of `explained(lead_id)`.

    Columns: cid, start_ord, lead_id, clock_id, segment, kind (`counted`, `paused` or `closed`), starts, ends (µs UTC,
    half-open). Only pauses that surely count are shown.
    Clocks without a due instant or a certain window row have none. `pieces` is K of `calendar_layout.pieces_a_day`.
    """
    return [
        Relation("explained_clocks", _clocks()),
        Relation("explained_segments", _segments()),
        Relation("explained_pieces", union_all([_on_the_wall(), *(_open(k) for k in range(1, pieces + 1))])),
        Relation("explained_open", _joined()),
        Relation("explained_pauses", _pauses()),
        Relation("explained_counted", _counted()),
        Relation("clock_spans", _spans()),
    ]


def _clocks() -> exp.Query:
    return select(
        """
        select c.cid, c.start_ord, c.lead_id, c.clock_id, j.row_no, c.started_at as starts, c.due_at,
               coalesce(c.stopped_at, c.cancelled_at, r.as_of) as ends, w.calendar, :business as business
        from clocks as c
        join explained as x on x.lead_id = c.lead_id
        join judged as j on j.cid = c.cid and j.start_ord = c.start_ord
        join window_rows as w on w.cid = c.cid and w.row_no = j.row_no
        cross join run as r
        where c.due_at is not null and c.elapsed is not null
        """,
        business=is_in(column("unit", "w"), BUSINESS),
    )


def _segments() -> exp.Query:
    return query(
        """
        select c.cid, c.start_ord, c.lead_id, c.clock_id, c.calendar, c.business, 'to_first' as segment,
               c.starts as begins, least(c.ends, c.due_at) as finishes
        from explained_clocks as c where c.starts < least(c.ends, c.due_at)
        union all
        select c.cid, c.start_ord, c.lead_id, c.clock_id, c.calendar, c.business,
               case when c.due_at < c.ends then 'late' else 'left' end as segment,
               least(c.ends, c.due_at) as begins, greatest(c.ends, c.due_at) as finishes
        from explained_clocks as c where c.ends <> c.due_at
        """
    )


def _on_the_wall() -> exp.Query:
    return select(
        """
        select s.cid, s.start_ord, s.segment, s.begins as opens, s.finishes as closes
        from explained_segments as s where not s.business
        """
    )


def _open(k: int) -> exp.Query:
    """The k-th open piece of each UTC day, as far as it lies in a segment."""
    return select(
        """
        select s.cid, s.start_ord, s.segment, greatest(s.begins, :opens) as opens, least(s.finishes, :closes) as closes
        from explained_segments as s
        join calendar_days as d on d.calendar = s.calendar
             and d.day * :length < s.finishes and (d.day + 1) * :length > s.begins
        where s.business and greatest(s.begins, :opens) < least(s.finishes, :closes)
        """,
        opens=column(f"opens_{k}", "d"),
        closes=column(f"closes_{k}", "d"),
        length=literal(DAY),
    )


def _joined() -> exp.Query:
    """Pieces that touch are one: the tables cut an open interval at UTC midnight, which nobody works by.

    `place` is the working time of the clock before each.
    """
    joined = select(
        f"""
        select g.cid, g.start_ord, g.segment, min(g.opens) as opens, max(g.closes) as closes
        from (
            select h.*, sum(h.head) over (partition by h.cid, h.start_ord, h.segment order by h.opens
                                          rows between unbounded preceding and current row) as stretch
            from (
                select p.*, case when p.opens = lag(p.closes) over ({SEGMENT} order by p.opens) then 0 else 1 end
                       as head
                from explained_pieces as p
            ) as h
        ) as g group by g.cid, g.start_ord, g.segment, g.stretch
        """
    )
    return select(
        """
        select o.*, cast(coalesce(sum(o.closes - o.opens) over (partition by o.cid, o.start_ord order by o.opens
                         rows between unbounded preceding and 1 preceding), 0) as bigint) as place
        from :joined as o
        """,
        joined=joined.subquery(copy=False),
    )


def _pauses() -> exp.Query:
    """What of each open piece was paused: pauses are known by their place in the clock's working time."""
    return select(
        """
        select p.cid, p.start_ord, p.segment, p.opens,
               p.opens + greatest(q.begun - p.place, 0) as begins,
               p.opens + least(q.begun + q.counted - p.place, p.closes - p.opens) as ends
        from explained_open as p
        join explained_clocks as c on c.cid = p.cid and c.start_ord = p.start_ord
        join pauses_counted as q on q.cid = p.cid and q.start_ord = p.start_ord and q.row_no = c.row_no
             and q.starts = c.starts and q.reading = 0
             and q.begun < p.place + p.closes - p.opens and q.begun + q.counted > p.place
        where q.counted > 0
        """
    )


def _counted() -> exp.Query:
    """Each open piece without its pauses: what lies before each of them, and after the last."""
    return query(
        """
        select q.cid, q.start_ord, q.segment,
               coalesce(lag(q.ends) over (partition by q.cid, q.start_ord, q.segment, q.opens order by q.begins),
                        q.opens) as opens, q.begins as closes
        from explained_pauses as q
        union all
        select p.cid, p.start_ord, p.segment, coalesce(max(q.ends), p.opens) as opens, p.closes
        from explained_open as p
        left join explained_pauses as q on q.cid = p.cid and q.start_ord = p.start_ord and q.segment = p.segment
             and q.opens = p.opens
        group by p.cid, p.start_ord, p.segment, p.opens, p.closes
        """
    )


def _spans() -> exp.Query:
    return query(
        f"""
        select s.cid, s.start_ord, s.lead_id, s.clock_id, s.segment, f.kind, f.starts, f.ends
        from (
            select p.cid, p.start_ord, p.segment, 'counted' as kind, p.opens as starts, p.closes as ends
            from explained_counted as p
            union all
            select q.cid, q.start_ord, q.segment, 'paused' as kind, q.begins as starts, q.ends
            from explained_pauses as q
            union all
            select p.cid, p.start_ord, p.segment, 'closed' as kind, p.closes as starts,
                   lead(p.opens) over ({SEGMENT} order by p.opens) as ends
            from explained_open as p
            union all
            select s.cid, s.start_ord, s.segment, 'closed' as kind, s.begins as starts,
                   coalesce(min(p.opens), s.finishes) as ends
            from explained_segments as s
            left join explained_open as p on p.cid = s.cid and p.start_ord = s.start_ord and p.segment = s.segment
            group by s.cid, s.start_ord, s.segment, s.begins, s.finishes
            union all
            select s.cid, s.start_ord, s.segment, 'closed' as kind, max(p.closes) as starts, s.finishes as ends
            from explained_segments as s
            join explained_open as p on p.cid = s.cid and p.start_ord = s.start_ord and p.segment = s.segment
            group by s.cid, s.start_ord, s.segment, s.finishes
        ) as f
        join explained_segments as s on s.cid = f.cid and s.start_ord = f.start_ord and s.segment = f.segment
        where f.starts < f.ends
        """
    )
