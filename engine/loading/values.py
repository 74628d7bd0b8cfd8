"""What a pattern can't tell of a value: whether a date exists, a zone is known, a file's format is clear.

`CHECKS` holds a function for every `x-check` of the schemas: it is given the text or mapping at which the check stands.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import tzdata  # type: ignore[import-untyped]

from engine.diagnostics import Diagnostic, did_you_mean, error
from engine.loading.public_keys import certificate_faults, key_faults
from engine.loading.tables import format_of_name
from engine.model.written import Written

FIRST_YEAR, LAST_YEAR = 1970, 2069
TIME_DIRECTIVES = frozenset("aAbBcdDfgGHIjmMnpSUuVwWxXyYzZ%-")


@cache
def zones() -> frozenset[str]:
    """Give the IANA names of the tzdata package: the same on every machine."""
    return frozenset(Path(tzdata.__file__).with_name("zones").read_text(encoding="utf-8").split())


def _date(word: Written) -> Iterator[Diagnostic]:
    yield from _in_known_years(word, date.fromisoformat)


def _instant(word: Written) -> Iterator[Diagnostic]:
    yield from _in_known_years(word, datetime.fromisoformat)


def _in_known_years(word: Written, read: Callable[[str], date]) -> Iterator[Diagnostic]:
    try:
        year = read(word).year
    except ValueError:
        yield error("LP211", word.at, f"`{word}` is not a date of the calendar", "write it year-month-day")
        return
    if not FIRST_YEAR <= year <= LAST_YEAR:
        message = f"`{word}` lies outside the years {FIRST_YEAR} to {LAST_YEAR}"
        yield error("LP211", word.at, message, "time zones are laid out for these years only")


def _zone(word: Written) -> Iterator[Diagnostic]:
    if word not in zones():
        near = did_you_mean(word, zones())
        way_out = f"did you mean `{near}`?" if near else "use an IANA name such as `Europe/Berlin`"
        yield error("LP212", word.at, f"unknown time zone `{word}`", way_out)


def _encoding(word: Written) -> Iterator[Diagnostic]:
    try:
        codecs.lookup(word)
    except LookupError:
        yield error("LP213", word.at, f"unknown encoding `{word}`", "such as `utf-8`, `latin-1`, `cp1252`")


def _time_format(word: Written) -> Iterator[Diagnostic]:
    after = word.replace("%%", "").split("%")[1:]
    if wrong := [part[:1] for part in after if part[:1] not in TIME_DIRECTIVES or not part]:
        at = word.at
        yield error("LP214", at, f"unknown directive `%{wrong[0]}` in a time format", "such as `%d.%m.%Y %H:%M`")


def _range(words: list[Any]) -> Iterator[Diagnostic]:
    if len(words) != len(("lowest", "highest")):
        yield error("LP467", words[0].at, "a range has two ends", "write the lowest and the highest: `[0, 100]`")


def _span(mapping: Mapping[str, Any]) -> Iterator[Diagnostic]:
    first, last = mapping.get("from"), mapping.get("until")
    if isinstance(first, Written) and isinstance(last, Written) and last < first:
        yield error("LP215", last.at, f"`{last}` is before `{first}`", "`until` is the last date, included")


def _table(mapping: Mapping[str, Any]) -> Iterator[Diagnostic]:
    if "format" in mapping:
        return
    named = mapping.get("file") or mapping.get("files")
    for name in named if isinstance(named, list) else [named]:
        if isinstance(name, Written) and format_of_name(name) is None:
            help_ = "add `format: csv`, `jsonl`, `parquet` or `duckdb`"
            yield error("LP217", name.at, f"the ending of `{name}` does not tell what it holds", help_)


CHECKS: dict[str, Callable[[Any], Iterator[Diagnostic]]] = {
    "date": _date,
    "instant": _instant,
    "zone": _zone,
    "encoding": _encoding,
    "time_format": _time_format,
    "range": _range,
    "span": _span,
    "table": _table,
    "public_key": key_faults,
    "certificate": certificate_faults,
}
