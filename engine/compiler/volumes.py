"""Volumes: each lead's first entry ever, counted in the period that it falls in, against the number promised."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.compiler.eras import Era
from engine.compiler.local_time import with_periods
from engine.compiler.moments import Moments
from engine.compiler.query import GivenTable, Relation
from engine.compiler.sql import column, is_in, select, tree
from engine.compiler.volume_periods import period_relations
from engine.compiler.volume_sources import doubt_relations
from engine.compiler.zone_history import day_number
from engine.model.calendars import Calendar
from engine.model.lead_schema import LeadSchema
from engine.model.policy_set import PolicySet
from engine.model.volumes import Volume

if TYPE_CHECKING:
    from sqlglot import exp

BY_SPAN = "case v.each when 'month' then {0}.month when 'quarter' then {0}.quarter else {0}.year end"


@dataclass(frozen=True, slots=True)
class Span:
    """A volume of one version over one era: the periods that begin in it are judged by the version's number."""

    number: int
    era: Era
    volume: Volume
    entry_types: tuple[str, ...]


def volume_spans(by_agreement: Mapping[str, Sequence[Era]], schemas: Mapping[str, LeadSchema]) -> tuple[Span, ...]:
    """Number every volume of every era."""
    pairs = [(era, v) for eras in by_agreement.values() for era in eras for v in era.agreement.volumes]
    return tuple(Span(i, era, v, _entry_types(era, v, schemas)) for i, (era, v) in enumerate(pairs))


def volume_tables(spans: Sequence[Span], policies: PolicySet) -> tuple[GivenTable, GivenTable, GivenTable]:
    """`volume_spans` by `vid`, `volume_types(vid, type)`, and `required(policy, version, stage)`."""
    types = [(s.number, name) for s in spans for name in s.entry_types]
    required = [(a.name, a.version, s.name) for a in policies.agreements for s in a.stages if s.requires]
    return (
        _spans_table(spans, policies.calendars),
        GivenTable(
            "volume_types",
            {"vid": ("INTEGER", [vid for vid, _ in types]), "type": ("VARCHAR", [name for _, name in types])},
        ),
        GivenTable(
            "required",
            {
                "policy": ("VARCHAR", [policy for policy, _, _ in required]),
                "version": ("VARCHAR", [version for _, version, _ in required]),
                "stage": ("VARCHAR", [stage for _, _, stage in required]),
            },
        ),
    )


def volume_relations() -> list[Relation]:
    """Build `volume_entries` and `volumes` from `entries` and `criteria`.

    `volume_entries`: policy, version, commitment, period, lead_id, at, event_id, counts (NULL unknown), reason.
    `volumes`: a row per policy, version, commitment and period, with `counted` and `possible` leads (the
    lowest and the highest number; possible is NULL where events were not covered) and the verdict.
    """
    return [
        Relation("volume_dated", _dated()),
        Relation("volume_in_period", with_periods("volume_dated", "at", column("zone", "o"))),
        *period_relations(BY_SPAN),
        *doubt_relations(),
        Relation("volume_entries", _entries()),
        Relation("volume_totals", _totals()),
        Relation("volumes", _volumes()),
    ]


def _entry_types(era: Era, volume: Volume, schemas: Mapping[str, LeadSchema]) -> tuple[str, ...]:
    moments = Moments(era.agreement, schemas[era.agreement.lead_schema], volume.owed_by)
    return moments.entry_types([volume.stage])


def _spans_table(spans: Sequence[Span], calendars: Mapping[str, Calendar]) -> GivenTable:
    named = [calendars.get(s.era.agreement.calendar) for s in spans]
    return GivenTable(
        "volume_spans",
        {
            "vid": ("INTEGER", [s.number for s in spans]),
            "policy": ("VARCHAR", [s.era.agreement.name for s in spans]),
            "version": ("VARCHAR", [s.era.version for s in spans]),
            "commitment": ("VARCHAR", [s.volume.name for s in spans]),
            "owed_by": ("VARCHAR", [s.volume.owed_by for s in spans]),
            "stage": ("VARCHAR", [s.volume.stage for s in spans]),
            "only_met": ("INTEGER", [int(s.volume.only_met) for s in spans]),
            "zone": ("VARCHAR", [s.era.agreement.zone for s in spans]),
            "each": ("VARCHAR", [s.volume.objective.each.value for s in spans]),
            "promised": ("BIGINT", [_promised(s) for s in spans]),
            "since": ("BIGINT", [s.era.since for s in spans]),
            "until": ("BIGINT", [s.era.until for s in spans]),
            "calendar": ("VARCHAR", [s.era.agreement.calendar for s in spans]),
            "first_day": ("BIGINT", [day_number(c.first) if c else None for c in named]),
            "last_day": ("BIGINT", [day_number(c.last) if c else None for c in named]),
        },
    )


