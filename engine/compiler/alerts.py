"""Warnings and whom else to tell: the instant at which each clock comes so far, and when its recipient hears of it.

A moment is the first instant at which so much of the clock's own time is gone: pauses stand in it, and it goes on after
due. Whoever is told is told while their calendar is open.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlglot import exp

from engine.compiler.clauses import Clause
from engine.compiler.clock_owners import places
from engine.compiler.local_time import utc_day
from engine.compiler.query import GivenTable, Relation
from engine.compiler.sql import column, is_in, select, tree
from engine.compiler.working_time import next_open, whole_times, with_elapsed, with_instant, with_position
from engine.model.calendars import ALWAYS
from engine.model.commitments import Commitment
from engine.model.tells import OWNER, Tell

if TYPE_CHECKING:
    from engine.model.policy_set import PolicySet

RAN = ("kept", "late", "breached", "running", "at_risk", "paused", "cancelled")
"""The states of clocks of which it is known how far they came."""
WARNING, TELL = "warning", "tell"


def alerts_of(commitment: Commitment) -> tuple[tuple[str, Tell], ...]:
    """All that is told of a commitment's clocks: its owner's warnings, and what `tell` says."""
    warnings = tuple((WARNING, Tell(percent, OWNER)) for percent in getattr(commitment, "warn_at", ()))
    return (*warnings, *((TELL, tell) for tell in getattr(commitment, "tells", ())))


def calendars_of_owners(policies: PolicySet) -> set[str]:
    """The calendars by which owners are told, which no lock pins: when somebody hears of it decides no verdict."""
    told = (tell for a in policies.agreements for c in a.commitments for _, tell in alerts_of(c))
    asked = any(tell.who == OWNER and tell.calendar is None for tell in told)
    return {name for roster in policies.rosters.values() for name in roster.calendars} if asked else set()


def alert_table(clauses: Sequence[Clause]) -> GivenTable:
    """`alerts_asked`: what is told of each clause's clocks, by `cid`; without `calendar`, by that of the recipient."""
    rows = [(c, kind, tell) for c in clauses for kind, tell in alerts_of(c.commitment)]
    return GivenTable(
        "alerts_asked",
        {
            "cid": ("INTEGER", [c.number for c, _, _ in rows]),
            "kind": ("VARCHAR", [kind for _, kind, _ in rows]),
            "percent": ("BIGINT", [tell.percent for _, _, tell in rows]),
            "who": ("VARCHAR", [tell.who for _, _, tell in rows]),
            "calendar": ("VARCHAR", [tell.calendar for _, _, tell in rows]),
        },
    )


def alert_relations(clauses: Sequence[Clause], pieces: int) -> list[Relation]:
    """Build `alerts` from `clocks`, `measures`, `window_rows`, `pauses_counted`, `owners` and `memberships`.

    A row for each thing that is to be told of a clock that isn't done by then: `at`, when it came so far; `tell_at`,
    when the recipient is told; `is_due`, whether that is by `as_of`; `person`, who owns the lead then. What waits for
    a pause to end, or lies beyond a calendar, isn't there.
    """
    if not any(alerts_of(clause.commitment) for clause in clauses):
        return [Relation("alerts", _none())]
    return [
        Relation("alert_starts", _starts()),
        Relation("alert_wholes", with_elapsed("alert_starts", pieces)),
        Relation("alert_places", places("alert_wholes")),
        Relation("alert_positions", with_position("alert_starts", "starts", "from_place", pieces)),
        Relation("alert_marks", _marks()),
        Relation("alert_reached", _reached()),
        Relation("alert_instants", with_instant("alert_reached", "position", "reached")),
        Relation("alert_moments", _moments()),
        Relation("alert_recipients", _recipients()),
        Relation("alert_openings", _openings(pieces)),
        Relation("alerts", _alerts()),
    ]


def _none() -> exp.Query:
    return select(
        """
        select c.policy, c.version, c.commitment, c.lead_id, c.clock_id, c.clock_id as alert_id, c.kind,
               c.due_at as percent, c.owner as who, c.owner as person, c.due_at as at, c.due_at as tell_at,
               c.deemed as is_due, c.cid, c.start_ord
        from clocks as c where 1 = 0
        """
    )


def _starts() -> exp.Query:
    """The clocks of which something is told, from their start to due; `named` is the calendar that they run on."""
    return select(
        """
        select m.cid, m.start_ord, c.lead_id, m.row_no, m.starts, e.due_at as ends, m.calendar, m.zone, m.unit,
               w.calendar as named
        from measures as m
        join clocks as c on c.cid = m.cid and c.start_ord = m.start_ord and :ran
        join evidence as e on e.cid = m.cid and e.start_ord = m.start_ord and e.due_at is not null
        join window_rows as w on w.cid = m.cid and w.row_no = m.row_no
        join (select distinct a.cid from alerts_asked as a) as a on a.cid = m.cid
        """,
        ran=is_in(column("state", "c"), RAN),
    )


