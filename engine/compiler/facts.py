"""What is known of a lead at an instant: one row per (lead, instant asked), one column per fact in use.

Conditions of all versions and commitments share these columns: equal facts are computed once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlglot import exp

from engine.compiler.field_history import history_relations, values_then
from engine.compiler.local_time import local_day_of, utc_day
from engine.compiler.moments import attribute_tests
from engine.compiler.quarantined import may_be_one_more
from engine.compiler.query import Relation
from engine.compiler.score_lines import LineKey, line_relations, with_lines
from engine.compiler.sql import all_of, column, is_in, projected, select, tree
from engine.model.conditions import AttributeTest
from engine.model.durations import Duration, Unit
from engine.model.lead_schema import FieldType
from engine.model.policy_set import PolicySet


@dataclass(frozen=True, slots=True)
class CountKey:
    """Which events an event count counts, over which span; `zone` only where the span counts dates."""

    events: tuple[str, ...]
    where: tuple[AttributeTest, ...]
    in_last: Duration | None
    zone: str | None


@dataclass(frozen=True, slots=True)
class ExpiryKey:
    """When a field's value goes stale; `zone` only where its length counts dates."""

    field: str
    good_for: Duration
    zone: str | None


@dataclass(slots=True)
class Facts:
    """The facts that conditions asked for while they were compiled, in order of first use."""

    fields: dict[str, None] = field(default_factory=dict)
    counts: dict[CountKey, str] = field(default_factory=dict)
    expiries: dict[ExpiryKey, str] = field(default_factory=dict)
    lines: dict[LineKey, int] = field(default_factory=dict)
    scorecards: int = 0
    tests: dict[exp.Expr, str] = field(default_factory=dict)
    reads: dict[str, tuple[str, exp.Expr]] = field(default_factory=dict)

    def tested(self, test: exp.Expr) -> exp.Column:
        """The column with the truth of a test over the other columns; equal tests share one."""
        return column(self.tests.setdefault(test, f"t_{len(self.tests)}"), "k")

    def tested_field(self, test: exp.Expr, name: str, known: exp.Expr) -> exp.Column:
        """The same for a test of a field: it is noted which one, and where its value is known well enough for it."""
        found = self.tested(test)
        self.reads[found.name] = name, known
        return found

    def value(self, name: str) -> exp.Column:
        """The column with a field's value."""
        self.fields[name] = None
        return column(f"f_{name}", "k")

    def told(self, name: str) -> tuple[exp.Column, exp.Column, exp.Column]:
        """The columns that tell if a field's value is today's, if a strict run bars that, and if nothing tells it."""
        self.fields[name] = None
        return column(f"stands_{name}", "k"), column(f"barred_{name}", "k"), column(f"untold_{name}", "k")

    def currency(self, name: str) -> exp.Column:
        """The column with a money field's currency."""
        self.fields[name] = None
        return column(f"c_{name}", "k")

    def expires(self, key: ExpiryKey) -> exp.Column:
        """The column with the instant from which a field is stale; NULL if it isn't known when it was set."""
        return column(self.expiries.setdefault(key, f"e_{len(self.expiries)}"), "k")

    def count(self, key: CountKey) -> exp.Column:
        """The column with a number of events."""
        return column(self.counts.setdefault(key, f"n_{len(self.counts)}"), "k")

    def count_is_complete(self, key: CountKey) -> exp.Column:
        """The column that tells whether every event of a count was seen."""
        return column(self.counts.setdefault(key, f"n_{len(self.counts)}") + "_complete", "k")

    def line(self, key: LineKey) -> int:
        """The number of a scorecard's line; its points stand in the columns `line_<number>` and `unseen_<number>`."""
        return self.lines.setdefault(key, len(self.lines))

    def scorecard(self) -> int:
        """A number for one more scorecard, by which its columns are told from others'."""
        self.scorecards += 1
        return self.scorecards - 1


def field_types(policies: PolicySet) -> dict[str, FieldType]:
    """The fields of all schemas in use; the first schema decides a field's type."""
    used = dict.fromkeys(a.lead_schema for a in policies.agreements)
    return {f.name: f.type for name in reversed(used) for f in policies.lead_schemas[name].fields}


