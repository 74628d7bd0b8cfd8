"""What each kind of commitment binds its party to, in short sentences with one duty each."""

from __future__ import annotations

from collections.abc import Iterator

from engine.model.agreements import Agreement
from engine.model.commitments import (
    Acceptance,
    Again,
    Cadence,
    Commitment,
    Conversion,
    FitAtHandOver,
    Freshness,
    IfSilent,
    Objective,
    Response,
    Then,
)
from engine.model.conditions import Condition
from engine.model.durations import Duration
from engine.model.pauses import Pauses
from engine.model.volumes import PlannedNumber, Volume
from engine.reports.clauses import in_words, plain
from engine.reports.moment_words import MomentWords, listed
from engine.reports.shares import promised
from engine.reports.telling_words import when_open, who_is_told

FURTHER_STARTS = {
    Again.NEW: "A start while the clock runs belongs to it; one after it has stopped starts another.",
    Again.IGNORE: "Only the first such start of a lead counts.",
    Again.CONTINUE: "A start while the clock runs belongs to it; one after it has stopped takes the stop back, and the "
    "clock goes on as if it had been paused in between.",
}
Clocked = Response | Cadence | Acceptance


def sentences(commitment: Commitment, words: MomentWords) -> tuple[str, ...]:
    """Say what a commitment asks, from what starts it to what share of it is promised."""
    return (*_duty(commitment, words), *_settling(commitment), *_objective(commitment.objective))


def volume_sentences(volume: Volume, agreement: Agreement, party: str) -> tuple[str, ...]:
    """Say how many leads are promised, which count, and how a period is judged before it ends."""
    goal, each = volume.objective.number, volume.objective.each.value
    plan = ", as the revenue plan derives it" if isinstance(goal, PlannedNumber) else ""
    number = agreement.number_promised(volume)
    kept = " A lead counts only if what the stage requires held at that entry." if volume.only_met else ""
    return (
        f"{party} brings at least {number:,} leads to {plain(volume.stage)} in each {each}{plan}.",
        f"A lead counts once, at the first time it ever enters the stage.{kept}",
        f"Until the {each} ends, the pace is the promised number times working days gone ÷ working days, rounded down.",
    )


def fit_sentences(fit: FitAtHandOver, agreement: Agreement, party: str) -> tuple[str, ...]:
    """Say what a lead must meet when it is handed over, and when that is asked."""
    stage = next(stage for stage in agreement.stages if stage.name == agreement.hand_over)
    met = plain(stage.requires or "nothing")
    return (
        f"Each lead that {party} hands over, by entering {plain(stage.name)}, then meets what that requires: {met}.",
        "It is decided at once, for each lead handed over; what is found out later changes nothing.",
        "While a fact that decides is missing or stale at that instant, the case is unknown, neither kept nor broken.",
        *_objective(fit.objective),
    )


def freshness_sentences(freshness: Freshness, agreement: Agreement, words: MomentWords) -> tuple[str, ...]:
    """Say which fact is found out, from when on it is owed, and what ends that."""
    fact, party = agreement.fact_of(freshness), words.party
    asked = next(c.question for c in agreement.criteria if c.name == freshness.finds_out)
    field = f"the {plain(fact.field)}" + (f" (“{asked}”)" if asked else "")
    stale = f", or none that was set or confirmed in the last {fact.good_for}" if fact.good_for else ""
    held = listed((plain(s.name) for s in agreement.stages if s.held_by == freshness.owed_by and not s.final), "or")
    return (
        f"{party} finds out {field} of each lead that it holds, as it does in {held}.",
        f"A clock starts when {party} holds the lead and no value is known{stale}: at the later of the two.",
        f"{party} keeps it if by the due instant a value is known, whatever it says.",
        f"The clock is cancelled when {party} no longer holds the lead; what was overdue stays broken.",
        "Where nothing tells whether a value was known, the case is unknown, neither kept nor broken.",
        *_settling(freshness),
        *_warnings(freshness),
        *_objective(freshness.objective),
    )


def scope_words(scope: Condition | None) -> str:
    """Say which leads an agreement is about."""
    return "It is about every lead." if scope is None else f"It is about leads of which this is so: {in_words(scope)}."


def _duty(commitment: Commitment, words: MomentWords) -> Iterator[str]:
    match commitment:
        case Response():
            yield from _start(commitment, words)
            yield f"{words.party} keeps it if by the due instant {words.any_of(commitment.kept_by)}."
            if commitment.looks_back:
                yield f"An outreach that would keep it keeps it too if it was up to {commitment.looks_back} earlier."
            if commitment.every:
                yield f"That starts the next clock, with {commitment.every} each time, until the clock is cancelled."
            yield from _logged(commitment.log_within)
            yield from _pauses(commitment.pauses, words)
            yield from _end(commitment, words)
        case Cadence():
            yield from _start(commitment, words)
            yield from _attempts(commitment, words)
            yield from _logged(commitment.log_within)
            yield from _pauses(commitment.pauses, words)
            yield from _end(commitment, words)
        case Acceptance():
            yield from _start(commitment, words)
            yield from _answer(commitment, words)
            yield from _end(commitment, words)
        case Then():
            yield from _then(commitment, words)
        case Conversion():
            yield from _conversion(commitment)


