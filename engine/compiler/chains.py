"""`again: continue`: a start after a stop takes the stop back, so that several cycles are one clock (semantics §5).

The time from a stop to the start that took it back is a gap, in which the clock stands still. A cancellation in a gap
ends the chain: its last stop stays. A chain is read with the words it began under, and it goes on from version to
version for as long as each of them says `continue`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from engine.compiler.eras import Era, text_by_era
from engine.compiler.machines import CANCEL, STOP
from engine.compiler.query import Relation
from engine.compiler.sql import column, select, union_all

if TYPE_CHECKING:
    from sqlglot import exp


def chain_relations(prefix: str, states: str, since: int, until: int) -> list[Relation]:
    """Build `<prefix>_cycles` and `<prefix>_gaps` from `<prefix>_each`, the cycles as they were without chains.

    Chains that begin outside [since, until) began under other words, and are left to those. Beside the columns of
    cycles there is free_at: from when on a start of versions that say `continue` too opens another clock; NULL: never.
    """
    return [
        Relation(f"{prefix}_links", _links(f"{prefix}_each")),
        Relation(f"{prefix}_chained", _chained(f"{prefix}_links", since, until)),
        Relation(f"{prefix}_cycles", _cycles(f"{prefix}_chained", states)),
        Relation(f"{prefix}_gaps", _gaps(f"{prefix}_chained")),
    ]


def held_by_chains(cycles: str) -> exp.Query:
    """What the starts of a following version that says `continue` too are held by.

    A start that took a stop back belongs to that chain even if the chain is cancelled at that very instant.
    """
    return select(
        f"""
        select c.lead_id, c.started_at, c.start_ord, c.free_at as closed_at,
               case when c.opened_at = c.free_at then {STOP} when c.closed_at = c.free_at then c.close_kind
                    else {CANCEL} end as close_kind,
               c.close_ord, c.opened_at, c.repeated
        from {cycles} as c
        """
    )


def _links(each: str) -> exp.Query:
    """`head` is 1 for a cycle that takes no stop back."""
    window = "over (partition by c.lead_id order by c.started_at)"
    return select(
        f"""
        select k.*, sum(k.head) over (partition by k.lead_id order by k.started_at
                                      rows between unbounded preceding and current row) as chain
        from (
            select c.*, lag(c.close_ord) {window} as stop_before, lag(c.started_at) {window} as start_before,
                   case when lag(c.close_kind) {window} = {STOP}
                             and (c.cancelled_before is null or c.cancelled_before <= lag(c.closed_at) {window})
                        then 0 else 1 end as head
            from {each} as c
        ) as k
        """
    )


def _chained(links: str, since: int, until: int) -> exp.Query:
    """Every cycle with the beginning of its chain, and whether it is its chain's last."""
    window = "over (partition by k.lead_id, k.chain)"
    return select(
        f"""
        select f.* from (
            select k.*, min(k.started_at) {window} as chain_at,
                   min(case when k.head = 1 then k.start_ord end) {window} as chain_ord,
                   max(k.started_at) {window} as last_at
            from {links} as k
        ) as f where f.chain_at >= :since and f.chain_at < :until
        """,
        since=since,
        until=until,
    )


def _cycles(chained: str, states: str) -> exp.Query:
    return select(
        f"""
        select k.lead_id, k.chain_at as started_at, k.chain_ord as start_ord, k.closed_at, k.close_kind, k.close_ord,
               k.started_at as opened_at, 0 as repeated,
               case when k.close_kind = {STOP} then n.next_cancel else k.closed_at end as free_at
        from {chained} as k
        left join {states} as n on n.lead_id = k.lead_id and n.t = k.closed_at
        where k.started_at = k.last_at
        """
    )


def _gaps(chained: str) -> exp.Query:
    return select(
        f"""
        select k.lead_id, k.chain_at as started_at, k.chain_ord, k.stop_before, k.start_before, k.start_ord
        from {chained} as k where k.head = 0
        """
    )


def gap_relations(found: Sequence[exp.Query]) -> list[Relation]:
    """Build `gaps`: cid, lead_id, of_start, the start of its clock, and where it begins and ends.

    Surely from the stop's last instant to the start's first, possibly from the stop's first to the start's last. Both
    are told in one row: DuckDB 2.0.0 takes the two joins of one UNION ALL, alike but for their columns, for the same.
    """
    none = select(
        """
        select cast(0 as integer) as cid, e.lead_id, e.ord as chain_ord, e.ord as stop_before, e.at as start_before,
               e.ord as start_ord
        from events as e where 1 = 0
        """
    )
    told = select(
        """
        select g.cid, g.lead_id, g.chain_ord as of_start, x.until as surely_from, s.at as surely_to,
               case when x.at < g.start_before then g.start_before else x.at end as maybe_from, s.until as maybe_to
        from stops_taken_back as g
        join events as x on x.ord = g.stop_before
        join events as s on s.ord = g.start_ord
        """
    )
    return [Relation("stops_taken_back", union_all([none, *found])), Relation("gaps", told)]


def gaps_judged_by(prefix: str, spans: Sequence[tuple[Era, int]]) -> exp.Query:
    """Give each gap the clause number of the era that its chain began in."""
    return select(
        f"""
        select cast(:cid as integer) as cid, g.lead_id, g.chain_ord, g.stop_before, g.start_before, g.start_ord
        from {prefix}_gaps as g
        """,
        cid=text_by_era(spans, column("started_at", "g")),
    )


def gap_intervals(reading: int) -> exp.Query:
    """The gaps as `pause_intervals`: what was surely one, or what may have been."""
    word = "surely" if reading == 0 else "maybe"
    return select(
        f"""
        select g.cid, g.lead_id, {reading} as reading, g.{word}_from as begins, g.{word}_to as ends, g.of_start
        from gaps as g
        """
    )
