"""The first record of a CSV file: which columns there are, and what separates them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

DELIMITERS = (",", ";", "\t", "|")


def header_of(text: str, delimiter: str) -> tuple[str, ...]:
    """The column names in the first record of `text`, without surrounding white space; empty if it is blank."""
    try:
        names = next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), [])
    except csv.Error:
        return ()
    return tuple(name.strip() for name in names) if any(name.strip() for name in names) else ()


def delimiter_of(text: str, wanted: Iterable[str]) -> str:
    """Find what separates the columns: what splits the header into most of the wanted columns, then into most."""
    names = set(wanted)
    return max(DELIMITERS, key=lambda d: (len(names & set(header_of(text, d))), len(header_of(text, d))))
