"""JSON Lines: one object a line; a key that a line has not is an empty cell, nested values are text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from engine.compiler.sql import projected, select, tree
from engine.evaluation.sources.csv_rows import scan
from engine.evaluation.sources.rows import cleaned

if TYPE_CHECKING:
    from sqlglot import exp

_NEVER_IN_JSON = "\x1f"  # a control character can't stand raw in JSON: each line is one cell


@dataclass(frozen=True, slots=True)
class JsonRows:
    """A JSON Lines file in UTF-8."""

    path: Path

    @property
    def columns(self) -> None:
        """See `Rows`: each line has its own keys."""
        return

    def cells(self, wanted: Mapping[str, str]) -> exp.Query:
        """See `Rows`."""
        objects = select("SELECT r.row_no FROM :lines AS r WHERE r.is_object", lines=self.lines().subquery(copy=False))
        return projected(objects, {out: cleaned(_value(name)) for name, out in wanted.items()})

    def whole(self) -> exp.Query:
        """See `Rows`."""
        return select(
            "SELECT r.row_no, r.line AS raw FROM :lines AS r WHERE r.is_object", lines=self.lines().subquery(copy=False)
        )

    def lines(self) -> exp.Query:
        """SELECT row_no, line and is_object for every line that is not blank."""
        text = scan(self.path, _NEVER_IN_JSON, ["line"], quote="", header=False)
        numbered = select(
            "SELECT row_number() OVER () AS row_no, r.line FROM :text AS r", text=text.subquery(copy=False)
        )
        return select(
            "SELECT r.row_no, r.line, CASE WHEN json_valid(r.line) THEN json_type(r.line) = 'OBJECT' ELSE false END"
            " AS is_object FROM :numbered AS r WHERE trim(r.line) <> ''",
            numbered=numbered.subquery(copy=False),
        )

    def broken(self) -> exp.Query:
        """SELECT row_no and raw of the lines that are no JSON object."""
        return select(
            "SELECT r.row_no, CAST(to_json(r.line) AS VARCHAR) AS raw FROM :lines AS r WHERE NOT r.is_object",
            lines=self.lines().subquery(copy=False),
        )

    def keys(self) -> exp.Query:
        """SELECT the distinct keys of all lines."""
        return select(
            "SELECT DISTINCT unnest(json_keys(r.line)) AS key FROM :lines AS r WHERE r.is_object",
            lines=self.lines().subquery(copy=False),
        )


def _value(key: str) -> exp.Expr:
    pointer = "/" + key.replace("~", "~0").replace("/", "~1")
    return tree("json_extract_string(r.line, :pointer)", pointer=pointer)
