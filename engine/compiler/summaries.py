"""What a report shows of many clocks: small relations, so that no reader loops over leads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from engine.compiler.acceptances import acceptance_findings, deemed_findings
from engine.compiler.actors import unknown_actors
from engine.compiler.clauses import Clause
from engine.compiler.conversions import conversion_findings
from engine.compiler.query import Relation
from engine.compiler.sql import any_of, select, tree, union_all
from engine.model.agreements import Agreement
from engine.model.commitments import Acceptance, Conversion
from engine.model.lead_schema import LeadSchema

if TYPE_CHECKING:
    from sqlglot import exp

POWERS = 40
OPEN = "('running', 'at_risk', 'paused')"


def summary_relations(
    clauses: Sequence[Clause], agreements: Sequence[Agreement], schemas: Mapping[str, LeadSchema]
) -> list[Relation]:
    """Build the report-sized outputs over `clocks`."""
    return [
        Relation("breaches", _breaches()),
        Relation("divided_breaches", _divided_breaches()),
        Relation(
            "open_clocks", select("select c.* from clocks as c where c.state in ('running', 'at_risk', 'paused')")
        ),
        Relation("unknown_clocks", select("select c.* from clocks as c where c.state = 'unknown'")),
        Relation("response_times", _response_times()),
        Relation("response_quantiles", _quantiles()),
        Relation("attempt_counts", _attempt_counts()),
        Relation("lead_counts", _lead_counts()),
        Relation("waiver_counts", _waiver_counts()),
        Relation("findings", _findings(clauses, agreements, schemas)),
    ]


def _breaches() -> exp.Query:
    """Broken clocks with the time that is answered for: that until due, in business time or on the wall."""
    return select(
        """
        select c.*, s.whole as answered_for, s.in_business
        from clocks as c
        join clock_shares as s on s.cid = c.cid and s.start_ord = c.start_ord and s.at_due
        where c.state in ('late', 'breached')
        """
    )


def _divided_breaches() -> exp.Query:
    """The shares of those during which the lead had several owners; a sole owner's is the whole."""
    return select(
        """
        select s.* from clock_shares as s
        join (
            select s.cid, s.start_ord from clock_shares as s group by s.cid, s.start_ord having count(s.clock_id) > 1
        ) as d on d.cid = s.cid and d.start_ord = s.start_ord
        join clocks as c on c.cid = s.cid and c.start_ord = s.start_ord and c.state in ('late', 'breached')
        """
    )


def _response_times() -> exp.Query:
    """Stopped clocks by the power of two, in seconds, that their elapsed time (if known) doesn't exceed."""
    buckets = " ".join(f"when c.elapsed <= {2**k * 1_000_000} then {k + 1}" for k in range(POWERS))
    return select(
        f"""
        select c.policy, c.version, c.commitment, c.month,
               cast(case when c.elapsed <= 0 then 0 {buckets} else {POWERS + 1} end as integer) as bucket,
               count(c.lead_id) as clocks
        from clocks as c where c.state in ('kept', 'late') and c.kind = 'response' and c.elapsed is not null
        group by 1, 2, 3, 4, 5
        """
    )


def _quantiles() -> exp.Query:
    """Median and 90th percentile of stopped clocks: the nearest rank, a time that was really measured."""
    return select(
        """
        select q.policy, q.version, q.commitment, max(q.n) as clocks,
               min(case when q.nth * 2 >= q.n then q.elapsed end) as median,
               min(case when q.nth * 10 >= q.n * 9 then q.elapsed end) as p90
        from (
            select c.policy, c.version, c.commitment, c.elapsed,
                   row_number() over (partition by c.policy, c.version, c.commitment
                                      order by c.elapsed, c.lead_id, c.start_ord) as nth,
                   count(c.lead_id) over (partition by c.policy, c.version, c.commitment) as n
            from clocks as c where c.state in ('kept', 'late') and c.kind = 'response' and c.elapsed is not null
        ) as q group by q.policy, q.version, q.commitment
        """
    )


