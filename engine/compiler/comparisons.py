"""Comparisons of a known value with the operands of a test, in plain SQL that every engine has."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from sqlglot import exp

from engine.compiler.sql import literal, tree
from engine.model.conditions import Money, Operator, Value

EPOCH = date(1970, 1, 1)
COMPARISONS = {
    Operator.IS: "=",
    Operator.AT_LEAST: ">=",
    Operator.AT_MOST: "<=",
    Operator.MORE_THAN: ">",
    Operator.LESS_THAN: "<",
}


def compared(operator: Operator, value: exp.Expr, operands: Sequence[Value]) -> exp.Expr:
    """TRUE where the value stands so to the operands; which of them are of its currency isn't asked."""
    found = [_operand(v) for v in operands]
    if operator is Operator.IN:
        return exp.In(this=value.copy(), expressions=found)
    if operator is Operator.CONTAINS:
        return tree("strpos(:value, :part) > 0", value=value, part=found[0])
    if operator is Operator.STARTS_WITH:
        text = str(operands[0])
        return tree("substring(:value, 1, :length) = :part", value=value, length=len(text), part=text)
    return tree(f":value {COMPARISONS[operator]} :operand", value=value, operand=found[0])


def _operand(value: Value) -> exp.Expr:
    if isinstance(value, Money):
        return exp.Literal.number(str(value.amount))
    if isinstance(value, Decimal):
        return exp.Literal.number(str(value))
    if isinstance(value, date):
        return literal((value - EPOCH).days)
    return literal(value)
