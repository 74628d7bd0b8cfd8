"""A lead that shows that conditions can come out as claimed, and its words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from engine.model.conditions import Money
from engine.model.durations import DAY, HOUR, MINUTE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.analysis.proofs.askings import Asking
    from engine.analysis.proofs.events import Coverage, EventKind
    from engine.analysis.proofs.fields import FieldState
    from engine.analysis.proofs.problem import Problem
    from engine.model.conditions import Value


@dataclass(frozen=True, slots=True)
class ExampleLead:
    """What is known of a lead at the instant asked; a field not named may hold anything, an event not named is none.

    `events` with how often each happened; `coverages` of logs that don't tell of all events.
    """

    asking: Asking
    fields: tuple[tuple[str, FieldState], ...]
    events: tuple[tuple[EventKind, int], ...]
    coverages: tuple[Coverage, ...]

    def __str__(self) -> str:
        told = [_field(name, state, self.asking) for name, state in self.fields]
        told += [_event(kind, number, self.asking) for kind, number in self.events]
        told += [f"a log of `{c.type}` that doesn't tell of all" for c in self.coverages]
        return ", ".join(told) or "any"


def example_of(problem: Problem, values: Sequence[int | None]) -> ExampleLead:
    """Give the lead that values of a problem's variables stand for; None is a fact that doesn't matter."""
    fields = [(name, states, values[at]) for name, (at, states) in problem.fields.items()]
    events = [(kind, values[at]) for kind, at in problem.kinds.items()]
    logs = [(ways, values[at]) for at, ways in problem.logs]
    return ExampleLead(
        problem.asking,
        tuple((name, states[value]) for name, states, value in fields if value is not None),
        tuple((kind, number) for kind, number in events if number),
        tuple(ways[value] for ways, value in logs if value),
    )


def _field(name: str, state: FieldState, asking: Asking) -> str:
    if state.value is None:
        return f"`{name}` unknown" if state.told else f"`{name}` not told of by any history"
    said = f"`{name}` {_value(state.value)}"
    if state.set_at is not None and state.set_at < asking.at:
        said += f" (set {_ago(asking.at - state.set_at)} ago)"
    return said


def _value(value: Value) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case Money():
            return f"{value.amount} {value.currency}"
        case date():
            return value.isoformat()
        case _:
            return f"`{value}`" if isinstance(value, str) else str(value)


def _event(kind: EventKind, number: int, asking: Asking) -> str:
    times = f"{number} times " if number > 1 else ""
    where = "".join(f" with {name} `{value}`" for name, value in kind.attributes)
    when = f" {_ago(asking.at - kind.at)} before" if kind.at < asking.at else ""
    return f"{times}`{kind.type}`{where}{when}"


def _ago(microseconds: int) -> str:
    """Give a length roughly: in its largest unit, rounded up."""
    for length, unit in ((DAY, "day"), (HOUR, "hour"), (MINUTE, "minute")):
        if microseconds >= length:
            number = -(-microseconds // length)
            return f"{number} {unit}{'s' * (number != 1)}"
    return "less than a minute"
