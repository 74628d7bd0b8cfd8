"""The rows of one file, whatever its format: numbered cells of the mapped columns, and whole rows for quarantine."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

from engine.compiler.sql import tree

if TYPE_CHECKING:
    from sqlglot import exp

WHITE_SPACE = " \t\n\v\f\r\u00a0\u2007\u202f\ufeff"


class Rows(Protocol):
    """A file that can be queried.

    Rows count from 1; a header and blank lines are no rows, save in JSON Lines, where it is the number of the line.
    """

    @property
    def columns(self) -> tuple[str, ...] | None:
        """The columns the file has, or None if each row has its own."""
        ...

    def cells(self, wanted: Mapping[str, str]) -> exp.Query:
        """SELECT row_no and the wanted columns (name in the file → name in the result) as cleaned text."""
        ...

    def whole(self) -> exp.Query:
        """SELECT row_no and raw, the row as JSON text."""
        ...


def cleaned(cell: exp.Expr) -> exp.Expr:
    """Text without surrounding white space; NULL if nothing is left.

    Trimming by a set of characters is slow: most cells show by their first and last one that they need none.
    """
    return tree(
        "CASE WHEN :cell < '!' OR :cell > '~' OR right(:cell, 1) NOT BETWEEN '!' AND '~'"
        " THEN nullif(trim(:cell, :white), '') ELSE :cell END",
        cell=cell,
        white=WHITE_SPACE,
    )
