"""Due instants and elapsed time as equality joins on the tables of `calendar_layout`.

Every function takes the name of a relation and gives a SELECT that adds columns to all of its
columns; no row is lost or doubled. Beyond what is laid out the added columns are NULL: unknown.
`pieces` is K of `calendar_layout.pieces_a_day`.
"""

from __future__ import annotations

from sqlglot import exp

from engine.compiler.local_time import local_day_of, utc_day
from engine.compiler.sql import case_by, column, is_in, select, tree
from engine.model.durations import DAY, WALL_LENGTH, WORKING_LENGTH, Unit

LONGEST_WINDOW = 73_000 * DAY
_BUSINESS = [unit.value for unit in Unit if unit.needs_calendar]

_WITH_DUE = """
    SELECT o.*, :deemed AS deemed,
        CASE WHEN o.amount = 0 THEN :deemed
            WHEN :on_the_wall THEN o.starts + :length
            WHEN o.unit = 'days' THEN l.ends
            WHEN o.unit = 'business days' THEN w.closes
            ELSE s.opens + :last_microsecond % d.slice_length + 1 END AS due,
        CASE WHEN :business THEN :worked ELSE o.starts END AS from_position,
        CASE WHEN o.amount = 0 THEN CASE WHEN :business THEN :worked ELSE o.starts END
            WHEN :on_the_wall THEN o.starts + :length
            WHEN o.unit = 'days' THEN l.ends
            WHEN o.unit = 'business days' THEN w.position
            ELSE :last_microsecond + 1 END AS due_position
    FROM :of AS o
    LEFT JOIN calendar_days AS d ON d.calendar = o.calendar AND d.day = :business_day
    LEFT JOIN calendar_slices AS s ON s.calendar = o.calendar AND s.slice = :slice
    LEFT JOIN working_days AS w ON w.calendar = o.calendar AND w.working_day = :closing_day
    LEFT JOIN zone_days AS z ON z.zone = o.zone AND z.day = :day_in_zone
    LEFT JOIN local_days AS l ON l.zone = o.zone AND l.day = :last_day
"""

_WITH_INSTANT = """
    SELECT o.*,
        CASE WHEN :business THEN s.opens + :last_microsecond % d.slice_length + 1 ELSE :position END AS :name
    FROM :of AS o
    LEFT JOIN calendar_days AS d ON d.calendar = o.calendar AND d.day = :business_day
    LEFT JOIN calendar_slices AS s ON s.calendar = o.calendar AND s.slice = :slice
"""

_WITH_POSITION = """
    SELECT o.*, CASE WHEN :business THEN :worked ELSE :at END AS :name
    FROM :of AS o
    LEFT JOIN calendar_days AS d ON d.calendar = o.calendar AND d.day = :business_day
"""

_WITH_ELAPSED = """
    SELECT o.*,
        CASE WHEN o.ends < o.starts THEN 0
            WHEN :business THEN :worked_until - :worked_before
            ELSE o.ends - o.starts END AS elapsed
    FROM :of AS o
    LEFT JOIN calendar_days AS d ON d.calendar = o.calendar AND d.day = :first_day
    LEFT JOIN calendar_days AS e ON e.calendar = o.calendar AND e.day = :last_day
"""


def with_due(of: str, pieces: int) -> exp.Query:
    """Add `deemed`, `due`, `from_position` and `due_position` to a relation with starts, calendar, zone, unit, amount.

    `deemed` is the start, or the next opening where a business unit starts while closed. A window
    of zero, in any unit, is due at `deemed`. Between the two positions lies the time that is allowed: for
    business units they are working µs since the layout began, for the others the instants themselves.
    `calendar` and `zone` may be NULL where the unit has no use for them. Windows beyond 200 years count as
    beyond the layout.
    """
    starts, unit = column("starts", "o"), column("unit", "o")
    length = _length_of_window()
    business = is_in(unit, _BUSINESS)
    last_microsecond = tree(":p + :length - 1", p=position(starts, "d", pieces), length=length)
    amount = tree("CASE WHEN o.amount <= 73000 THEN o.amount END")
    return select(
        _WITH_DUE,
        of=exp.to_identifier(of),
        deemed=tree(
            "CASE WHEN :business THEN :opening ELSE o.starts END",
            business=business,
            opening=next_open(starts, "d", pieces),
        ),
        business=business,
        worked=position(starts, "d", pieces),
        on_the_wall=is_in(unit, [u.value for u in WALL_LENGTH]),
        length=length,
        last_microsecond=last_microsecond,
        business_day=tree("CASE WHEN :business THEN :day END", business=business, day=utc_day(starts)),
        slice=whole_times(last_microsecond, column("slice_length", "d")),
        closing_day=tree(
            "CASE WHEN o.unit = 'business days' THEN :day + :amount END",
            day=working_day(starts, "d", pieces),
            amount=amount,
        ),
        day_in_zone=tree("CASE WHEN o.unit = 'days' THEN :day END", day=utc_day(starts)),
        last_day=tree(":day + :amount", day=local_day_of(starts, "z"), amount=amount),
    )


