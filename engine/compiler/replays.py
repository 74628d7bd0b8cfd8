"""Two runs over the same leads held against each other, clock by clock; both runs are read as `before_*` and `after_*`.

A clock is the same on both sides if it has the same id: agreement, commitment, lead and starting event.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from sqlglot import exp

from engine.compiler.attainment import verdict_of
from engine.compiler.query import GivenTable, Query, Relation
from engine.compiler.sql import select, union_all
from engine.model.commitments import Cadence, Commitment, FitAtHandOver

if TYPE_CHECKING:
    from fractions import Fraction

    from engine.model.policy_set import PolicySet

SIDES = ("before", "after")
READ = ("turn_counts", "turned", "turned_leads", "work", "objective_verdicts")
OF_A_CLOCK = ("version", "state", "reason", "row_no", "due_at", "stopped_at", "elapsed", "attempts", "owner", "node")


def replay_query(
    policies: Mapping[str, PolicySet], objectives: Sequence[Fraction], sides: Sequence[str], listed: int
) -> Query:
    """Build what the report of a replay reads; of the clocks that turn, the last `listed` of each sort.

    `turn_counts` counts all clocks by what became of them on both sides, `turned` lists those of which something else
    became, `turned_leads` counts their leads. `work` counts on each side the clocks that ask for something, from when,
    and the attempts missing in broken cadences. `objective_verdicts` counts, for each of `sides`, what becomes of its
    periods at each objective. `policies` are those of before and after.
    """
    relations = (
        Relation("paired", _paired()),
        Relation("turn_counts", _turn_counts()),
        Relation("turned", _turned(listed)),
        Relation("turned_leads", _turned_leads()),
        Relation("work", union_all([_work(side) for side in SIDES])),
        Relation("judged_at", union_all([_judged_at(side) for side in sides])),
        Relation("objective_verdicts", _objective_verdicts()),
    )
    asked = GivenTable(
        "objectives",
        {
            "share_num": ("BIGINT", [share.numerator for share in objectives]),
            "share_den": ("BIGINT", [share.denominator for share in objectives]),
        },
    )
    return Query((_promised_attempts(policies), _fits(policies), asked), relations, READ, {})


def only_for(query: Query, outputs: Sequence[str]) -> Query:
    """The same query without the relations and tables that none of these outputs needs."""
    needed, kept = set(outputs), []
    for relation in reversed(query.relations):
        if relation.name in needed:
            kept.append(relation)
            needed |= {table.name for table in relation.query.find_all(exp.Table)}
    tables = tuple(table for table in query.tables if table.name in needed)
    return replace(query, tables=tables, relations=tuple(reversed(kept)), outputs=tuple(outputs))


def _outcome(side: str) -> str:
    return f"""
        case when {side}.clock_id is null then 'none' when {side}.state = 'kept' then 'kept'
             when {side}.state in ('late', 'breached') then 'broken'
             when {side}.state in ('running', 'at_risk', 'paused') then 'open'
             when {side}.state = 'unknown' then 'unknown' else 'left_out' end
    """


def _paired() -> exp.Query:
    columns = ", ".join(f"{side[0]}.{name} as {name}_{side}" for name in OF_A_CLOCK for side in SIDES)
    return select(
        f"""
        select coalesce(b.policy, a.policy) as policy, coalesce(b.commitment, a.commitment) as commitment,
               coalesce(b.lead_id, a.lead_id) as lead_id, coalesce(b.clock_id, a.clock_id) as clock_id,
               coalesce(b.started_at, a.started_at) as started_at,
               {_outcome("b")} as was, {_outcome("a")} as becomes, {columns}
        from before_clocks as b full join after_clocks as a on a.clock_id = b.clock_id
        """
    )


def _turn_counts() -> exp.Query:
    return select(
        """
        select p.policy, p.commitment, p.version_before, p.version_after, p.was, p.becomes, count(p.lead_id) as clocks
        from paired as p group by 1, 2, 3, 4, 5, 6
        """
    )


def _turned(listed: int) -> exp.Query:
    """With the facts that were missing for a lead handed over to be judged, on each side."""
    return select(
        f"""
        select t.*, {", ".join(f"{side[0]}.because as missing_{side}" for side in SIDES)}
        from (
            select p.*, row_number() over (partition by p.policy, p.commitment, p.version_before, p.version_after,
                                           p.was, p.becomes order by p.started_at desc, p.lead_id, p.clock_id) as nth
            from paired as p where p.was <> p.becomes
        ) as t
        {_asked_at_hand_over("before")}
        {_asked_at_hand_over("after")}
        where t.nth <= :listed
        """,
        listed=listed,
    )


def _asked_at_hand_over(side: str) -> str:
    return f"""
        left join (
            select k.policy, k.version, f.commitment, k.lead_id, k.at, min(k.because) as because
            from {side}_criteria as k
            join fits as f on f.side = '{side}' and f.policy = k.policy and f.version = k.version and f.asked = k.asked
            where k.truth is null
            group by k.policy, k.version, f.commitment, k.lead_id, k.at
        ) as {side[0]} on {side[0]}.policy = t.policy and {side[0]}.version = t.version_{side}
             and {side[0]}.commitment = t.commitment and {side[0]}.lead_id = t.lead_id and {side[0]}.at = t.started_at
    """


def _turned_leads() -> exp.Query:
    return select(
        """
        select p.policy, p.version_before, p.version_after, count(distinct p.lead_id) as leads
        from paired as p where p.was <> p.becomes group by 1, 2, 3
        """
    )


def _work(side: str) -> exp.Query:
    """Waived clocks ask for something too; what is cancelled, exempt or judged by no version asks for nothing."""
    return select(
        f"""
        select cast(:side as varchar) as side, c.policy, c.version, c.commitment, c.kind, c.owed_by,
               count(case when c.state not in ('cancelled', 'exempt', 'not_applicable') then 1 end) as asking,
               min(c.started_at) as first_start,
               cast(coalesce(sum(case when c.state in ('late', 'breached') and c.attempts < p.at_least
                                      then p.at_least - c.attempts end), 0) as bigint) as missing
        from {side}_clocks as c
        left join promised_attempts as p on p.side = :side and p.policy = c.policy and p.version = c.version
             and p.commitment = c.commitment
        group by c.policy, c.version, c.commitment, c.kind, c.owed_by
        """,
        side=side,
    )


def _promised_attempts(policies: Mapping[str, PolicySet]) -> GivenTable:
    rows = [(*key, str(owed.attempts.at_least)) for key, owed in _promises(policies) if isinstance(owed, Cadence)]
    table = _texts("promised_attempts", ("side", "policy", "version", "commitment"), rows)
    return replace(table, columns={**table.columns, "at_least": ("BIGINT", [int(row[4]) for row in rows])})


def _fits(policies: Mapping[str, PolicySet]) -> GivenTable:
    """`fits`: the entries at which a lead handed over must meet something, as `criteria` names them."""
    stages = {
        (side, a.name, a.version): f"entry:{a.hand_over}" for side, known in policies.items() for a in known.agreements
    }
    rows = [(*key, stages[key[:3]]) for key, owed in _promises(policies) if isinstance(owed, FitAtHandOver)]
    return _texts("fits", ("side", "policy", "version", "commitment", "asked"), rows)


def _texts(name: str, columns: Sequence[str], rows: Sequence[tuple[str, ...]]) -> GivenTable:
    return GivenTable(name, {column: ("VARCHAR", [row[at] for row in rows]) for at, column in enumerate(columns)})


def _promises(policies: Mapping[str, PolicySet]) -> Iterator[tuple[tuple[str, str, str, str], Commitment]]:
    for side, known in policies.items():
        for agreement in known.agreements:
            for owed in agreement.commitments:
                yield (side, agreement.name, agreement.version, owed.name), owed


def _judged_at(side: str) -> exp.Query:
    """Each period at each objective, for the fewest cases that it needs anyway."""
    return select(
        f"""
        select cast(:side as varchar) as side, j.policy, j.version, j.commitment, o.share_num, o.share_den,
               {verdict_of("o", "coalesce(j.min_cases, 1)")} as verdict
        from (
            select c.policy, c.version, c.commitment, c.kept, c.running, c.at_risk, c.paused, c.min_cases,
                   c.late + c.breached as broken,
                   c.kept + c.late + c.breached + c.running + c.at_risk + c.paused + c.unknown as judged
            from {side}_attainment as c where c.dimension = 'all' and c.version <> ''
        ) as j cross join objectives as o
        """,
        side=side,
    )


def _objective_verdicts() -> exp.Query:
    return select(
        """
        select j.side, j.policy, j.version, j.commitment, j.share_num, j.share_den, j.verdict, count(j.side) as periods
        from judged_at as j group by 1, 2, 3, 4, 5, 6, 7
        """
    )
