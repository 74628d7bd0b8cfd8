"""Times that run by the calendar of the lead's owner: which calendars a clock can have, and which it has.

A row of such a time is as many rows of `window_rows` as there are calendars that an owner can have; where the log
doesn't tell the owner at the start, all of them could be the clock's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from engine.compiler.clauses import Clause
from engine.compiler.query import GivenTable, Relation
from engine.compiler.sql import select, union_all
from engine.model.lead_schema import LeadSchema
from engine.model.people import Roster
from engine.model.settling import settling_of
from engine.model.window_rows import RunsBy, WindowRow

if TYPE_CHECKING:
    from sqlglot import exp

NEVER = -(1 << 62)


def runs_by_owner(row: WindowRow) -> bool:
    """Tell whether a row's time depends on the calendar of the lead's owner."""
    return row.runs_by is RunsBy.OWNER and row.allowed is not None and row.allowed.unit.needs_calendar


def asks_for_owners(clause: Clause) -> bool:
    """Tell whether any row of a clause does."""
    return any(runs_by_owner(row) for row in clause.commitment.rows)


def row_table(all_clauses: Sequence[Clause], rosters: Mapping[str, Roster]) -> GivenTable:
    """`window_rows`: each written row on each calendar it can run on, by (cid, row_no), with zone, unit and node.

    row_no rises with `written`, and is the same where no row of the clause runs by the owner.
    """
    of_people = sorted({name for roster in rosters.values() for name in roster.calendars})
    rows = [(clause, *row) for clause in all_clauses for row in _rows(clause, of_people)]
    written = [(clause, dict(clause.rows)[index]) for clause, _, index, _ in rows]
    return GivenTable(
        "window_rows",
        {
            "cid": ("INTEGER", [clause.number for clause, _, _, _ in rows]),
            "row_no": ("INTEGER", [number for _, number, _, _ in rows]),
            "written": ("INTEGER", [index for _, _, index, _ in rows]),
            "calendar": ("VARCHAR", [calendar for _, _, _, calendar in rows]),
            "zone": ("VARCHAR", [clause.agreement.zone for clause, _ in written]),
            "unit": ("VARCHAR", [row.allowed.unit.value if row.allowed else None for _, row in written]),
            "node": ("VARCHAR", [clause.node(index) for clause, _, index, _ in rows]),
        },
    )


def _rows(clause: Clause, of_people: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Number, place and calendar of each row of a clause on each calendar that it can run on."""
    apart = 1 + len(of_people) if asks_for_owners(clause) else 1
    for index, row in clause.rows:
        named = clause.calendar_of(row)
        calendars = dict.fromkeys((named, *of_people)) if runs_by_owner(row) else (named,)
        yield from ((index * apart + variant, index, calendar) for variant, calendar in enumerate(calendars))


def owner_types(all_clauses: Sequence[Clause], schemas: Mapping[str, LeadSchema]) -> GivenTable:
    """`owner_types(cid, type)`: the event types that name a lead's owner, for each clause."""
    rows = [
        (clause.number, event.name)
        for clause in all_clauses
        for event in schemas[clause.agreement.lead_schema].events
        if event.names_owner
    ]
    return GivenTable(
        "owner_types", {"cid": ("INTEGER", [r[0] for r in rows]), "type": ("VARCHAR", [r[1] for r in rows])}
    )


def owners_told() -> exp.Query:
    """From when until when the log tells who owns a lead, by clause; nothing where no event does."""
    return select(
        """
        select t.cid, max(coalesce(v.since, :never)) as since, min(coalesce(v.until, :never)) as until
        from owner_types as t join coverage as v on v.type = t.type group by t.cid
        """,
        never=NEVER,
    )


def owners_unread() -> exp.Query:
    """Leads with a row in quarantine that could have named their owner, by clause."""
    return select(
        """
        select distinct t.cid, q.lead_id from quarantine as q
        join owner_types as t on q.type is null or q.type = t.type where q.lead_id is not null
        """
    )


def owner_calendar_relations(all_clauses: Sequence[Clause]) -> list[Relation]:
    """Build `owner_calendars(cid, start_ord, calendar, told)` for the clauses that ask; nothing where none does.

    calendar: that of the lead's owner at the start, else of the owner's team (the first by name); told: that is known.
    Where the start tells no calendar, it is that of the owner once facts have settled, if the clause lets them.
    """
    if not any(asks_for_owners(clause) for clause in all_clauses):
        return []
    settling = [
        clause for clause in all_clauses if asks_for_owners(clause) and settling_of(clause.commitment) is not None
    ]
    return [
        Relation("owner_questions", _questions(settling)),
        Relation("owner_answers", _answers()),
        Relation("owner_calendars", _owner_calendars()),
    ]


def _questions(settling: Sequence[Clause]) -> exp.Query:
    """When an owner is asked for: at each start, and once it has settled where a clause says how long that takes."""
    questions: list[exp.Query] = [
        select("select s.cid, s.start_ord, s.lead_id, s.started_at as at, 0 as settled from started as s")
    ]
    questions += [
        select(
            """
            select s.cid, s.start_ord, s.lead_id, s.started_at + :length as at, 1 as settled
            from started as s where s.cid = :cid
            """,
            cid=clause.number,
            length=settling_of(clause.commitment),
        )
        for clause in settling
    ]
    return union_all(questions)


def _answers() -> exp.Query:
    return select(
        """
        select p.cid, p.start_ord, p.at, p.settled, p.calendar, p.told
        from (
            select s.cid, s.start_ord, s.at, s.settled, m.calendar,
                   coalesce(t.until >= s.at and t.since <= coalesce(o.since, :never), false)
                   and q.lead_id is null as told,
                   row_number() over (partition by s.cid, s.start_ord, s.settled
                                      order by m.team, m.party, m.calendar) as nth
            from owner_questions as s
            left join owners as o on o.lead_id = s.lead_id and o.since <= s.at and (o.until is null or o.until > s.at)
            left join memberships as m on m.actor = o.owner and m.since <= s.at and s.at < m.until
            left join :told as t on t.cid = s.cid
            left join :unread as q on q.cid = s.cid and q.lead_id = s.lead_id
        ) as p where p.nth = 1
        """,
        never=NEVER,
        told=owners_told().subquery(copy=False),
        unread=owners_unread().subquery(copy=False),
    )


def _owner_calendars() -> exp.Query:
    """That of the start where it is known which; else that of the owner whom the lead had once it had settled."""
    return select(
        """
        select a.cid, a.start_ord,
               case when z.cid is null or (a.told and a.calendar is not null) then a.calendar else z.calendar end
               as calendar,
               case when z.cid is null or (a.told and a.calendar is not null) then a.told
                    else z.told and r.as_of >= z.at end as told
        from owner_answers as a
        left join owner_answers as z on z.cid = a.cid and z.start_ord = a.start_ord and z.settled = 1
        cross join run as r
        where a.settled = 0
        """
    )
