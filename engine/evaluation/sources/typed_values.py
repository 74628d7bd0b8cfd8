"""A field's text as its type: what can't be read is NULL, and the caller quarantines the cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.compiler.sql import is_in, literal, tree
from engine.evaluation.sources.instants import day_of
from engine.model.lead_schema import FieldType, LeadField

if TYPE_CHECKING:
    from sqlglot import exp

_NUMBER = r"[+-]?(\d+\.?\d*|\.\d+)"
_WHOLE = r"[+-]?\d+(\.0*)?"
_BOOLEAN = (
    "CASE WHEN lower(:text) IN ('true', 'yes', '1') THEN true WHEN lower(:text) IN ('false', 'no', '0') THEN false END"
)
_WITH_CURRENCY = _NUMBER + r"\s*[A-Za-z]{3}"
_WALL_DATE = r"\d{4}-\d{1,2}-\d{1,2}([Tt ]\d{1,2}:\d{2}(:\d{2}([.,]\d+)?)?)?"
SQL_TYPES = {
    FieldType.TEXT: "VARCHAR",
    FieldType.CHOICE: "VARCHAR",
    FieldType.INTEGER: "BIGINT",
    FieldType.DECIMAL: "DECIMAL(18, 4)",
    FieldType.BOOLEAN: "BOOLEAN",
    FieldType.DATE: "INTEGER",
    FieldType.MONEY: "DECIMAL(18, 4)",
}


def typed(of_field: LeadField, text: exp.Expr, currency: str | None = None) -> exp.Expr:
    """Read a cell (text, cleaned) as its field's type; dates are days since 1970-01-01, money is the amount alone."""
    if of_field.type is FieldType.TEXT:
        return text
    if of_field.type is FieldType.CHOICE:
        return tree("CASE WHEN :known THEN :text END", known=is_in(text, of_field.choices), text=text)
    if of_field.type is FieldType.BOOLEAN:
        return tree(_BOOLEAN, text=text)
    if of_field.type is FieldType.DATE:
        return tree("CAST(:day AS INTEGER)", day=day_of(text, _WALL_DATE))
    return _number(of_field.type, text, currency)


def _number(kind: FieldType, text: exp.Expr, currency: str | None) -> exp.Expr:
    if kind is FieldType.INTEGER:
        return _read(text, _WHOLE, "try_cast(split_part(:text, '.', 1) AS BIGINT)")
    if kind is FieldType.DECIMAL:
        return _read(text, _NUMBER, "try_cast(:text AS DECIMAL(18, 4))")
    shape = _WITH_CURRENCY if currency is None else rf"{_NUMBER}(\s*[A-Za-z]{{3}})?"
    return _read(text, shape, "try_cast(regexp_extract(:text, '^[+-]?[0-9.]+') AS DECIMAL(18, 4))")


def currency_of(text: exp.Expr, currency: str | None) -> exp.Expr:
    """The currency of a money cell in capitals: the one it names, else the map's."""
    return tree(
        r"CASE WHEN regexp_full_match(:text, :named) THEN upper(right(:text, 3))"
        " WHEN regexp_full_match(:text, :bare) THEN CAST(:currency AS VARCHAR) END",
        text=text,
        named=_WITH_CURRENCY,
        bare=_NUMBER,
        currency=literal(currency),
    )


def _read(text: exp.Expr, shape: str, reading: str) -> exp.Expr:
    read = tree(reading, text=text)
    return tree("CASE WHEN regexp_full_match(:text, :shape) THEN :read END", text=text, shape=shape, read=read)
