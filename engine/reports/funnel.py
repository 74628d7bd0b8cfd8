"""How many leads reached each stage, and how many of them the next."""

from __future__ import annotations

from dataclasses import dataclass

from engine.evaluation.results import Results, Row
from engine.model.agreements import Agreement
from engine.reports.shares import percent


@dataclass(frozen=True, slots=True)
class FunnelStage:
    """A stage with the leads that ever entered it; `rate` is the share that reached the next one, None at the end."""

    stage: str
    definition: str
    held_by: str
    leads: int
    converted: int | None
    rate: str | None


@dataclass(frozen=True, slots=True)
class FunnelOf:
    """The main line of stages for the leads of one value of a dimension (None: the value is not known)."""

    dimension: str
    value: str | None
    stages: tuple[FunnelStage, ...]


@dataclass(frozen=True, slots=True)
class FunnelView:
    """The funnel of all leads, the stages off the main line, and the funnel by each dimension."""

    main: tuple[FunnelStage, ...]
    aside: tuple[FunnelStage, ...]
    by_dimension: tuple[FunnelOf, ...]


def funnel(results: Results, agreement: Agreement) -> FunnelView:
    """Read the funnel of an agreement; stages are in the policy's order."""
    rows = [r for r in results.relations.rows("funnel") if r["policy"] == agreement.name]
    rejections = {stage.name for stage in agreement.stages if stage.reasons}
    everyone = sorted((r for r in rows if r["dimension"] == "all"), key=_position)
    values = dict.fromkeys((r["dimension"], r["value"]) for r in rows if r["dimension"] != "all")
    ordered = sorted(values, key=lambda key: (key[0], key[1] is None, key[1] or ""))
    return FunnelView(
        main=_stages(agreement, [r for r in everyone if r["stage"] not in rejections]),
        aside=_stages(agreement, [r for r in everyone if r["stage"] in rejections], ends=True),
        by_dimension=tuple(_of(agreement, rows, rejections, *key) for key in ordered),
    )


def _of(agreement: Agreement, rows: list[Row], rejections: set[str], dimension: str, value: str | None) -> FunnelOf:
    wanted = [r for r in rows if (r["dimension"], r["value"]) == (dimension, value) and r["stage"] not in rejections]
    return FunnelOf(dimension, value, _stages(agreement, sorted(wanted, key=_position)))


def _position(row: Row) -> tuple[int, str]:
    return (row["position"] if row["position"] is not None else 1 << 30), row["stage"]


def _stages(agreement: Agreement, rows: list[Row], *, ends: bool = False) -> tuple[FunnelStage, ...]:
    known = {stage.name: stage for stage in agreement.stages}
    found = []
    for index, row in enumerate(rows):
        stage, leads = known.get(row["stage"]), int(row["leads"])
        last = ends or index == len(rows) - 1 or row["converted"] is None
        converted = None if last else int(row["converted"])
        rate = percent(converted, leads) if converted is not None and leads else None
        definition, held_by = (stage.definition, stage.held_by) if stage else ("", "")
        found.append(FunnelStage(row["stage"], definition, held_by, leads, converted, rate))
    return tuple(found)