def _start(commitment: Clocked, words: MomentWords) -> Iterator[str]:
    yield f"A clock starts when {words.any_of(commitment.starts)}."
    yield FURTHER_STARTS[commitment.again]


def _attempts(cadence: Cadence, words: MomentWords) -> Iterator[str]:
    asked = cadence.attempts
    spread = [f"at least {asked.at_least} times" if asked.at_least > 1 else "at least once"]
    spread += [f"on at least {asked.days} different days"] if asked.days > 1 else []
    spread += [f"through at least {asked.channels} different channels"] if asked.channels > 1 else []
    yield f"By the due instant, {words.outreach(asked.outreach)} {listed(spread, 'and')}."
    if asked.one_if_within:
        yield f"What is tried through one channel less than {asked.one_if_within} apart counts once."
    if cadence.released_by:
        yield f"It is kept early, whatever the count, when {words.any_of(cadence.released_by)}."
    yield "To give the lead back or close it before that breaks it at once, unless the reason cancels the clock."
    if cadence.then is not None:
        yield f"When the time is over without a release, the lead goes on to {plain(cadence.then)}."


def _then(then: Then, words: MomentWords) -> Iterator[str]:
    stage = plain(then.stage)
    yield f"A clock starts when the time of {plain(then.follows)} is over without a release, whatever the count."
    yield f"{words.party} keeps it if by the due instant the lead enters {stage}."
    yield f"A lead that enters {stage} earlier, after the attempts were made, keeps it at once."
    yield "The clock is cancelled when the lead leaves for another stage; what was overdue stays broken."
    yield from _warnings(then)


def _answer(acceptance: Acceptance, words: MomentWords) -> Iterator[str]:
    yield f"{words.party} accepts the lead when {words.any_of([acceptance.accept])}."
    yield (
        f"{words.party} rejects it when {words.any_of([acceptance.reject])}, for a reason that the stage lists; "
        "a rejection without one is no answer, and the clock runs on."
    )
    yield "Either, by the due instant, keeps it. What a system does is no answer."
    if acceptance.if_silent is IfSilent.BREACH:
        yield "Silence until the due instant breaks it."
    else:
        entered = listed(map(plain, acceptance.accept.stages))
        yield f"Silence until the due instant is acceptance: from then on the lead is in {entered}, marked as deemed."


def _conversion(conversion: Conversion) -> Iterator[str]:
    begins, ends = plain(conversion.from_stage), plain(conversion.to_stage)
    yield f"Each time a lead enters {begins}, it is to reach {ends}, or a stage beyond it, within the allowed time."
    yield f"It must do so before it enters {begins} again; until the time is over, a case is open."


def _end(commitment: Clocked, words: MomentWords) -> Iterator[str]:
    if commitment.cancelled_by:
        yield f"The clock is cancelled when {words.any_of(commitment.cancelled_by)}; what was overdue stays broken."
    yield from _warnings(commitment)


def _warnings(commitment: Clocked | Then | Freshness) -> Iterator[str]:
    if commitment.warn_at:
        shares = listed((f"{share} %" for share in commitment.warn_at), "and")
        yield f"The owner of the lead is warned when {shares} of the allowed time is gone."
    for tell in commitment.tells:
        who = who_is_told(tell).removeprefix("the ")
        yield f"The {who} is told when {tell.percent} % of the allowed time is gone{when_open(tell)}."


def _settling(commitment: Commitment) -> Iterator[str]:
    settles = None if isinstance(commitment, FitAtHandOver) else commitment.settles_within
    if settles is not None:
        yield (
            "What decides the allowed time and nobody knows at the start counts as known then if it is known "
            f"{settles} later; what is known at the start stays."
        )


def _logged(log_within: Duration | None) -> Iterator[str]:
    if log_within is not None:
        yield f"What is done is recorded within {log_within}; what is recorded later counts, and is marked."


def _pauses(pauses: Pauses, words: MomentWords) -> Iterator[str]:
    if pauses.sources:
        yield f"The clock stands still {', and '.join(words.pause(source) for source in pauses.sources)}."
    if pauses.budget is not None:
        yield f"All pauses of one clock together add at most {pauses.budget}."


def _objective(objective: Objective | None) -> Iterator[str]:
    if objective is None:
        yield "No share is promised: cases are judged one by one."
        return
    each = objective.each.value
    yield f"Of the cases that start in a {each}, {promised(objective.share)} are to be kept."
    if objective.min_cases > 1 and each != "year":
        wider = "quarter, then with its year" if each == "month" else "year"
        yield f"A {each} with fewer than {objective.min_cases} cases is judged with its {wider}."
