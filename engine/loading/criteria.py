"""Conditions and criteria from their trees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.loading.durations import duration_under
from engine.loading.located_tree import Block, Node, Text, block, nodes, word, word_under, words
from engine.loading.operands import typed
from engine.model.conditions import (
    All,
    AnyOf,
    AttributeTest,
    Condition,
    Criterion,
    CriterionRef,
    EventCount,
    FieldTest,
    FoundOut,
    Not,
    Operator,
    RatingTest,
    ScoreTest,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.model.lead_schema import FieldType
    from engine.model.written import Written

OPERATORS = frozenset(o.value for o in Operator)


def read_criterion(name: Written, node: Node, types: Mapping[str, FieldType]) -> Criterion:
    """Read a named criterion; `types` are the lead schema's fields."""
    mapping = block(node)
    found_out = mapping.get("found_out")
    return Criterion(
        name=name,
        condition=read_condition(mapping, types),
        question=word_under(mapping, "question") or "",
        found_out=None if found_out is None else _found_out(block(found_out)),
        implies=words(mapping.get("implies")),
        at=name.at,
    )


def read_condition(node: Node, types: Mapping[str, FieldType]) -> Condition:  # noqa: PLR0911 - one for each kind
    """Read a condition: a mapping by its key, or the bare id of a criterion."""
    if isinstance(node, Text):
        return CriterionRef(node.value, node.at)
    mapping = block(node)
    if "field" in mapping:
        return _field_test(mapping, types)
    if "event" in mapping or "events" in mapping:
        return _event_count(mapping)
    if "score" in mapping:
        return _score_test(mapping)
    if "rating" in mapping:
        return RatingTest(words(mapping["rating"]), word_under(mapping, "scorecard"), mapping.at)
    if "criterion" in mapping:
        named = word(mapping["criterion"])
        return CriterionRef(named, named.at)
    if "not" in mapping:
        return Not(read_condition(mapping["not"], types), mapping.at)
    key, group = ("all", All) if "all" in mapping else ("any", AnyOf)
    return group(tuple(read_condition(part, types) for part in nodes(mapping[key])), mapping.at)


def read_where(mapping: Block) -> tuple[AttributeTest, ...]:
    """Read the attribute tests under `where`."""
    node = mapping.get("where")
    if node is None:
        return ()
    return tuple(AttributeTest(key, words(value), key.at) for key, value in block(node).entries)


def _field_test(mapping: Block, types: Mapping[str, FieldType]) -> Condition:
    field = word(mapping["field"])
    key = next(k for k, _ in mapping.entries if str(k) in OPERATORS)
    operator, fresh = Operator(key), duration_under(mapping, "good_for")
    if operator is Operator.KNOWN:
        known = FieldTest(field, operator, (), fresh, key.at)
        return known if word(mapping["known"]) == "true" else Not(known, key.at)
    operands = tuple(typed(text, types.get(field)) for text in words(mapping[key]))
    return FieldTest(field, operator, operands, fresh, key.at)


def read_becoming(mapping: Block, types: Mapping[str, FieldType]) -> FieldTest:
    """Read the test that a field comes to pass: its value, one of a list of them, or a comparison of its own."""
    field, node = word(mapping["field"]), mapping["becomes"]
    at = next(key.at for key, _ in mapping.entries if key == "becomes")
    if isinstance(node, Block):
        key, value = node.entries[0]
        compared = Operator(key)
        texts = () if compared is Operator.KNOWN else words(value)
        return FieldTest(field, compared, tuple(typed(text, types.get(field)) for text in texts), None, key.at)
    operator = Operator.IS if isinstance(node, Text) else Operator.IN
    return FieldTest(field, operator, tuple(typed(text, types.get(field)) for text in words(node)), None, at)


def _event_count(mapping: Block) -> EventCount:
    events = words(mapping.get("event") or mapping["events"])
    least, most = word_under(mapping, "at_least"), word_under(mapping, "at_most")
    otherwise = 1 if most is None else None
    return EventCount(
        events=events,
        where=read_where(mapping),
        at_least=otherwise if least is None else int(least),
        at_most=None if most is None else int(most),
        in_last=duration_under(mapping, "in_last"),
        at=events[0].at,
    )


def _score_test(mapping: Block) -> ScoreTest:
    key = next(k for k, _ in mapping.entries if str(k) in OPERATORS)
    return ScoreTest(word(mapping["score"]), Operator(key), int(word(mapping[key])), mapping.at)


def _found_out(mapping: Block) -> FoundOut:
    return FoundOut(word(mapping["by_party"]), word(mapping["through"]))
