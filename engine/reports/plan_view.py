"""What a change of policies would have done to the leads that there are, as a plan shows it."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.reports.changes import ChangesView
from engine.reports.instants import Instant
from engine.reports.shares import Share, Tally
from engine.reports.volumes import VolumePeriod
from engine.reports.work import HoursAWeek, Work

OUTCOMES = ("kept", "broken", "open", "unknown", "left_out", "none")
"""What a clock comes to; `left_out` is in no share (cancelled, exempt, waived, not applicable), `none` is no clock."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a promise stands on one side, over all periods of a version: its terms, its share, its periods by verdict.

    A period of too few cases is told as the wider one that decides in its place.
    """

    party: str
    objective: str | None
    allowed: tuple[str, ...]
    share: Share
    tally: Tally
    periods: tuple[tuple[str, int], ...]
    policy_line: str = field(compare=False)


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of one clock on one side, and by which words.

    `rule` is the row of allowed times, or what a lead handed over must meet; `missing` names facts that decide.
    """

    state: str
    reason: str
    due: Instant | None
    done: Instant | None
    attempts: int | None
    rule: str
    missing: str
    policy_line: str


@dataclass(frozen=True, slots=True)
class TurnedCase:
    """A clock that comes to something else; `owner` is that after the change, None is nobody."""

    lead_id: str
    clock_id: str
    started: Instant
    owner: str | None
    before: Judged | None
    after: Judged | None


@dataclass(frozen=True, slots=True)
class Turn:
    """Clocks that were one thing and become another; `cases` are the latest of them."""

    was: str
    becomes: str
    clocks: int
    cases: tuple[TurnedCase, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A value of a dimension (owner, team, a segment) on both sides; None is a value that is not known."""

    dimension: str
    value: str | None
    before: Share
    after: Share


@dataclass(frozen=True, slots=True)
class AtObjective:
    """How many periods would come to which verdict if this share were promised."""

    objective: str
    periods: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """The promise with another number: the share that would have been kept, and what objectives would have come to.

    `stands` tells in which of before and after this very number is promised to every case that has one.
    """

    number: str
    stands: tuple[str, ...]
    share: Share
    tally: Tally
    at: tuple[AtObjective, ...]


@dataclass(frozen=True, slots=True)
class ReplayedCommitment:
    """One promise before and after; None is a side that does not have it."""

    name: str
    title: str
    kind: str
    before: Standing | None
    after: Standing | None
    turns: tuple[Turn, ...]
    parts: tuple[Part, ...]
    trials: tuple[Trial, ...]

    @property
    def turned(self) -> int:
        """How many clocks come to something else."""
        return sum(turn.clocks for turn in self.turns)

    @property
    def newly_unknown(self) -> int:
        """How many clocks are unknown that were not."""
        return sum(turn.clocks for turn in self.turns if turn.becomes == "unknown")


@dataclass(frozen=True, slots=True)
class ReplayedVolume:
    """The periods of a volume that come to something else."""

    name: str
    title: str
    periods: tuple[tuple[VolumePeriod | None, VolumePeriod | None], ...]


@dataclass(frozen=True, slots=True)
class ReplayedParty:
    """A party's share over all its promises."""

    name: str
    before: Share
    after: Share


@dataclass(frozen=True, slots=True)
class Signing:
    """What becomes of signatures: `voided` are those that count today and won't, `to_sign` the roles that must."""

    voided: tuple[tuple[str, str], ...]
    to_sign: tuple[str, ...]
    same_terms: bool


@dataclass(frozen=True, slots=True)
class Notice:
    """The notice that the version in force asks for, when a change could begin if given now, and when it does."""

    period: str
    earliest: Instant | None
    begins: Instant
    kept: bool | None


@dataclass(frozen=True, slots=True)
class ReplayedVersion:
    """A version and what stands in its place, over the clocks that started since `starts`.

    `as_if_since`: the version after is judged from `starts` on although it begins at `begins`. `leads` are those of
    which some clock turns.
    """

    before: str | None
    after: str | None
    starts: Instant
    begins: Instant | None
    as_if: bool
    passed_over: tuple[str, ...]
    parties: tuple[ReplayedParty, ...]
    commitments: tuple[ReplayedCommitment, ...]
    volumes: tuple[ReplayedVolume, ...]
    work: tuple[Work, ...]
    leads: int
    signing: Signing | None
    notice: Notice | None
    hours: tuple[HoursAWeek, ...] = ()

    @property
    def turned(self) -> int:
        """How many clocks come to something else."""
        return sum(commitment.turned for commitment in self.commitments)

    @property
    def differs(self) -> bool:
        """True where the change touches anything of it, or other numbers were asked for."""
        told = self.turned or self.volumes or any(c.before != c.after or c.trials for c in self.commitments)
        return self.before != self.after or self.other_terms or bool(told)

    @property
    def other_terms(self) -> bool:
        """True where the same version says something else."""
        return self.signing is not None and not self.signing.same_terms


@dataclass(frozen=True, slots=True)
class ReplayedAgreement:
    """An agreement whose versions were replayed; disconnects are (title, before, after) where they differ."""

    name: str
    title: str
    versions: tuple[ReplayedVersion, ...]
    disconnects: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class PlanView:
    """The whole plan. `same_records`: both sides judged the same rows, read alike.

    `worse` says in sentences what gets worse; `rows_lost` is how many more rows can't be read after the change.
    `is_first`: nothing was agreed before, so that nothing was replayed.
    """

    changes: ChangesView
    as_of: Instant
    agreements: tuple[ReplayedAgreement, ...]
    same_records: bool
    rows_lost: int
    clocks: int
    worse: tuple[str, ...]
    is_first: bool = False

    @property
    def newly_unknown(self) -> int:
        """How many clocks are unknown that were not."""
        return sum(c.newly_unknown for a in self.agreements for v in a.versions for c in v.commitments)
