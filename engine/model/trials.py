"""Trials: what a version judges before it binds, told apart from what it judges afterwards.

Until `binding_from` a version judges as a version of its own, so that no figure is made of both: neither pooled, nor
counted in an exit code.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from engine.model.agreements import Agreement
from engine.model.policy_set import PolicySet

TRIAL = " (trial)"
"""What the version of a trial adds to its number; for its space nobody can write such a version."""


def is_trial(version: str) -> bool:
    """Whether what this version judged would have been so, had it been binding."""
    return version.endswith(TRIAL)


def whole_version(version: str) -> str:
    """The version as it is written, of a trial too."""
    return version.removesuffix(TRIAL)


def trials_apart(policies: PolicySet) -> PolicySet:
    """Cut each version that binds later than it starts at the instant from which it does."""
    versions = [*policies.agreements, None]
    cut = [part for one, following in pairwise(versions) if one is not None for part in _parts(one, following)]
    return replace(policies, agreements=tuple(cut))


def _parts(version: Agreement, following: Agreement | None) -> Iterator[Agreement]:
    binds = version.binding_from
    if binds is None or binds <= version.starts:
        yield version
        return
    ends = following.starts if following is not None and following.name == version.name else version.ends
    trial = replace(version, version=version.version + TRIAL)
    if ends is not None and binds >= ends:
        yield trial
        return
    yield replace(trial, ends=None)
    yield replace(version, starts=binds)


def trials_joined(policies: PolicySet) -> PolicySet:
    """The versions as they are written, from those that were cut."""
    whole: dict[str, Agreement] = {}
    for version in policies.agreements:
        one = replace(version, version=whole_version(version.version))
        first = whole.get(one.id)
        whole[one.id] = one if first is None else replace(first, ends=one.ends)
    return replace(policies, agreements=tuple(whole.values()))
