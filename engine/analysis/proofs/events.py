"""The kinds of events that counts tell apart, and how far back each event type's log may be complete."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from engine.analysis.proofs.askings import BEYOND

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from engine.analysis.proofs.askings import Asking
    from engine.model.conditions import AttributeTest
    from engine.model.durations import Duration


@dataclass(frozen=True, slots=True)
class CountKey:
    """Which events are counted, and since when; the parts of a condition with one key count alike."""

    events: frozenset[str]
    where: tuple[AttributeTest, ...]
    in_last: Duration | None = None

    def begins(self, asking: Asking) -> int:
        """Give the first instant counted."""
        return BEYOND if self.in_last is None else asking.first_counted(self.in_last)


@dataclass(frozen=True, slots=True)
class EventKind:
    """An event that stands for all that are counted by the same keys."""

    type: str
    attributes: tuple[tuple[str, str], ...]
    at: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """From when on a log tells of an event type: since an instant, since ever (None), or not up to the asking."""

    type: str
    since: int | None = None
    to_the_end: bool = True

    def is_complete(self, begins: int) -> bool:
        """Tell whether events of the type are all known from an instant on."""
        return self.to_the_end and (self.since is None or begins >= self.since)


def kinds_of(keys: Sequence[CountKey], asking: Asking, *, fading: bool) -> dict[EventKind, frozenset[CountKey]]:
    """Give each kind of event with the keys that count it.

    Args:
        keys: of all counts at hand.
        asking: the instant asked.
        fading: whether an event of today is told apart from an older one.
    """
    found: dict[tuple[frozenset[CountKey], bool], EventKind] = {}
    for type_, listing in alike(keys).items():
        for attributes in _attributes(listing):
            values = dict(attributes)
            fitting = [k for k in listing if all(values.get(test.attribute) in test.values for test in k.where)]
            for at in _instants(listing, asking):
                counted = frozenset(k for k in fitting if k.begins(asking) <= at)
                today = fading and at >= asking.midnight
                if counted:
                    found.setdefault((counted, today), EventKind(type_, attributes, at))
    return {kind: counted for (counted, _), kind in found.items()}


def coverages_of(keys: Sequence[CountKey], asking: Asking) -> list[tuple[Coverage, ...]]:
    """Give for each event type how far its log can be complete: first in full, then ever less."""
    found = []
    for type_, listing in alike(keys).items():
        begins = sorted({key.begins(asking) for key in listing})
        since = [first + 1 if first > BEYOND else max(0, *begins) for first in begins]
        ways = [
            Coverage(type_),
            *(Coverage(type_, at) for at in since if at <= asking.at),
            Coverage(type_, to_the_end=False),
        ]
        apart = {tuple(way.is_complete(first) for first in begins): way for way in reversed(ways)}
        found.append(tuple(sorted(apart.values(), key=ways.index)))
    return found


def alike(keys: Sequence[CountKey]) -> dict[str, list[CountKey]]:
    """Give one event type for all that the same keys list, with these keys."""
    types = dict.fromkeys(t for key in keys for t in sorted(key.events))
    listing = {t: tuple(key for key in keys if t in key.events) for t in types}
    first: dict[tuple[CountKey, ...], str] = {}
    for type_, its in listing.items():
        first.setdefault(its, type_)
    return {type_: list(its) for its, type_ in first.items()}


def _attributes(keys: Sequence[CountKey]) -> Iterator[tuple[tuple[str, str], ...]]:
    """Give every way in which the attributes that are asked for can be: one of the values named, or empty."""
    names: dict[str, dict[str, None]] = {}
    for test in (test for key in keys for test in key.where):
        names.setdefault(test.attribute, {}).update(dict.fromkeys(test.values))
    for values in product(*((None, *named) for named in names.values())):
        yield tuple((name, value) for name, value in zip(names, values, strict=True) if value is not None)


def _instants(keys: Sequence[CountKey], asking: Asking) -> Iterator[int]:
    """Give an instant of each stretch between the first instants counted; of yesterday too, as events fade by days."""
    firsts = sorted({key.begins(asking) for key in keys}, reverse=True)
    found = (asking.at, asking.midnight - 1, *(at for first in firsts for at in (first, first - 1)))
    yield from (at for at in found if 0 <= at <= asking.at)
