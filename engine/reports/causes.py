"""What can have made a verdict another: all that went into two runs and isn't the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

POLICY, DATA, TIME, ENGINE, OPTIONS = "policy", "data", "time", "engine", "options"


@dataclass(frozen=True, slots=True)
class RunSeen:
    """A run as far as it decides verdicts: all that went in, by group and name, and as of when it looked (µs UTC)."""

    label: str
    as_of: int
    went_in: Mapping[str, Mapping[str, str]]
    strict_history: bool = False


@dataclass(frozen=True, slots=True)
class Differing:
    """What went into two runs and isn't the same: the causes that there can be, with the names of what differs."""

    causes: tuple[str, ...]
    policies: tuple[str, ...]
    data: tuple[str, ...]
    versions: tuple[tuple[str, str, str], ...]

    def causes_of(self, as_before: bool | None, as_after: bool | None) -> tuple[str, ...]:  # noqa: FBT001 - two answers
        """What can have made one verdict another, by what a run between tells: the earlier policies on later records.

        Told as before by it, a verdict became another by the policy; told as after, by all else. None: no such run.
        """
        if as_before is None:
            return self.causes
        others = tuple(cause for cause in self.causes if cause != POLICY)
        return (*(() if as_after else (POLICY,)), *(() if as_before else others))


def differing(before: RunSeen, after: RunSeen) -> Differing:
    """Tell what went into two runs and isn't the same."""
    policies = _names(before, after, "policies")
    terms = _names(before, after, "terms")
    data = _names(before, after, "inputs")
    ours, theirs = (run.went_in.get("versions", {}) for run in (before, after))
    versions = tuple(
        (name, ours.get(name, ""), theirs.get(name, "")) for name in sorted({*ours, *theirs})
        if ours.get(name) != theirs.get(name)
    )  # fmt: skip
    found = {
        POLICY: bool(policies or terms),
        DATA: bool(data),
        TIME: before.as_of != after.as_of and not data,
        ENGINE: bool(versions),
        OPTIONS: before.strict_history != after.strict_history,
    }
    return Differing(tuple(cause for cause, there in found.items() if there), policies, data, versions)


def _names(before: RunSeen, after: RunSeen, group: str) -> tuple[str, ...]:
    ours, theirs = before.went_in.get(group, {}), after.went_in.get(group, {})
    return tuple(name for name in sorted({*ours, *theirs}) if ours.get(name) != theirs.get(name))
