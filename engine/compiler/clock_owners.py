"""Who had the lead while a clock ran: each owner's share of the time until due, and hand-overs at the last minute.

A breach is the party's; beside it stand the owner at due and how much of the time each owner had. Time is that of
the clock's own measure, without pauses, from the start until due, or until it was given up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.compiler.query import Relation
from engine.compiler.sql import column, is_in, select, union_all
from engine.compiler.working_time import with_elapsed
from engine.model.durations import Unit

if TYPE_CHECKING:
    from sqlglot import exp

LAST_MINUTE = 10
"""A hand-over with less than one part in so many of the time left is one at the last minute."""


def owner_relations(pieces: int) -> list[Relation]:
    """Build `clock_shares` and `late_hand_overs` from `judged`, `clocks`, `measures`, `pauses_counted` and `owners`.

    `clock_shares` has a row for each owner (NULL: nobody) of each broken clock: `share` of `whole` in µs, in working
    time if `in_business`, else on the wall. The shares of a clock add up to the whole; `at_due` marks whom the breach
    stands beside.
    `late_hand_overs` has a row for each change of owner with less than a tenth of the time left, whatever came of it.
    """
    return [
        Relation("owner_changes", _changes()),
        Relation("answered_for", _answered_for()),
        Relation("holdings", _holdings()),
        Relation("owner_instants", _instants()),
        Relation("owner_elapsed", with_elapsed("owner_instants", pieces)),
        Relation("owner_places", places("owner_elapsed")),
        Relation("clock_shares", _shares()),
        Relation("late_hand_overs", _late_hand_overs()),
    ]


def _changes() -> exp.Query:
    """Each change of a lead's owner while a clock ran; of several at one instant, the last is one."""
    return select(
        """
        select j.cid, j.start_ord, o.since as at, p.owner as from_owner, o.owner as to_owner
        from judged as j
        join owners as o on o.lead_id = j.lead_id and o.since > j.started_at and o.since <= j.owner_at
             and (o.until is null or o.until > o.since)
        left join owners as p on p.lead_id = o.lead_id and p.until = o.since and p.since < p.until
        where j.asked and j.due_at is not null and j.state <> 'unknown'
          and coalesce(o.owner, '') <> coalesce(p.owner, '')
        """
    )


def _answered_for() -> exp.Query:
    """The clocks of which it is asked who had the lead: broken ones, and those during which it changed hands."""
    return select(
        """
        select j.cid, j.start_ord, j.lead_id, j.started_at as starts, j.owner_at as ends, j.due_at,
               j.state in ('late', 'breached') as broken
        from judged as j
        left join (select distinct c.cid, c.start_ord from owner_changes as c) as c
             on c.cid = j.cid and c.start_ord = j.start_ord
        where j.state in ('late', 'breached') or c.cid is not null
        """
    )


def _holdings() -> exp.Query:
    """Who had the lead from when until when, inside each clock; nobody before the first assignment."""
    owned = select(
        """
        select a.cid, a.start_ord, o.owner, case when o.since < a.starts then a.starts else o.since end as since,
               case when o.until <= a.ends then o.until else a.ends end as until,
               case when o.until <= a.ends then 0 else 1 end as is_last
        from answered_for as a
        join owners as o on o.lead_id = a.lead_id and o.since <= a.ends
             and (o.until is null or (o.until > a.starts and o.until > o.since))
        """
    )
    unowned = select(
        """
        select a.cid, a.start_ord, cast(null as varchar) as owner, a.starts as since,
               case when f.since <= a.ends then f.since else a.ends end as until,
               case when f.since <= a.ends then 0 else 1 end as is_last
        from answered_for as a
        left join (select o.lead_id, min(o.since) as since from owners as o group by o.lead_id) as f
             on f.lead_id = a.lead_id
        where f.since is null or f.since > a.starts
        """
    )
    return union_all([owned, unowned])


def _instants() -> exp.Query:
    """Every instant at which a clock's time is read, once, with the measure of the row that judged the clock."""
    instants = union_all(
        [
            select("select h.cid, h.start_ord, h.since as at from holdings as h"),
            select("select a.cid, a.start_ord, a.ends as at from answered_for as a"),
            select("select a.cid, a.start_ord, a.due_at as at from answered_for as a"),
        ]
    )
    return select(
        """
        select i.cid, i.start_ord, m.row_no, m.starts, i.at as ends, m.calendar, m.zone, m.unit
        from (select distinct t.cid, t.start_ord, t.at from :instants as t) as i
        join measures as m on m.cid = i.cid and m.start_ord = i.start_ord
        """,
        instants=instants.subquery(copy=False),
    )


def places(of: str) -> exp.Query:
    """How much of each clock's time had gone at each instant of a relation with_elapsed, pauses taken out."""
    return select(
        f"""
        select e.cid, e.start_ord, e.ends as at, :business as in_business,
               e.elapsed - coalesce(q.paused, 0) as place
        from {of} as e
        left join (
            select t.cid, t.start_ord, t.ends,
                   cast(sum(case when t.elapsed - p.begun > p.counted then p.counted
                                 when t.elapsed > p.begun then t.elapsed - p.begun else 0 end) as bigint) as paused
            from {of} as t
            join pauses_counted as p on p.cid = t.cid and p.start_ord = t.start_ord and p.row_no = t.row_no
                 and p.starts = t.starts and p.reading = 0
            group by t.cid, t.start_ord, t.ends
        ) as q on q.cid = e.cid and q.start_ord = e.start_ord and q.ends = e.ends
        """,
        business=is_in(column("unit", "e"), [unit.value for unit in Unit if unit.needs_calendar]),
    )


def _shares() -> exp.Query:
    """Beyond the days that are laid out no share is known, and none is made up from those that are."""
    return select(
        """
        select c.policy, c.version, c.commitment, c.lead_id, c.clock_id, s.owner, s.at_due, s.share, s.whole,
               s.in_business, s.cid, s.start_ord
        from (
            select h.cid, h.start_ord, h.owner, max(h.is_last) = 1 as at_due,
                   case when count(u.place - f.place) = count(h.cid)
                        then cast(sum(u.place - f.place) as bigint) end as share,
                   min(w.place) as whole, min(case when w.in_business then 1 else 0 end) = 1 as in_business
            from holdings as h
            join answered_for as a on a.cid = h.cid and a.start_ord = h.start_ord and a.broken
            join owner_places as f on f.cid = h.cid and f.start_ord = h.start_ord and f.at = h.since
            join owner_places as u on u.cid = h.cid and u.start_ord = h.start_ord and u.at = h.until
            join owner_places as w on w.cid = h.cid and w.start_ord = h.start_ord and w.at = a.ends
            group by h.cid, h.start_ord, h.owner
        ) as s
        join clocks as c on c.cid = s.cid and c.start_ord = s.start_ord
        """
    )


def _late_hand_overs() -> exp.Query:
    return select(
        """
        select c.policy, c.version, c.commitment, c.lead_id, c.clock_id, h.at, h.from_owner, h.to_owner,
               w.place - f.place as time_left, w.place as whole, w.in_business
        from owner_changes as h
        join answered_for as a on a.cid = h.cid and a.start_ord = h.start_ord
        join owner_places as f on f.cid = h.cid and f.start_ord = h.start_ord and f.at = h.at
        join owner_places as w on w.cid = h.cid and w.start_ord = h.start_ord and w.at = a.due_at
        join clocks as c on c.cid = h.cid and c.start_ord = h.start_ord
        where (w.place - f.place) * :parts < w.place
        """,
        parts=LAST_MINUTE,
    )
