"""What one party owes the other: response, cadence, acceptance, conversion, fit, freshness, their objectives."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from engine.diagnostics import Location
from engine.model.durations import Duration, Unit
from engine.model.moments import Decision, Moment, OutreachMade
from engine.model.pauses import NEVER_PAUSED, Pauses
from engine.model.tells import Tell
from engine.model.window_rows import WindowRow


class Again(StrEnum):
    """What a start after a stop does: opens a new cycle, nothing, or takes the stop back, so that the clock goes on."""

    NEW = "new"
    IGNORE = "ignore"
    CONTINUE = "continue"


class Period(StrEnum):
    """The span over which an objective is judged, in the policy's zone."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Objective:
    """The share promised (a fraction of 1) of the clocks started in each period, if at least `min_cases`."""

    share: Fraction
    each: Period
    min_cases: int = 1
    at: Location | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Response:
    """The owing party acts within the allowed time of the start. `warn_at` in percent, rising.

    With `every` each stop starts the next cycle, for which that much time is allowed. With `looks_back` outreach keeps
    a clock that starts no more than that after it. Outreach recorded later than `log_within` counts, and is marked.
    What rows ask for and nobody knows at the start counts as if it had been known, if it is so `settles_within` of it.
    """

    name: str
    owed_by: str
    title: str
    starts: tuple[Moment, ...]
    again: Again
    kept_by: tuple[Moment, ...]
    cancelled_by: tuple[Moment, ...]
    rows: tuple[WindowRow, ...]
    calendar: str | None
    warn_at: tuple[int, ...]
    objective: Objective | None
    pauses: Pauses = NEVER_PAUSED
    every: Duration | None = None
    looks_back: Duration | None = None
    log_within: Duration | None = None
    tells: tuple[Tell, ...] = ()
    settles_within: Duration | None = None
    at: Location | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Attempts:
    """How many outreaches, on how many distinct days and channels; closer than `one_if_within` is one."""

    at_least: int
    outreach: OutreachMade
    days: int = 1
    channels: int = 1
    one_if_within: Duration | None = None
    at: Location | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Cadence:
    """The owing party makes the attempts within the allowed time, unless the lead releases it.

    `then` is the stage that follows, as a commitment of its own (`Then`): to enter it before the attempts are made is
    giving up.
    """

    name: str
    owed_by: str
    title: str
    starts: tuple[Moment, ...]
    again: Again
    attempts: Attempts
    released_by: tuple[Moment, ...]
    cancelled_by: tuple[Moment, ...]
    rows: tuple[WindowRow, ...]
    calendar: str | None
    warn_at: tuple[int, ...]
    objective: Objective | None
    pauses: Pauses = NEVER_PAUSED
    log_within: Duration | None = None
    then: str | None = None
    tells: tuple[Tell, ...] = ()
    settles_within: Duration | None = None
    at: Location | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Then:
    """The owing party moves a lead on to a stage after a cadence that ended without release.

    A commitment of its own, read from the cadence's `then`. Its clock starts where the cadence's time ends,
    and is judged by the version of the cadence that it follows.
    """

    name: str
    owed_by: str
    title: str
    follows: str
    stage: str
    rows: tuple[WindowRow, ...]
    calendar: str | None
    warn_at: tuple[int, ...]
    objective: Objective | None
    tells: tuple[Tell, ...] = ()
    settles_within: Duration | None = None
    at: Location | None = field(default=None, compare=False, repr=False)


def name_of_then(cadence: str) -> str:
    """Name what follows a cadence; for its dot nothing else can bear that name."""
    return f"{cadence}.then"


class IfSilent(StrEnum):
    """What becomes of a lead that nobody accepted or rejected in time."""

    BREACH = "breach"
    DEEMED_ACCEPTED = "deemed_accepted"


@dataclass(frozen=True, slots=True)
class Acceptance:
    """A person of the owing party accepts or rejects the lead within the allowed time of the start."""

    name: str
    owed_by: str
    title: str
    starts: tuple[Moment, ...]
    again: Again
    accept: Decision
    reject: Decision
    if_silent: IfSilent
    cancelled_by: tuple[Moment, ...]
    rows: tuple[WindowRow, ...]
    calendar: str | None
    warn_at: tuple[int, ...]
    objective: Objective | None
    tells: tuple[Tell, ...] = ()
    settles_within: Duration | None = None
    at: Location | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Conversion:
    """Of the entries of one stage, the share that reach another (or one beyond it) within the allowed time."""

    name: str
    owed_by: str
    title: str
    from_stage: str
    to_stage: str
    rows: tuple[WindowRow, ...]
    calendar: str | None
    objective: Objective | None
    settles_within: Duration | None = None
    at: Location | None = field(default=None, compare=False, repr=False)


AT_ONCE = (WindowRow(None, Duration(0, Unit.MINUTES)),)


@dataclass(frozen=True, slots=True)
class FitAtHandOver:
    """Of the leads handed over, the share that met what the hand-over stage requires, at that very instant."""

    name: str
    owed_by: str
    title: str
    objective: Objective | None
    rows: tuple[WindowRow, ...] = AT_ONCE
    calendar: str | None = None
    at: Location | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Freshness:
    """While the owing party holds the lead, it finds out what the criterion `finds_out` asks for and nobody knows."""

    name: str
    owed_by: str
    title: str
    finds_out: str
    rows: tuple[WindowRow, ...]
    calendar: str | None
    warn_at: tuple[int, ...]
    objective: Objective | None
    tells: tuple[Tell, ...] = ()
    settles_within: Duration | None = None
    at: Location | None = field(default=None, compare=False, repr=False)


Commitment = Response | Cadence | Then | Acceptance | Conversion | FitAtHandOver | Freshness
KINDS: dict[type[Commitment], str] = {
    Response: "response",
    Cadence: "cadence",
    Then: "then",
    Acceptance: "acceptance",
    Conversion: "conversion",
    FitAtHandOver: "fit_at_hand_over",
    Freshness: "freshness",
}


def kind_of(commitment: Commitment) -> str:
    """Name the kind as policies do."""
    return KINDS[type(commitment)]
