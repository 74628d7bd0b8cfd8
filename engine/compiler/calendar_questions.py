"""Questions to calendars, a JSON object a line, read into columns: what is asked, or why it can't be read.

The relations start from `lines(n, line)`. They are DuckDB's own (JSON, regular expressions): questions
never leave the embedded engine. The answers go through the lookups that judge leads.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from engine.compiler.query import GivenTable, Query, Relation
from engine.compiler.question_times import amount_of, offset_of, unit_of, wall_of_text
from engine.compiler.sql import case_by, column, is_in, select, tree
from engine.compiler.zone_history import FIRST_DATE, LAST_DATE
from engine.model.calendars import ALWAYS, Calendar
from engine.model.durations import DAY, WALL_LENGTH, Unit

if TYPE_CHECKING:
    from sqlglot import exp

KEYS = ("calendar", "from", "id", "until", "within", "zone")
ALWAYS_ZONE = "UTC"
MOST_DAYS = (LAST_DATE - FIRST_DATE).days

_TEXTS = """
    SELECT v.n, v.value, json_type(v.value) = 'OBJECT' AS is_object, CAST(v.value -> '$.id' AS VARCHAR) AS id,
        v.value ->> '$.calendar' AS asked_calendar, v.value ->> '$.from' AS from_text,
        v.value ->> '$.until' AS until_text, v.value ->> '$.within' AS within, v.value ->> '$.zone' AS asked_zone
    FROM question_values AS v
"""
_KEYS = """
    SELECT k.n, min(CASE WHEN NOT :known THEN k.name END) AS unknown, count(*) > count(DISTINCT k.name) AS repeated
    FROM (SELECT t.n, unnest(json_keys(t.value)) AS name FROM question_texts AS t WHERE t.is_object) AS k
    GROUP BY k.n
"""
_HINTS = """
    SELECT h.asked_calendar, h.calendar AS hint
    FROM (SELECT d.*, row_number() OVER (PARTITION BY d.asked_calendar ORDER BY d.distance, d.calendar) AS place
        FROM (SELECT u.asked_calendar, c.calendar, damerau_levenshtein(u.asked_calendar, c.calendar) AS distance
            FROM (SELECT DISTINCT left(t.asked_calendar, 80) AS asked_calendar FROM question_texts AS t
                LEFT JOIN known_calendars AS c ON c.calendar = t.asked_calendar WHERE c.calendar IS NULL) AS u
            CROSS JOIN known_calendars AS c) AS d) AS h
    WHERE h.place = 1 AND h.distance * 3 <= length(h.asked_calendar)
"""
_READ = """
    SELECT t.n, t.id, t.is_object, t.asked_calendar, t.from_text, t.until_text, t.within, t.asked_zone,
        c.calendar AS calendar, coalesce(t.asked_zone, c.zone) AS zone, c.laid_out, z.zone IS NOT NULL AS zone_known,
        h.hint, k.unknown, k.repeated, :from_wall AS from_wall, :from_offset AS from_offset,
        :until_wall AS until_wall, :until_offset AS until_offset, :unit AS unit, :amount AS amount
    FROM question_texts AS t
    LEFT JOIN known_calendars AS c ON c.calendar = t.asked_calendar
    LEFT JOIN known_zones AS z ON z.zone = coalesce(t.asked_zone, c.zone)
    LEFT JOIN calendar_hints AS h ON h.asked_calendar = left(t.asked_calendar, 80)
    LEFT JOIN question_keys AS k ON k.n = t.n
