"""States, reasons and counts in the words that reports use; colour never stands alone."""

from __future__ import annotations

STATES = {
    "kept": "kept",
    "late": "late",
    "breached": "not done",
    "running": "running",
    "at_risk": "at risk",
    "cancelled": "cancelled",
    "exempt": "exempt",
    "unknown": "unknown",
    "not_applicable": "not applicable",
}
REASONS = {
    "in_time": "done in time",
    "released": "released by the lead",
    "late": "done after it was due",
    "not_done": "not done",
    "gave_up": "gave up before the promised attempts",
    "cancelled": "cancelled",
    "source": "the source is not complete to the due time",
    "window_row": "facts that choose the allowed time are missing",
    "date_only": "the time is known to the day only",
    "actor": "who acted is not recorded",
    "calendar": "the calendar is not laid out that far",
    "scope": "facts that decide the scope are missing",
    "no_version": "no version was in force",
    "out_of_scope": "out of scope",
    "open": "still running",
    "immature": "too young to tell",
    "exempt": "exempt by the policy",
}


def state(code: str) -> str:
    """Say a clock's state; an unlisted one is its code in words."""
    return STATES.get(code, code.replace("_", " "))


def reason(code: str) -> str:
    """Say why a clock is in its state; an unlisted reason is its code in words."""
    return REASONS.get(code, code.replace("_", " "))


def many(count: int) -> str:
    """Print a count with thousands apart."""
    return f"{count:,}"


def noun(count: int, one: str, more: str = "") -> str:
    """Print a count with its noun: `1 lead`, `2 leads`."""
    return f"{count:,} {one if count == 1 else more or one + 's'}"


def calls_by_name(value: str | None, absent: str = "unknown") -> str:
    """Print a value of data; one that is not there is told by the word `absent`."""
    return absent if value is None else value
