"""A scenario to paste for an outcome that no scenario shows yet; `…` is left to fill in."""

from __future__ import annotations

from collections.abc import Iterator

from engine.model.agreements import Agreement
from engine.model.commitments import Commitment, Conversion, FitAtHandOver, Freshness, Then
from engine.model.conditions import Condition, CriterionRef, EventCount, FieldTest, parts_of
from engine.model.moments import EventHappens, StageEntered
from engine.specs.coverage import LAST_SECOND, NEXT_SECOND, Outcome

THEN = {
    "kept": "is kept",
    "late": "is broken because late",
    "breached": "is broken",
    "open": "is open",
    LAST_SECOND: "is kept",
    NEXT_SECOND: "is broken",
}


def stub(agreement: Agreement, outcome: Outcome) -> str:
    """Write the scenario as far as the policies tell how."""
    of_criterion = outcome.of == "criteria"
    title = f"{outcome.name}: {outcome.what}"
    lines = [f"  Scenario: {title}", "    Given the policies of this repository", '    And a lead "Example" with']
    criteria = {criterion.name: criterion.condition for criterion in agreement.criteria}
    if of_criterion:
        conditions = [criteria[outcome.name]]
        happening = []
        asked = f'    Then criterion "{outcome.name}" of "Example" is {outcome.what}'
    else:
        commitment = next(one for one in agreement.commitments if one.name == outcome.name)
        conditions = [row.condition for row in commitment.rows if row.condition]
        happening = [f'"Example" {_start(agreement, commitment)} on …']
        asked = f'    Then "{outcome.name}" for "Example" {THEN.get(outcome.what, "is …")}'
    facts, events = _read(conditions, criteria)
    width = max(map(len, ("fact", *facts)))
    lines += [
        f"      | {name:{width}} | {value:5} |" for name, value in [("fact", "value"), *((f, "…") for f in facts)]
    ]
    steps = [*(f'"Example" does {event} on …' for event in events), *happening, f"it is {_when(outcome.what)}"]
    lines += [f"    {'And' if number else 'When'} {step}" for number, step in enumerate(steps)]
    return "\n".join([*lines, asked])


def _when(what: str) -> str:
    return {LAST_SECOND: "… (the due instant)", NEXT_SECOND: "… (one second after it)"}.get(what, "…")


def _start(agreement: Agreement, commitment: Commitment) -> str:
    match commitment:
        case Conversion() | FitAtHandOver() | Freshness():
            return f"enters {_entered(agreement, commitment)}"
        case Then():
            return "does …"
        case _:
            for moment in commitment.starts:
                if isinstance(moment, StageEntered):
                    return f"enters {moment.stages[0]}"
                if isinstance(moment, EventHappens):
                    return f"does {moment.events[0]}"
            return "does …"


def _entered(agreement: Agreement, commitment: Conversion | FitAtHandOver | Freshness) -> str:
    if isinstance(commitment, Conversion):
        return commitment.from_stage
    if isinstance(commitment, FitAtHandOver):
        return agreement.hand_over
    return next((s.name for s in agreement.stages if s.held_by == commitment.owed_by and not s.final), "…")


def _read(conditions: list[Condition], criteria: dict[str, Condition]) -> tuple[list[str], list[str]]:
    """The facts and events that conditions read, each once, through the criteria that they name."""
    tests = [test for condition in conditions for test in _tests(condition, criteria, frozenset())]
    facts = dict.fromkeys(test.field for test in tests if isinstance(test, FieldTest))
    events = dict.fromkeys(event for test in tests if isinstance(test, EventCount) for event in test.events)
    return list(facts), list(events)


def _tests(condition: Condition, criteria: dict[str, Condition], within: frozenset[str]) -> Iterator[Condition]:
    if isinstance(condition, CriterionRef):
        if condition.criterion in criteria and condition.criterion not in within:
            yield from _tests(criteria[condition.criterion], criteria, within | {condition.criterion})
    elif parts := parts_of(condition):
        for part in parts:
            yield from _tests(part, criteria, within)
    else:
        yield condition
