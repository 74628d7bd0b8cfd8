"""The same question put to z3, where it is installed (`leadpact[proofs]`)."""

from __future__ import annotations

import importlib
import importlib.util
from functools import cache
from itertools import product
from typing import TYPE_CHECKING, Any

from engine.analysis.proofs.nodes import AllNode, AnyNode, Counted, CountNode, FieldNode, NotNode
from engine.analysis.proofs.scores import CardNode, ConditionPoints, EventPoints, PartNode, RatingNode, ScoreNode
from engine.analysis.proofs.search import Found, Verdict
from engine.analysis.proofs.truths import MET, NOT_MET, UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.analysis.proofs.nodes import Domains, Node
    from engine.analysis.proofs.search import Goal

EFFORT = 3_000_000  # z3's own unit: the same answer on every machine, which seconds would not give
Both = tuple[Any, Any]
"""Two formulas: that a condition is met, and that it is not."""


@cache
def is_there() -> bool:
    """Tell whether z3 is installed."""
    return importlib.util.find_spec("z3") is not None


def solve(domains: Domains, goals: Sequence[Goal]) -> Found:
    """Ask z3; undecided where it is not installed, gives up, or finds a lead that can't be made out in full."""
    if not is_there():
        return Found(Verdict.UNDECIDED)
    z3: Any = importlib.import_module("z3")
    asked = _Formulas(z3, domains)
    told = [asked.wanted(goal) for goal in goals]
    for exactly in ((), asked.exactly):
        solver = z3.SolverFor("QF_LIA")
        solver.set("rlimit", EFFORT)
        solver.add(*asked.within, *told, *exactly)
        answer = solver.check()
        if answer == z3.unsat:
            return Found(Verdict.UNDECIDED if exactly else Verdict.IMPOSSIBLE)
        if answer == z3.sat:
            model = solver.model()
            values = tuple(model.eval(v, model_completion=True).as_long() for v in asked.variables)
            chosen = [(value,) for value in values]
            if not any(goal.node.can_be(chosen) & ~goal.wanted for goal in goals):
                return Found(Verdict.POSSIBLE, values)
    return Found(Verdict.UNDECIDED)


