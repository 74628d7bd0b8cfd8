"""Verdicts on promises as two runs tell them: the verdict's word, with the figures that it rests on."""

from __future__ import annotations

from engine.documents.words import noun
from engine.reports.clauses import plain
from engine.reports.commitments import PeriodVerdict
from engine.reports.restated_promises import NONE, RestatedPromise
from engine.reports.volumes import VolumePeriod


def promise_before(told: RestatedPromise) -> str:
    """What the earlier run said of a promise."""
    return _verdict(told.was, told.before)


def promise_after(told: RestatedPromise) -> str:
    """What the later run says."""
    return _verdict(told.becomes, told.after)


def promise_version(told: RestatedPromise) -> str:
    """The version that promised; both where another one does now."""
    versions = [side.version for side in (told.before, told.after) if side is not None]
    return " → ".join(dict.fromkeys(versions))


def _verdict(word: str, told: PeriodVerdict | VolumePeriod | None) -> str:
    if told is None or word == NONE:
        return "no verdict"
    figures = _counted(told) if isinstance(told, VolumePeriod) else _kept(told.judged_with or told)
    return f"{plain(word)}{_judged_with(told)} ({figures})"


def _judged_with(told: PeriodVerdict | VolumePeriod) -> str:
    wider = told.judged_with if isinstance(told, PeriodVerdict) else None
    return f" with {wider.words}" if wider else ""


def _kept(told: PeriodVerdict) -> str:
    share, asked = told.share, f"{told.objective} promised"
    return f"{share.text}, {share.part:,} of {share.whole:,}; {asked}" if share.whole else f"{share.text}; {asked}"


def _counted(told: VolumePeriod) -> str:
    most = told.possible
    came = noun(told.counted, "lead") if most == told.counted else f"at least {noun(told.counted, 'lead')}"
    if most is not None and most > told.counted:
        came = f"{told.counted:,} to {noun(most, 'lead')}"
    return f"{came}; {told.promised or 0:,} promised"
