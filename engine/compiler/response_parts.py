"""Where the time of a response went: until the lead reached the party, until a person had it, until that person acted.

The events tell it by the lead's owners: a name that the roster doesn't know, such as a queue's, may be the party's own;
a person of another party is not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.compiler.clock_owners import places
from engine.compiler.owner_calendars import owners_told, owners_unread
from engine.compiler.query import Relation
from engine.compiler.sql import select, union_all
from engine.compiler.working_time import with_elapsed

if TYPE_CHECKING:
    from sqlglot import exp


def response_part_relations(pieces: int) -> list[Relation]:
    """Build `response_parts`, a row for each judged clock of a response, and their sums `response_part_totals`.

    routing, assignment and rep are µs of the clock's own time, `whole` together; NULL where the events don't tell them:
    no event names owners, their sources are not complete for so long, or it was answered while nobody had the lead.
    """
    return [
        Relation("responding", _responding()),
        Relation("owners_told", owners_told()),
        Relation("owners_unread", owners_unread()),
        Relation("reached", _reached()),
        Relation("reached_instants", _instants()),
        Relation("reached_elapsed", with_elapsed("reached_instants", pieces)),
        Relation("reached_places", places("reached_elapsed")),
        Relation("response_parts", _parts()),
        Relation("response_part_totals", _totals()),
    ]


def _responding() -> exp.Query:
    return select(
        """
        select j.cid, j.start_ord, j.lead_id, j.owed_by, j.stopped_at, m.starts, m.ends
        from judged as j
        join measures as m on m.cid = j.cid and m.start_ord = j.start_ord
        where j.kind = 'response' and j.row_no is not null
          and j.state in ('kept', 'late', 'breached', 'running', 'at_risk', 'paused', 'cancelled')
        """
    )


def _reached() -> exp.Query:
    """When each lead first reached the party that owes, and when a person of it, from its clock's start on."""
    return select(
        """
        select r.cid, r.start_ord, min(case when m.party is null or m.party = r.owed_by then r.at end) as routed_at,
               min(case when m.party = r.owed_by then r.at end) as assigned_at
        from (
            select c.cid, c.start_ord, c.owed_by, o.owner,
                   case when o.since < c.starts then c.starts else o.since end as at
            from responding as c
            join owners as o on o.lead_id = c.lead_id and o.owner is not null and o.since <= c.ends
                 and (o.until is null or (o.until > c.starts and o.until > o.since))
        ) as r
        left join memberships as m on m.actor = r.owner and m.since <= r.at and r.at < m.until
        group by r.cid, r.start_ord
        """
    )


def _instants() -> exp.Query:
    """Every instant at which a clock's time is read, once: where it reached the party and a person, and its end."""
    instants = union_all(
        [
            select("select c.cid, c.start_ord, c.ends as at from responding as c"),
            select("select r.cid, r.start_ord, r.routed_at as at from reached as r where r.routed_at is not null"),
            select("select r.cid, r.start_ord, r.assigned_at as at from reached as r where r.assigned_at is not null"),
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


def _parts() -> exp.Query:
    """Until routed, until assigned, until the end; what never came lasts until the end.

    Where nobody knows how long it took, as the calendar isn't laid out so far, nobody knows the parts either.
    """
    return select(
        """
        select c.policy, c.version, c.commitment, c.lead_id, c.clock_id, c.state, p.routed_at, p.assigned_at,
               case when p.told then p.routed end as routing,
               case when p.told then p.assigned - p.routed end as assignment,
               case when p.told then p.whole - p.assigned end as rep, p.whole, p.in_business
        from (
            select r.cid, r.start_ord, a.routed_at, a.assigned_at, e.place as whole, e.in_business,
                   coalesce(f.place, e.place) as routed, coalesce(g.place, e.place) as assigned,
                   coalesce(t.since <= r.starts and t.until >= coalesce(a.assigned_at, r.ends), false)
                   and (a.assigned_at is not null or r.stopped_at is null) and q.lead_id is null
                   and e.place is not null as told
            from responding as r
            join reached_places as e on e.cid = r.cid and e.start_ord = r.start_ord and e.at = r.ends
            left join reached as a on a.cid = r.cid and a.start_ord = r.start_ord
            left join reached_places as f on f.cid = r.cid and f.start_ord = r.start_ord and f.at = a.routed_at
            left join reached_places as g on g.cid = r.cid and g.start_ord = r.start_ord and g.at = a.assigned_at
            left join owners_told as t on t.cid = r.cid
            left join owners_unread as q on q.cid = r.cid and q.lead_id = r.lead_id
        ) as p
        join clocks as c on c.cid = p.cid and c.start_ord = p.start_ord
        """
    )


def _totals() -> exp.Query:
    """Of the clocks that were answered: how many, of how many the parts are told, and what these add up to."""
    return select(
        """
        select p.policy, p.version, p.commitment, p.in_business, count(p.clock_id) as clocks, count(p.rep) as told,
               cast(coalesce(sum(p.routing), 0) as bigint) as routing,
               cast(coalesce(sum(p.assignment), 0) as bigint) as assignment,
               cast(coalesce(sum(p.rep), 0) as bigint) as rep
        from response_parts as p where p.state in ('kept', 'late') group by 1, 2, 3, 4
        """
    )
