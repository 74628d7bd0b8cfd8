"""What pages say of who had a lead while a clock ran, in sums that add up by hand."""

from __future__ import annotations

from engine.documents.time_words import in_full, moment
from engine.reports.cases import Case
from engine.reports.instants import Length
from engine.reports.owner_shares import LateHandOver, OwnerShare

NOBODY = "unassigned"
SEVERAL = 2


def shared(case: Case) -> str:
    """Say how the time until due is divided among several owners, `lee 1 h 30 min + kim 2 h 30 min = 4 h`."""
    if len(case.shares) < SEVERAL:
        return ""
    times = [share.time for share in case.shares if share.time is not None]
    if len(times) < len(case.shares):
        return "how long each had it is not known: the calendar is not laid out that far"
    whole = Length(sum(time.microseconds for time in times), times[0].working)
    return f"{' + '.join(map(_share, case.shares))} = {in_full(whole)}{' of business time' if whole.working else ''}"


def handed_over(hand_over: LateHandOver) -> str:
    """Say when the lead changed hands, from whom to whom, and how little time was left."""
    hands = f"from {hand_over.from_owner or NOBODY} to {hand_over.to_owner or NOBODY}"
    return f"{moment(hand_over.at)}, {hands}, with {in_full(hand_over.left)} of {in_full(hand_over.whole)} left"


def _share(share: OwnerShare) -> str:
    return f"{share.owner or NOBODY} {in_full(share.time) if share.time else ''}"
