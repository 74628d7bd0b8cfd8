"""Column maps as expressions: joined columns, texts that mean nothing, value maps."""

from __future__ import annotations

from collections.abc import Mapping

from sqlglot import exp

from engine.compiler.sql import all_of, any_of, case_by, column, is_in, literal, tree
from engine.model.sources import ColumnMap

IGNORE, QUARANTINE = "ignore", "quarantine"
_BETWEEN = " / "
Cells = Mapping[str, str]


def value_of(mapped: ColumnMap, cells: Cells) -> exp.Expr:
    """The value that a row has under this map, as text; NULL if it has none.

    Of several columns an empty one keeps its place (`Call /`, `/ Done`); a row without any has no value.
    """
    if mapped.constant is not None:
        return literal(mapped.constant)
    text = _joined(mapped, cells)
    if not mapped.values:
        return text
    named = case_by(text, {raw.strip(): literal(value) if value else exp.null() for raw, value in mapped.values})
    if isinstance(named, exp.Case) and mapped.others not in {IGNORE, QUARANTINE}:
        return named.else_(text)
    return named


def key_of(mapped: ColumnMap, cells: Cells) -> exp.Expr:
    """Like `value_of`, for what identifies a row: with one of its columns missing there is no key."""
    value = value_of(mapped, cells)
    if len(mapped.columns) < 2:  # noqa: PLR2004 - several columns
        return value
    present = [tree(":part IS NOT NULL", part=_part(mapped, name, cells)) for name in mapped.columns]
    return tree("CASE WHEN :present THEN :value END", present=all_of(present), value=value)


def is_other(mapped: ColumnMap | None, cells: Cells, others: str) -> exp.Expr:
    """Whether the row's text is one that the value map does not name, if the map says `others` of those."""
    if mapped is None or mapped.constant is not None or not mapped.values or mapped.others != others:
        return exp.false()
    text = _joined(mapped, cells)
    named = is_in(text, [raw.strip() for raw, _ in mapped.values])
    return tree("coalesce(NOT :named, false)", named=named)


def any_other(maps: list[ColumnMap | None], cells: Cells, others: str) -> exp.Expr:
    """Whether `is_other` holds for any of the maps."""
    found = [is_other(mapped, cells, others) for mapped in maps]
    return any_of([node for node in found if not isinstance(node, exp.Boolean)])


def _joined(mapped: ColumnMap, cells: Cells) -> exp.Expr:
    parts = [_part(mapped, name, cells) for name in mapped.columns]
    if len(parts) == 1:
        return parts[0]
    between: list[exp.Expr] = []
    for part in parts:
        between += [literal(_BETWEEN)] if between else []
        between.append(tree("coalesce(:part, '')", part=part))
    return tree(
        "CASE WHEN :some IS NOT NULL THEN trim(:joined) END",
        some=exp.Coalesce(this=parts[0], expressions=parts[1:]),
        joined=exp.Anonymous(this="concat", expressions=between),
    )


def _part(mapped: ColumnMap, name: str, cells: Cells) -> exp.Expr:
    cell = column(cells[name], "r")
    if not mapped.empty:
        return cell
    nothing = is_in(cell, [text.strip() for text in mapped.empty])
    return tree("CASE WHEN NOT :nothing THEN :cell END", nothing=nothing, cell=cell)
