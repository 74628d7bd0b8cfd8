"""Which differences change the terms of an agreement, and which documents an agreement's terms lie in."""

from __future__ import annotations

from engine.model.agreements import Agreement
from engine.model.commitments import KINDS
from engine.model.people import Membership, Team
from engine.model.scorecards import Scorecard
from engine.model.sources import ColumnMap
from engine.model.window_rows import Arrival
from engine.reports.differences import Difference

NAMES_OF_PEOPLE = {(Membership, "name"), (Team, "name")}
BINDS_NOBODY = (Agreement, "examples")
ORDER_COUNTS = {
    (Agreement, "stages"),
    (Scorecard, "rating"),
    (ColumnMap, "columns"),
    *((kind, "rows") for kind in KINDS),
}


def is_normative(found: Difference) -> bool:
    """Tell whether a clause says something else, or a verdict may come out otherwise.

    Everything counts but the names of people and teams, examples, and an order that means nothing.
    """
    if (found.steps[0].owner, found.steps[0].field) == BINDS_NOBODY:
        return False
    last = found.steps[-1]
    if found.order:
        return (last.owner, last.field) in ORDER_COUNTS
    return (last.owner, last.field) not in NAMES_OF_PEOPLE


def used_by(agreement: Agreement) -> frozenset[tuple[str, str]]:
    """Name, by kind, the documents that hold terms of an agreement: what it names itself."""
    rows = [row for commitment in agreement.commitments for row in commitment.rows]
    calendars = [agreement.calendar, *(c.calendar for c in agreement.commitments), *(row.calendar for row in rows)]
    calendars += [row.arrives.calendar for row in rows if isinstance(row.arrives, Arrival)]
    named = {("calendar", name) for name in calendars if name}
    glossary = {("glossary", agreement.glossary)} if agreement.glossary else set()
    return frozenset({("lead schema", agreement.lead_schema)} | named | glossary)
