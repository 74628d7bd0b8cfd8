"""Commitments from their trees, a reader for each kind."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from engine.loading.durations import duration_under
from engine.loading.located_tree import block, text_under, word, words
from engine.loading.moments import read_decision, read_entered_stage, read_moments, read_outreach
from engine.loading.pauses import read_pauses
from engine.loading.tells import read_tells
from engine.loading.window_rows import calendar_named, read_rows
from engine.model.commitments import (
    Acceptance,
    Again,
    Attempts,
    Cadence,
    Commitment,
    Conversion,
    FitAtHandOver,
    Freshness,
    IfSilent,
    Objective,
    Period,
    Response,
    Then,
    name_of_then,
)
from engine.model.written import Written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from engine.loading.located_tree import Block, Node
    from engine.model.lead_schema import FieldType


def read_commitments(name: Written, node: Node, types: Mapping[str, FieldType]) -> Iterator[Commitment]:
    """Read a commitment by its `kind`, and what follows it, if it says so; `types` are the lead schema's fields."""
    mapping = block(node)
    commitment = READERS[word(mapping["kind"])](name, mapping, types)
    yield commitment
    if isinstance(commitment, Cadence) and commitment.then is not None:
        yield _then(commitment, block(mapping["then"]), types)


def _response(name: Written, mapping: Block, types: Mapping[str, FieldType]) -> Response:
    return Response(
        name=name,
        owed_by=word(mapping["owed_by"]),
        title=text_under(mapping, "title", ""),
        starts=read_moments(mapping["starts"], types),
        again=Again(text_under(mapping, "again", "new")),
        kept_by=read_moments(mapping["kept_by"], types),
        cancelled_by=read_moments(mapping.get("cancelled_by"), types),
        rows=read_rows(mapping, types),
        settles_within=duration_under(mapping, "settles_within"),
        calendar=calendar_named(mapping.get("calendar")),
        warn_at=_warn_at(mapping),
        tells=read_tells(mapping),
        objective=_objective(mapping),
        pauses=read_pauses(mapping, types),
        every=duration_under(mapping, "every"),
        looks_back=duration_under(mapping, "looks_back"),
        log_within=duration_under(mapping, "log_within"),
        at=name.at,
    )


def _cadence(name: Written, mapping: Block, types: Mapping[str, FieldType]) -> Cadence:
    return Cadence(
        name=name,
        owed_by=word(mapping["owed_by"]),
        title=text_under(mapping, "title", ""),
        starts=read_moments(mapping["starts"], types),
        again=Again(text_under(mapping, "again", "new")),
        attempts=_attempts(block(mapping["attempts"])),
        released_by=read_moments(mapping.get("released_by"), types),
        cancelled_by=read_moments(mapping.get("cancelled_by"), types),
        rows=read_rows(mapping, types),
        settles_within=duration_under(mapping, "settles_within"),
        calendar=calendar_named(mapping.get("calendar")),
        warn_at=_warn_at(mapping),
        tells=read_tells(mapping),
        objective=_objective(mapping),
        pauses=read_pauses(mapping, types),
        log_within=duration_under(mapping, "log_within"),
        then=read_entered_stage(mapping["then"]) if "then" in mapping else None,
        at=name.at,
    )


def _then(cadence: Cadence, mapping: Block, types: Mapping[str, FieldType]) -> Then:
    return Then(
        name=Written(name_of_then(cadence.name), mapping.at),
        owed_by=cadence.owed_by,
        title=text_under(mapping, "title", ""),
        follows=cadence.name,
        stage=read_entered_stage(mapping),
        rows=read_rows(mapping, types),
        settles_within=duration_under(mapping, "settles_within"),
        calendar=calendar_named(mapping.get("calendar")),
        warn_at=_warn_at(mapping),
        tells=read_tells(mapping),
        objective=_objective(mapping),
        at=mapping.at,
    )


def _acceptance(name: Written, mapping: Block, types: Mapping[str, FieldType]) -> Acceptance:
    return Acceptance(
        name=name,
        owed_by=word(mapping["owed_by"]),
        title=text_under(mapping, "title", ""),
        starts=read_moments(mapping["starts"], types),
        again=Again(text_under(mapping, "again", "new")),
        accept=read_decision(block(mapping["accept"]), with_reason=False),
        reject=read_decision(block(mapping["reject"]), with_reason=True),
        if_silent=IfSilent(word(mapping["if_silent"])),
        cancelled_by=read_moments(mapping.get("cancelled_by"), types),
        rows=read_rows(mapping, types),
        settles_within=duration_under(mapping, "settles_within"),
        calendar=calendar_named(mapping.get("calendar")),
        warn_at=_warn_at(mapping),
        tells=read_tells(mapping),
        objective=_objective(mapping),
        at=name.at,
    )


def _conversion(name: Written, mapping: Block, types: Mapping[str, FieldType]) -> Conversion:
    return Conversion(
        name=name,
        owed_by=word(mapping["owed_by"]),
        title=text_under(mapping, "title", ""),
        from_stage=read_entered_stage(mapping["from"]),
        to_stage=read_entered_stage(mapping["to"]),
        rows=read_rows(mapping, types),
        settles_within=duration_under(mapping, "settles_within"),
        calendar=calendar_named(mapping.get("calendar")),
        objective=_objective(mapping),
        at=name.at,
    )


def _fit(name: Written, mapping: Block, _types: Mapping[str, FieldType]) -> FitAtHandOver:
    return FitAtHandOver(
        name=name,
        owed_by=word(mapping["owed_by"]),
        title=text_under(mapping, "title", ""),
        objective=_objective(mapping),
        at=name.at,
    )


def _freshness(name: Written, mapping: Block, types: Mapping[str, FieldType]) -> Freshness:
    return Freshness(
        name=name,
        owed_by=word(mapping["owed_by"]),
        title=text_under(mapping, "title", ""),
        finds_out=word(mapping["finds_out"]),
        rows=read_rows(mapping, types),
        settles_within=duration_under(mapping, "settles_within"),
        calendar=calendar_named(mapping.get("calendar")),
        warn_at=_warn_at(mapping),
        objective=_objective(mapping),
        tells=read_tells(mapping),
        at=name.at,
    )


READERS: dict[str, Callable[[Written, Block, Mapping[str, FieldType]], Commitment]] = {
    "response": _response,
    "cadence": _cadence,
    "acceptance": _acceptance,
    "conversion": _conversion,
    "fit_at_hand_over": _fit,
    "freshness": _freshness,
}


def _attempts(mapping: Block) -> Attempts:
    return Attempts(
        at_least=int(word(mapping["at_least"])),
        outreach=read_outreach(_without_spread(mapping)),
        days=int(text_under(mapping, "days", "1")),
        channels=int(text_under(mapping, "channels", "1")),
        one_if_within=duration_under(mapping, "one_if_within"),
        at=mapping.at,
    )


def _without_spread(mapping: Block) -> Block:
    """Leave out `channels`: in attempts it is how many distinct ones, in a moment which ones count."""
    return type(mapping)(tuple((k, v) for k, v in mapping.entries if k != "channels"), mapping.at)


def _warn_at(mapping: Block) -> tuple[int, ...]:
    return tuple(int(text.removesuffix("%")) for text in words(mapping.get("warn_at")))


def _objective(mapping: Block) -> Objective | None:
    node = mapping.get("objective")
    if node is None:
        return None
    stated = block(node)
    share = Fraction(word(stated["share"]).removesuffix("%")) / 100
    return Objective(share, Period(word(stated["each"])), int(text_under(stated, "min_cases", "1")), stated.at)
