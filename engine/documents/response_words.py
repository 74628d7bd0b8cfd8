"""What pages say of where the time of responses went, in sums that add up by hand."""

from __future__ import annotations

from engine.documents.time_words import in_full
from engine.documents.words import noun
from engine.reports.instants import Length
from engine.reports.response_parts import PartTotals, ResponseParts

PARTS = ("routing", "assignment", "rep")


def time_went(totals: PartTotals) -> str:
    """Say what all answers' time was spent on, with percentages that add up to 100 as well."""
    of = f" of {totals.clocks:,}" if totals.told < totals.clocks else ""
    if not totals.told:
        return f"Where the time of {noun(totals.clocks, 'answer')} went, the events don't tell."
    lengths = [totals.routing, totals.assignment, totals.rep]
    shares = percentages([length.microseconds for length in lengths])
    said = " + ".join(
        f"{name} {in_full(length)} ({share} %)" for name, length, share in zip(PARTS, lengths, shares, strict=True)
    )
    answers = f"{totals.told:,}{of} {'answer' if totals.clocks == 1 else 'answers'}"
    return f"Where the time of {answers} went: {said} = {_sum(totals.whole)}."


def split(parts: ResponseParts) -> str:
    """Say what one clock's time was spent on."""
    if parts.routing is None or parts.assignment is None or parts.rep is None:
        return "the events don't tell"
    lengths = (parts.routing, parts.assignment, parts.rep)
    said = " + ".join(f"{name} {in_full(length)}" for name, length in zip(PARTS, lengths, strict=True))
    return f"{said} = {_sum(parts.whole)}"


def percentages(parts: list[int]) -> list[int]:
    """Give whole percentages of the sum that add up to 100: those with the largest rests are rounded up."""
    whole = sum(parts)
    if not whole:
        return [0 for _ in parts]
    floors = [part * 100 // whole for part in parts]
    by_rest = sorted(range(len(parts)), key=lambda i: (-(parts[i] * 100 % whole), i))
    raised = set(by_rest[: 100 - sum(floors)])
    return [floor + (i in raised) for i, floor in enumerate(floors)]


def _sum(whole: Length) -> str:
    return f"{in_full(whole)}{' of business time' if whole.working else ''}"
