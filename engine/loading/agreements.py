"""An agreement version from its tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.loading.capacities import read_capacity
from engine.loading.commitments import read_commitments
from engine.loading.criteria import read_condition, read_criterion
from engine.loading.durations import date_under, duration_under, first_instant, following_instant
from engine.loading.examples import read_examples
from engine.loading.located_tree import block, nodes, text_under, word, word_under, words
from engine.loading.moments import read_entries
from engine.loading.revenue_plans import read_revenue_plan
from engine.loading.scorecards import read_scorecard
from engine.loading.volumes import is_volume, read_volume
from engine.model.agreements import Agreement, Party, Review, Stage
from engine.model.commitments import Period
from engine.model.examples import ExampleOf

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.loading.located_tree import Block, Node
    from engine.model.lead_schema import FieldType, LeadSchema
    from engine.model.written import Written


def read_agreement(document: Block, lead_schemas: Mapping[str, LeadSchema]) -> Agreement:
    """Read a version; the lead schema it uses, if known, types the operands of its conditions."""
    uses, zone = block(document["uses"]), word(document["zone"])
    ends, scope = word_under(document, "ends"), document.get("scope")
    types = types_of(lead_schemas.get(word(uses["lead_schema"])))
    stages, plan = tuple(_stage(block(node)) for node in nodes(document["stages"])), document.get("revenue_plan")
    review, binding = document.get("review"), word_under(document, "binding_from")
    owed, asked = _entries(document["commitments"]), _entries(document.get("criteria"))
    return Agreement(
        name=word(document["agreement"]),
        version=word(document["version"]),
        title=word(document["title"]),
        zone=zone,
        starts=first_instant(word(document["in_force_from"]), zone),
        ends=None if ends is None else following_instant(ends, zone),
        lead_schema=word(uses["lead_schema"]),
        calendar=word(uses["calendar"]),
        glossary=word_under(uses, "glossary"),
        parties=tuple(_party(key, block(value)) for key, value in block(document["parties"]).entries),
        hand_over=word(document["hand_over"]),
        scope=None if scope is None else read_condition(scope, types),
        stages=stages,
        criteria=tuple(read_criterion(k, node, types) for k, node in asked),
        commitments=tuple(c for k, node in owed if not is_volume(node) for c in read_commitments(k, node, types)),
        segments=words(document.get("segments")),
        scorecards=tuple(read_scorecard(k, node, types) for k, node in _entries(document.get("scorecards"))),
        volumes=tuple(read_volume(k, node) for k, node in owed if is_volume(node)),
        revenue_plan=None if plan is None else read_revenue_plan(plan, {stage.name for stage in stages}),
        capacities=tuple(read_capacity(party, node) for party, node in _entries(document.get("capacity"))),
        review=None if review is None else _review(block(review)),
        binding_from=None if binding is None else first_instant(binding, zone),
        examples=(
            *read_examples(ExampleOf.CRITERION, asked, types),
            *read_examples(ExampleOf.COMMITMENT, owed, types),
        ),
        at=word(document["in_force_from"]).at,
    )


def types_of(schema: LeadSchema | None) -> Mapping[str, FieldType]:
    """The types of a lead schema's fields; none of one that is not known."""
    return {} if schema is None else {field.name: field.type for field in schema.fields}


def _entries(node: Node | None) -> tuple[tuple[Written, Node], ...]:
    return () if node is None else block(node).entries


def _party(key: Written, mapping: Block) -> Party:
    return Party(key, word(mapping["name"]), word(mapping["signs"]), key.at)


def _review(mapping: Block) -> Review:
    every = word(mapping["every"])
    return Review(Period(every), duration_under(mapping, "notice"), date_under(mapping, "reviewed"), every.at)


def _stage(mapping: Block) -> Stage:
    name = word(mapping["id"])
    return Stage(
        name=name,
        held_by=word(mapping["held_by"]),
        definition=word_under(mapping, "definition") or "",
        requires=word_under(mapping, "requires"),
        next=words(mapping.get("next")),
        final=text_under(mapping, "final", "false") == "true",
        reasons=words(mapping.get("reasons")),
        entered_by=read_entries(mapping.get("entered_by")),
        at=name.at,
    )
