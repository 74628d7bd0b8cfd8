"""The kinds of disconnect, a SELECT each: kind, policy, version, lead_id, since, stage, detail, node."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.compiler.sql import select

if TYPE_CHECKING:
    from sqlglot import exp


def every_kind() -> tuple[exp.Query, ...]:
    """All of them, over the relations that disconnects.py lays out."""
    handed_over = (
        _handed_over("handed_over_not_qualified", "not c.met"),
        _handed_over("handed_over_unproven", "c.met is null"),
    )
    return (*handed_over, *map(select, _BY_KIND))


def _handed_over(kind: str, when: str) -> exp.Query:
    return select(
        f"""
        select cast(:kind as varchar) as kind, n.policy, n.version, n.lead_id, n.at as since, n.stage,
               cast(c.because as varchar) as detail, n.policy || '@' || n.version || '/stage/' || n.stage as node
        from (
            select distinct n.policy, n.version, n.lead_id, n.stage, n.at from seen_entries as n where n.hands_over = 1
        ) as n
        join (
            select distinct c.policy, c.version, c.lead_id, c.asked, c.at, c.truth as met, c.because from criteria as c
        ) as c on c.policy = n.policy and c.version = n.version and c.lead_id = n.lead_id and c.at = n.at
             and c.asked = 'entry:' || n.stage
        where {when}
        """,
        kind=kind,
    )


_QUALIFIED = """
    select 'qualified_not_handed_over' as kind, k.policy, k.version, k.lead_id, l.at as since,
           coalesce(s.stage, '') as stage, h.criterion as detail,
           k.policy || '@' || k.version || '/stage/' || h.stage as node
    from in_scope_now as k
    join hand_overs as h on h.policy = k.policy and h.version = k.version
    join criteria as c on c.policy = k.policy and c.version = k.version and c.lead_id = k.lead_id
         and c.asked = 'as_of' and c.criterion = h.criterion and c.truth
    left join standing as s on s.policy = k.policy and s.lead_id = k.lead_id
    left join stage_moves as m on m.policy = k.policy and m.version = k.version and m.stage = s.stage
         and m.next = h.stage
    left join last_changes as l on l.lead_id = k.lead_id
    where s.stage is null or m.next is not null
"""

_WORKED_BEFORE = """
    select 'worked_before_hand_over' as kind, w.policy, w.version, w.lead_id, w.at as since,
           coalesce(s.stage, '') as stage, e.event_id as detail,
           w.policy || '@' || w.version || '/stage/' || h.stage as node
    from (
        select w.*, row_number() over (partition by w.policy, w.lead_id order by w.at, w.ord) as nth from worked as w
    ) as w
    join in_scope_now as k on k.policy = w.policy and k.lead_id = w.lead_id
    join hand_overs as h on h.policy = w.policy and h.version = w.version
    join events as e on e.ord = w.ord
    left join (
        select n.policy, n.lead_id, min(n.at) as at from seen_entries as n where n.holder = n.taker
        group by n.policy, n.lead_id
    ) as f on f.policy = w.policy and f.lead_id = w.lead_id
    left join standing as s on s.policy = w.policy and s.lead_id = w.lead_id
    where w.nth = 1 and (f.at is null or f.at > w.until)
"""

_NEVER_WORKED = """
    select 'accepted_never_worked' as kind, n.policy, n.version, n.lead_id, n.at as since, n.stage, '' as detail,
           n.policy || '@' || n.version || '/stage/' || n.stage as node
    from (
        select n.*, row_number() over (partition by n.policy, n.lead_id order by n.at desc, n.ord desc) as back
        from seen_entries as n where n.accepts = 1
    ) as n
    left join (select w.policy, w.lead_id, max(w.until) as at from worked as w group by w.policy, w.lead_id) as w
         on w.policy = n.policy and w.lead_id = n.lead_id
    where n.back = 1 and (w.at is null or w.at < n.at)
"""

_WITHOUT_REASON = """
    select 'rejected_without_reason' as kind, n.policy, n.version, n.lead_id, n.at as since, n.stage,
           coalesce(n.reason, '') as detail, n.policy || '@' || n.version || '/stage/' || n.stage as node
    from rejections as n
"""

_NEVER_NURTURED = """
    select 'recycled_never_nurtured' as kind, s.policy, s.version, s.lead_id, s.at as since, s.stage, '' as detail,
           s.policy || '@' || s.version || '/stage/' || s.stage as node
    from standing as s
    left join (
        select a.policy, a.party, a.lead_id, max(a.at) as at from nurtured as a group by a.policy, a.party, a.lead_id
    ) as a on a.policy = s.policy and a.party = s.holder and a.lead_id = s.lead_id
    where s.rejects = 1 and s.is_final = 0 and s.holder <> s.taker and (a.at is null or a.at <= s.at)
"""

_SKIPPED = """
    select 'skipped_stages' as kind, n.policy, n.version, n.lead_id, n.at as since, n.stage, n.stage_before as detail,
           n.policy || '@' || n.version || '/stage/' || n.stage_before as node
    from seen_entries as n
    join stage_rules as b on b.policy = n.policy and b.version = n.version and b.stage = n.stage_before
    left join stage_moves as m on m.policy = n.policy and m.version = n.version and m.stage = n.stage_before
         and m.next = n.stage
    where n.stage <> n.stage_before and m.next is null and (b.moves > 0 or b.is_final = 1)
"""

_NO_OWNER = """
    select 'no_owner' as kind, s.policy, s.version, s.lead_id,
           case when o.since > s.at then o.since else s.at end as since, s.stage, '' as detail,
           s.policy || '@' || s.version || '/stage/' || s.stage as node
    from standing as s
    left join owners as o on o.lead_id = s.lead_id and o.until is null
    where s.owned = 1 and s.holder = s.taker and s.is_final = 0 and o.owner is null
"""

_NO_MANS_LAND = """
    select 'no_mans_land' as kind, q.policy, q.version, q.lead_id, s.at as since, s.stage, p.criterion as detail,
           q.policy || '@' || q.version || '/criterion/' || p.criterion as node
    from standing as s
    join in_scope_now as k on k.policy = s.policy and k.lead_id = s.lead_id
    join open_questions as p on p.policy = k.policy and p.version = k.version and p.stage = s.stage
    join criteria as q on q.policy = k.policy and q.version = k.version and q.lead_id = s.lead_id
         and q.asked = 'as_of' and q.criterion = p.criterion and q.truth is null
    join (
        select distinct k.policy, k.version, k.lead_id, p.stage, p.criterion from criteria as k
        join open_questions as p on p.policy = k.policy and p.version = k.version and p.required = k.criterion
        where k.asked = 'as_of' and k.truth is null
    ) as d on d.policy = q.policy and d.version = q.version and d.lead_id = q.lead_id and d.stage = s.stage
         and d.criterion = p.criterion
    group by q.policy, q.version, q.lead_id, s.at, s.stage, p.criterion
"""

_BY_KIND = (
    _QUALIFIED,
    _WORKED_BEFORE,
    _NEVER_WORKED,
    _WITHOUT_REASON,
    _NEVER_NURTURED,
    _SKIPPED,
    _NO_OWNER,
    _NO_MANS_LAND,
)
