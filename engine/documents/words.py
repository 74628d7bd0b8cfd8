"""States, reasons and counts in the words that reports use; colour never stands alone."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from engine.diagnostics import visible
from engine.reports.commitments import CommitmentVersion, PeriodVerdict
from engine.reports.compliance import AgreementView
from engine.reports.findings import FindingsView
from engine.reports.shares import STATES as SHARE_STATES
from engine.reports.shares import Share, Tally
from engine.reports.volumes import VolumePeriod, VolumeView

SEVERAL = 2
STATES = {
    "kept": "kept",
    "late": "late",
    "breached": "not done",
    "running": "running",
    "at_risk": "at risk",
    "paused": "paused",
    "cancelled": "cancelled",
    "exempt": "exempt",
    "waived": "waived",
    "unknown": "unknown",
    "not_applicable": "not applicable",
}
REASONS = {
    "in_time": "done in time",
    "before_start": "done before it started",
    "accepted": "accepted in time",
    "rejected": "rejected in time, with a reason",
    "deemed": "accepted by silence",
    "released": "released by the lead",
    "late": "done after it was due",
    "not_done": "the due time passed",
    "fit": "met what the stage requires",
    "unfit": "did not meet what the stage requires",
    "facts": "facts were missing that decide whether the lead qualified",
    "untold": "nothing tells what the fact was",
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
    "paused": "the clock stands still",
    "immature": "too young to tell",
    "undecided": "the lead waits for an overdue answer",
    "exempt": "exempt by the policy",
    "waived": "both parties agreed not to count it",
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


def calls_by_name(value: str | int | None, absent: str = "unknown") -> str:
    """Print a value of data; one that is not there is told by the word `absent`."""
    return absent if value is None else str(value)


def truth(value: bool | None) -> str:  # noqa: FBT001 - a filter's only operand
    """Say what became of a criterion: met, not met or unknown."""
    return {True: "met", False: "not met", None: "unknown"}[value]


def asked(when: str) -> str:
    """Say when a criterion or a score was asked: `as_of`, `entry:<stage>` or `start:<commitment>`."""
    name, _, what = when.partition(":")
    occasions = {"entry": "at the entry of", "start": "at the start of"}
    return f"{occasions[name]} {what.replace('_', ' ')}" if name in occasions else "as of the run"


def scope(within: bool | None) -> str:  # noqa: FBT001 - a filter's only operand
    """Say only what is out of the ordinary about an entry's scope."""
    return {True: "", False: ", out of scope", None: ", scope unknown"}[within]


def mark(verdict: str) -> str:
    """Give the sign that stands beside a verdict's word, so that colour never stands alone."""
    return {"met": "✓", "missed": "✗", "open": "…", "unknown": "?"}.get(verdict, "·")


def nobody(dimension: str) -> str:
    """Say what a missing value of a dimension is called."""
    return {"owner": "unassigned", "team": "in no team"}.get(dimension, "unknown")


def titles(agreement: AgreementView) -> dict[str, str]:
    """Map the agreement's commitments to their titles."""
    return {c.name: c.title for c in agreement.commitments}


def counted(count: int | None) -> str:
    """Print a count, or a dash where there is none to make."""
    return "—" if count is None else f"{count:,}"


def possible(share: Share) -> str:
    """Print the range that open and unknown cases leave."""
    return "—" if share.low is None else share.low if share.low == share.high else f"{share.low} to {share.high}"


def without_deemed(verdict: PeriodVerdict) -> str:
    """Print the share without the cases that rest on silence, where there are any."""
    share = verdict.without_deemed
    if share is None:
        return ""
    return f"{share.text} of {share.whole:,} without those that silence accepted"


def without_logged_late(verdict: PeriodVerdict) -> str:
    """Print the share without the cases whose outreach was recorded too late, where there are any."""
    share = verdict.without_logged_late
    if share is None:
        return ""
    return f"{share.text} of {share.whole:,} without those that were logged late"


def with_waived(verdict: PeriodVerdict) -> str:
    """Print the share with the waived cases counted as what they would have been, where there are any."""
    share = verdict.with_waived
    if share is None:
        return ""
    return f"{share.text} of {share.whole:,} with those that are waived"


def closing(last: bool) -> str:  # noqa: FBT001 - a filter's only operand
    """End an enumeration: a full stop after the last of it, else a semicolon."""
    return "." if last else ";"


def promise(version: CommitmentVersion) -> str:
    """Say what share is promised: a part of each month's cases, or none."""
    if version.objective is None or version.each is None:
        return "No share is promised."
    least = f", where there are at least {version.min_cases}" if version.min_cases and version.min_cases > 1 else ""
    return f"{version.objective} of each {version.each.value}'s cases is promised{least}."


def counts(tally: Tally) -> str:
    """Say every state that has a case, and what they add up to."""
    said = [(STATES[name], getattr(tally, name)) for name in SHARE_STATES]
    parts = ", ".join(f"{count:,} {word}" for word, count in said if count)
    return f"{noun(tally.clocks, 'case')}: {parts}" if parts else "no case"


def spans_told(judged: Sequence[PeriodVerdict]) -> str:
    """Name the periods that figures are added up over: `In June 2026`, or the first and the last of several."""
    named = [words for _, words in sorted({v.period: v.words for v in judged}.items())]
    if len(named) > SEVERAL:
        return f"From {named[0]} to {named[-1]} together"
    return f"In {' and '.join(named)}{' together' if len(named) == SEVERAL else ''}"


def brought(period: VolumePeriod) -> str:
    """Print how many leads came in a period; a range where some of them can't be judged."""
    if period.possible is None:
        return f"at least {period.counted:,}"
    return f"{period.counted:,}{f' to {period.possible:,}' if period.possible > period.counted else ''}"


def requirement_not_met(period: VolumePeriod, volume: VolumeView) -> str:
    """Print how many leads did not meet what their stage requires, where the volume asks for that at all."""
    return f"{period.not_met:,}" if volume.only_met or period.not_met else "not asked"


def command(argv: Sequence[str]) -> str:
    """Print a command to be typed, each word quoted for a shell."""
    return visible(shlex.join(argv))


def all_of_it(data: FindingsView) -> int:
    """Count all rows in quarantine or set aside, and all findings."""
    return data.quarantined + sum(count for _, count in data.set_aside) + len(data.findings)
