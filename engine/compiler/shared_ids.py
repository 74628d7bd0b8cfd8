"""Commitments of one id in two agreements: the leads that both of them judge under that name, which is an error.

Who is in the scope of one alone at the start of its clock is judged by that one; agreements side by side may share
ids as long as their scopes exclude each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from engine.compiler.clauses import Clause
from engine.compiler.conditions import Conditions
from engine.compiler.eras import Era, within
from engine.compiler.query import Relation
from engine.compiler.sql import any_of, column, select, tree, union_all
from engine.compiler.truth import holds

if TYPE_CHECKING:
    from sqlglot import exp

JUDGED_TWICE = "judged_twice"


def shared_id_relations(
    all_clauses: Sequence[Clause],
    by_agreement: Mapping[str, Sequence[Era]],
    conditions: Mapping[str, Conditions],
) -> list[Relation]:
    """Build `judged_twice(commitment, policy, other, lead_id)`, the first lead of each; nothing where no id is shared.

    A lead is judged twice if a clock of one agreement started while the lead was in the scope of the other too, and the
    other judges a clock of that id as well.
    """
    found = list(_shared(all_clauses, by_agreement, conditions))
    if not found:
        return []
    first = select(
        """
        select d.commitment, d.policy, d.other, min(d.lead_id) as lead_id from :doubly as d
        group by d.commitment, d.policy, d.other
        """,
        doubly=union_all(found).subquery(copy=False),
    )
    return [Relation(JUDGED_TWICE, first)]


def _shared(
    all_clauses: Sequence[Clause],
    by_agreement: Mapping[str, Sequence[Era]],
    conditions: Mapping[str, Conditions],
) -> Iterator[exp.Query]:
    owed = {(c.agreement.name, c.commitment.name) for c in all_clauses}
    for policy, name in sorted(owed):
        for other, _ in sorted(pair for pair in owed if pair[1] == name and pair[0] != policy):
            yield _judged_by_both(name, policy, other, by_agreement[other], conditions)


def _judged_by_both(
    name: str, policy: str, other: str, eras: Sequence[Era], conditions: Mapping[str, Conditions]
) -> exp.Query:
    in_scope = [
        tree(
            ":within and :scope",
            within=within(era, column("started_at", "c")),
            scope=tree("true") if scope is None else holds(conditions[era.agreement.id].truth(scope)),
        )
        for era in eras
        if era.governs
        for scope in [era.agreement.scope]
    ]
    return select(
        """
        select distinct c.commitment, c.policy, o.policy as other, c.lead_id
        from clocks as c
        join clocks as o on o.lead_id = c.lead_id and o.commitment = c.commitment and o.policy = :other
        join facts as k on k.lead_id = c.lead_id and k.at = c.started_at
        where c.commitment = :name and c.policy = :policy and c.state <> 'not_applicable' and c.reason <> 'scope'
              and o.state <> 'not_applicable' and o.reason <> 'scope' and :in_scope
        """,
        name=name,
        policy=policy,
        other=other,
        in_scope=any_of(in_scope),
    )
