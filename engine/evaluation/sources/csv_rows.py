"""CSV files: every cell is text, and a row that breaks the file's shape is put aside, not guessed at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlglot import exp

from engine.compiler.sql import column, literal, projected, select
from engine.evaluation.sources.encodings import is_compressed
from engine.evaluation.sources.rows import cleaned

REJECTED, SCANS = "rejected_rows", "rejecting_scans"
HEADER_LINES = 1
_SCAN = (
    "SELECT * FROM read_csv(:file, auto_detect = false, header = :header, delim = :delimiter, quote = :quote,"
    " escape = :quote, compression = :compression, columns = :columns, max_line_size = 16777216,"
    " store_rejects = true, rejects_table = 'rejected_rows', rejects_scan = 'rejecting_scans', rejects_limit = 0)"
)


@dataclass(frozen=True, slots=True)
class CsvRows:
    """A CSV file in UTF-8 with a header; `columns` as the header names them."""

    path: Path
    delimiter: str
    columns: tuple[str, ...]

    def cells(self, wanted: Mapping[str, str]) -> exp.Query:
        """See `Rows`. All columns are decoded, wanted or not, so that each reading rejects the same rows."""
        places = {name: _place(i) for i, name in reversed(list(enumerate(self.columns)))}
        numbered = select(
            "SELECT row_number() OVER () AS row_no FROM :scan AS r WHERE :decoded IS NOT NULL",
            scan=self._scan().subquery(copy=False),
            decoded=exp.Anonymous(this="hash", expressions=[column(_place(i)) for i in range(len(self.columns))]),
        )
        return projected(numbered, {out: cleaned(column(places[name])) for name, out in wanted.items()})

    def whole(self) -> exp.Query:
        """See `Rows`."""
        pairs = [node for i, name in enumerate(self.columns) for node in (literal(name), column(_place(i)))]
        record = exp.Anonymous(this="json_object", expressions=pairs)
        return select(
            "SELECT row_number() OVER () AS row_no, CAST(:record AS VARCHAR) AS raw FROM :scan AS r",
            record=record,
            scan=self._scan().subquery(copy=False),
        )

    def _scan(self) -> exp.Query:
        return scan(self.path, self.delimiter, [_place(i) for i in range(len(self.columns))], quote='"', header=True)


def scan(path: Path, delimiter: str, places: list[str], *, quote: str, header: bool) -> exp.Query:
    """Read separated text; the columns get the names `places`, rows of another width go to `rejected_rows`."""
    types = exp.Struct(
        expressions=[exp.PropertyEQ(this=exp.to_identifier(place), expression=literal("VARCHAR")) for place in places]
    )
    compression = "gzip" if is_compressed(path) else "none"
    return select(
        _SCAN, file=str(path), header=header, delimiter=delimiter, quote=quote, compression=compression, columns=types
    )


def _place(index: int) -> str:
    return f"k{index}"
