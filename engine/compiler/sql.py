"""SQL syntax trees from fixed text and values: what varies enters as a node, never as pasted text."""

from __future__ import annotations

from functools import cache

import sqlglot
from sqlglot import exp

Part = exp.Expression | str | int | bool | None


def literal(value: str | int | bool | None) -> exp.Expression:
    """Turn a value of a policy or of data into a literal node."""
    if value is None:
        return exp.null()
    if isinstance(value, bool):
        return exp.true() if value else exp.false()
    if isinstance(value, int):
        return exp.Literal.number(value) if value >= 0 else exp.Neg(this=exp.Literal.number(-value))
    return exp.Literal.string(value)


def column(name: str, table: str | None = None) -> exp.Column:
    """Name a column, quoted, so that no name of a policy can be read as SQL."""
    return exp.column(exp.to_identifier(name, quoted=True), table=table)


@cache
def _parsed(text: str) -> exp.Expression:
    return sqlglot.parse_one(text, dialect="duckdb")


def tree(text: str, **parts: Part) -> exp.Expression:
    """Parse leadpact's own fixed SQL `text` (DuckDB spelling) and put `parts` where it says `:name`.

    Strings, numbers and booleans become literals. Raises KeyError for a placeholder without a part.
    """
    root = _parsed(text).copy()
    for placeholder in list(root.find_all(exp.Placeholder)):
        part = parts[placeholder.name]
        node = part.copy() if isinstance(part, exp.Expression) else literal(part)
        if isinstance(node, exp.Binary | exp.Not | exp.Neg) or isinstance(node, exp.Connector):
            node = exp.Paren(this=node)
        if placeholder is root:
            return node
        placeholder.replace(node)
    return root


def select(text: str, **parts: Part) -> exp.Query:
    """Like `tree`, for a whole SELECT."""
    root = tree(text, **parts)
    if not isinstance(root, exp.Query):
        raise TypeError(f"not a query: {text}")
    return root


def all_of(parts: list[exp.Expression]) -> exp.Expression:
    """AND of the parts; TRUE for none."""
    return exp.and_(*parts, copy=True) if parts else exp.true()


def any_of(parts: list[exp.Expression]) -> exp.Expression:
    """OR of the parts; FALSE for none."""
    return exp.or_(*parts, copy=True) if parts else exp.false()


def union_all(queries: list[exp.Query]) -> exp.Query:
    """UNION ALL of one or more queries with the same columns."""
    first, *rest = queries
    result: exp.Query = first
    for query in rest:
        result = exp.union(result, query, distinct=False, copy=False)
    return result
