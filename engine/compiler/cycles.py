"""Cycles: what opens and closes a clock, decided instant by instant (semantics §5, "At one instant").

All moments of a lead at one instant are taken together. A stop wins over a cancel, a cancel over a
rejection. If a cycle is open, a stop closes it and a start belongs to it; a cancel closes it and a
start opens the next. If none is open, a start opens one, and the same stop or cancel acts on it.
So the state after an instant is: closed after a stop or a cancel alone, open after a start alone,
and unchanged by a start together with a cancel.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from engine.compiler.chains import chain_relations, held_by_chains
from engine.compiler.eras import NEVER, Era, text_by_era
from engine.compiler.machines import CANCEL, REJECTION, STOP, Machine, moments_of
from engine.compiler.query import Relation
from engine.compiler.repetitions import repetition_relations
from engine.compiler.sql import column, select, tree, union_all
from engine.model.commitments import Again

if TYPE_CHECKING:
    from sqlglot import exp

COLUMNS = "c.lead_id, c.started_at, c.start_ord, c.closed_at, c.close_kind, c.close_ord, c.opened_at, c.repeated"


def cycle_relations(name: str, machines: Sequence[Machine]) -> list[Relation]:
    """Build `<name>_cycles`: lead_id, started_at, start_ord, closed_at, close_kind, close_ord, opened_at, repeated.

    The closing columns are NULL while a cycle is open; opened_at is when it began to take what closes it, and repeated
    is 1 for those that a stop started. Machines come in the order of their eras; a start under later words belongs to
    a cycle that earlier words still hold open.
    """
    relations: list[Relation] = []
    done: list[str] = []
    for number, machine in enumerate(machines):
        prefix = prefix_of(name, number)
        relations += _one_machine(prefix, machine, _held_by(done, machines, number), _continuing(machines, number))
        done.append(f"{prefix}_cycles")
    every = [select(f"select {COLUMNS} from {one} as c") for one in done]
    return [*relations, Relation(f"{name}_cycles", union_all(every))]


def prefix_of(name: str, number: int) -> str:
    """How the relations of the machine with that number begin."""
    return f"{name}_{number}"


def _go_on(machines: Sequence[Machine], first: int, last: int) -> bool:
    """Whether a chain goes on from the words of one machine to those of a later one."""
    some = machines[first : last + 1]
    unbroken = all(a.until == b.since for a, b in pairwise(some))
    return unbroken and all(machine.again is Again.CONTINUE for machine in some)


def _continuing(machines: Sequence[Machine], number: int) -> list[Machine]:
    """The later machines whose starts take back stops of this one."""
    return [machines[n] for n in range(number + 1, len(machines)) if _go_on(machines, number, n)]


def _held_by(done: Sequence[str], machines: Sequence[Machine], number: int) -> list[exp.Query]:
    """The cycles under earlier words, with the instant until which each holds later starts."""
    return [
        held_by_chains(one) if _go_on(machines, n, number) else select(f"select {COLUMNS} from {one} as c")
        for n, one in enumerate(done)
    ]


def _one_machine(
    prefix: str, machine: Machine, earlier: Sequence[exp.Query], continuing: Sequence[Machine]
) -> list[Relation]:
    relations = [Relation(f"{prefix}_moments", moments_of(machine, continuing))]
    moments = f"{prefix}_moments"
    if earlier:
        relations += [
            Relation(f"{prefix}_earlier", union_all(earlier)),
            Relation(f"{prefix}_held", _held(f"{prefix}_earlier")),
            Relation(f"{prefix}_free", _not_held(moments, f"{prefix}_held")),
        ]
        moments = f"{prefix}_free"
    held = f"{prefix}_held" if earlier else None
    if machine.repeats:
        return [*relations, *repetition_relations(prefix, moments, held, machine.since, machine.until)]
    states = f"{prefix}_states"
    relations.append(Relation(states, _states(moments)))
    match machine.again:
        case Again.NEW:
            return [*relations, Relation(f"{prefix}_cycles", _cycles(states))]
        case Again.IGNORE:
            each = f"{prefix}_each"
            return [*relations, Relation(each, _cycles(states)), Relation(f"{prefix}_cycles", _first(each, held))]
        case Again.CONTINUE:
            chains = chain_relations(prefix, states, machine.since, machine.until)
            return [*relations, Relation(f"{prefix}_each", _cycles(states)), *chains]


def _held(earlier: str) -> exp.Query:
    """The last cycle of each lead under earlier words: until when it holds later starts, and how it closed."""
    return select(
        f"""
        select h.lead_id, coalesce(h.closed_at, :never) as until, coalesce(h.close_kind, {STOP}) as how, h.opened_at,
               h.close_ord
        from (
            select c.*, row_number() over (partition by c.lead_id order by c.opened_at desc, c.repeated desc) as nth
            from {earlier} as c
        ) as h where h.nth = 1
        """,
        never=NEVER,
    )


def _not_held(moments: str, held: str) -> exp.Query:
    return select(
        f"""
        select m.lead_id, m.t, case when h.until > m.t or (h.until = m.t and h.how = {STOP}) then 0 else m.s end as s,
               case when h.until = m.t then 0 else m.x end as x, case when h.until = m.t then 0 else m.c end as c,
               case when h.until = m.t then 0 else m.r end as r, m.s_ord, m.x_ord, m.c_ord, m.r_ord,
               m.b, m.b_ord
        from {moments} as m left join {held} as h on h.lead_id = m.lead_id
        """
    )


def _states(moments: str) -> exp.Query:
    """Whether a cycle was open just before each instant, and what closes one that is open after it."""
    return select(
        f"""
        select m.*,
               coalesce(max(case when m.x = 1 or (m.s = 1 and m.b = 1) then m.t * 2
                                 when (m.c = 1 or m.r = 1) and m.s = 0 then m.t * 2
                                 when m.s = 1 and m.c = 0 and m.r = 0 then m.t * 2 + 1 end)
                        over (partition by m.lead_id order by m.t rows between unbounded preceding and 1 preceding)
                        % 2, 0) as was_open,
               max(case when m.x = 0 and (m.c = 1 or m.r = 1) then m.t end)
                   over (partition by m.lead_id order by m.t rows between unbounded preceding and 1 preceding)
                   as cancelled_before,
               min(case when m.x = 0 and (m.c = 1 or m.r = 1) then m.t end)
                   over (partition by m.lead_id order by m.t rows between 1 following and unbounded following)
                   as next_cancel,
               min(case when m.x = 1 then m.t * 4 + {STOP} when m.c = 1 then m.t * 4 + {CANCEL}
                        when m.r = 1 then m.t * 4 + {REJECTION} end)
                   over (partition by m.lead_id order by m.t rows between 1 following and unbounded following)
                   as next_close
        from {moments} as m
        """
    )


def _cycles(states: str) -> exp.Query:
    return select(
        f"""
        select o.lead_id, o.started_at, o.start_ord, o.cancelled_before,
               cast((o.closes - o.closes % 4) // 4 as bigint) as closed_at, cast(o.closes % 4 as integer) as close_kind,
               case when o.before = 1 then n.b_ord when o.closes % 4 = {STOP} then n.x_ord
                    when o.closes % 4 = {CANCEL} then n.c_ord when o.closes % 4 = {REJECTION} then n.r_ord
               end as close_ord, o.started_at as opened_at, 0 as repeated
        from (
            select m.lead_id, m.t as started_at, m.s_ord as start_ord, m.cancelled_before,
                   case when m.b = 1 and m.x = 0 then 1 else 0 end as before,
                   case when m.was_open = 0 and m.x = 1 then m.t * 4 + {STOP}
                        when m.b = 1 then m.t * 4 + {STOP}
                        when m.was_open = 0 and m.c = 1 then m.t * 4 + {CANCEL}
                        when m.was_open = 0 and m.r = 1 then m.t * 4 + {REJECTION}
                        else m.next_close end as closes
            from {states} as m
            where m.s = 1 and (m.was_open = 0 or (m.x = 0 and (m.c = 1 or m.r = 1)))
        ) as o
        left join {states} as n on n.lead_id = o.lead_id and n.t = (o.closes - o.closes % 4) // 4
        """
    )


def _first(every: str, held: str | None) -> exp.Query:
    """The first cycle of each lead that had none under earlier words: what is ignored can't hold later starts."""
    before = f"left join {held} as h on h.lead_id = n.lead_id where n.nth = 1 and h.lead_id is null" if held else ""
    return select(
        f"""
        select n.lead_id, n.started_at, n.start_ord, n.closed_at, n.close_kind, n.close_ord, n.opened_at, n.repeated
        from (
            select c.*, row_number() over (partition by c.lead_id order by c.started_at) as nth from {every} as c
        ) as n {before or "where n.nth = 1"}
        """
    )


def judged_by(name: str, spans: Sequence[tuple[Era, int]], repetitions: Sequence[tuple[Era, int]]) -> exp.Query:
    """Give each cycle of `<name>_cycles` its clause number (`cid`) and whether a version governs it.

    `spans` holds the clause number of each era, in order, and `repetitions` that of what a stop starts. The day of a
    stop known to the day may begin under another version: what it starts is judged by that in force when the day ends.
    """
    asked = tree("case when c.repeated = 1 then c.opened_at else c.started_at end")
    cid = text_by_era(spans, column("started_at", "c"))
    if repetitions:
        repeated = text_by_era(repetitions, column("opened_at", "c"))
        cid = tree("case when c.repeated = 1 then :repeated else :cid end", repeated=repeated, cid=cid)
    return select(
        f"""
        select f.* from (
            select cast(:cid as integer) as cid, :governs as governs, c.lead_id, c.started_at, c.start_ord,
                   c.closed_at, c.close_kind, c.close_ord
            from {name}_cycles as c
        ) as f where f.cid is not null
        """,
        cid=cid,
        governs=text_by_era([(era, era.governs) for era, _ in spans], asked),
    )
