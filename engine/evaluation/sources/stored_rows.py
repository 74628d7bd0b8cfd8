"""Parquet files and tables of DuckDB files: typed cells become text, as the engine prints them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlglot import exp

from engine.compiler.sql import column, projected, select, tree
from engine.evaluation.sources.rows import cleaned


@dataclass(frozen=True, slots=True)
class ParquetRows:
    """A Parquet file."""

    path: Path
    columns: tuple[str, ...]

    def cells(self, wanted: Mapping[str, str]) -> exp.Query:
        """See `Rows`."""
        return projected(self._numbered(), {out: _text(name) for name, out in wanted.items()})

    def whole(self) -> exp.Query:
        """See `Rows`."""
        return projected(self._numbered(), {"raw": _record(self.columns)})

    def _numbered(self) -> exp.Select:
        return select(
            "SELECT r.file_row_number + 1 AS row_no FROM read_parquet(:file, file_row_number = true) AS r",
            file=str(self.path),
        )


@dataclass(frozen=True, slots=True)
class TableRows:
    """A table or view of an attached DuckDB file, in the order in which it is stored."""

    table: exp.Table
    columns: tuple[str, ...]

    def cells(self, wanted: Mapping[str, str]) -> exp.Query:
        """See `Rows`."""
        return projected(self._numbered(), {out: _text(name) for name, out in wanted.items()})

    def whole(self) -> exp.Query:
        """See `Rows`."""
        return projected(self._numbered(), {"raw": _record(self.columns)})

    def _numbered(self) -> exp.Select:
        return select("SELECT row_number() OVER () AS row_no FROM :stored AS r", stored=self.table)


def _text(name: str) -> exp.Expr:
    return cleaned(tree("CAST(:cell AS VARCHAR)", cell=column(name, "r")))


def _record(columns: tuple[str, ...]) -> exp.Expr:
    pairs = [node for name in columns for node in (exp.Literal.string(name), column(name, "r"))]
    return tree("CAST(:record AS VARCHAR)", record=exp.Anonymous(this="json_object", expressions=pairs))
