"""What explanations say of whom a clock is told to."""

from __future__ import annotations

from engine.documents.time_words import moment
from engine.model.tells import OWNER
from engine.reports.alerts import Alert
from engine.reports.clauses import plain


def alerted(alert: Alert) -> str:
    """Say who is told of how much, and when: `50 %, owner kim, Mon 12 Jan 2026, 09:00 CET`."""
    who = f"owner {alert.person or 'unassigned'}" if alert.who == OWNER else plain(alert.who)
    return f"{alert.percent} %, {who}, {moment(alert.tells)}{'' if alert.is_due else ' (to come)'}"
