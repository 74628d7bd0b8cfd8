"""Single clocks as reports list them: broken ones, open ones, and those that cannot be judged."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from functools import cache

from engine.evaluation.results import Results, Row
from engine.model.agreements import Agreement
from engine.model.commitments import Cadence, Commitment
from engine.model.durations import MINUTE, Allowed
from engine.model.repetitions import all_rows
from engine.reports.instants import Instant, Length, instant, length
from engine.reports.owner_shares import OwnerShare, Shares, share_of_one

NO_SHARES: Shares = {}


@dataclass(frozen=True, slots=True)
class Case:
    """One clock. `attempts` and `promised_attempts` are for cadences; `owner` None is unassigned.

    `late` is the time past due in the clock's own measure where that says something, else on the
    wall; `left` is that of a clock that stands still in the clock's own measure, else on the wall;
    `paused_for` is how long it stood still, in its own measure; `due_last` differs from `due` only
    where the due instant is not known exactly; `shares` are those of a broken clock's owners.
    """

    lead_id: str
    commitment: str
    version: str
    state: str
    reason: str
    owner: str | None
    team: str | None
    started: Instant
    due: Instant | None
    due_last: Instant | None
    done: Instant | None
    late: Length | None
    late_on_the_wall: Length | None
    elapsed: Length | None
    left: Length | None
    paused_for: Length | None
    attempts: int | None
    promised_attempts: int | None
    policy_line: str
    clock_id: str
    shares: tuple[OwnerShare, ...] = ()


def cases(results: Results, relation: str, agreement: str) -> tuple[Case, ...]:
    """Give the clocks of an agreement in a relation shaped like `clocks`, in its order."""
    rows = (row for row in results.relations.rows(relation) if row["policy"] == agreement)
    return tuple(cases_of(results, rows))


def cases_of(results: Results, rows: Iterable[Row], shares: Shares = NO_SHARES) -> Iterable[Case]:
    """Turn rows of `clocks` into cases, each by the version and the policy line that judged it."""
    clause = _clauses(results)
    for row in rows:
        agreement, commitment = clause(row["policy"], row["version"], row["commitment"])
        case = _case(results, row, agreement, commitment)
        yield replace(case, shares=shares.get(case.clock_id) or share_of_one(row))


def cases_counted_in(
    spans: Collection[tuple[str, str]], results: Results, rows: Iterable[Row], shares: Shares = NO_SHARES
) -> tuple[Case, ...]:
    """The cases among rows of clocks that started in one of these periods under the version that judged it.

    Earlier ones are counted, not listed. Whoever adds up the list finds the figures of the same periods.
    """
    counted = set(spans)
    each = ("month", "quarter", "year")
    started = (row for row in rows if any((row[span], row["version"]) in counted for span in each))
    return tuple(cases_of(results, started, shares))


def allowed_time(commitment: Commitment, row_no: int | None) -> Allowed | None:
    """Give the time that a row of the commitment allows; None where no row was chosen or it is exempt."""
    rows = all_rows(commitment)
    return rows[row_no].allowed if row_no is not None and 0 <= row_no < len(rows) else None


def policy_line(results: Results, node: str | None, commitment: Commitment) -> str:
    """Say where the clause that judged a clock is written: its row, else the commitment itself."""
    place = results.locations.get(node or "") or commitment.at
    return place.line_reference if place else ""


def _clauses(results: Results) -> Callable[[str, str, str], tuple[Agreement, Commitment]]:
    versions = {(a.name, a.version): a for a in results.policies.agreements}

    @cache
    def clause(policy: str, version: str, commitment: str) -> tuple[Agreement, Commitment]:
        agreement = versions.get((policy, version)) or results.policies.versions_of(policy)[0]
        named = {c.name: c for a in (*results.policies.versions_of(policy), agreement) for c in a.commitments}
        return agreement, named[commitment]

    return clause


def _case(results: Results, row: Row, agreement: Agreement, commitment: Commitment) -> Case:
    zone, allowed = agreement.zone, allowed_time(commitment, row["row_no"])
    working = bool(allowed and allowed.unit.needs_calendar)
    due, stopped = instant(row["due_at"], zone), instant(row["stopped_at"], zone)
    left = due.at - results.identity.as_of if due and stopped is None else None
    return Case(
        lead_id=row["lead_id"],
        commitment=row["commitment"],
        version=row["version"],
        state=row["state"],
        reason=row["reason"],
        owner=row["owner"],
        team=row["team"],
        started=Instant(row["started_at"], zone),
        due=due,
        due_last=instant(row["due_last"], zone),
        done=stopped,
        late=_late(row["late_by"], row["elapsed"], allowed),
        late_on_the_wall=length(row["late_by"]),
        elapsed=length(row["elapsed"], working=working),
        left=length(row["remaining"], working=working) or length(left if left is not None and left >= 0 else None),
        paused_for=length(row["paused_for"] or None, working=working),
        attempts=row["attempts"],
        promised_attempts=commitment.attempts.at_least if isinstance(commitment, Cadence) else None,
        policy_line=policy_line(results, row["node"], commitment),
        clock_id=row["clock_id"],
    )


def _late(late_by: int | None, elapsed: int | None, allowed: Allowed | None) -> Length | None:
    """Prefer working time past the window; a minute or less of it (due at closing, done before opening) says little."""
    if late_by is None:
        return None
    if allowed and allowed.unit.while_open and allowed.microseconds is not None and elapsed is not None:
        over = elapsed - allowed.microseconds
        if over > MINUTE:
            return Length(over, working=True)
    return Length(late_by)