"""
_PROBLEM = """
    CASE WHEN r.is_object IS NULL OR NOT r.is_object THEN 'not a JSON object'
        WHEN r.unknown IS NOT NULL THEN 'unknown key `' || left(r.unknown, 80) || '`'
        WHEN r.repeated THEN 'a key is there twice'
        WHEN r.asked_calendar IS NULL THEN 'no `calendar`'
        WHEN r.calendar IS NULL THEN 'unknown calendar `' || left(r.asked_calendar, 80) || '`'
            || coalesce('; did you mean `' || r.hint || '`?', '')
        WHEN NOT r.zone_known THEN 'unknown zone `' || left(r.asked_zone, 80) || '`'
        WHEN r.from_text IS NULL THEN 'no `from`'
        WHEN r.from_wall IS NULL THEN 'unreadable `from`: `' || left(r.from_text, 80) || '`, not like ' || :example
        WHEN r.until_text IS NOT NULL AND r.until_wall IS NULL
            THEN 'unreadable `until`: `' || left(r.until_text, 80) || '`, not like ' || :example
        WHEN r.within IS NULL AND r.until_text IS NULL THEN 'neither `within` nor `until`'
        WHEN r.within IS NOT NULL AND r.unit IS NULL
            THEN 'unreadable `within`: `' || left(r.within, 80) || '`, not like 4 business hours'
        WHEN r.within IS NOT NULL AND r.amount IS NULL THEN '`within` is too long'
        WHEN r.calendar = :always AND :business THEN 'business units need hours, and `always` has none'
    END
"""
_SPANS = """
    SELECT q.calendar, q.zone, min(least(q.from_wall, coalesce(q.until_wall, q.from_wall))) AS earliest,
        max(greatest(q.from_wall + q.reach, coalesce(q.until_wall, q.from_wall))) AS latest
    FROM questions AS q WHERE q.problem IS NULL GROUP BY q.calendar, q.zone
"""


def reading(calendars: Mapping[str, Calendar], zones: Iterable[str]) -> Query:
    """Read `lines` into `questions`, a row a line, and `question_spans`, what must be laid out to answer them.

    `questions.problem` is the text of the first fault, NULL if the question can be asked; `from_wall`
    and `until_wall` are µs on the wall, the offsets beside them NULL where the zone must tell.
    """
    business = is_in(column("unit", "r"), [unit.value for unit in Unit if unit.needs_calendar])
    problem = tree(_PROBLEM, example="2026-01-10T16:30:00-05:00", always=ALWAYS, business=business)
    within = column("within", "t")
    return Query(
        tables=(_known_calendars(calendars), GivenTable("known_zones", {"zone": ("VARCHAR", sorted(zones))})),
        relations=(
            Relation("question_values", select("SELECT l.n, TRY_CAST(rtrim(l.line) AS JSON) AS value FROM lines AS l")),
            Relation("question_texts", select(_TEXTS)),
            Relation("question_keys", select(_KEYS, known=is_in(column("name", "k"), KEYS))),
            Relation("calendar_hints", select(_HINTS)),
            Relation(
                "read_questions",
                select(
                    _READ,
                    from_wall=wall_of_text(column("from_text", "t")),
                    from_offset=offset_of(column("from_text", "t")),
                    until_wall=wall_of_text(column("until_text", "t")),
                    until_offset=offset_of(column("until_text", "t")),
                    unit=unit_of(within),
                    amount=amount_of(within),
                ),
            ),
            Relation(
                "questions",
                select(
                    "SELECT r.*, :problem AS problem, :reach AS reach FROM read_questions AS r",
                    problem=problem,
                    reach=_reach(),
                ),
            ),
            Relation("question_spans", select(_SPANS)),
        ),
        outputs=("questions", "question_spans"),
        locations={},
    )


def _known_calendars(calendars: Mapping[str, Calendar]) -> GivenTable:
    names = sorted(calendars)
    dates = {name: f"{calendars[name].first} to {calendars[name].last}" for name in names}
    return GivenTable(
        "known_calendars",
        {
            "calendar": ("VARCHAR", [ALWAYS, *names]),
            "zone": ("VARCHAR", [ALWAYS_ZONE, *(calendars[name].zone for name in names)]),
            "laid_out": ("VARCHAR", [f"{FIRST_DATE} to {LAST_DATE}", *dates.values()]),
        },
    )


def _reach() -> exp.Expr:
    """µs after the start by which a window on the wall has ended, at most a century; 0 for business units."""
    lengths: Sequence[tuple[Unit, int]] = [*WALL_LENGTH.items(), (Unit.DAYS, DAY)]
    most = MOST_DAYS * DAY
    choices = {
        unit.value: tree("least(r.amount, :most) * :length", most=most // length, length=length)
        for unit, length in lengths
    }
    return tree("coalesce(:reach, 0)", reach=case_by(column("unit", "r"), choices))
