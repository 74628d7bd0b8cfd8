"""Machines: one set of words about what opens, stops and cancels cycles, and the instants at which that happens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.compiler.eras import Era
from engine.compiler.looked_back import LookBack, kept_before
from engine.compiler.sql import column, flag, is_in, select, union_all
from engine.model.commitments import Again

if TYPE_CHECKING:
    from sqlglot import exp

STOP, CANCEL, REJECTION = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Machine:
    """One set of words: predicates over `log` rows `e`, the event types they read, and the eras they rule.

    With `looks_back` earlier outreach, told under the clause `number`, keeps a cycle as it starts.
    With `repeats` what stops a cycle starts the next.
    With `ignore` a lead has one cycle under these words, and none if it had one under earlier words.
    """

    eras: tuple[Era, ...]
    source: str
    starts: exp.Expr
    stops: exp.Expr
    cancels: exp.Expr
    rejections: exp.Expr
    again: Again
    repeats: bool
    start_types: tuple[str, ...]
    close_types: tuple[str, ...]
    looks_back: LookBack | None = None
    number: int = 0

    @property
    def since(self) -> int:
        """The first instant at which its starts count."""
        return self.eras[0].since

    @property
    def until(self) -> int:
        """The first instant at which they no longer do."""
        return self.eras[-1].until


def moments_of(machine: Machine, continuing: Sequence[Machine]) -> exp.Query:
    """(lead_id, t, s, x, c, r, b and the first event of each): one row an instant.

    A date without a time starts at its first instant and stops at its last. `b` is 1 where a start is kept by outreach
    before it.
    """
    closing = select(
        f"""
        select e.lead_id, e.until as t, e.ord, 0 as s, :x as x, :c as c, :r as r, 0 as b
        from {machine.source} as e where :close_types and (:stops or :cancels or :rejections) and e.until >= :since
        """,
        close_types=is_in(column("type", "e"), machine.close_types),
        stops=machine.stops,
        cancels=machine.cancels,
        rejections=machine.rejections,
        x=flag(machine.stops),
        c=flag(machine.cancels),
        r=flag(machine.rejections),
        since=machine.since,
    )
    starts = [_starts(one) for one in (machine, *continuing)]
    before = [] if machine.looks_back is None else [kept_before(machine.number, union_all([s.copy() for s in starts]))]
    return select(
        """
        select w.lead_id, w.t, max(w.s) as s, max(w.x) as x, max(w.c) as c, max(w.r) as r, max(w.b) as b,
               min(case when w.s = 1 then w.ord end) as s_ord, min(case when w.x = 1 then w.ord end) as x_ord,
               min(case when w.c = 1 then w.ord end) as c_ord, min(case when w.r = 1 then w.ord end) as r_ord,
               min(case when w.b = 1 then w.ord end) as b_ord
        from :moments as w group by w.lead_id, w.t
        """,
        moments=union_all([*starts, closing, *before]).subquery(copy=False),
    )


def _starts(machine: Machine) -> exp.Query:
    return select(
        f"""
        select e.lead_id, e.at as t, e.ord, 1 as s, 0 as x, 0 as c, 0 as r, 0 as b
        from {machine.source} as e where :start_types and :starts and e.at >= :since and e.at < :until
        """,
        start_types=is_in(column("type", "e"), machine.start_types),
        starts=machine.starts,
        since=machine.since,
        until=machine.until,
    )
