"""What sources leave open of a volume: events that were not covered, and leads with rows that could not be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.compiler.quarantined import UNREADABLE
from engine.compiler.query import Relation
from engine.compiler.sql import column, is_in, select

if TYPE_CHECKING:
    from sqlglot import exp


def doubt_relations() -> list[Relation]:
    """Build `volume_tainted(vid, lead_id)` and `volume_doubts(vid, period, covered, doubtful)`.

    doubtful: leads whose unreadable event could be a first entry in the period, beside those that have one there;
    a row that names no lead is one. covered: every event that could enter the stage was seen.
    """
    return [
        Relation("volume_unread", _unread()),
        Relation("volume_tainted", select(
            "select u.vid, u.lead_id from volume_unread as u where u.lead_id is not null group by u.vid, u.lead_id"
        )),
        Relation("volume_covered", _covered()),
        Relation("volume_doubts", _doubts()),
    ]  # fmt: skip


def _unread() -> exp.Query:
    """Unreadable rows that could have been an entry of the stage."""
    return select(
        """
        select v.vid, q.lead_id from quarantine as q cross join volume_spans as v
        left join volume_types as t on t.vid = v.vid and t.type = q.type
        where :unreadable and (t.type is not null or q.type is null or q.reason = 'unknown event type')
        """,
        unreadable=is_in(column("reason", "q"), UNREADABLE),
    )


def _covered() -> exp.Query:
    return select(
        """
        select t.vid, max(coalesce(c.since, :never)) as since, min(coalesce(c.until, :never)) as until
        from volume_types as t join coverage as c on c.type = t.type group by t.vid
        """,
        never=-(1 << 62),
    )


def _doubts() -> exp.Query:
    return select(
        """
        select p.vid, p.period,
               max(case when c.since <= p.begins and (c.until >= r.as_of or c.until >= p.ends - 1)
                        then 1 else 0 end) = 1 as covered,
               count(case when u.vid is not null and (u.lead_id is null or f.at is null or f.at >= p.ends) then 1 end)
                   as doubtful
        from volume_periods as p
        cross join run as r
        left join volume_covered as c on c.vid = p.vid
        left join (
            select n.vid, n.lead_id from volume_tainted as n
            union all select n.vid, n.lead_id from volume_unread as n where n.lead_id is null
        ) as u on u.vid = p.vid
        left join volume_dated as f on f.vid = u.vid and f.lead_id = u.lead_id and f.nth = 1
        group by p.vid, p.period
        """
    )
