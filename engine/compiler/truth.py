"""Kleene's truth in SQL: met is TRUE, not met is FALSE, unknown is NULL. The only home of NULL rules.

AND, OR and NOT of SQL are Kleene's already; what is left is that a missing, stale or foreign value
must come out NULL, that a count over uncovered time is a lower bound, and that a first match must
stop at a row that it can't decide.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from engine.compiler.sql import all_of, tree

if TYPE_CHECKING:
    from sqlglot import exp


def known_value(test: exp.Expr, known: exp.Expr) -> exp.Expr:
    """Give the test where the value it reads is known, else unknown."""
    return tree("case when :known then :test end", known=known, test=test)


def holds(condition: exp.Expr) -> exp.Expr:
    """TRUE only if the condition is met: unknown is not enough."""
    return tree("coalesce(:condition, false)", condition=condition)


def may_hold(condition: exp.Expr) -> exp.Expr:
    """TRUE unless the condition is not met."""
    return tree("coalesce(:condition, true)", condition=condition)


def is_unknown(condition: exp.Expr) -> exp.Expr:
    """TRUE where the condition can't be decided."""
    return tree(":condition is null", condition=condition)


def at_least_of_lower_bound(count: exp.Expr, n: int, complete: exp.Expr) -> exp.Expr:
    """Judge `count ≥ n` where an incomplete count can only grow."""
    return tree("case when :count >= :n then true when :complete then false end", count=count, n=n, complete=complete)


def at_most_of_lower_bound(count: exp.Expr, n: int, complete: exp.Expr) -> exp.Expr:
    """Judge `count ≤ n` where an incomplete count can only grow."""
    return tree("case when :count > :n then false when :complete then true end", count=count, n=n, complete=complete)


def candidate(rows: Sequence[exp.Expr], index: int) -> exp.Expr:
    """TRUE if row `index` of a first match could be the one: itself not refuted, none before it met."""
    before = [tree("not :met", met=holds(row)) for row in rows[:index]]
    return all_of([may_hold(rows[index]), *before])
