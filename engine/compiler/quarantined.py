"""Rows `q` of the relation `quarantine`: which of them may be an event that somebody asks for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from engine.compiler.sql import column, is_in, select, tree

if TYPE_CHECKING:
    from sqlglot import exp

    from engine.model.conditions import AttributeTest

UNREADABLE_EVENT = ("unreadable time", "missing time", "unknown event type", "conflicting events", "malformed row")
"""Why a whole row of an event may be in quarantine."""
UNREADABLE = (*UNREADABLE_EVENT, "conflicting changes")
"""The same of an event, or of a change of a field."""


def may_be_one_more(events: Sequence[str], where: Sequence[AttributeTest]) -> exp.Expr:
    """TRUE for a row that might be one more such event, had it, or the cell that decides, been readable."""
    return tree(
        """
        (:unreadable and (:counted or q.type is null or q.reason = 'unknown event type')) or (:counted and :cell)
        """,
        unreadable=is_in(column("reason", "q"), UNREADABLE_EVENT),
        counted=is_in(column("type", "q"), events),
        cell=is_in(column("reason", "q"), [f"unreadable value of {test.attribute}" for test in where]),
    )


def doubts_of_leads(events: Sequence[str], where: Sequence[AttributeTest]) -> exp.Query:
    """(lead_id, doubts): how many rows may each be one more; one lies there once for every reason and counts once."""
    return select(
        """
        select r.lead_id, count(r.row_no) as doubts from (
            select distinct q.lead_id, q.file, q.row_no from quarantine as q where q.lead_id is not null and :one_more
        ) as r group by r.lead_id
        """,
        one_more=may_be_one_more(events, where),
    )
