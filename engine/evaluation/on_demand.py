"""One question after the other under the same policies, and of each only the relations that somebody reads."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from engine.diagnostics import Diagnostics
from engine.evaluation.engines.duckdb import DuckRelations, create, create_given, text_of
from engine.evaluation.results import Row
from engine.evaluation.run import read

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from engine.compiler.query import Query
    from engine.model.policy_set import PolicySet


class OnDemand:
    """Policies that are asked about many small sets of leads: their tables and their SQL are made once for all of them.

    A relation is made when it is first read, by those that it needs, and serves until the next leads are laid down.
    """

    def __init__(self, connection: DuckDBPyConnection, query: Query, narrowed: Callable[[str], Query]) -> None:
        """Lay down what doesn't depend on leads; `narrowed` gives the part of the query that one relation needs."""
        self.query = query
        self._connection = connection
        self._narrowed = narrowed
        self._relations = DuckRelations(connection)
        self._texts: dict[str, str] = {}
        self._needed: dict[str, Sequence[str]] = {}
        self._made: set[str] = set()
        connection.execute("PRAGMA disable_optimizer")  # over a handful of rows the best plan isn't worth its search
        for table in query.tables:
            create_given(connection, table)

    def lay_down(
        self, policies: PolicySet, source: str, data: Path, as_of: int, *, strict_history: bool
    ) -> Diagnostics:
        """Read other leads, by the source map of this name; with an error among the faults there is nothing to ask."""
        self._made.clear()
        sources = [policies.sources[source]]
        _, faults = read(self._connection, policies, sources, data, as_of, _silent, strict_history=strict_history)
        return faults

    def rows(self, relation: str) -> list[Row]:
        """All rows of a relation."""
        self._make(relation)
        return self._relations.rows(relation)

    def rows_of(self, relation: str, lead: str) -> list[Row]:
        """The rows of one lead."""
        self._make(relation)
        return self._relations.rows_of(relation, lead)

    def _make(self, relation: str) -> None:
        if relation not in self._needed:
            needed = self._narrowed(relation).relations
            new = [one for one in needed if one.name not in self._texts]
            self._texts |= {one.name: text_of(one) for one in new}
            self._needed[relation] = [one.name for one in needed]
        for name in self._needed[relation]:
            if name not in self._made:
                create(self._connection, name, self._texts[name])
                self._made.add(name)


def _silent(_step: str) -> None:
    """Say nothing."""
