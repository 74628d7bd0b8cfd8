"""The periods that volumes are judged in, and how many of their working days are gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.compiler.query import Relation
from engine.compiler.sql import query, select
from engine.model.calendars import ALWAYS

if TYPE_CHECKING:
    from sqlglot import exp


def period_relations(by_span: str) -> list[Relation]:
    """Build `volume_periods(vid, period, begins, ends, ended)` and `volume_pace(vid, period, working_days, days_gone)`.

    A version judges the periods whose first instant it governs, up to the one of `as_of`, also those without a lead;
    where no version governs, only periods that have one are listed. `by_span` gives a row's period by `v.each`.
    """
    return [
        Relation("period_spans", _period_spans()),
        Relation("volume_periods", _periods(by_span)),
        Relation("pace_days", _pace_days()),
        Relation("volume_pace", _pace(by_span)),
    ]


def _period_spans() -> exp.Query:
    """When every month, quarter and year of the volumes' zones begins and ends."""
    return query(
        """
        with days as (
            select l.* from local_days as l join (select distinct v.zone from volume_spans as v) as z on z.zone = l.zone
        )
        select d.zone, 'month' as each, d.month as period, min(d.begins) as begins, max(d.ends) as ends
        from days as d group by d.zone, d.month
        union all
        select d.zone, 'quarter' as each, d.quarter as period, min(d.begins) as begins, max(d.ends) as ends
        from days as d group by d.zone, d.quarter
        union all
        select d.zone, 'year' as each, d.year as period, min(d.begins) as begins, max(d.ends) as ends
        from days as d group by d.zone, d.year
        """
    )


def _periods(by_span: str) -> exp.Query:
    return select(
        f"""
        select v.vid, p.period, p.begins, p.ends, r.as_of >= p.ends as ended
        from volume_spans as v
        join period_spans as p on p.zone = v.zone and p.each = v.each and p.begins >= v.since and p.begins < v.until
        cross join run as r
        left join (
            select d.vid, {by_span.format("d")} as period from volume_in_period as d
            join volume_spans as v on v.vid = d.vid group by 1, 2
        ) as n on n.vid = v.vid and n.period = p.period
        where p.begins <= r.as_of and (v.version <> '' or n.vid is not null)
        """
    )


def _pace_days() -> exp.Query:
    """Each calendar's working days by their date; on `always`, every date of a volume's zone."""
    return query(
        """
        select w.calendar, w.date, w.closes, cast(null as varchar) as zone from working_days as w
        union all
        select :always as calendar, l.day as date, l.ends as closes, l.zone from local_days as l
        join (select distinct v.zone from volume_spans as v where v.calendar = :always) as z on z.zone = l.zone
        """,
        always=ALWAYS,
    )


def _pace(by_span: str) -> exp.Query:
    """A day is gone when its last hour is over; nothing is told of a period beyond the calendar's layout."""
    return select(
        f"""
        select s.vid, s.period, count(w.date) as working_days,
               count(case when w.closes <= r.as_of or s.ended then w.date end) as days_gone
        from (
            select p.vid, p.period, p.ended, v.calendar, v.zone, v.first_day, v.last_day, l.day,
                   min(l.day) over (partition by p.vid, p.period) as first_date,
                   max(l.day) over (partition by p.vid, p.period) as last_date
            from volume_periods as p
            join volume_spans as v on v.vid = p.vid
            join local_days as l on l.zone = v.zone and {by_span.format("l")} = p.period
        ) as s
        join pace_days as w on w.calendar = s.calendar and w.date = s.day and (w.zone is null or w.zone = s.zone)
        cross join run as r
        where s.first_day is null or (s.first_date >= s.first_day and s.last_date <= s.last_day)
        group by s.vid, s.period
        """
    )
