"""Unknown facts in time: when a party held a lead of which it was to find a fact out, and nobody knew it.

The instants at which either can change are few: changes of the field, the ends of their staleness, and entries of
stages. Between two of them nothing changes, so each span is found by comparing neighbours.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from engine.compiler.acceptances import SILENCE
from engine.compiler.clauses import Clause
from engine.compiler.conditions import Conditions
from engine.compiler.eras import Era, within
from engine.compiler.fact_instants import asked_of, instants_of
from engine.compiler.facts import Facts, facts_relations
from engine.compiler.freshness import DOUBTED, ENDED, FOUND, LEFT, MAYBE, UNKNOWN, UNTOLD, told_type
from engine.compiler.query import Relation
from engine.compiler.sql import any_of, column, is_in, select, union_all

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlglot import exp

    from engine.model.commitments import Freshness
    from engine.model.lead_schema import FieldType

    Sought = tuple[Clause, Freshness, Sequence[Era]]

DEDUCED = "unknown fact"
"""The source of what follows from facts that were unknown."""
BEFORE = "rows between unbounded preceding and 1 preceding"
SO_FAR = "rows between unbounded preceding and current row"


def unknown_fact_relations(
    sought: Sequence[Sought], stages: Mapping[int, str], types: Mapping[str, FieldType]
) -> list[Relation]:
    """Build `deduced`: what starts and ends the clocks of each clause, by the words of its version.

    `stages` names the entries of stages for each clause's number.
    """
    facts = Facts()
    known = {
        clause.number: Conditions(clause.agreement, facts).dated(clause.agreement.fact_of(freshness))
        for clause, freshness, _ in sought
    }
    found = [one for clause, freshness, eras in sought for one in _deduced(clause, freshness, eras)]
    return [
        *(
            relation
            for clause, freshness, _ in sought
            for relation in instants_of(clause, clause.agreement.fact_of(freshness), stages[clause.number])
        ),
        Relation("asked", asked_of([clause.number for clause, _, _ in sought])),
        *facts_relations(facts, types, "asked"),
        *(
            relation
            for clause, freshness, _ in sought
            for relation in _spans(clause, freshness, known[clause.number], stages[clause.number])
        ),
        Relation("deduced", union_all(found)),
    ]


def _spans(clause: Clause, freshness: Freshness, known: exp.Expr, stages: str) -> Iterator[Relation]:
    """Build `unknown_<cid>`: lead_id, what it begins with, begins, begins_last, of_silence, maybe_at, and its end."""
    name = f"unknown_{clause.number}"
    held = [s.name for s in clause.agreement.stages if s.held_by == freshness.owed_by and not s.final]
    yield Relation(f"{name}_points", _points(clause, known, held, stages))
    yield Relation(f"{name}_states", _states(f"{name}_points"))
    yield Relation(f"{name}_edges", _edges(f"{name}_states"))
    yield Relation(name, _between(f"{name}_edges"))


def _points(clause: Clause, known: exp.Expr, held: Sequence[str], stages: str) -> exp.Query:
    """Each instant of the clause, with what is told then: `known` 1, 0 or NULL; `held` NULL where nothing is entered.

    Of several entries at one instant the last in the policy's list counts; one known to the day counts from its first
    instant on.
    """
    return select(
        f"""
        select k.lead_id, k.at, case when :known then 1 when not :known then 0 end as known, n.held, n.until, n.source
        from instants_{clause.number} as i
        join facts as k on k.lead_id = i.lead_id and k.at = i.at
        left join (
            select w.lead_id, w.at, w.until, e.source, case when :is_held then 1 else 0 end as held,
                   row_number() over (partition by w.lead_id, w.at order by w.position desc, w.ord desc) as nth
            from {stages} as w join events as e on e.ord = w.ord
        ) as n on n.lead_id = k.lead_id and n.at = k.at and n.nth = 1
        """,
        known=known,
        is_held=is_in(column("stage", "w"), held),
    )


def _states(points: str) -> exp.Query:
    """`state` is 2 where the party holds a lead whose fact is unknown, 1 where nothing tells whether it is, else 0.

    What was told last holds on: a known fact stays known until it surely isn't, and the other way round. `untold_from`
    is since when nothing tells any longer that it is unknown.
    """
    return select(
        f"""
        select s.*, case when s.held_now = 0 then 0 when s.known_now is null then 1
                         when s.known_now = 0 then 2 else 0 end as state
        from (
            select p.lead_id, p.at, p.known, p.until, p.source, p.held,
                   coalesce(max(case when p.held is not null then p.at * 2 + p.held end)
                            over (partition by p.lead_id order by p.at {SO_FAR}) % 2, 0) as held_now,
                   max(case when p.known is not null then p.at * 2 + p.known end)
                   over (partition by p.lead_id order by p.at {SO_FAR}) % 2 as known_now,
                   max(case when p.known = 0 then p.next_at end)
                   over (partition by p.lead_id order by p.at {BEFORE}) as untold_from
            from (
                select q.*, lead(q.at) over (partition by q.lead_id order by q.at) as next_at from {points} as q
            ) as p
        ) as s
        """
    )


def _edges(states: str) -> exp.Query:
    """The instants at which the state changes, with the first inside each span at which the fact may be known."""
    return select(
        f"""
        select g.*, lead(g.at) over (partition by g.lead_id order by g.at) as ends,
               lead(g.until) over (partition by g.lead_id order by g.at) as ends_last,
               lead(g.untold_from) over (partition by g.lead_id order by g.at) as ends_first,
               lead(g.known_now) over (partition by g.lead_id order by g.at) as end_known,
               lead(g.state) over (partition by g.lead_id order by g.at) as end_state
        from (
            select s.*, lag(s.state) over (partition by s.lead_id order by s.at) as before,
                   lag(s.held_now) over (partition by s.lead_id order by s.at) as held_before,
                   min(case when s.state = 2 and s.known is null then s.at end)
                   over (partition by s.lead_id order by s.at rows between current row and unbounded following)
                   as maybe_at
            from {states} as s
        ) as g where g.state <> coalesce(g.before, 0)
        """
    )


def _between(edges: str) -> exp.Query:
    """Each span; one of which nothing tells anything counts only if it doesn't turn out to be surely unknown."""
    return select(
        f"""
        select g.lead_id, g.state, g.at as begins,
               case when coalesce(g.held_before, 0) = 0 and g.until > g.at then g.until else g.at end as begins_last,
               coalesce(g.held_before, 0) = 0 and coalesce(g.source = :silence, false) as of_silence,
               case when g.ends is null or g.maybe_at < g.ends then g.maybe_at end as maybe_at,
               g.ends, g.end_known,
               case when g.end_known = 1 and g.ends_first < g.ends then g.ends_first else g.ends end as ends_first,
               case when g.end_known = 1 then g.ends else coalesce(g.ends_last, g.ends) end as ends_last
        from {edges} as g where g.state = 2 or (g.state = 1 and coalesce(g.end_state, 0) <> 2)
        """,
        silence=SILENCE,
    )


