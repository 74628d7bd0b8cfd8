"""Scores as columns of `facts`: a lower and an upper bound of each part and of the whole, equal where all is known.

The columns come in layers, each computed from the one before: the lines' points are added, held to [0, cap], taken
away from a disqualified lead, added up and held to the range. What is unknown counts once for and once against.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import product

from sqlglot import exp

from engine.compiler.facts import Facts
from engine.compiler.score_lines import LineKey
from engine.compiler.sql import all_of, any_of, column, literal, tree
from engine.model.conditions import Condition, Operator, RatingTest, ScoreTest
from engine.model.scorecards import Bands, EventLine, Scorecard, ScoreLine, ScorePart

Layer = dict[str, exp.Expr]
BOUNDS = ("low", "high")
COMPARISONS = {
    Operator.AT_LEAST: (">=", "low", "high"),
    Operator.MORE_THAN: (">", "low", "high"),
    Operator.AT_MOST: ("<=", "high", "low"),
    Operator.LESS_THAN: ("<", "high", "low"),
}


@dataclass(frozen=True, slots=True)
class Scoring:
    """One scorecard of one agreement version over shared facts; `number` tells its columns from others'."""

    card: Scorecard
    number: int
    zone: str
    facts: Facts
    truth: Callable[[Condition], exp.Expr]

    def part(self, name: str, what: str) -> exp.Column:
        """A part's column: `low` and `high`, with `_sum` as added up, with `_held` as held to the cap."""
        index = [p.name for p in self.card.parts].index(name)
        return column(f"s{self.number}_{index}_{what}", "k")

    def whole(self, what: str) -> exp.Column:
        """The whole's column: `low` and `high`, with `_sum` before the range; `out` (disqualified), `rating`."""
        return column(f"s{self.number}_{what}", "k")

    def line(self, part: ScorePart, line: EventLine) -> int:
        """The number of an event line among all lines in use."""
        events = tuple(sorted(set(line.happens.events)))
        key = LineKey(events, line.happens.where, line.points, line.latest, part.half_life, part.steps, self.zone)
        return self.facts.line(key)

    def bounds(self, part: ScorePart, line: ScoreLine) -> tuple[exp.Expr, exp.Expr]:
        """The least and the most that a line may give."""
        if isinstance(line, EventLine):
            number = self.line(part, line)
            seen, extra = column(f"line_{number}", "k"), column(f"unseen_{number}", "k")
            with_extra = tree(":seen + :extra", seen=seen, extra=extra)
            return (seen, with_extra) if line.points > 0 else (with_extra, seen)
        truth = self.truth(line.condition)
        surely = tree("case when :truth then :points else 0 end", truth=truth, points=line.points)
        maybe = tree("case when not :truth then 0 else :points end", truth=truth, points=line.points)
        return (surely, maybe) if line.points > 0 else (maybe, surely)

    def layers(self) -> list[Layer]:
        """The columns of this scorecard, layer by layer."""
        return [self._added(), self._held(), self._qualified(), self._totalled(), self._scored()]

    def _columns(self, what: str, made: Callable[[ScorePart, str], exp.Expr]) -> Layer:
        return {
            self.part(part.name, what.format(bound)).name: made(part, bound)
            for part in self.card.parts
            for bound in BOUNDS
        }

    def _added(self) -> Layer:
        disqualified_if = self.card.disqualified_if
        out = exp.false() if disqualified_if is None else self.truth(disqualified_if)

        def added(part: ScorePart, bound: str) -> exp.Expr:
            points = added_up([self.bounds(part, line)[BOUNDS.index(bound)] for line in part.lines])
            return exp.cast(points, "integer")

        return {self.whole("out").name: out, **self._columns("{}_sum", added)}

    def _held(self) -> Layer:
        return self._columns("{}_held", lambda part, bound: held(self.part(part.name, f"{bound}_sum"), 0, part.cap))

    def _qualified(self) -> Layer:
        def qualified(part: ScorePart, bound: str) -> exp.Expr:
            text = {"low": "case when not :out then :held else 0 end", "high": "case when :out then 0 else :held end"}
            return tree(text[bound], out=self.whole("out"), held=self.part(part.name, f"{bound}_held"))

        return self._columns("{}", qualified)

    def _totalled(self) -> Layer:
        sums = {
            self.whole(f"{bound}_sum").name: added_up([self.part(part.name, bound) for part in self.card.parts])
            for bound in BOUNDS
        }
        return {**sums, self.whole("rating").name: self._rating()}

    def _scored(self) -> Layer:
        return {
            self.whole(bound).name: held(self.whole(f"{bound}_sum"), self.card.lowest, self.card.highest)
            for bound in BOUNDS
        }

    def _rating(self) -> exp.Expr:
        """The joined labels of the parts' bands; NULL if a part's bounds lie in different ones."""
        if not self.card.rating:
            return exp.cast(exp.null(), "varchar")
        labels = []
        for bands in self.card.rating:
            low, high = (self.band(bands, bound) for bound in BOUNDS)
            labels.append(tree("case when :low = :high then :low end", low=low, high=high))
        first, *rest = labels
        return reduce(lambda joined, label: tree(":joined || :label", joined=joined, label=label), rest, first)

    def band(self, bands: Bands, bound: str) -> exp.Expr:
        """The label of the band that one bound of a part lies in."""
        case = exp.Case()
        for band in bands.bands[:-1]:
            reached = tree(":points >= :least", points=self.part(bands.part, bound), least=band.at_least)
            case = case.when(reached, literal(band.label), copy=False)
        last = literal(bands.bands[-1].label)
        return case.else_(last, copy=False) if case.args.get("ifs") else last

    def score_truth(self, test: ScoreTest) -> exp.Expr:
        """Met if the bound that is hardest to bring there fits, not met if the easiest doesn't, else unknown."""
        sign, hardest, easiest = COMPARISONS[test.operator]
        return tree(
            f"case when :hardest {sign} :points then true when not :easiest {sign} :points then false end",
            hardest=self.whole(hardest),
            easiest=self.whole(easiest),
            points=test.points,
        )

    def score_read(self) -> exp.Expr:
        """The score as text, `70`, or its bounds, `60 to 100`."""
        return tree(
            """
            case when :low = :high then cast(:low as varchar)
                 else cast(:low as varchar) || ' to ' || cast(:high as varchar) end
            """,
            low=self.whole("low"),
            high=self.whole("high"),
        )

    def rating_truth(self, test: RatingTest) -> exp.Expr:
        """Met if every rating that the lead could have is asked for, not met if none is."""
        asked: list[exp.Expr] = []
        others: list[exp.Expr] = []
        for combination in product(*(range(len(b.bands)) for b in self.card.rating)):
            pairs = list(zip(self.card.rating, combination, strict=True))
            label = "".join(bands.bands[i].label for bands, i in pairs)
            possible = all_of([p for bands, i in pairs for p in self._possible(bands, i)])
            (asked if label in test.ratings else others).append(possible)
        return tree(
            "case when not :others then true when not :asked then false end",
            others=any_of(others),
            asked=any_of(asked),
        )

    def _possible(self, bands: Bands, index: int) -> Iterator[exp.Expr]:
        """The part's points could lie in a band: it has none below the lowest and none above the highest."""
        if index < len(bands.bands) - 1:
            least = bands.bands[index].at_least
            yield tree(":high >= :least", high=self.part(bands.part, "high"), least=least)
        if index > 0:
            above = bands.bands[index - 1].at_least
            yield tree(":low < :above", low=self.part(bands.part, "low"), above=above)

    def doubts(self, parts: Sequence[str]) -> Iterator[tuple[EventLine | Condition, exp.Expr]]:
        """What leaves these parts unknown, if it is itself: lines and what disqualifies, each with when it matters."""
        qualified = tree("not coalesce(:out, false)", out=self.whole("out"))
        for part in (p for p in self.card.parts if p.name in parts):
            low, high = (self.part(part.name, f"{bound}_held") for bound in BOUNDS)
            matters = tree(":qualified and :low <> :high", qualified=qualified, low=low, high=high)
            for line in part.lines:
                if isinstance(line, EventLine):
                    yield line, all_of([matters, self._unseen(part, line)])
                else:
                    yield line.condition, matters
        if self.card.disqualified_if is not None:
            has_points = any_of([tree(":high > 0", high=self.part(name, "high_held")) for name in parts])
            yield self.card.disqualified_if, has_points

    def _unseen(self, part: ScorePart, line: EventLine) -> exp.Expr:
        return tree(":extra <> 0", extra=column(f"unseen_{self.line(part, line)}", "k"))


def held(points: exp.Expr, lowest: int, highest: int) -> exp.Expr:
    """Points held to a range."""
    return tree(
        "case when :points < :lowest then :lowest when :points > :highest then :highest else :points end",
        points=points,
        lowest=lowest,
        highest=highest,
    )


def added_up(terms: Sequence[exp.Expr]) -> exp.Expr:
    """The sum of one or more terms."""
    return reduce(lambda total, term: tree(":total + :term", total=total, term=term), terms)
