"""People who acted and of whom the roster knows nothing: what they did counts for no party."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from engine.compiler.sql import column, is_in, select
from engine.model.lead_schema import Mode

if TYPE_CHECKING:
    from sqlglot import exp

    from engine.model.agreements import Agreement
    from engine.model.lead_schema import LeadSchema


def unknown_actors(agreements: Sequence[Agreement], schemas: Mapping[str, LeadSchema]) -> Iterator[exp.Query]:
    """Findings, one for each actor of an outreach by hand or of a sequence whom no roster has on any date.

    `at` and the lead are those of the first; `detail` says whom and how often. Without any roster nobody is missing.
    """
    for name, schema in {a.name: schemas[a.lead_schema] for a in agreements}.items():
        counted = [t.name for t in schema.events if t.outreach.rank > 0 and t.mode is not Mode.AUTOMATED]
        yield select(
            """
            select 'unknown_actor' as kind, cast(:policy as varchar) as policy, u.lead_id,
                   cast('' as varchar) as stage_or_commitment, u.at,
                   u.actor || '; outreaches: ' || cast(u.times as varchar) as detail
            from (
                select e.lead_id, e.at, e.actor, row_number() over (partition by e.actor order by e.ord) as nth,
                       count(e.ord) over (partition by e.actor) as times
                from events as e
                left join (select distinct m.actor from memberships as m) as k on k.actor = e.actor
                where :counted and e.actor <> '' and k.actor is null
                  and exists (select m.actor from memberships as m)
            ) as u where u.nth = 1
            """,
            policy=name,
            counted=is_in(column("type", "e"), counted),
        )
