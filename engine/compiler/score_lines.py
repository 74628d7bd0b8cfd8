"""Lines of scorecards that count events: which occurrences count, what each is worth, and what may be missing.

Lines of all scorecards and versions are computed together: equal lines once, all of them in one pass over the log.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.compiler.local_time import local_day_of, utc_day
from engine.compiler.moments import attribute_tests
from engine.compiler.quarantined import doubts_of_leads
from engine.compiler.query import Relation
from engine.compiler.sql import all_of, column, is_in, projected, query, select, tree, union_all

if TYPE_CHECKING:
    from sqlglot import exp

    from engine.model.conditions import AttributeTest
    from engine.model.scorecards import FadingStep

NEVER = -(1 << 62)


def share_of(points: int, percent: int) -> int:
    """A share of some points, rounded half away from zero."""
    most = (2 * abs(points) * percent + 100) // 200
    return most if points > 0 else -most


@dataclass(frozen=True, slots=True)
class LineKey:
    """What a line counts and what it gives; ages are whole days between dates of `zone`."""

    events: tuple[str, ...]
    where: tuple[AttributeTest, ...]
    points: int
    latest: int
    half_life: int | None
    steps: tuple[FadingStep, ...]
    zone: str

    @property
    def flat(self) -> int:
        """What an event is worth where the fading table has no row: it doesn't fade, or is older than all rows."""
        if self.steps:
            return share_of(self.points, self.steps[-1].percent)
        return self.points if self.half_life is None else 0


def line_relations(lines: Mapping[LineKey, int], asked: str) -> list[Relation]:
    """Build `occurrences`, `score_cover`, `line_doubts` and `line_sums` for each (lead_id, at) of the relation `asked`.

    `occurrences(line, lead_id, at, nth, ord, event_id, happened_at, age, points)`: the latest ones of each line.
    `line_doubts(line, lead_id, doubts)`: how many rows could not be read and may each be one more.
    `line_sums(lead_id, at, line_<n>, unseen_<n>)`: their points, and what rows that could not be read and events before
    a source begins could add.
    """
    if not lines:
        return []
    return [
        Relation("line_events", union_all([_events(key, number) for key, number in lines.items()])),
        Relation("line_events_asked", _asked(asked)),
        Relation("occurrences", _occurrences()),
        Relation("score_cover", _cover(lines)),
        Relation("line_doubts", union_all([_doubts(key, number) for key, number in lines.items()])),
        Relation("line_unseen", union_all([_unseen(key, number, asked) for key, number in lines.items()])),
        Relation("line_extra", _extra()),
        Relation("line_points", _points()),
        Relation("line_sums", _sums(lines)),
    ]


def with_lines(known: exp.Select, lines: Mapping[LineKey, int]) -> exp.Select:
    """Add to rows `a` of instants asked what each line gives (`line_<n>`) and may give beside it (`unseen_<n>`).

    Where a source isn't complete until the instant, all that count might be new events of that very day.
    """
    if not lines:
        return known
    for name, alias, on in (
        ("line_sums", "s", tree("s.lead_id = a.lead_id and s.at = a.at")),
        ("score_cover", "v", tree("1 = 1")),
    ):
        known = known.join(f"{name} as {alias}", on=on, join_type="left", copy=False)
    return projected(known, dict(_line_columns(lines)))


def _line_columns(lines: Mapping[LineKey, int]) -> Iterator[tuple[str, exp.Expr]]:
    for key, number in lines.items():
        seen = tree("cast(coalesce(:sum, 0) as integer)", sum=column(f"line_{number}", "s"))
        yield f"line_{number}", seen
        yield (
            f"unseen_{number}",
            tree(
                "cast(case when a.at <= :until then coalesce(:extra, 0) else :most - :seen end as integer)",
                until=column(f"until_{number}", "v"),
                extra=column(f"unseen_{number}", "s"),
                most=key.points * key.latest,
                seen=seen,
            ),
        )


def _events(key: LineKey, number: int) -> exp.Query:
    return select(
        """
        select cast(:line as integer) as line, cast(:zone as varchar) as zone, cast(:latest as bigint) as latest,
               cast(:flat as bigint) as flat, e.lead_id, e.at, e.ord, e.event_id
        from events as e where :counts
        """,
        line=number,
        zone=key.zone,
        latest=key.latest,
        flat=key.flat,
        counts=all_of([is_in(column("type", "e"), key.events), *attribute_tests(key.where, "e")]),
    )


def _asked(asked: str) -> exp.Query:
    """Every event of a line up to each instant asked and at it; `nth` is 1 for the latest."""
    return select(
        f"""
        select o.line, o.zone, o.latest, o.flat, a.lead_id, a.at, o.at as happened_at, o.ord, o.event_id,
               row_number() over (partition by o.line, a.lead_id, a.at order by o.at desc, o.ord desc) as nth
        from {asked} as a join line_events as o on o.lead_id = a.lead_id and o.at <= a.at
        """
    )


