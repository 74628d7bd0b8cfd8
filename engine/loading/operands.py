"""Operands typed by the lead schema: `10000 EUR` for money, `true` for a boolean.

A text that does not read as the field's type stays the text as written; the analysis tells it.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from engine.model.conditions import Money, Value
from engine.model.lead_schema import FieldType

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.model.written import Written

NUMBER = r"-?(0|[1-9][0-9]{0,13})"
DECIMAL = NUMBER + r"(\.[0-9]{1,4})?"


def typed(text: Written, wanted: FieldType | None) -> Value:
    """Read one operand; the field's type is None where the field is not known."""
    pattern, read = READERS.get(wanted, ("", str)) if wanted else ("", str)
    if not pattern or not re.fullmatch(pattern, text):
        return text
    try:
        return read(text)
    except ValueError:
        return text


def _money(text: str) -> Money:
    amount, currency = text.split(" ")
    return Money(Decimal(amount), currency)


def _truth(text: str) -> bool:
    return text == "true"


READERS: dict[FieldType, tuple[str, Callable[[str], Value]]] = {
    FieldType.INTEGER: (NUMBER, int),
    FieldType.DECIMAL: (DECIMAL, Decimal),
    FieldType.BOOLEAN: ("true|false", _truth),
    FieldType.DATE: (r"[0-9]{4}-[0-9]{2}-[0-9]{2}", date.fromisoformat),
    FieldType.MONEY: (DECIMAL + " [A-Z]{3}", _money),
}