def _promised(span: Span) -> int | None:
    return span.era.agreement.number_promised(span.volume) if span.era.governs else None


def _dated() -> exp.Query:
    """Every entry of a stage that some volume counts, once for each of its spans, with what its stage required."""
    return select(
        """
        select v.vid, v.zone, n.lead_id, n.at, n.event_id, n.nth, n.in_scope, n.version as governed_by,
               case when v.only_met = 0 or q.stage is null then true else c.truth end as truth
        from entries as n
        join volume_spans as v on v.policy = n.policy and v.stage = n.stage
        left join required as q on q.policy = n.policy and q.version = n.version and q.stage = n.stage
        left join (
            select d.policy, d.version, d.lead_id, d.asked, d.at, bool_and(d.truth) as truth
            from criteria as d where d.asked <> 'as_of' group by 1, 2, 3, 4, 5
        ) as c on c.policy = n.policy and c.version = n.version and c.lead_id = n.lead_id and c.at = n.at
             and c.asked = concat('entry:', n.stage)
        """
    )


def _entries() -> exp.Query:
    """Whether each entry counts: an unread row may be an earlier entry; else what surely keeps it out comes first."""
    reason = tree(
        """
        case when d.governed_by = '' then 'no_version' when d.nth > 1 then 're_entry'
             when t.lead_id is not null then 'source' when not d.in_scope then 'out_of_scope'
             when not d.truth then 'not_met' when d.in_scope is null then 'scope'
             when d.truth is null then 'requirement' else 'first' end
        """
    )
    return select(
        f"""
        select x.vid, x.policy, x.version, x.commitment, x.period, x.lead_id, x.at, x.event_id, x.reason,
               case when :unknown then null else x.reason = 'first' end as counts
        from (
            select p.vid, v.policy, v.version, v.commitment, p.period, d.lead_id, d.at, d.event_id, :reason as reason
            from volume_in_period as d
            join volume_spans as v on v.vid = d.vid
            join volume_periods as p on p.vid = d.vid and p.period = {BY_SPAN.format("d")}
            left join volume_tainted as t on t.vid = d.vid and t.lead_id = d.lead_id
        ) as x
        """,
        reason=reason,
        unknown=is_in(column("reason", "x"), ["source", "scope", "requirement"]),
    )


def _totals() -> exp.Query:
    return select(
        """
        select p.vid, p.period, count(case when n.counts then 1 end) as counted,
               count(case when n.lead_id is not null and n.counts is null then 1 end) as unsure,
               count(case when n.reason = 'not_met' then 1 end) as not_met,
               count(case when n.reason = 'out_of_scope' then 1 end) as out_of_scope,
               count(case when n.reason = 're_entry' then 1 end) as re_entries,
               count(case when n.reason = 'no_version' then 1 end) as no_version, count(n.lead_id) as entries
        from volume_periods as p
        left join volume_entries as n on n.vid = p.vid and n.period = p.period
        group by p.vid, p.period
        """
    )


def _volumes() -> exp.Query:
    """Met once enough leads surely came; missed if the period is over and even all that may have come are too few."""
    return select(
        """
        select j.policy, j.version, j.commitment, j.period, j.begins, j.ends, j.entries, j.counted, j.unsure, j.not_met,
               j.out_of_scope, j.re_entries, j.no_version, j.doubtful, j.covered, j.possible, j.promised,
               j.working_days, j.days_gone,
               case when j.working_days > 0
                    then cast((j.promised * j.days_gone - j.promised * j.days_gone % j.working_days)
                              // j.working_days as bigint) end as pace,
               case when j.version = '' then 'no_objective' when j.counted >= j.promised then 'met'
                    when not j.ended then 'open' when j.possible < j.promised then 'missed'
                    else 'unknown' end as verdict
        from (
            select v.policy, v.version, v.commitment, p.period, p.begins, p.ends, p.ended, t.entries, t.counted,
                   t.unsure, t.not_met, t.out_of_scope, t.re_entries, t.no_version, o.doubtful, o.covered, v.promised,
                   case when o.covered then t.counted + t.unsure + o.doubtful end as possible,
                   w.working_days, w.days_gone
            from volume_periods as p
            join volume_spans as v on v.vid = p.vid
            join volume_totals as t on t.vid = p.vid and t.period = p.period
            join volume_doubts as o on o.vid = p.vid and o.period = p.period
            left join volume_pace as w on w.vid = p.vid and w.period = p.period
        ) as j
        """
    )
