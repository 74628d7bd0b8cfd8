"""When leads come and are answered, hour by hour of the week; and how far the leads of each month have come since."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from engine.compiler.eras import Era
from engine.compiler.local_time import local_day_of, utc_day, wall_of, with_periods
from engine.compiler.query import Relation
from engine.compiler.sql import case_by, column, literal, select, union_all
from engine.model.agreements import Agreement
from engine.model.durations import DAY, HOUR

if TYPE_CHECKING:
    from sqlglot import exp

MOMENTS = {"arrived": "started_at", "answered": "stopped_at"}


def cohort_relations(by_agreement: Mapping[str, tuple[Era, ...]]) -> list[Relation]:
    """Build `hours_of_week`, `handed_over`, `cohorts`; an agreement's weeks are those of its latest version's zone."""
    heads = [eras[-1].agreement for eras in by_agreement.values()]
    hours = [_hours(head, what, at) for head in heads for what, at in MOMENTS.items()]
    return [
        Relation("hours_of_week", union_all(hours)),
        Relation("first_handed_over", union_all([_first(head) for head in heads])),
        Relation("handed_over", with_periods("first_handed_over", "at", column("zone", "o"))),
        Relation("cohorts", union_all([_furthest(head) for head in heads])),
    ]


def _hours(head: Agreement, what: str, instant: str) -> exp.Query:
    """Clocks of what is to be answered by the local weekday (0 is Monday) and hour; each in the month of its start."""
    at = column(instant, "c")
    return select(
        """
        select h.policy, h.version, h.commitment, h.month, cast(:what as varchar) as what,
               cast((h.day + 3) % 7 as integer) as weekday,
               cast((h.wall - h.day * :a_day) // :an_hour as integer) as hour, count(h.lead_id) as clocks
        from (
            select c.policy, c.version, c.commitment, c.month, c.lead_id, :wall as wall, :day as day
            from clocks as c join zone_days as z on z.zone = :zone and z.day = :utc_day
            where c.policy = :policy and c.version <> '' and c.kind in ('response', 'acceptance')
                  and :at is not null and c.state not in ('cancelled', 'exempt', 'not_applicable')
        ) as h where h.day >= 0 group by 1, 2, 3, 4, 5, 6, 7
        """,
        what=literal(what),
        a_day=DAY,
        an_hour=HOUR,
        wall=wall_of(at, "z"),
        day=local_day_of(at, "z"),
        utc_day=utc_day(at),
        at=at,
        zone=head.zone,
        policy=head.name,
    )


def _first(head: Agreement) -> exp.Query:
    return select(
        """
        select n.policy, n.lead_id, cast(:zone as varchar) as zone, min(n.at) as at
        from entries as n where n.policy = :policy and n.stage = :hand_over and n.in_scope group by 1, 2, 3
        """,
        zone=head.zone,
        policy=head.name,
        hand_over=head.hand_over,
    )


def _furthest(head: Agreement) -> exp.Query:
    """Leads first handed over in each month by the furthest stage of the main line that they have entered since."""
    positions = {stage.name: literal(at) for at, stage in enumerate(head.stages) if not stage.reasons}
    return select(
        """
        select f.policy, f.month, f.furthest, count(f.lead_id) as leads
        from (
            select h.policy, h.month, h.lead_id, max(:position) as furthest
            from handed_over as h
            join entries as m on m.policy = h.policy and m.lead_id = h.lead_id and m.at >= h.at and m.in_scope
            where h.policy = :policy and h.month is not null group by 1, 2, 3
        ) as f group by 1, 2, 3
        """,
        position=case_by(column("stage", "m"), positions),
        policy=head.name,
    )
