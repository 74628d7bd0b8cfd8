"""What a pattern can't tell of a value: whether a date exists, a zone is known, a file's format is clear.

`CHECKS` holds a function for every `x-check` of the schemas.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import cache
from pathlib import Path

import tzdata  # type: ignore[import-untyped]

from engine.diagnostics import Diagnostic, did_you_mean, error
from engine.loading.located_tree import Block, Node, Text, block, words
from engine.loading.tables import format_of_name

FIRST_YEAR, LAST_YEAR = 1970, 2069
TIME_DIRECTIVES = frozenset("aAbBcdDfgGHIjmMnpSUuVwWxXyYzZ%-")


@cache
def zones() -> frozenset[str]:
    """Give the IANA names of the tzdata package: the same on every machine."""
    return frozenset(Path(tzdata.__file__).with_name("zones").read_text(encoding="utf-8").split())


def _date(node: Node) -> Iterator[Diagnostic]:
    if isinstance(node, Text):
        yield from _in_known_years(node, date.fromisoformat)


def _instant(node: Node) -> Iterator[Diagnostic]:
    if isinstance(node, Text):
        yield from _in_known_years(node, datetime.fromisoformat)


def _in_known_years(node: Text, read: Callable[[str], date]) -> Iterator[Diagnostic]:
    try:
        year = read(node.value).year
    except ValueError:
        yield error("LP211", node.at, f"`{node.value}` is not a date of the calendar", "write it year-month-day")
        return
    if not FIRST_YEAR <= year <= LAST_YEAR:
        message = f"`{node.value}` lies outside the years {FIRST_YEAR} to {LAST_YEAR}"
        yield error("LP211", node.at, message, "time zones are laid out for these years only")


def _zone(node: Node) -> Iterator[Diagnostic]:
    if isinstance(node, Text) and node.value not in zones():
        near = did_you_mean(node.value, zones())
        way_out = f"did you mean `{near}`?" if near else "use an IANA name such as `Europe/Berlin`"
        yield error("LP212", node.at, f"unknown time zone `{node.value}`", way_out)


def _encoding(node: Node) -> Iterator[Diagnostic]:
    if not isinstance(node, Text):
        return
    try:
        codecs.lookup(node.value)
    except LookupError:
        yield error("LP213", node.at, f"unknown encoding `{node.value}`", "such as `utf-8`, `latin-1`, `cp1252`")


def _time_format(node: Node) -> Iterator[Diagnostic]:
    if not isinstance(node, Text) or "%" not in node.value:
        return
    after = node.value.replace("%%", "").split("%")[1:]
    if wrong := [part[:1] for part in after if part[:1] not in TIME_DIRECTIVES or not part]:
        at = node.at
        yield error("LP214", at, f"unknown directive `%{wrong[0]}` in a time format", "such as `%d.%m.%Y %H:%M`")


def _span(node: Node) -> Iterator[Diagnostic]:
    mapping = block(node)
    first, last = mapping.get("from"), mapping.get("until")
    if isinstance(first, Text) and isinstance(last, Text) and last.value < first.value:
        yield error("LP215", last.at, f"`{last.value}` is before `{first.value}`", "`until` is the last date, included")


def _table(node: Node) -> Iterator[Diagnostic]:
    mapping = block(node)
    named = mapping.get("file") or mapping.get("files")
    if named is None or isinstance(named, Block) or any(not isinstance(n, Text) for n in _items(named)):
        return
    for name in words(named):
        if "format" not in mapping and format_of_name(name) is None:
            help_ = "add `format: csv`, `jsonl`, `parquet` or `duckdb`"
            yield error("LP217", name.at, f"the ending of `{name}` does not tell what it holds", help_)


def _items(node: Node) -> tuple[Node, ...]:
    return (node,) if isinstance(node, (Text, Block)) else node.items


CHECKS: dict[str, Callable[[Node], Iterator[Diagnostic]]] = {
    "date": _date,
    "instant": _instant,
    "zone": _zone,
    "encoding": _encoding,
    "time_format": _time_format,
    "span": _span,
    "table": _table,
}
