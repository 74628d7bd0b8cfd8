"""The sentences that a head of department can repeat; good and bad news in the same words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from engine.model.commitments import Acceptance, Cadence, Commitment, Conversion, FitAtHandOver, Freshness, Then
from engine.model.trials import is_trial
from engine.reports.clauses import title_of
from engine.reports.told_periods import VERDICTS

if TYPE_CHECKING:
    from engine.reports.commitments import CommitmentView, PeriodVerdict
    from engine.reports.volumes import VolumeView


def verdict_in_words(verdict: str) -> str:
    """Say a period's verdict: `missed`, `still open`, `can't be told`."""
    return VERDICTS[verdict]


def sentence_of(commitment: Commitment, party: str, judged: Sequence[PeriodVerdict], asked: str) -> str:
    """Say how one commitment was kept in a period, by the first of its verdicts that has a case."""
    title = title_of(commitment)
    if not judged:
        return f"{party} had no case of “{title}” in {asked}."
    verdict = next((v for v in judged if v.tally.counted), judged[0])
    deed = "kept"
    if isinstance(commitment, Conversion):
        deed = "brought"
    elif isinstance(commitment, Cadence):
        deed = "followed up"
    elif isinstance(commitment, Acceptance):
        deed = "answered"
    elif isinstance(commitment, FitAtHandOver):
        deed = "handed over qualified"
    elif isinstance(commitment, Then):
        deed = "moved on"
    elif isinstance(commitment, Freshness):
        deed = "found out"
    if is_trial(verdict.version):
        return f"{party} would have {_figure(verdict, deed, title)}, by a version on trial; nothing is due yet."
    return f"{party} {_figure(verdict, deed, title)}{_promise(verdict)}"


def headline(owed: Sequence[Sequence[CommitmentView]], volumes: Sequence[VolumeView]) -> tuple[str, ...]:
    """Say the first commitment of each party, in order, then how many of all were met; `owed` is by party.

    A volume counts as the others do: a missed number is a missed promise.
    """
    first = [commitments[0].sentence for commitments in owed if commitments]
    told = [*(c.told for commitments in owed for c in commitments), *(volume.told for volume in volumes)]
    first_judged = [verdict for verdict in told if verdict]
    judged = [v for v in first_judged if not is_trial(v.version)]
    counts = [(words, sum(v.verdict == verdict for v in judged)) for verdict, words in VERDICTS.items()]
    said = ", ".join(f"{count} {words}" for words, count in counts if count)
    many = f"Of {len(judged)} commitments" if len(judged) != 1 else "Of 1 commitment"
    none = "No commitment that binds had a case to judge." if first_judged else "No commitment had a case to judge."
    return (*first, f"{many}: {said}." if judged else none)


def _figure(verdict: PeriodVerdict, deed: str, title: str) -> str:
    share, words, tally = verdict.share, verdict.words, verdict.tally
    cases = f"{tally.counted} case{'' if tally.counted == 1 else 's'} of “{title}”"
    if not tally.counted:
        return f"had no case of “{title}” to judge in {words}"
    if verdict.verdict == "too_few":
        return f"had too few cases to judge in {words}: {tally.kept} kept of {cases}"
    if not share.whole:
        return f"had {cases} in {words}, none of them decided yet"
    ends = {
        "brought": "to the next stage in time",
        "followed up": "as promised",
        "handed over qualified": "as agreed",
    }.get(deed, "in time")
    decided = f"{share.whole:,} decided case{'' if share.whole == 1 else 's'}"
    return f"{deed} {share.text} of {decided} of “{title}” {ends} in {words}"


def _promise(verdict: PeriodVerdict) -> str:
    return f"; {verdict.objective} was promised." if verdict.objective else "."