def _attempt_counts() -> exp.Query:
    return select(
        """
        select c.policy, c.version, c.commitment, c.attempts, count(c.lead_id) as clocks,
               count(case when c.state in ('late', 'breached') then 1 end) as broken
        from clocks as c where c.kind = 'cadence' and c.version <> '' and c.state <> 'waived' group by 1, 2, 3, 4
        """
    )


def _waiver_counts() -> exp.Query:
    """How many clocks of each version and month each waiver covers, and how many had started before its approval."""
    return select(
        """
        select c.policy, c.version, c.commitment, c.waiver, c.month, c.quarter, c.year, count(c.lead_id) as clocks,
               count(case when c.waived_after then 1 end) as after_the_fact,
               count(case when c.waived_as = 'kept' then 1 end) as kept,
               count(case when c.waived_as in ('late', 'breached') then 1 end) as broken
        from clocks as c where c.waiver is not null group by 1, 2, 3, 4, 5, 6, 7
        """
    )


def _lead_counts() -> exp.Query:
    return union_all(
        [
            select("select '' as policy, 'leads' as what, count(l.lead_id) as leads from leads as l"),
            select(
                """
                select '' as policy, 'merged into another' as what, count(m.lead_id) as leads
                from merges as m where m.traced having count(m.lead_id) > 0
                """
            ),
            select(
                """
                select c.policy, 'with a clock' as what, count(distinct c.lead_id) as leads
                from clocks as c where c.version <> '' group by c.policy
                """
            ),
            select(
                """
                select c.policy, 'with a clock under no version' as what, count(distinct c.lead_id) as leads
                from clocks as c where c.version = '' group by c.policy
                """
            ),
        ]
    )


def _findings(
    clauses: Sequence[Clause], agreements: Sequence[Agreement], schemas: Mapping[str, LeadSchema]
) -> exp.Query:
    beyond = select(
        """
        select 'beyond_calendar' as kind, c.policy, c.lead_id, c.commitment as stage_or_commitment, c.started_at as at,
               c.calendar as detail
        from clocks as c where c.state = 'unknown' and c.reason = 'calendar'
        """
    )
    unowned = select(
        """
        select 'breach_without_owner' as kind, c.policy, c.lead_id, c.commitment as stage_or_commitment,
               c.due_at as at, c.owed_by as detail
        from clocks as c where c.state in ('late', 'breached') and c.owner is null and :owned
        """,
        owned=any_of(
            [tree("c.cid = :cid", cid=c.number) for c in clauses if _names_owners(schemas[c.agreement.lead_schema])]
        ),
    )
    before = select(
        """
        select 'kept_before_start' as kind, c.policy, c.lead_id, c.commitment as stage_or_commitment,
               c.started_at as at, c.stop_event as detail
        from clocks as c where c.reason = 'before_start'
        """
    )
    merged = select(
        """
        select case when m.traced then 'merged_lead' else 'merged_lead_without_a_trace' end as kind, '' as policy,
               m.lead_id, '' as stage_or_commitment, m.at, m.survivor as detail
        from merges as m
        """
    )
    handed_over = select(
        """
        select 'late_hand_over' as kind, h.policy, h.lead_id, h.commitment as stage_or_commitment, h.at,
               coalesce(h.from_owner, 'nobody') || ' to ' || coalesce(h.to_owner, 'nobody') as detail
        from late_hand_overs as h
        """
    )
    conversions = [conversion_findings(c, c.commitment) for c in clauses if isinstance(c.commitment, Conversion)]
    rejections = [
        acceptance_findings(c, c.commitment, schemas[c.agreement.lead_schema])
        for c in clauses
        if isinstance(c.commitment, Acceptance)
    ]
    after = [deemed_findings(c, c.commitment) for c in clauses if isinstance(c.commitment, Acceptance)]
    strangers = unknown_actors(agreements, schemas)
    told = [beyond, unowned, before, merged, handed_over, *strangers]
    return union_all([*told, *conversions, *rejections, *after])


def _names_owners(schema: LeadSchema) -> bool:
    """Whether the log can tell who owns a lead at all; where it can't, nobody is missing."""
    return any(event.names_owner for event in schema.events)
