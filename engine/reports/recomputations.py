"""A past run made again: which of its files came out the same, byte for byte."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.reports.runs import RunView


@dataclass(frozen=True, slots=True)
class RecomputationView:
    """An entry of a ledger, made again. Files by name: the same, changed, not made now, made now only.

    `versions` are those that are others today, with both; exit codes are those of then and now. `verdicts` counts the
    clocks told otherwise, None where the ledger doesn't keep those of then.
    """

    number: int
    run: RunView
    same: tuple[str, ...]
    changed: tuple[str, ...]
    missing: tuple[str, ...]
    further: tuple[str, ...]
    versions: tuple[tuple[str, str, str], ...]
    exit_codes: tuple[int, int]
    verdicts: int | None

    @property
    def reproduced(self) -> bool:
        """Every file came out again as the run wrote it, and nothing else did."""
        return not (self.changed or self.missing or self.further) and self.exit_codes[0] == self.exit_codes[1]

    @property
    def sound(self) -> bool:
        """It was reproduced, and what it was held against is what an attester signed, or was never signed."""
        return self.reproduced and not (self.run.is_signed and self.run.void_because)


@dataclass(frozen=True, slots=True)
class RunLeft:
    """What a run left: the digest of each file by name, the versions it was made with, its exit code."""

    made: Mapping[str, str]
    versions: Mapping[str, str]
    exit_code: int


def recomputation(number: int, run: RunView, then: RunLeft, now: RunLeft, verdicts: int | None) -> RecomputationView:
    """Hold what a run left against what it leaves today."""
    names, others = then.made, now.made
    return RecomputationView(
        number=number,
        run=run,
        same=tuple(name for name in names if names[name] == others.get(name)),
        changed=tuple(name for name in names if name in others and names[name] != others[name]),
        missing=tuple(name for name in names if name not in others),
        further=tuple(name for name in others if name not in names),
        versions=tuple((n, then.versions.get(n, ""), v) for n, v in now.versions.items() if then.versions.get(n) != v),
        exit_codes=(then.exit_code, now.exit_code),
        verdicts=verdicts,
    )
