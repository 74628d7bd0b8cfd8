"""What pauses do to a due instant: their working time inside [start, due), as a union, moves it on.

A clock's measure is working time for business units and the wall for others; in positions of that measure
the rest is arithmetic. The pauses that count are always the first ones: each counts if the time that had
run before it is less than what was allowed, so one that begins when the clock is due moves nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.compiler.eras import NEVER
from engine.compiler.query import Relation
from engine.compiler.sql import query, select
from engine.compiler.working_time import with_instant, with_position

if TYPE_CHECKING:
    from sqlglot import exp

ROW = """
    partition by p.cid, p.start_ord, p.row_no, p.starts, p.reading
    order by p.from_place, p.to_place, p.begins, p.ends, p.is_open
"""


def paused_due_relations(pieces: int) -> list[Relation]:
    """Build `pauses_counted` and `dues` from `candidate_dues`, `started` and `pause_intervals`.

    `dues` adds to each candidate: due_short and due_long, when it is due with what was surely and what was possibly
    paused; paused_short and paused_long, 1 if it stands still at `as_of`; remaining, what is left then; unnamed, 1 if
    it isn't recorded who made a pause. For a clock that stands still the dues are those of a pause that ends now.
    """
    return [
        Relation("pause_spans", _spans()),
        Relation("pauses_from", with_position("pause_spans", "begins", "from_place", pieces)),
        Relation("pauses_to", with_position("pauses_from", "ends", "to_known", pieces)),
        Relation("pause_places", _places()),
        Relation("pause_union", _union()),
        Relation("pause_sums", _sums()),
        Relation("pauses_counted", _counted()),
        Relation("pause_totals", _totals()),
        Relation("paused_dues", _positions()),
        Relation("dues_short", with_instant("paused_dues", "short_position", "short_instant")),
        Relation("dues_long", with_instant("dues_short", "long_position", "long_instant")),
        Relation("dues", _dues()),
    ]


def unpaused_dues() -> list[Relation]:
    """Build the same where no clause has pauses."""
    counted = """
        select d.cid, d.start_ord, d.row_no, d.starts, d.is_first as reading, d.due as begun, d.due as counted,
               d.is_first as is_open
        from candidate_dues as d where 1 = 0
    """
    dues = """
        select d.*, d.due as due_short, d.due as due_long, 0 as paused_short, 0 as paused_long,
               cast(null as bigint) as remaining, 0 as unnamed, 0 as untold
        from candidate_dues as d
    """
    return [Relation("pauses_counted", select(counted)), Relation("dues", select(dues))]


def _spans() -> exp.Query:
    """Each pause inside the life of each candidate clock; `is_open` is 1 where it lasts at `as_of`.

    What comes after the clock was closed is none of it: at one instant a stop goes before a pause.
    """
    return select(
        """
        select d.cid, d.start_ord, d.row_no, d.starts, d.calendar, d.unit, d.from_position,
               d.due_position - d.from_position as allowed, p.reading,
               case when p.begins < d.starts then d.starts else p.begins end as begins,
               case when p.ends < coalesce(s.closed_last, r.as_of) then p.ends
                    else coalesce(s.closed_last, r.as_of) end as ends,
               case when s.closed_last is null and (p.ends is null or p.ends > r.as_of) then 1 else 0 end as is_open
        from candidate_dues as d
        join started as s on s.cid = d.cid and s.start_ord = d.start_ord
        cross join run as r
        join pause_intervals as p on p.cid = d.cid and p.lead_id = s.lead_id
             and (p.of_start is null or p.of_start = d.start_ord)
             and (p.ends is null or p.ends > d.starts) and p.begins <= r.as_of
             and (s.closed_last is null or p.begins < s.closed_last)
        where d.exempt = 0
        """
    )


def _places() -> exp.Query:
    """Beyond the layout: a pause that begins there moves nothing, one that ends there has no known end."""
    return select(
        "select p.*, coalesce(p.to_known, :never) as to_place from pauses_to as p where p.from_place is not null",
        never=NEVER,
    )


def _union() -> exp.Query:
    """Each pause without what earlier ones hold of it: `begun` is where it begins to add, `length` what it adds."""
    return select(
        f"""
        select u.*, case when u.to_place > u.begun then u.to_place - u.begun else 0 end as length
        from (
            select o.*, case when o.reached > o.from_place then o.reached else o.from_place end as begun
            from (
                select p.*, max(p.to_place) over ({ROW} rows between unbounded preceding and 1 preceding) as reached
                from pause_places as p
            ) as o
        ) as u
        """
    )


def _sums() -> exp.Query:
    return select(
        f"""
        select p.*, cast(coalesce(sum(p.length) over ({ROW} rows between unbounded preceding and 1 preceding), 0)
                         as bigint) as gone, coalesce(b.budget, :never) as budget
        from pause_union as p left join pause_budgets as b on b.cid = p.cid
        """,
        never=NEVER,
    )


def _counted() -> exp.Query:
    """The pauses that count, in positions: from `begun`, `counted` of it until the budget is used up."""
    return select(
        """
        select c.cid, c.start_ord, c.row_no, c.starts, c.reading, c.begun - c.from_position as begun,
               case when c.length < c.left_of_it then c.length else c.left_of_it end as counted,
               case when c.is_open = 1 and c.length < c.left_of_it then 1 else 0 end as is_open,
               c.allowed - (c.begun - c.from_position - (c.budget - c.left_of_it)) as remaining
        from (
            select p.*, case when p.gone < p.budget then p.budget - p.gone else 0 end as left_of_it from pause_sums as p
        ) as c
        where c.begun - c.from_position - (c.budget - c.left_of_it) < c.allowed
        """
    )


def _totals() -> exp.Query:
    return select(
        """
        select c.cid, c.start_ord, c.row_no, c.starts, c.reading, cast(sum(c.counted) as bigint) as added,
               max(c.is_open) as is_open, min(case when c.is_open = 1 then c.remaining end) as remaining
        from pauses_counted as c group by c.cid, c.start_ord, c.row_no, c.starts, c.reading
        """
    )


def _positions() -> exp.Query:
    same = "t.cid = d.cid and t.start_ord = d.start_ord and t.row_no = d.row_no and t.starts = d.starts"
    return query(
        f"""
        select d.*, coalesce(a.added, 0) as short_added, coalesce(b.added, 0) as long_added,
               d.due_position + coalesce(a.added, 0) as short_position,
               d.due_position + coalesce(b.added, 0) as long_position,
               coalesce(a.is_open, 0) as paused_short, coalesce(b.is_open, 0) as paused_long, a.remaining
        from candidate_dues as d
        left join pause_totals as a on a.reading = 0 and {same.replace("t.", "a.")}
        left join pause_totals as b on b.reading = 1 and {same.replace("t.", "b.")}
        """
    )


def _dues() -> exp.Query:
    return select(
        """
        select d.*, case when d.short_added = 0 then d.due else d.short_instant end as due_short,
               case when d.long_added = 0 then d.due else d.long_instant end as due_long,
               coalesce(u.unnamed, 0) as unnamed, coalesce(u.untold, 0) as untold
        from dues_long as d
        join started as s on s.cid = d.cid and s.start_ord = d.start_ord
        left join (
            select g.cid, g.lead_id, max(1 - g.untold) as unnamed, max(g.untold) as untold
            from pause_edges as g where g.sure = 0 group by g.cid, g.lead_id
        ) as u on u.cid = d.cid and u.lead_id = s.lead_id
        """
    )
