"""`every: 2 business days`: what keeps a clock starts the next one, until a cancellation (semantics §5).

The stop that closes a cycle opens another at the same instant, unless something cancels at that instant too. A
repetition is opened by the words of the version in force at the stop, whichever version's cycle was stopped.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.compiler.machines import CANCEL, STOP
from engine.compiler.query import Relation
from engine.compiler.sql import query, select

if TYPE_CHECKING:
    from sqlglot import exp


def repetition_relations(prefix: str, moments: str, held: str | None, since: int, until: int) -> list[Relation]:
    """Build `<prefix>_cycles` from the moments that earlier words leave free (`moments`), with each repetition.

    `held` tells until when earlier words hold the starts of a lead; without it there are no earlier words.
    """
    before = [Relation(f"{prefix}_told", _alone(moments))]
    if held is not None:
        before = [
            Relation(f"{prefix}_handed", _handed(f"{prefix}_moments", held, since, until)),
            Relation(f"{prefix}_told", _told(moments, f"{prefix}_handed")),
        ]
    return [
        *before,
        Relation(f"{prefix}_states", _states(f"{prefix}_told", until)),
        Relation(f"{prefix}_openings", _openings(f"{prefix}_states", until)),
        Relation(f"{prefix}_cycles", _cycles(f"{prefix}_openings", f"{prefix}_states")),
    ]


def _alone(moments: str) -> exp.Query:
    return select(
        f"select m.*, cast(null as bigint) as handed_ord, cast(null as bigint) as handed_from from {moments} as m"
    )


def _handed(moments: str, held: str, since: int, until: int) -> exp.Query:
    """The stops of earlier words' cycles that come while these words are in force, and that these do not cancel."""
    return select(
        f"""
        select h.lead_id, h.until as t, h.close_ord as handed_ord, h.opened_at as handed_from
        from {held} as h left join {moments} as m on m.lead_id = h.lead_id and m.t = h.until
        where h.how = {STOP} and h.until >= :since and h.until < :until and coalesce(m.c, 0) = 0
        """,
        since=since,
        until=until,
    )


def _told(moments: str, handed: str) -> exp.Query:
    return query(
        f"""
        select m.lead_id, m.t, m.s, m.x, m.c, m.r, m.s_ord, m.x_ord, m.c_ord, m.r_ord, h.handed_ord, h.handed_from
        from {moments} as m left join {handed} as h on h.lead_id = m.lead_id and h.t = m.t
        union all
        select h.lead_id, h.t, 0 as s, 0 as x, 0 as c, 0 as r, cast(null as bigint) as s_ord,
               cast(null as bigint) as x_ord, cast(null as bigint) as c_ord, cast(null as bigint) as r_ord,
               h.handed_ord, h.handed_from
        from {handed} as h left join {moments} as m on m.lead_id = h.lead_id and m.t = h.t where m.lead_id is null
        """
    )


def _states(told: str, until: int) -> exp.Query:
    """Whether a cycle was open just before each instant, since when, and what closes one that is open after it."""
    earlier = "over (partition by m.lead_id order by m.t rows between unbounded preceding and 1 preceding)"
    return select(
        f"""
        select m.*, max(case when m.starts = 1 or m.repeats = 1 then m.t end) {earlier} as opened_before
        from (
            select m.*, case when m.s = 1 and (m.was_open = 0 or (m.x = 0 and m.c = 1)) then 1 else 0 end as starts,
                   case when m.handed_ord is not null
                             or (m.x = 1 and m.c = 0 and m.t < :until and (m.was_open = 1 or m.s = 1)) then 1 else 0
                   end as repeats
            from (
                select m.*,
                       coalesce(max(case when m.handed_ord is not null then m.t * 2 + 1
                                         when m.x = 1 and (m.c = 1 or m.t >= :until) then m.t * 2
                                         when m.c = 1 and m.s = 0 and m.x = 0 then m.t * 2
                                         when m.s = 1 and m.c = 0 then m.t * 2 + 1 end) {earlier} % 2, 0) as was_open,
                       min(case when m.x = 1 then m.t * 4 + {STOP} when m.c = 1 then m.t * 4 + {CANCEL} end)
                           over (partition by m.lead_id order by m.t rows between 1 following and unbounded following)
                           as next_close
                from {told} as m
            ) as m
        ) as m
        """,
        until=until,
    )


def _openings(states: str, until: int) -> exp.Query:
    """By a start, and by each stop; a cycle that is stopped as it starts is one, and the next begins with it."""
    return query(
        f"""
        select m.lead_id, m.t, m.s_ord as start_ord, 0 as repeated, m.t as earliest,
               case when m.was_open = 0 and m.x = 1 then m.t * 4 + {STOP}
                    when m.was_open = 0 and m.c = 1 then m.t * 4 + {CANCEL} else m.next_close end as closes
        from {states} as m where m.starts = 1
        union all
        select m.lead_id, m.t, coalesce(m.handed_ord, m.x_ord) as start_ord, 1 as repeated,
               case when m.starts = 1 then m.t else coalesce(m.handed_from, m.opened_before) end as earliest,
               m.next_close as closes
        from {states} as m where m.repeats = 1 and m.t < :until
        """,
        until=until,
    )


def _cycles(openings: str, states: str) -> exp.Query:
    """A stop known to the day starts the next cycle on that day, but not before the cycle that it stopped began."""
    return select(
        f"""
        select o.lead_id,
               case when o.repeated = 0 then o.t when e.at < o.earliest then o.earliest else e.at end as started_at,
               o.start_ord, cast((o.closes - o.closes % 4) // 4 as bigint) as closed_at,
               cast(o.closes % 4 as integer) as close_kind,
               case o.closes % 4 when {STOP} then n.x_ord when {CANCEL} then n.c_ord end as close_ord,
               o.t as opened_at, o.repeated
        from {openings} as o
        join events as e on e.ord = o.start_ord
        left join {states} as n on n.lead_id = o.lead_id and n.t = (o.closes - o.closes % 4) // 4
        """
    )
