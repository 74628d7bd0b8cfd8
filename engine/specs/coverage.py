"""Which outcomes of the policies some scenario has demanded: a criterion's three, a commitment's states, its rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.diagnostics import Location
from engine.evaluation.results import Row
from engine.model.agreements import Agreement
from engine.model.commitments import Acceptance, Commitment, FitAtHandOver, Freshness, IfSilent, Response
from engine.model.policy_set import PolicySet
from engine.model.trials import whole_version

TRUTH = {True: "met", False: "not met", None: "unknown"}
OPEN = {"running", "at_risk", "paused"}
SECOND = 1_000_000
LAST_SECOND, NEXT_SECOND = "at due", "just after due"


@dataclass(frozen=True, slots=True)
class Outcome:
    """Something that can become of a lead under a version: `of` is criteria or commitments."""

    version: str
    of: str
    name: str
    what: str


@dataclass(frozen=True, slots=True)
class Expected:
    """An outcome that a scenario should show, and the policy line it belongs to."""

    outcome: Outcome
    at: Location | None


def latest(policies: PolicySet) -> tuple[Agreement, ...]:
    """The last version of each agreement: earlier ones were tested when they were the last."""
    return tuple({agreement.name: agreement for agreement in policies.agreements}.values())


def expected(agreements: Sequence[Agreement]) -> tuple[Expected, ...]:
    """Everything that can come out, in the order of the policies."""
    return tuple(one for agreement in agreements for one in _of_agreement(agreement))


def of_criterion(row: Row) -> Iterator[Outcome]:
    """What a criterion came to."""
    yield Outcome(written_id(row), "criteria", row["criterion"], TRUTH[row["truth"]])


def of_clock(row: Row, as_of: int, *, state_demanded: bool) -> Iterator[Outcome]:
    """Which row was chosen, whether the clock stopped or was asked for within a second of due, and its state."""
    version, name = written_id(row), row["commitment"]
    yield Outcome(version, "commitments", name, _row(row["row_no"]))
    if state_demanded:
        yield Outcome(version, "commitments", name, "open" if row["state"] in OPEN else row["state"])
    if row["due_at"] is not None:
        moment = as_of if row["stopped_at"] is None else row["stopped_at"]
        if 0 <= row["due_at"] - moment <= SECOND:
            yield Outcome(version, "commitments", name, LAST_SECOND)
        if 0 < moment - row["due_at"] <= SECOND:
            yield Outcome(version, "commitments", name, NEXT_SECOND)


def _of_agreement(agreement: Agreement) -> Iterator[Expected]:
    for criterion in agreement.criteria:
        for what in TRUTH.values():
            yield Expected(Outcome(agreement.id, "criteria", criterion.name, what), criterion.at)
    for commitment in agreement.commitments:
        for what in _outcomes(commitment):
            yield Expected(Outcome(agreement.id, "commitments", commitment.name, what), commitment.at)
        for number, row in enumerate(commitment.rows if len(commitment.rows) > 1 else ()):
            yield Expected(Outcome(agreement.id, "commitments", commitment.name, _row(number)), row.at)


def _outcomes(commitment: Commitment) -> tuple[str, ...]:
    """What can become of a clock; only an answer can be late, and what silence accepts is never broken."""
    match commitment:
        case FitAtHandOver():
            return ("kept", "breached")
        case Acceptance(if_silent=IfSilent.DEEMED_ACCEPTED):
            return ("kept", "open", LAST_SECOND, NEXT_SECOND)
        case Response() | Acceptance() | Freshness():
            return ("kept", "late", "breached", "open", LAST_SECOND, NEXT_SECOND)
        case _:
            return ("kept", "breached", "open", LAST_SECOND, NEXT_SECOND)


def _row(number: int) -> str:
    return f"row {number + 1}"


def written_id(row: Row) -> str:
    """Which version judged, as it is written: what it shows while it is on trial, it shows."""
    return f"{row['policy']}@{whole_version(row['version'])}"
