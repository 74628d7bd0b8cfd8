"""SQL syntax trees from fixed text and values: what varies enters as a node, never as pasted text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

import sqlglot
from sqlglot import exp

Part = exp.Expr | str | int | bool | None


def literal(value: str | int | bool | None) -> exp.Expr:  # noqa: FBT001 - TRUE and FALSE are literals too
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
    return exp.column(exp.to_identifier(name, quoted=True), table=table, copy=False)


def _own(node: exp.Expr) -> exp.Expr:
    """The node itself while it stands alone, else a copy: a node can have one parent only."""
    return node if node.parent is None else node.copy()


@cache
def _parsed(text: str) -> exp.Expr:
    root = sqlglot.parse_one(text, dialect="duckdb")
    for node in root.walk():
        node._meta = None  # noqa: SLF001 - positions in our own text: every copy would copy them, and nobody asks
    # The DuckDB parser wraps a bare expression in an alias without a name, which would hide that it needs brackets.
    return root.this.pop() if isinstance(root, exp.Alias) and not root.alias else root


def tree(text: str, /, **parts: Part) -> exp.Expr:
    """Parse leadpact's own fixed SQL `text` (DuckDB spelling) and put `parts` where it says `:name`.

    Strings, numbers and booleans become literals. Raises KeyError for a placeholder without a part.
    """
    root = _parsed(text).copy()
    for placeholder in list(root.find_all(exp.Placeholder)):
        part = parts[placeholder.name]
        node = _own(part) if isinstance(part, exp.Expr) else literal(part)
        if isinstance(node, exp.Binary | exp.Not | exp.Neg):
            node = exp.Paren(this=node)
        if placeholder is root:
            return node
        placeholder.replace(node)
    return root


def select(text: str, /, **parts: Part) -> exp.Select:
    """Like `tree`, for a whole SELECT."""
    root = tree(text, **parts)
    if not isinstance(root, exp.Select):
        raise TypeError(f"not a SELECT: {text}")
    return root


def query(text: str, /, **parts: Part) -> exp.Query:
    """Like `select`, where SELECTs may be joined by UNION."""
    root = tree(text, **parts)
    if not isinstance(root, exp.Query):
        raise TypeError(f"not a query: {text}")
    return root


def all_of(parts: Sequence[exp.Expr]) -> exp.Expr:
    """AND of the parts; TRUE for none."""
    return exp.and_(*(_own(p) for p in parts), copy=False) if parts else exp.true()


def any_of(parts: Sequence[exp.Expr]) -> exp.Expr:
    """OR of the parts; FALSE for none."""
    return exp.or_(*(_own(p) for p in parts), copy=False) if parts else exp.false()


def union_all(queries: Sequence[exp.Query]) -> exp.Query:
    """UNION ALL of one or more queries with the same columns."""
    first, *rest = queries
    result: exp.Query = first
    for query in rest:
        result = exp.union(result, query, distinct=False, copy=False)
    return result


def is_in(what: exp.Expr, values: Iterable[str]) -> exp.Expr:
    """`what IN (values)`; an empty list is FALSE."""
    listed = [exp.Literal.string(v) for v in values]
    return exp.In(this=_own(what), expressions=listed) if listed else exp.false()


def case_by(what: exp.Expr, choices: Mapping[str, exp.Expr]) -> exp.Expr:
    """Choose an expression by the text of `what`; NULL for any other text."""
    if not choices:
        return exp.null()
    case = exp.Case()
    for text, result in choices.items():
        case = case.when(exp.EQ(this=_own(what), expression=exp.Literal.string(text)), _own(result), copy=False)
    return case


def flag(condition: exp.Expr) -> exp.Expr:
    """1 where the condition holds, 0 where it doesn't or is unknown."""
    return exp.Case().when(_own(condition), exp.Literal.number(1), copy=False).else_(exp.Literal.number(0))


def projected(query: exp.Select, columns: Mapping[str, exp.Expr]) -> exp.Select:
    """Add named columns to a SELECT."""
    return query.select(
        *(exp.alias_(_own(node), name, quoted=True, copy=False) for name, node in columns.items()), copy=False
    )
