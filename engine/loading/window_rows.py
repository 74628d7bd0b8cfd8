"""Allowed times from their trees: rows, and the calendars that they run on.

A calendar by a field of the lead is as many rows: one for each calendar, under the condition that the field has one of
its values. So whatever tells of rows tells of it too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from engine.loading.criteria import read_condition
from engine.loading.durations import read_allowed
from engine.loading.located_tree import Block, Node, Text, block, nodes, word
from engine.loading.operands import typed
from engine.model.conditions import All, Condition, FieldTest, Operator
from engine.model.window_rows import Arrival, RunsBy, WindowRow

if TYPE_CHECKING:
    from engine.model.lead_schema import FieldType
    from engine.model.written import Written


def read_rows(mapping: Block, types: Mapping[str, FieldType]) -> tuple[WindowRow, ...]:
    """Read the `allowed_time` of a commitment; its `calendar`, if it is a choice, is that of rows without their own."""
    time, own = mapping["allowed_time"], mapping.get("calendar")
    chosen = own if isinstance(own, Block) else None
    if isinstance(time, Text | Block):
        return tuple(_on_calendars(WindowRow(None, read_allowed(time), None, at=time.at), chosen, types))
    return tuple(row for node in nodes(time) for row in _rows(block(node), chosen, types))


def calendar_named(node: Node | None) -> Written | None:
    """Give the calendar that is named, or the one for all others where it is chosen."""
    if isinstance(node, Block):
        node = node.get("else")
    return None if node is None else word(node)


def _rows(mapping: Block, chosen: Block | None, types: Mapping[str, FieldType]) -> Iterator[WindowRow]:
    condition = read_condition(mapping["if"], types) if "if" in mapping else None
    allowed, own = read_allowed(mapping["else"] if "else" in mapping else mapping["time"]), mapping.get("calendar")
    row = WindowRow(condition, allowed, calendar_named(own), arrives=_arrival(mapping), at=mapping.at)
    yield from _on_calendars(row, own if isinstance(own, Block) else chosen if own is None else None, types)


def _on_calendars(row: WindowRow, chosen: Block | None, types: Mapping[str, FieldType]) -> Iterator[WindowRow]:
    """Give the row on each calendar that it can run on; a row that counts no calendar's time is one row."""
    if chosen is None or row.allowed is None or not row.allowed.unit.needs_calendar:
        yield row
        return
    otherwise = calendar_named(chosen)
    if "of" in chosen:
        yield replace(row, calendar=otherwise, runs_by=RunsBy.OWNER)
        return
    values: dict[Written, list[Written]] = defaultdict(list)
    for value, node in block(chosen["calendars"]).entries:
        values[word(node)].append(value)
    for calendar, named in values.items():
        condition = _holds(word(chosen["field"]), named, types)
        both = condition if row.condition is None else All((row.condition, condition), row.at)
        yield replace(row, condition=both, calendar=calendar)
    yield replace(row, calendar=otherwise)


def _arrival(mapping: Block) -> Arrival | None:
    if "arrives" not in mapping:
        return None
    ((where, calendar),) = block(mapping["arrives"]).entries
    return Arrival(word(calendar), where == "outside", where.at)


def _holds(field: Written, values: list[Written], types: Mapping[str, FieldType]) -> Condition:
    operands = tuple(typed(value, types.get(field)) for value in values)
    return FieldTest(field, Operator.IN, operands, None, field.at)
