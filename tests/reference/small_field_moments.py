"""Builders for cases of fields that take a value in their history."""

from __future__ import annotations

from engine.model.conditions import FieldTest, Operator
from engine.model.moments import FieldBecomes

from .judging import LeadCase, of_leads, verdict
from .rows import FieldChange, FieldHistory
from .small_policies import agreement, history, response, wall


def becomes(field, operator, *operands):
    return FieldBecomes(FieldTest(field, operator, operands))


YES, NO = (FieldTest("consent", Operator.IS, (truth,)) for truth in (True, False))
SMALL = becomes("segment", Operator.IS, "small")
LARGE = becomes("segment", Operator.IS, "large")
ANY_SIZE = becomes("segment", Operator.KNOWN)
STARTED_BY = response(starts=(LARGE,), cancelled_by=())
KEPT_BY = response(kept_by=(LARGE,), cancelled_by=())
MQL_AT_TEN = history(("2026-01-12 10:00", "stage_changed", {"stage": "mql"}))


def told(*lines, field="segment", before=None, tells_before=True):
    """Each line: the day and time in January, the value from then on, and until when it may be; `?` is unreadable."""
    changes = tuple(
        FieldChange(
            str(n),
            wall(f"2026-01-{when}"),
            wall(f"2026-01-{rest[0]}") if rest else wall(f"2026-01-{when}"),
            None if value == "?" else value,
            value != "?",
        )
        for n, (when, value, *rest) in enumerate(lines)
    )
    unreadable = before == "?"
    told_of = (None, False) if unreadable else (before, tells_before)
    return (FieldHistory("a", field, changes, *told_of, before_unreadable=unreadable),)


def clocks(owed, *histories, events=(), **more):
    """The clocks of each lead with one of these histories and these events."""
    cases = [LeadCase(events, told_of) for told_of in histories]
    return of_leads(agreement(owed), cases, **more)


def states(*given, **more):
    return [[verdict(row) for row in rows] for rows in clocks(*given, **more)]


def starts(*given, **more):
    return [[row["started_at"] for row in rows] for rows in clocks(*given, **more)]


def times_of(moment, *histories):
    """When it happens: a clock that it both starts and keeps is one for each time."""
    return starts(response(starts=(moment,), kept_by=(moment,), cancelled_by=()), *histories)
