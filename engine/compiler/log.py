"""The event log with who acted for whom: `log` = events + owner of the lead + parties of the actor + reasons."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlglot import exp

from engine.compiler.acceptances import decision_types, reason_fields
from engine.compiler.field_moments import fields_awaited, with_values
from engine.compiler.query import Relation
from engine.compiler.sql import case_by, column, flag, is_in, projected, select, tree
from engine.model.agreements import Agreement
from engine.model.lead_schema import LeadSchema


def log_relations(agreements: Sequence[Agreement], schemas: Sequence[LeadSchema]) -> list[Relation]:
    """Build `owners(lead_id, owner, since, until)`, `acting(ord, by_<party>…)` and `log`."""
    parties = sorted({p.id for a in agreements for p in a.parties})
    return [
        Relation("owners", _owners(schemas)),
        Relation("acting", _acting(schemas, parties, decision_types(agreements, schemas))),
        Relation("log", _log(parties, reason_fields(agreements), changes=bool(fields_awaited(agreements)))),
    ]


def _owners(schemas: Sequence[LeadSchema]) -> exp.Query:
    """Who owned a lead from when until when: half-open, the later of two at one instant."""
    named = {t.name: column(f"a_{t.names_owner}", "e") for s in schemas for t in s.events if t.names_owner}
    return select(
        """
        select e.lead_id, :owner as owner, e.at as since,
               lead(e.at) over (partition by e.lead_id order by e.ord) as until
        from events as e where :assigns
        """,
        owner=case_by(column("type", "e"), named),
        assigns=is_in(column("type", "e"), sorted(named)),
    )


def _acting(schemas: Sequence[LeadSchema], parties: Sequence[str], decisive: Iterable[str]) -> exp.Query:
    outreach = {t.name for s in schemas for t in s.events if t.outreach.rank > 0}
    query = select(
        """
        select e.ord from events as e
        join memberships as m on m.actor = e.actor and m.since <= e.at and e.at < m.until
        where :counts group by e.ord
        """,
        counts=is_in(column("type", "e"), sorted({*outreach, *decisive})),
    )
    belongs = {p: exp.EQ(this=column("party", "m"), expression=exp.Literal.string(p)) for p in parties}
    return projected(query, {f"by_{p}": exp.Max(this=flag(test)) for p, test in belongs.items()})


def _log(parties: Sequence[str], fields: Sequence[str], *, changes: bool) -> exp.Query:
    query = select(
        """
        select e.*, o.owner from events as e
        left join owners as o on o.lead_id = e.lead_id and o.since <= e.at and (o.until is null or e.at < o.until)
        left join acting as a on a.ord = e.ord
        """
    )
    if fields:
        query = query.join("leads as l", on=tree("l.lead_id = e.lead_id"), join_type="left", copy=False)
    query = projected(query, {f"by_{p}": column(f"by_{p}", "a") for p in parties})
    query = projected(query, {f"f_{f}": exp.cast(column(f"f_{f}", "l"), "varchar") for f in fields})
    return with_values(query) if changes else query