def _marks() -> exp.Query:
    """How far into its own time each thing is told: rounded up to a whole µs."""
    return select(
        """
        select s.cid, s.start_ord, s.lead_id, s.row_no, s.starts, s.calendar, s.zone, s.unit, s.named, s.from_place,
               a.kind, a.percent, a.who, a.calendar as told_by, :run as run
        from alert_positions as s
        join alert_places as p on p.cid = s.cid and p.start_ord = s.start_ord and p.place is not null
        join alerts_asked as a on a.cid = s.cid
        where s.from_place is not null
        """,
        run=whole_times(tree("p.place * a.percent + 99"), exp.Literal.number(100)),
    )


def _reached() -> exp.Query:
    """The position at which it is reached: what ran and the pauses that began before; `waits` for one that lasts."""
    return select(
        """
        select m.cid, m.start_ord, m.lead_id, m.starts, m.calendar, m.zone, m.unit, m.named, m.kind, m.percent, m.who,
               m.told_by, m.run, m.from_place + m.run + cast(coalesce(sum(p.counted), 0) as bigint) as position,
               coalesce(max(p.is_open), 0) as waits
        from alert_marks as m
        left join (
            select q.cid, q.start_ord, q.row_no, q.starts, q.counted, q.is_open,
                   q.begun - coalesce(sum(q.counted) over (
                       partition by q.cid, q.start_ord, q.row_no, q.starts order by q.begun
                       rows between unbounded preceding and 1 preceding), 0) as ran
            from pauses_counted as q where q.reading = 0
        ) as p on p.cid = m.cid and p.start_ord = m.start_ord and p.row_no = m.row_no and p.starts = m.starts
             and p.ran < m.run
        group by m.cid, m.start_ord, m.lead_id, m.starts, m.calendar, m.zone, m.unit, m.named, m.kind, m.percent,
                 m.who, m.told_by, m.run, m.from_place
        """
    )


def _moments() -> exp.Query:
    return select(
        """
        select i.cid, i.start_ord, i.lead_id, i.kind, i.percent, i.who, i.told_by, i.named,
               case when i.run = 0 then i.starts else i.reached end as at,
               case when i.run > 0 and i.reached > r.as_of then r.as_of
                    when i.run > 0 then i.reached else i.starts end as asked_at
        from alert_instants as i cross join run as r
        where i.waits = 0 and (i.run = 0 or i.reached is not null)
        """
    )


def _recipients() -> exp.Query:
    """Who owns the lead then, as far as is known by `as_of`, and by which calendar the recipient is told."""
    return select(
        """
        select p.cid, p.start_ord, p.kind, p.percent, p.who, p.told_by, p.at, p.owner,
               coalesce(p.told_by, case when p.who = :owner then p.works_by end, p.named) as calendar
        from (
            select m.cid, m.start_ord, m.kind, m.percent, m.who, m.at, m.told_by, m.named, o.owner,
                   b.calendar as works_by,
                   row_number() over (partition by m.cid, m.start_ord, m.kind, m.percent, m.who, m.told_by
                                      order by b.team, b.party, b.calendar) as nth
            from alert_moments as m
            left join owners as o on o.lead_id = m.lead_id and o.since <= m.asked_at
                 and (o.until is null or o.until > m.asked_at)
            left join memberships as b on b.actor = o.owner and b.since <= m.asked_at and m.asked_at < b.until
        ) as p where p.nth = 1
        """,
        owner=OWNER,
    )


def _openings(pieces: int) -> exp.Query:
    """The moment itself while the recipient's calendar is open, else its next opening."""
    at = column("at", "m")
    return select(
        """
        select m.cid, m.start_ord, m.kind, m.percent, m.who, m.told_by, m.owner, m.at,
               case when m.calendar = :always then m.at else :opening end as tell_at
        from alert_recipients as m
        left join calendar_days as d on d.calendar = m.calendar and d.day = :day
        """,
        always=ALWAYS,
        opening=next_open(at, "d", pieces),
        day=utc_day(at),
    )


def _alerts() -> exp.Query:
    """Nothing is told of a clock that is done by then."""
    return select(
        """
        select c.policy, c.version, c.commitment, c.lead_id, c.clock_id,
               md5(c.clock_id || chr(31) || m.kind || chr(31) || cast(m.percent as varchar) || chr(31) || m.who
                   || chr(31) || coalesce(m.told_by, '')) as alert_id,
               m.kind, m.percent, m.who, case when m.who = :owner then m.owner end as person, m.at, m.tell_at,
               m.tell_at <= r.as_of as is_due, m.cid, m.start_ord
        from alert_openings as m
        join clocks as c on c.cid = m.cid and c.start_ord = m.start_ord
        cross join run as r
        where m.tell_at is not null and (c.stopped_at is null or m.tell_at < c.stopped_at)
              and (c.cancelled_at is null or m.tell_at < c.cancelled_at)
        """,
        owner=OWNER,
    )