class _Formulas:
    """Nodes as formulas. What fades or is not told of is a number of its own: `exactly` says that there is none."""

    def __init__(self, z3: Any, domains: Domains) -> None:
        self.z3 = z3
        self.variables = [z3.Int(f"v{n}") for n in range(len(domains))]
        self.within = [
            z3.Or([v == value for value in values]) for v, values in zip(self.variables, domains, strict=True)
        ]
        self.exactly: list[Any] = []
        self._loose = 0
        self._cards: dict[int, dict[str, Both]] = {}

    def wanted(self, goal: Goal) -> Any:
        """Give the formula that a goal is reached."""
        met, refuted = self.both(goal.node)
        unknown = self.z3.And(self.z3.Not(met), self.z3.Not(refuted))
        ways = ((MET, met), (NOT_MET, refuted), (UNKNOWN, unknown))
        return self.z3.Or([formula for bit, formula in ways if goal.wanted & bit])

    def both(self, node: Node) -> Both:  # noqa: PLR0911 - one for each kind of node
        """Give the formulas that a node is met, and that it is not."""
        z3 = self.z3
        match node:
            case AllNode(parts):
                each = [self.both(part) for part in parts]
                return z3.And([met for met, _ in each]), z3.Or([refuted for _, refuted in each])
            case AnyNode(parts):
                each = [self.both(part) for part in parts]
                return z3.Or([met for met, _ in each]), z3.And([refuted for _, refuted in each])
            case NotNode(part):
                met, refuted = self.both(part)
                return refuted, met
            case FieldNode():
                return self._is(node, MET), self._is(node, NOT_MET)
            case CountNode():
                return self._count(node)
            case ScoreNode():
                return self._score(node)
            case RatingNode():
                return self._rating(node)
            case _:
                raise TypeError(node)

    def _is(self, node: FieldNode, bit: int) -> Any:
        return self.z3.Or([self.variables[node.variable] == n for n, truth in enumerate(node.truths) if truth == bit])

    def _number(self, counted: Counted) -> Any:
        return self.z3.Sum([self.variables[kind] for kind in counted.kinds])

    def _whole(self, counted: Counted) -> Any:
        logs = [self.z3.Or([self.variables[log] == way for way in sorted(whole)]) for log, whole in counted.logs]
        return self.z3.And(logs)

    def _count(self, node: CountNode) -> Both:
        number, whole, met, refuted = self._number(node.counted), self._whole(node.counted), [], []
        if node.at_least is not None:
            met.append(number >= node.at_least)
            refuted.append(self.z3.And(whole, number < node.at_least))
        if node.at_most is not None:
            met.append(self.z3.And(whole, number <= node.at_most))
            refuted.append(number > node.at_most)
        return self.z3.And(met), self.z3.Or(refuted)

    def _score(self, node: ScoreNode) -> Both:
        low, high = self._card(node.card)
        reached, missed = low >= node.limit, high < node.limit
        return (reached, missed) if node.is_lower_bound else (missed, reached)

    def _rating(self, node: RatingNode) -> Both:
        parts = self._parts(node.card)
        labels = [self._labels(bands, parts[bands.part]) for bands in node.rating]
        combined = [
            ("".join(names), self.z3.And(list(at))) for names, at in (zip(*c, strict=True) for c in product(*labels))
        ]
        none_else = [self.z3.Not(can) for name, can in combined if name not in node.ratings]
        none_of_them = [self.z3.Not(can) for name, can in combined if name in node.ratings]
        return self.z3.And(none_else), self.z3.And(none_of_them)

    def _labels(self, bands: Any, points: Both) -> list[tuple[str, Any]]:
        low, high = points
        upper = [None, *(band.at_least for band in bands.bands[:-1])]
        last = len(bands.bands) - 1
        found = []
        for number, (band, end) in enumerate(zip(bands.bands, upper, strict=True)):
            below = self.z3.BoolVal(True) if end is None else low < end  # noqa: FBT003 - z3's own word
            above = self.z3.BoolVal(True) if number == last else high >= band.at_least  # noqa: FBT003 - same
            found.append((band.label, self.z3.And(below, above)))
        return found

    def _card(self, card: CardNode) -> Both:
        parts = self._parts(card).values()
        low, high = self.z3.Sum([low for low, _ in parts]), self.z3.Sum([high for _, high in parts])
        return self._held(low, card.lowest, card.highest), self._held(high, card.lowest, card.highest)

    def _parts(self, card: CardNode) -> dict[str, Both]:
        """Give each part's lower and upper points; once for each scorecard, as loose numbers are the same for all."""
        if id(card) not in self._cards:
            found = {part.name: self._part(part) for part in card.parts}
            if card.disqualified is not None:
                out, not_out = self.both(card.disqualified)
                if_ = self.z3.If
                found = {name: (if_(not_out, low, 0), if_(out, 0, high)) for name, (low, high) in found.items()}
            self._cards[id(card)] = found
        return self._cards[id(card)]

    def _part(self, part: PartNode) -> Both:
        each = [self._line(line) for line in part.lines]
        low, high = self.z3.Sum([low for low, _ in each]), self.z3.Sum([high for _, high in each])
        return self._held(low, 0, part.cap), self._held(high, 0, part.cap)

    def _line(self, line: ConditionPoints | EventPoints) -> Both:
        if isinstance(line, EventPoints):
            return self._events(line)
        met, refuted = self.both(line.condition)
        sure, maybe = self.z3.If(met, line.points, 0), self.z3.If(refuted, 0, line.points)
        return (sure, maybe) if line.points > 0 else (maybe, sure)

    def _events(self, line: EventPoints) -> Both:
        number = self._number(line.of_today)
        older = self._number(line.older)
        all_ = self._fewer(number + older, line.latest) * line.points
        sure = self._fewer(number, line.latest) * line.points if line.fades else all_
        seen = self._between(sure, all_) if line.fades else all_
        unseen = self._between(seen, self.z3.If(self._whole(line.of_today), seen, line.latest * line.points))
        return (seen, unseen) if line.points > 0 else (unseen, seen)

    def _between(self, one: Any, other: Any) -> Any:
        """Give a number between two others that nothing else says anything of."""
        self._loose += 1
        any_ = self.z3.Int(f"loose{self._loose}")
        self.within.append(self.z3.Or(self.z3.And(one <= any_, any_ <= other), self.z3.And(other <= any_, any_ <= one)))
        self.exactly.append(one == other)
        return any_

    def _fewer(self, number: Any, most: int) -> Any:
        return self.z3.If(number > most, most, number)

    def _held(self, number: Any, lowest: int, highest: int) -> Any:
        return self.z3.If(number < lowest, lowest, self.z3.If(number > highest, highest, number))
