"""A query cut down to what one question needs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sqlglot import exp

from engine.compiler.query import Query


def narrowed(query: Query, names: Iterable[str]) -> Query:
    """Keep the relations of these names and those that they are made from, in their order."""
    by_name = {relation.name: relation for relation in query.relations}
    needed: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name in by_name and name not in needed:
            needed.add(name)
            waiting += [table.name for table in by_name[name].query.find_all(exp.Table)]
    return replace(query, relations=tuple(r for r in query.relations if r.name in needed), outputs=tuple(names))
