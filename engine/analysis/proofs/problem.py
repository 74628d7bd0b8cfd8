"""Conditions of one agreement version, asked together: the variables that they stand on, and their nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.analysis.proofs.events import CountKey, Coverage, EventKind, coverages_of, kinds_of
from engine.analysis.proofs.fields import FieldState, states_of, truth_of
from engine.analysis.proofs.nodes import AllNode, AnyNode, Counted, CountNode, FieldNode, NotNode
from engine.analysis.proofs.scores import CardNode, ConditionPoints, EventPoints, PartNode, RatingNode, ScoreNode
from engine.analysis.uses import within
from engine.model.conditions import (
    All,
    AnyOf,
    Condition,
    CriterionRef,
    EventCount,
    FieldTest,
    Not,
    RatingTest,
    ScoreTest,
)
from engine.model.scorecards import ConditionLine, EventLine, Scorecard, rated_scorecard

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from engine.analysis.proofs.askings import Asking
    from engine.analysis.proofs.nodes import Node
    from engine.model.agreements import Agreement
    from engine.model.lead_schema import LeadSchema

LARGE = 40  # counts beyond it are tried near their bounds only


class Asked:
    """What conditions of a version ask for, through criteria and scorecards."""

    def __init__(self, agreement: Agreement, schema: LeadSchema, roots: Sequence[Condition]) -> None:
        """Find the tests of fields, the counts and the scorecards below some conditions."""
        self.agreement, self.schema = agreement, schema
        self.criteria = {c.name: c.condition for c in agreement.criteria}
        self.cards: dict[str, Scorecard] = {}
        self.tests: dict[str, list[FieldTest]] = {}
        self.counts: list[EventCount] = []
        self.criteria_asked: set[str] = set()
        for root in roots:
            self._find(root)

    @property
    def lines(self) -> Iterator[tuple[EventLine, bool]]:
        """Each event line of the scorecards, and whether its points fade."""
        for part in (part for card in self.cards.values() for part in card.parts):
            fades = part.half_life is not None or bool(part.steps)
            yield from ((line, fades) for line in part.lines if isinstance(line, EventLine))

    def card_of(self, test: ScoreTest | RatingTest) -> Scorecard:
        """Find the scorecard that a test is of."""
        if isinstance(test, ScoreTest):
            return next(c for c in self.agreement.scorecards if c.name == test.scorecard)
        found = rated_scorecard(test, self.agreement.scorecards)
        if found is None:
            raise LookupError(test)
        return found

    def _find(self, root: Condition) -> None:
        for condition in within(root):
            match condition:
                case FieldTest():
                    self.tests.setdefault(condition.field, []).append(condition)
                case EventCount():
                    self.counts.append(condition)
                case CriterionRef() if condition.criterion not in self.criteria_asked:
                    self.criteria_asked.add(condition.criterion)
                    self._find(self.criteria[condition.criterion])
                case ScoreTest() | RatingTest():
                    card = self.card_of(condition)
                    if card.name not in self.cards:
                        self.cards[card.name] = card
                        for inner in card.conditions():
                            self._find(inner)
                case _:
                    pass


def key_of(count: EventCount) -> CountKey:
    """Give what a count counts."""
    return CountKey(frozenset(count.events), count.where, count.in_last)


def line_key(line: EventLine) -> CountKey:
    """Give what an event line counts."""
    return CountKey(frozenset(line.happens.events), line.happens.where)


class Problem:
    """Variables with the values that they can have, and the nodes that stand on them.

    `exhaustive` unless some values are left out.
    """

    def __init__(self, asked: Asked, asking: Asking) -> None:
        """Lay the variables out: fields first, then the number of events of each kind, then what logs tell."""
        self.asking, self.exhaustive = asking, True
        self._asked = asked
        self.domains: list[tuple[int, ...]] = []
        self.fields: dict[str, tuple[int, tuple[FieldState, ...]]] = {}
        self.kinds: dict[EventKind, int] = {}
        self.logs: list[tuple[int, tuple[Coverage, ...]]] = []
        self._criteria: dict[str, Node] = {}
        self._cards: dict[str, CardNode] = {}
        self._add_fields()
        self._add_events()

    def _add(self, values: Sequence[int]) -> int:
        self.domains.append(tuple(values))
        return len(self.domains) - 1

    def _add_fields(self) -> None:
        types = {field.name: field for field in self._asked.schema.fields}
        for name, tests in self._asked.tests.items():
            states, complete = states_of(types[name], tests, self.asking)
            self.exhaustive = self.exhaustive and complete
            self.fields[name] = self._add(range(len(states))), states

    def _add_events(self) -> None:
        asked, most = self._asked, dict[CountKey, set[int]]()
        for count in asked.counts:
            bounds = {count.at_least or 0, 0 if count.at_most is None else count.at_most + 1}
            most.setdefault(key_of(count), set()).update(bounds)
        for line, _ in asked.lines:
            most.setdefault(line_key(line), set()).add(line.latest)
        self._counted = kinds_of([*most], self.asking, fading=any(fades for _, fades in asked.lines))
        for kind, counted in self._counted.items():
            self.kinds[kind] = self._add(self._numbers({bound for key in counted for bound in most[key]}))
        self.logs = [(self._add(range(len(ways))), ways) for ways in coverages_of([*most], self.asking)]

    @property
    def plain(self) -> list[tuple[int, ...]]:
        """The domains without what leaves scores open: logs are complete, and nothing fades as nothing is old."""
        found = list(self.domains)
        for variable, _ in self.logs:
            found[variable] = found[variable][:1]
        if any(fades for _, fades in self._asked.lines):
            old = (variable for kind, variable in self.kinds.items() if kind.at < self.asking.midnight)
            for variable in old:
                found[variable] = (0,)
        return found

    def _numbers(self, bounds: set[int]) -> list[int]:
        last = max(bounds)
        if last <= LARGE:
            return list(range(last + 1))
        self.exhaustive = False
        near = {n for bound in bounds for n in (bound - 1, bound, bound + 1)} | {0, 1}
        return sorted(n for n in near if 0 <= n <= last + 1)

    def node(self, condition: Condition) -> Node:  # noqa: PLR0911 - one for each kind of condition
        """Give the node of a condition that the problem was laid out for, or of a part of one."""
        match condition:
            case All():
                return AllNode(tuple(self.node(part) for part in condition.parts))
            case AnyOf():
                return AnyNode(tuple(self.node(part) for part in condition.parts))
            case Not():
                return NotNode(self.node(condition.part))
            case CriterionRef():
                name = condition.criterion
                if name not in self._criteria:
                    self._criteria[name] = self.node(self._asked.criteria[name])
                return self._criteria[name]
            case FieldTest():
                variable, states = self.fields[condition.field]
                return FieldNode(variable, tuple(truth_of(condition, state, self.asking) for state in states))
            case EventCount():
                return CountNode(self._counting(key_of(condition)), condition.at_least, condition.at_most)
            case ScoreTest():
                return ScoreNode(self._card(self._asked.card_of(condition)), condition.operator, condition.points)
            case RatingTest():
                card = self._asked.card_of(condition)
                return RatingNode(self._card(card), card.rating, condition.ratings)

    def _counting(self, key: CountKey, *, today: bool | None = None) -> Counted:
        """Give the events that a key counts: all, or those of today, or those before."""
        midnight = self.asking.midnight
        kinds = [kind for kind, counted in self._counted.items() if key in counted]
        fitting = [kind for kind in kinds if today is None or (kind.at >= midnight) is today]
        begins = key.begins(self.asking)
        logs = [(v, ways) for v, ways in self.logs if self._lists(key, ways[0].type)]
        whole = [(v, frozenset(n for n, way in enumerate(ways) if way.is_complete(begins))) for v, ways in logs]
        return Counted(tuple(self.kinds[kind] for kind in fitting), tuple(whole))

    @staticmethod
    def _lists(key: CountKey, type_: str) -> bool:
        return type_ in key.events

    def _card(self, card: Scorecard) -> CardNode:
        if card.name not in self._cards:
            parts = []
            for part in card.parts:
                fades = part.half_life is not None or bool(part.steps)
                fresh = not part.steps or part.steps[0].after > 0
                lines = [
                    ConditionPoints(self.node(line.condition), line.points)
                    if isinstance(line, ConditionLine)
                    else self._event_points(line, fades=fades, fresh=fresh)
                    for line in part.lines
                ]
                parts.append(PartNode(part.name, part.cap, tuple(lines)))
            out = None if card.disqualified_if is None else self.node(card.disqualified_if)
            self._cards[card.name] = CardNode(tuple(parts), out, card.lowest, card.highest)
        return self._cards[card.name]

    def _event_points(self, line: EventLine, *, fades: bool, fresh: bool) -> EventPoints:
        key = line_key(line)
        everything, today = self._counting(key), self._counting(key, today=True)
        older = self._counting(key, today=False)
        if fades and not fresh:
            today, older = Counted((), everything.logs), everything
        return EventPoints(today, older, line.points, line.latest, fades)