def with_position(of: str, instant: str, name: str, pieces: int) -> exp.Query:
    """Add column `name`: the position of column `instant`, or the instant itself where the unit runs on the wall."""
    at = column(instant, "o")
    business = is_in(column("unit", "o"), _BUSINESS)
    return select(
        _WITH_POSITION,
        of=exp.to_identifier(of),
        name=exp.to_identifier(name, quoted=True),
        at=at,
        business=business,
        worked=position(at, "d", pieces),
        business_day=tree("CASE WHEN :business THEN :day END", business=business, day=utc_day(at)),
    )


def with_instant(of: str, position_column: str, name: str) -> exp.Query:
    """Add column `name`: the instant at which a position is reached, a closing rather than the next opening.

    NULL beyond the layout. The relation needs starts, calendar and unit; positions must lie after that of `starts`.
    """
    last_microsecond = tree(":p - 1", p=column(position_column, "o"))
    business = is_in(column("unit", "o"), _BUSINESS)
    day = utc_day(column("starts", "o"))
    return select(
        _WITH_INSTANT,
        of=exp.to_identifier(of),
        name=exp.to_identifier(name, quoted=True),
        position=column(position_column, "o"),
        last_microsecond=last_microsecond,
        business=business,
        business_day=tree("CASE WHEN :business THEN :day END", business=business, day=day),
        slice=whole_times(last_microsecond, column("slice_length", "d")),
    )


def with_elapsed(of: str, pieces: int) -> exp.Query:
    """Add `elapsed` (µs) to a relation with starts, ends (NULL allowed), calendar, zone and unit.

    Working time of the calendar for business units, time on the wall for the others; 0 where it
    ends before it starts, NULL where either end is unknown or beyond the layout.
    """
    starts, ends = column("starts", "o"), column("ends", "o")
    business = is_in(column("unit", "o"), _BUSINESS)
    return select(
        _WITH_ELAPSED,
        of=exp.to_identifier(of),
        business=business,
        worked_before=position(starts, "d", pieces),
        worked_until=position(ends, "e", pieces),
        first_day=tree("CASE WHEN :business THEN :day END", business=business, day=utc_day(starts)),
        last_day=tree("CASE WHEN :business THEN :day END", business=business, day=utc_day(ends)),
    )


def position(instant: exp.Expr, days: str, pieces: int) -> exp.Expr:
    """Working µs from the start of the layout to an instant, given the alias of its `calendar_days` row."""
    total: exp.Expr = column("base", days)
    for k in range(1, pieces + 1):
        opens, closes = column(f"opens_{k}", days), column(f"closes_{k}", days)
        worked = tree("greatest(least(:at, :closes) - :opens, 0)", at=instant, opens=opens, closes=closes)
        total = exp.Add(this=total, expression=worked)
    return _if_laid_out(instant, days, total)


def next_open(instant: exp.Expr, days: str, pieces: int) -> exp.Expr:
    """The instant itself while open, else the next opening; NULL if none is laid out."""
    choice = exp.Case()
    for k in range(1, pieces + 1):
        within = tree(":at < :closes", at=instant, closes=column(f"closes_{k}", days))
        choice = choice.when(within, tree("greatest(:at, :opens)", at=instant, opens=column(f"opens_{k}", days)))
    return _if_laid_out(instant, days, choice.else_(column("next_opens", days)))


def working_day(instant: exp.Expr, days: str, pieces: int) -> exp.Expr:
    """The ordinal of the working day that an instant, or the next opening after it, belongs to."""
    choice = exp.Case()
    for k in range(1, pieces + 1):
        within = tree(":at < :closes", at=instant, closes=column(f"closes_{k}", days))
        choice = choice.when(within, column(f"working_day_{k}", days))
    return _if_laid_out(instant, days, choice.else_(column("next_working_day", days)))


def whole_times(amount: exp.Expr, length: exp.Expr) -> exp.Expr:
    """How often `length` goes into a non-negative `amount`: exact in every dialect, `//` alone is not."""
    return tree("CAST((:amount - :amount % :length) // :length AS BIGINT)", amount=amount, length=length)


def _if_laid_out(instant: exp.Expr, days: str, value: exp.Expr) -> exp.Expr:
    return tree(
        "CASE WHEN :at >= :first AND :at < :beyond THEN :value END",
        at=instant,
        first=column("known_from", days),
        beyond=column("known_until", days),
        value=value,
    )


def _length_of_window() -> exp.Expr:
    """µs of the window; NULL above 200 years, so that no amount can overflow."""
    lengths = {**WALL_LENGTH, **WORKING_LENGTH}
    of_unit = {
        unit.value: tree(
            "CASE WHEN o.amount <= :most THEN o.amount * :length END",
            most=LONGEST_WINDOW // length,
            length=length,
        )
        for unit, length in lengths.items()
    }
    return case_by(column("unit", "o"), of_unit)
