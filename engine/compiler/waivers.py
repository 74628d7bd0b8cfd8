"""Waivers: which clocks they cover. What happened stays as it is; a clock that is covered is left out of the share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlglot import exp

from engine.compiler.clauses import Clause
from engine.compiler.conditions import Conditions
from engine.compiler.query import GivenTable, Relation
from engine.compiler.sql import any_of, select, tree
from engine.model.policy_set import PolicySet
from engine.model.waivers import Waiver


@dataclass(frozen=True, slots=True)
class Waived:
    """A waiver and one clause that it reaches; of several that cover a clock the lowest `number` is told."""

    number: int
    waiver: Waiver
    clause: Clause


def waived_clauses(policies: PolicySet, clauses: Sequence[Clause]) -> tuple[Waived, ...]:
    """Every waiver with each clause that it reaches; those approved first come first, else by id."""
    ranked = sorted(policies.waivers.values(), key=lambda w: (w.approved_by.begins, w.name))
    reached = {w.name: {version.id for version in policies.waived_versions(w)} for w in ranked}
    return tuple(
        Waived(number, waiver, clause)
        for number, waiver in enumerate(ranked)
        for clause in clauses
        if clause.commitment.name == waiver.commitment and clause.agreement.id in reached[waiver.name]
    )


def waiver_tables(waived: Sequence[Waived]) -> tuple[GivenTable, GivenTable]:
    """`waivers`, one row for each clause that one reaches, and `waiver_leads` with the leads that it names."""
    leads = sorted({(w.number, lead) for w in waived for lead in w.waiver.leads})
    return (
        GivenTable(
            "waivers",
            {
                "wid": ("INTEGER", [w.number for w in waived]),
                "cid": ("INTEGER", [w.clause.number for w in waived]),
                "waiver": ("VARCHAR", [str(w.waiver.name) for w in waived]),
                "since": ("BIGINT", [w.waiver.since for w in waived]),
                "until": ("BIGINT", [w.waiver.until for w in waived]),
                "approved": ("BIGINT", [w.waiver.approved_by.begins for w in waived]),
                "named": ("INTEGER", [int(bool(w.waiver.leads)) for w in waived]),
                "asks": ("INTEGER", [int(w.waiver.condition is not None) for w in waived]),
            },
        ),
        GivenTable(
            "waiver_leads",
            {"wid": ("INTEGER", [n for n, _ in leads]), "lead_id": ("VARCHAR", [str(lead) for _, lead in leads])},
        ),
    )


def waived_relation(waived: Sequence[Waived], conditions: Mapping[str, Conditions]) -> Relation:
    """`waived(cid, start_ord, waiver, after)`: the clocks covered; `after` if approved on a later date than the start.

    To be compiled before `facts`: a waiver's condition asks for facts of its own.
    """
    met = [
        tree(
            "w.wid = :wid and w.cid = :cid and coalesce(:truth, false)",
            wid=w.number,
            cid=w.clause.number,
            truth=conditions[w.clause.agreement.id].truth(w.waiver.condition),
        )
        for w in waived
        if w.waiver.condition is not None
    ]
    matches = select(
        """
        select e.cid, e.start_ord, e.started_at, min(w.wid) as wid
        from evidence as e
        join waivers as w on w.cid = e.cid and w.since <= e.started_at and e.started_at < w.until
        left join waiver_leads as l on l.wid = w.wid and l.lead_id = e.lead_id
        where (w.named = 0 or l.lead_id is not null) and :met
        group by e.cid, e.start_ord, e.started_at
        """,
        met=any_of([tree("w.asks = 0"), *met]),
    )
    if met:
        facts = tree("k.lead_id = e.lead_id and k.at = e.started_at")
        matches = matches.join(exp.to_table("facts").as_("k"), on=facts, copy=False)
    return Relation(
        "waived",
        select(
            """
            select m.cid, m.start_ord, w.waiver, w.approved > m.started_at as after
            from :matches as m join waivers as w on w.cid = m.cid and w.wid = m.wid
            """,
            matches=matches.subquery(copy=False),
        ),
    )