def facts_relations(
    facts: Facts, types: Mapping[str, FieldType], asked: str, further: Sequence[Mapping[str, exp.Expr]] = ()
) -> list[Relation]:
    """Build `facts(lead_id, at, …)`: what is known and the truth of each test, for every row of `asked`.

    `types` are those of the fields; `asked` names a relation of distinct (lead_id, at); `further` are layers of
    columns, each over those before it.
    """
    counted = [Relation(f"count_{name}", _counted(key, asked)) for key, name in facts.counts.items()]
    expiring = [Relation(f"expiry_{name}", _expiring(key)) for key, name in facts.expiries.items()]
    query = select("select a.* from values_then as a")
    for name in facts.counts.values():
        join = f"{name}.lead_id = a.lead_id and {name}.at = a.at"
        query = query.join(exp.to_table(f"count_{name}").as_(name), on=tree(join), join_type="left", copy=False)
        query = projected(query, {name: column("n", name), f"{name}_complete": column("complete", name)})
    for name in facts.expiries.values():
        join = f"{name}.lead_id = a.lead_id and {name}.at = a.at"
        query = query.join(exp.to_table(f"expiry_{name}").as_(name), on=tree(join), join_type="left", copy=False)
        query = projected(query, {name: column("expires", name)})
    query = with_lines(query, facts.lines)
    tested = projected(select("select k.* from known as k"), {name: test for test, name in facts.tests.items()})
    for layer in further:
        tested = projected(exp.select("k.*").from_(tested.subquery("k"), copy=False), layer)
    then = [*history_relations(facts.fields, types, asked), values_then(facts.fields, types, asked)]
    lined = line_relations(facts.lines, asked)
    return [*then, *counted, *expiring, *lined, Relation("known", query), Relation("facts", tested)]


def _counted(key: CountKey, asked: str) -> exp.Query:
    covered = select(
        "select max(coalesce(c.since, :never)) as since, min(coalesce(c.until, :never)) as until "
        "from coverage as c where :types",
        never=-(1 << 62),
        types=is_in(column("type", "c"), key.events),
    )
    return select(
        """
        with covered as (:covered), spans as (:spans), doubted as (:doubted)
        select s.lead_id, s.at, count(e.ord) as n,
               max(case when s.at <= c.until and s.begins >= c.since and d.lead_id is null then 1 else 0 end) = 1
               as complete
        from spans as s
        cross join covered as c
        left join doubted as d on d.lead_id = s.lead_id
        left join events as e on e.lead_id = s.lead_id and e.at >= s.begins and e.at <= s.at and :counts
        group by s.lead_id, s.at
        """,
        covered=covered,
        spans=_spans(key, asked),
        doubted=_doubted(key),
        counts=all_of([is_in(column("type", "e"), key.events), *attribute_tests(key.where, "e")]),
    )


def _doubted(key: CountKey) -> exp.Query:
    """Leads with a row that might be one more such event, had it, or the cell that decides, been readable."""
    return select(
        "select distinct q.lead_id from quarantine as q where :one_more",
        one_more=may_be_one_more(key.events, key.where),
    )


def _spans(key: CountKey, asked: str) -> exp.Query:
    """(lead_id, at, begins): the first instant that counts, for every instant asked."""
    if key.in_last is None:
        return select(f"select a.lead_id, a.at, :since as begins from {asked} as a", since=-(1 << 62))
    if key.in_last.unit is Unit.DAYS:
        return select(
            f"""
            select a.lead_id, a.at, d.begins from {asked} as a
            left join zone_days as z on z.zone = :zone and z.day = :utc_day
            left join local_days as d on d.zone = :zone and d.day = :local_day - :n
            """,
            zone=key.zone,
            utc_day=utc_day(column("at", "a")),
            local_day=local_day_of(column("at", "a"), "z"),
            n=key.in_last.amount,
        )
    return select(
        f"select a.lead_id, a.at, a.at - :length + 1 as begins from {asked} as a",
        length=key.in_last.microseconds,
    )


def _expiring(key: ExpiryKey) -> exp.Query:
    since = column(f"since_{key.field}", "v")
    if key.good_for.unit is not Unit.DAYS:
        return select(
            "select v.lead_id, v.at, :since + :length + 1 as expires from values_then as v",
            since=since,
            length=key.good_for.microseconds,
        )
    return select(
        """
        select v.lead_id, v.at, d.ends as expires from values_then as v
        left join zone_days as z on z.zone = :zone and z.day = :utc_day
        left join local_days as d on d.zone = :zone and d.day = :local_day + :n
        """,
        zone=key.zone,
        utc_day=utc_day(since),
        local_day=local_day_of(since, "z"),
        n=key.good_for.amount,
    )