def _occurrences() -> exp.Query:
    return select(
        """
        select w.line, w.lead_id, w.at, w.nth, w.ord, w.event_id, w.happened_at, w.age,
               coalesce(d.points, w.flat) as points
        from (
            select n.line, n.flat, n.lead_id, n.at, n.nth, n.ord, n.event_id, n.happened_at, :today - :past as age
            from line_events_asked as n
            left join zone_days as z on z.zone = n.zone and z.day = :utc_today
            left join zone_days as y on y.zone = n.zone and y.day = :utc_past
            where n.nth <= n.latest
        ) as w left join fading as d on d.line = w.line and d.age = w.age
        """,
        today=local_day_of(column("at", "n"), "z"),
        past=local_day_of(column("happened_at", "n"), "y"),
        utc_today=utc_day(column("at", "n")),
        utc_past=utc_day(column("happened_at", "n")),
    )


def _cover(lines: Mapping[LineKey, int]) -> exp.Query:
    """One row: from when and until when the sources of each line's events are complete; NULL until: never."""
    columns: dict[str, exp.Expr] = {}
    for key, number in lines.items():
        types = is_in(column("type", "c"), key.events)
        columns[f"since_{number}"] = tree("max(case when :types then c.since end)", types=types)
        columns[f"until_{number}"] = tree(
            "min(case when :types then coalesce(c.until, :never) end)", types=types, never=NEVER
        )
    return projected(select("select count(c.type) as sources from coverage as c"), columns)


def _doubts(key: LineKey, number: int) -> exp.Query:
    return select(
        "select cast(:line as integer) as line, d.lead_id, d.doubts from :doubts as d",
        line=number,
        doubts=doubts_of_leads(key.events, key.where).subquery(copy=False),
    )


def _unseen(key: LineKey, number: int, asked: str) -> exp.Query:
    """What an event would be worth that happened just before the sources of the line begin, or when it is asked for.

    Beside it how many more there may be of which nobody can read when they were: each worth what one of that day is.
    """
    since, at = column(f"since_{number}", "v"), column("at", "a")
    before = tree("case when :since <= :at then :since - 1 else :at end", since=since, at=at)
    return select(
        f"""
        select cast(:line as integer) as line, cast(:latest as bigint) as latest, w.lead_id, w.at, w.doubts,
               cast(:fresh as bigint) as fresh,
               case when w.age is null then 0 else coalesce(d.points, :flat) end as points
        from (
            select a.lead_id, a.at, coalesce(q.doubts, 0) as doubts,
                   case when :since is not null then :today - :past end as age
            from {asked} as a
            join score_cover as v on a.at <= :until
            left join line_doubts as q on q.line = :line and q.lead_id = a.lead_id
            left join zone_days as z on z.zone = :zone and z.day = :utc_today
            left join zone_days as y on y.zone = :zone and y.day = :utc_past
            where :since is not null or q.doubts is not null
        ) as w left join fading as d on d.line = :line and d.age = w.age
        """,
        line=number,
        latest=key.latest,
        fresh=key.points,
        flat=key.flat,
        today=local_day_of(column("at", "a"), "z"),
        past=local_day_of(before, "y"),
        until=column(f"until_{number}", "v"),
        since=since,
        zone=key.zone,
        utc_today=utc_day(column("at", "a")),
        utc_past=utc_day(before),
    )


def _extra() -> exp.Query:
    """Rows that could not be read take vacant places among the latest, then those of the oldest.

    Every other place could be an unseen event's, if that is worth more than what was seen there.
    """
    return select(
        """
        select u.line, u.lead_id, u.at,
               cast(sum(case when o.nth > u.latest - u.doubts then u.fresh - o.points
                             when abs(o.points) < abs(u.points) then u.points - o.points else 0 end)
                    + least(max(u.doubts), max(u.latest) - count(o.ord)) * max(u.fresh)
                    + greatest(max(u.latest) - count(o.ord) - max(u.doubts), 0) * max(u.points) as bigint) as extra
        from line_unseen as u
        left join occurrences as o on o.line = u.line and o.lead_id = u.lead_id and o.at = u.at
        where u.points <> 0 or u.doubts > 0 group by u.line, u.lead_id, u.at
        """
    )


def _points() -> exp.Query:
    return query(
        """
        select o.line, o.lead_id, o.at, o.points, 0 as extra from occurrences as o
        union all select x.line, x.lead_id, x.at, 0 as points, x.extra from line_extra as x
        """
    )


def _sums(lines: Mapping[LineKey, int]) -> exp.Query:
    sums = {
        f"{name}_{number}": tree(
            "cast(sum(case when p.line = :line then :what else 0 end) as bigint)", line=number, what=column(what, "p")
        )
        for number in lines.values()
        for name, what in (("line", "points"), ("unseen", "extra"))
    }
    return projected(select("select p.lead_id, p.at from line_points as p group by p.lead_id, p.at"), sums)
