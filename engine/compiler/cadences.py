"""Cadences: at least so many attempts, on enough days and channels, within the allowed time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from engine.compiler.clauses import Clause, stages_then
from engine.compiler.eras import NEVER, Era
from engine.compiler.local_time import local_day_of, utc_day
from engine.compiler.machines import Machine
from engine.compiler.moments import Moments, channel_named, outreach_types, rank_named
from engine.compiler.query import Relation
from engine.compiler.sql import any_of, column, flag, is_in, query, select, union_all
from engine.compiler.verdicts import EXEMPT_OR_NOT, HEAD, OVERDUE, STANDING, UNSEEN, UNSURE, UNTOLD, code, kept_if
from engine.model.calendars import Calendar
from engine.model.commitments import Cadence
from engine.model.lead_schema import LeadSchema, Outreach
from engine.model.moments import OutreachMade, StageEntered

if TYPE_CHECKING:
    from sqlglot import exp

CLOCK = "partition by t.cid, t.start_ord, t.variant"


def cadence_machine(
    clause: Clause, cadence: Cadence, eras: tuple[Era, ...], source: str, schema: LeadSchema
) -> Machine:
    """What opens, releases, cancels and gives up a cadence; attempts never close one."""
    moments = Moments(clause.agreement, schema, cadence.owed_by)
    return Machine(
        eras,
        source,
        starts=moments.sure(cadence.starts),
        stops=moments.sure(cadence.released_by),
        cancels=moments.sure(cadence.cancelled_by),
        rejections=any_of([moments.rejection(), *(moments.sure([StageEntered((s,))]) for s in stages_then(cadence))]),
        again=cadence.again,
        repeats=False,
        start_types=clause.start_types,
        close_types=clause.close_types,
    )


def attempt_relations(
    clauses: Sequence[Clause], schemas: Mapping[str, LeadSchema], calendars: Mapping[str, Calendar]
) -> list[Relation]:
    """Build `attempts_made`: cid, start_ord, variant, attempts, days, channels, done_at, done_nth.

    Variant 0 counts what surely counts by the earliest due. Variant 1 counts by the latest due, and also the
    outreach of actors whom the log doesn't name. Variant 2 takes an outreach without a time of day at its earliest.
    """
    touches = [
        _touches(clause, clause.commitment, schemas[clause.agreement.lead_schema], calendars)
        for clause in clauses
        if isinstance(clause.commitment, Cadence)
    ]
    return [
        Relation("touches", union_all([*touches]) if touches else _no_touches()),
        Relation("touch_variants", _variants()),
        Relation("touch_bursts", _bursts()),
        Relation("outreaches", _outreaches()),
        Relation("outreach_days", _days()),
        Relation("attempts_made", _made()),
    ]


def _touches(clause: Clause, cadence: Cadence, schema: LeadSchema, calendars: Mapping[str, Calendar]) -> exp.Query:
    wanted = cadence.attempts.outreach
    any_rank = OutreachMade(Outreach.ATTEMPT, wanted.acted_by, wanted.modes, wanted.channels)
    moments = Moments(clause.agreement, schema, cadence.owed_by)
    sure, possible = moments.sure([any_rank]), moments.possible([any_rank])
    calendar = calendars.get(cadence.calendar or clause.agreement.calendar)
    apart = cadence.attempts.one_if_within
    return select(
        """
        select s.cid, s.start_ord, s.due_at, s.due_last, s.as_of, e.ord, e.at, e.until, :rank as rank,
               cast(:channel as varchar) as channel, :sure as sure,
               :zone as zone, cast(:apart as bigint) as apart, :needed as needed,
               :attempts as attempts, :days as days, :channels as channels
        from evidence as s
        join log as e on e.lead_id = s.lead_id and e.until >= s.started_at
             and e.until <= coalesce(s.closed_last, :never)
             and (e.at <= s.started_at or (e.at <= s.as_of and e.at <= coalesce(s.due_last, :never)))
        where s.cid = :cid and :types and :counts
        """,
        rank=rank_named(schema),
        channel=channel_named(schema),
        sure=flag(sure),
        zone=calendar.zone if calendar else clause.agreement.zone,
        apart=(apart.microseconds or 0) if apart else 0,
        needed=wanted.kind.rank,
        attempts=cadence.attempts.at_least,
        days=cadence.attempts.days,
        channels=cadence.attempts.channels if cadence.attempts.channels > 1 else 0,
        never=NEVER,
        cid=clause.number,
        types=is_in(column("type", "e"), [t.name for t in outreach_types(any_rank, schema)]),
        counts=any_of([sure, possible]),
    )


def _no_touches() -> exp.Query:
    return select(
        """
        select s.cid, s.start_ord, s.due_at, s.due_last, s.as_of, s.start_ord as ord, s.started_at as at,
               s.started_at as until, 0 as rank,
               s.lead_id as channel, 0 as sure, s.lead_id as zone, s.started_at as apart, 0 as needed,
               0 as attempts, 0 as days, 0 as channels
        from evidence as s where 1 = 0
        """
    )


def _variants() -> exp.Query:
    """Each reading with the touches that it counts; the lenient ones only where they could differ."""
    return query(
        """
        select t.*, 0 as variant from touches as t where t.sure = 1 and t.until <= t.due_at and t.until <= t.as_of
        union all
        select t.*, 1 as variant from touches as t
        join (select distinct p.cid, p.start_ord from touches as p where p.sure = 0) as u
             on u.cid = t.cid and u.start_ord = t.start_ord
        where t.until <= t.due_last and t.until <= t.as_of
        union all
        select t.*, 2 as variant from touches as t
        join (select distinct p.cid, p.start_ord from touches as p where p.due_at <> p.due_last or p.at <> p.until) as u
             on u.cid = t.cid and u.start_ord = t.start_ord
        where t.sure = 1
        """
    )


def _bursts() -> exp.Query:
    """Outreach of one channel closer than `apart` to the one before is one."""
    window = f"over ({CLOCK}, t.channel order by t.until, t.ord"
    return select(
        f"""
        select h.*, sum(h.head) over (partition by h.cid, h.start_ord, h.variant, h.channel order by h.until, h.ord
                                      rows between unbounded preceding and current row) as burst
        from (
            select t.*, case when t.until - lag(t.until) {window}) < t.apart then 0 else 1 end as head
            from touch_variants as t
        ) as h
        """
    )


def _outreaches() -> exp.Query:
    """Each burst once, dated at its first touch and ranked at its highest, with its local date."""
    day = local_day_of(column("until", "b"), "z")
    return select(
        """
        select b.*, :day as day from (
            select t.cid, t.start_ord, t.variant, t.channel, t.burst, min(t.until) as until,
                   min(case when t.head = 1 then t.ord end) as ord,
                   max(t.zone) as zone, max(t.attempts) as attempts, max(t.days) as days, max(t.channels) as channels
            from touch_bursts as t group by t.cid, t.start_ord, t.variant, t.channel, t.burst
            having max(t.rank) >= max(t.needed)
        ) as b
        left join zone_days as z on z.zone = b.zone and z.day = :utc_day
        """,
        day=day,
        utc_day=utc_day(column("until", "b")),
    )


def _days() -> exp.Query:
    return select(
        f"""
        select t.*, row_number() over ({CLOCK} order by t.until, t.ord) as nth,
               row_number() over ({CLOCK}, t.day order by t.until, t.ord) as nth_of_day,
               row_number() over ({CLOCK}, t.channel order by t.until, t.ord) as nth_of_channel
        from outreaches as t
        """
    )


def _made() -> exp.Query:
    clock = "partition by d.cid, d.start_ord, d.variant"
    running = f"over ({clock} order by d.nth rows between unbounded preceding and current row)"
    return select(
        f"""
        select m.cid, m.start_ord, m.variant, cast(count(m.nth) as integer) as attempts,
               cast(max(m.days_so_far) as integer) as days, cast(max(m.channels_so_far) as integer) as channels,
               min(case when m.nth >= m.attempts and m.days_so_far >= m.days and m.channels_so_far >= m.channels
                        then m.until end) as done_at,
               min(case when m.nth >= m.attempts and m.days_so_far >= m.days and m.channels_so_far >= m.channels
                        then m.nth end) as done_nth
        from (
            select d.*, count(case when d.nth_of_day = 1 then 1 end) {running} as days_so_far,
                   count(case when d.nth_of_channel = 1 then d.channel end) {running} as channels_so_far
            from outreach_days as d
        ) as m group by m.cid, m.start_ord, m.variant
        """
    )


def cadence_verdicts(cid: int) -> exp.Query:
    """One row a clock, as in `responses`; giving up before the attempts are made is a breach at once.

    Where a due instant lies beyond a calendar, no attempts are counted, so none of them was enough.
    """
    released = "e.close_kind = 0 and e.closed_last <= e.due_at"
    return select(
        f"""
        select e.cid, e.start_ord,
               case {HEAD}
                    {kept_if("a.done_at is not null", "in_time", "x.at", "a.done_at")}
                    {kept_if(released, "released", "e.closed_first", "e.closed_last")}
                    {UNSEEN}
                    when e.possible_at <= e.due_last or b.done_at is not null then '{code("unknown", "actor")}'
                    {UNTOLD}
                    {EXEMPT_OR_NOT}
                    when c.done_at is not null then {UNSURE}
                    when e.close_kind = 1 and e.closed_last <= e.due_at then '{code("cancelled", "cancelled")}'
                    when e.close_kind = 2 and e.closed_last <= e.due_at then '{code("breached", "gave_up")}'
                    when e.close_kind = 2 and e.closed_first <= e.due_last then '{code("breached", "not_done")}'
                    when e.closed_first <= e.due_last then {UNSURE}
                    {OVERDUE}
                    {STANDING}
                    else '{code("running", "open")}' end as code,
               coalesce(a.done_at, case when e.close_kind = 0 then e.closed_last end) as stopped_at,
               case when a.done_at is not null then x.event_id
                    when e.close_kind = 0 then e.close_event end as stop_event,
               case when e.close_kind > 0 then e.closed_last end as cancelled_at
        from evidence as e
        left join attempts_made as a on a.cid = e.cid and a.start_ord = e.start_ord and a.variant = 0
             and e.due_last is not null
        left join attempts_made as b on b.cid = e.cid and b.start_ord = e.start_ord and b.variant = 1
        left join attempts_made as c on c.cid = e.cid and c.start_ord = e.start_ord and c.variant = 2
        left join outreach_days as d on d.cid = a.cid and d.start_ord = a.start_ord and d.variant = 0
             and d.nth = a.done_nth
        left join events as x on x.ord = d.ord
        where e.cid = :cid
        """,
        cid=cid,
    )
