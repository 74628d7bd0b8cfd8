"""Fit at hand-over: each entry of the hand-over stage is a case, decided by whether its requirement held then."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from engine.compiler.clauses import Clause
from engine.compiler.conditions import Conditions
from engine.compiler.eras import Era, within
from engine.compiler.sql import any_of, column, select
from engine.compiler.verdicts import HEAD, code
from engine.model.conditions import CriterionRef

if TYPE_CHECKING:
    from sqlglot import exp


def fit_cycles(clause: Clause, eras: Sequence[Era], stages: str) -> exp.Query:
    """A case is decided at the very entry that makes it; `stages` has the entries by the words of the version."""
    governed = [era for era in eras if era.governs]
    return select(
        f"""
        select cast(:cid as integer) as cid, :governs as governs, n.lead_id, n.at as started_at, n.ord as start_ord,
               n.until as closed_at, 0 as close_kind, n.ord as close_ord
        from {stages} as n where n.stage = :stage and :within
        """,
        cid=clause.number,
        governs=any_of([within(era, column("at", "n")) for era in governed]),
        stage=clause.agreement.hand_over,
        within=any_of([within(era, column("at", "n")) for era in eras]),
    )


def fit_verdicts(clause: Clause, conditions: Conditions) -> exp.Query:
    """One row a case: kept if the requirement was met, broken if it was not, unknown while a fact that decides is."""
    requires = next(s.requires for s in clause.agreement.stages if s.name == clause.agreement.hand_over)
    return select(
        f"""
        select e.cid, e.start_ord,
               case {HEAD}
                    when :met then '{code("kept", "fit")}'
                    when not :met then '{code("breached", "unfit")}'
                    else '{code("unknown", "facts")}' end as code,
               e.closed_last as stopped_at, e.close_event as stop_event, cast(null as bigint) as cancelled_at
        from evidence as e join facts as k on k.lead_id = e.lead_id and k.at = e.started_at
        where e.cid = :cid
        """,
        met=conditions.truth(CriterionRef(requires or "")),
        cid=clause.number,
    )