def _deduced(clause: Clause, freshness: Freshness, eras: Sequence[Era]) -> Iterator[exp.Query]:
    """What starts a clock within the eras of the version, what ends it, and when the fact may have become known."""
    types = {what: told_type(clause.agreement, freshness, what) for what in (UNKNOWN, UNTOLD, FOUND, LEFT, MAYBE)}
    start = "case when u.state = 2 then cast(:unknown as varchar) else cast(:untold as varchar) end"
    end = "case when u.end_known = 1 then cast(:found as varchar) else cast(:left as varchar) end"
    parts = (
        (start, "u.begins", "u.begins_last", "''", "true"),
        (end, "u.ends_first", "u.ends_last", f"'{ENDED}'", "u.ends is not null"),
        (
            "cast(:maybe as varchar)",
            "u.maybe_at",
            "u.maybe_at",
            f"'{DOUBTED}'",
            "u.state = 2 and u.maybe_at is not null",
        ),
    )
    for kind, at, until, suffix, where in parts:
        yield select(
            f"""
            select u.lead_id, {kind} as type, {at} as at, {until} as until,
                   :name || cast(u.begins as varchar) || {suffix} as event_id,
                   case when u.of_silence and {suffix} = '' then cast(:silence as varchar)
                        else cast(:source as varchar) end as source
            from unknown_{clause.number} as u where {where} and :within
            """,
            name=f"{UNKNOWN}:{freshness.name}:",
            silence=SILENCE,
            source=DEDUCED,
            within=any_of([within(era, column("begins", "u")) for era in eras]),
            **types,
        )
