"""Scores as results: the whole, its parts, and a ledger whose entries add up to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from engine.compiler.query import Relation
from engine.compiler.scores import BOUNDS, Scoring
from engine.compiler.scorings import Scorings
from engine.compiler.sql import column, projected, select, tree, union_all
from engine.model.agreements import Agreement
from engine.model.scorecards import EventLine, ScoreLine, ScorePart

if TYPE_CHECKING:
    from sqlglot import exp

    from engine.diagnostics import Location


def score_relations(agreements: Sequence[Agreement], scorings: Mapping[str, Scorings]) -> list[Relation]:
    """Build `scores`, `score_parts`, `score_ledger` and `rating_counts` from `score_uses` and `facts`."""
    found = [(a, s, f"scored_{s.number}") for a in agreements for s in scorings[a.id].by_name.values()]
    return [
        *(Relation(name, _scored(agreement, scoring)) for agreement, scoring, name in found),
        Relation("scores", union_all([_no_scores(), *(_scores(a, s, name) for a, s, name in found)])),
        Relation("score_parts", union_all([_no_parts(), *(q for _, s, name in found for q in _parts(s, name))])),
        Relation("score_ledger", union_all([_no_entries(), *(q for a, s, name in found for q in _ledger(a, s, name))])),
        Relation("rating_counts", _rating_counts()),
    ]


def score_locations(agreement: Agreement) -> Iterator[tuple[str, Location]]:
    """Each line of each scorecard with where it is written, by the node that the ledger names."""
    for card in agreement.scorecards:
        for part in card.parts:
            for index, line in enumerate(part.lines):
                if line.at is not None:
                    yield line_node(agreement, card.name, part.name, index), line.at


def line_node(agreement: Agreement, card: str, part: str, index: int) -> str:
    """The key under which a line is found: `agreement@version/scorecard/part/line`."""
    return f"{agreement.id}/{card}/{part}/{index}"


def _scored(agreement: Agreement, scoring: Scoring) -> exp.Query:
    """What a scorecard made of each line and part, at the instants at which its score was asked for."""
    query = select(
        """
        select i.policy, i.version, i.scorecard, k.lead_id, k.at from score_instants as i
        join facts as k on k.lead_id = i.lead_id and k.at = i.at
        where i.policy = :policy and i.version = :version and i.scorecard = :card
        """,
        policy=agreement.name,
        version=agreement.version,
        card=scoring.card.name,
    )
    columns: dict[str, exp.Expr] = {name: column(name, "k") for layer in scoring.layers() for name in layer}
    for part, index, line in _lines(scoring):
        if isinstance(line, EventLine):
            extra = f"unseen_{scoring.line(part, line)}"
            columns[extra] = column(extra, "k")
        else:
            low, high = scoring.bounds(part, line)
            columns |= {f"{part.name}_{index}_low": low, f"{part.name}_{index}_high": high}
    return projected(query, columns)


def _lines(scoring: Scoring) -> Iterator[tuple[ScorePart, int, ScoreLine]]:
    return ((part, index, line) for part in scoring.card.parts for index, line in enumerate(part.lines))


def _scores(agreement: Agreement, scoring: Scoring, name: str) -> exp.Query:
    return select(
        f"""
        select u.policy, u.version, u.lead_id, u.asked, u.at, u.scorecard, :low as "lower", :high as "upper",
               cast(:rating as varchar) as rating
        from score_uses as u join {name} as k on k.lead_id = u.lead_id and k.at = u.at
        where u.policy = :policy and u.version = :version and u.scorecard = :card
        """,
        low=scoring.whole("low"),
        high=scoring.whole("high"),
        rating=scoring.whole("rating"),
        policy=agreement.name,
        version=agreement.version,
        card=scoring.card.name,
    )


def _parts(scoring: Scoring, name: str) -> Iterator[exp.Query]:
    bands = {b.part: b for b in scoring.card.rating}
    for part in scoring.card.parts:
        low, high = (scoring.part(part.name, bound) for bound in BOUNDS)
        mine = bands.get(part.name)
        labels = [scoring.band(mine, bound) if mine else None for bound in BOUNDS]
        yield select(
            f"""
            select k.policy, k.version, k.lead_id, k.at, k.scorecard, cast(:part as varchar) as part,
                   :low as "lower", :high as "upper",
                   cast(case when :lowest = :highest then :lowest end as varchar) as band from {name} as k
            """,
            part=part.name,
            low=low,
            high=high,
            lowest=labels[0],
            highest=labels[1],
        )


def _ledger(agreement: Agreement, scoring: Scoring, name: str) -> Iterator[exp.Query]:
    """Lines first, then what holds each part, what disqualifies, and what holds the whole."""
    for part, index, line in _lines(scoring):
        node = line_node(agreement, scoring.card.name, part.name, index)
        if isinstance(line, EventLine):
            number = scoring.line(part, line)
            yield _event_entries(name, part.name, index, node, number)
            extra = column(f"unseen_{number}", "k")
            least, most = ("case when :x < 0 then :x else 0 end", "case when :x > 0 then :x else 0 end")
            yield _entry(name, "unseen", part, index, node, tree(least, x=extra), tree(most, x=extra))
        else:
            low, high = (column(f"{part.name}_{index}_{bound}", "k") for bound in BOUNDS)
            yield _entry(name, "condition", part, index, node, low, high)
    for part in scoring.card.parts:
        added, held, own = ([scoring.part(part.name, f"{b}{what}") for b in BOUNDS] for what in ("_sum", "_held", ""))
        yield from _adjustments(name, {"<": "floor", ">": "cap"}, part, added, held)
        yield from _adjustments(name, {">": "disqualified"}, part, held, own)
    added, own = ([scoring.whole(f"{b}{what}") for b in BOUNDS] for what in ("_sum", ""))
    yield from _adjustments(name, {"<": "lowest", ">": "highest"}, None, added, own)


def _adjustments(
    name: str, kinds: Mapping[str, str], part: ScorePart | None, before: Sequence[exp.Expr], after: Sequence[exp.Expr]
) -> Iterator[exp.Query]:
    """What is given and what is taken where points are held to something: apart, as each bound may have its own."""
    for sign, kind in kinds.items():
        low, high = (
            tree(f"case when :before {sign} :after then :after - :before else 0 end", before=b, after=a)
            for b, a in zip(before, after, strict=True)
        )
        yield _entry(name, kind, part, None, None, low, high)


def _entry(  # noqa: PLR0913, PLR0917 - an entry's columns
    name: str, kind: str, part: ScorePart | None, line: int | None, node: str | None, low: exp.Expr, high: exp.Expr
) -> exp.Query:
    return select(
        f"""
        select k.policy, k.version, k.lead_id, k.at, k.scorecard, cast(:part as varchar) as part,
               cast(:line as integer) as line, cast(:kind as varchar) as kind, cast(null as bigint) as occurrence,
               cast(null as varchar) as event_id, cast(null as bigint) as happened_at, cast(null as bigint) as age,
               cast(:low as bigint) as "lower", cast(:high as bigint) as "upper", cast(:node as varchar) as node
        from {name} as k where :low <> 0 or :high <> 0
        """,
        part=part.name if part else None,
        line=line,
        kind=kind,
        low=low,
        high=high,
        node=node,
    )


def _event_entries(name: str, part: str, line: int, node: str, number: int) -> exp.Query:
    return select(
        f"""
        select k.policy, k.version, k.lead_id, k.at, k.scorecard, cast(:part as varchar) as part,
               cast(:line as integer) as line, cast('event' as varchar) as kind, o.nth as occurrence,
               o.event_id, o.happened_at, o.age, cast(o.points as bigint) as "lower",
               cast(o.points as bigint) as "upper", cast(:node as varchar) as node
        from {name} as k join occurrences as o on o.lead_id = k.lead_id and o.at = k.at
        where o.line = :number and o.points <> 0
        """,
        part=part,
        line=line,
        node=node,
        number=number,
    )


def _rating_counts() -> exp.Query:
    """How often each rating was given on each occasion; NULL where it is unknown."""
    return select(
        """
        select s.policy, s.version, s.scorecard, s.asked, s.rating, count(s.lead_id) as leads
        from scores as s group by s.policy, s.version, s.scorecard, s.asked, s.rating
        """
    )


def _no_scores() -> exp.Query:
    """No scores, with the types of all: an agreement may have no scorecard."""
    return select(
        """
        select n.policy, n.version, n.lead_id, n.asked, n.at, n.scorecard, cast(0 as bigint) as "lower",
               cast(0 as bigint) as "upper", n.asked as rating from score_uses as n where 1 = 0
        """
    )


def _no_parts() -> exp.Query:
    return select(
        """
        select n.policy, n.version, n.lead_id, n.at, n.scorecard, n.asked as part, cast(0 as bigint) as "lower",
               cast(0 as bigint) as "upper", n.asked as band from score_uses as n where 1 = 0
        """
    )


def _no_entries() -> exp.Query:
    return select(
        """
        select n.policy, n.version, n.lead_id, n.at, n.scorecard, n.asked as part, cast(0 as integer) as line,
               n.asked as kind, n.at as occurrence, n.asked as event_id, n.at as happened_at, n.at as age,
               cast(0 as bigint) as "lower", cast(0 as bigint) as "upper", n.asked as node
        from score_uses as n where 1 = 0
        """
    )
