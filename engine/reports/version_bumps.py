"""Which version a change asks for: a major one where the terms changed, so that both heads sign again.

What is said beside the terms may have a patch version and needs none: every signature stays valid.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Bump(StrEnum):
    """How far a version must rise."""

    MAJOR = "major"
    PATCH = "patch"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class VersionBump:
    """The bump that a change needs, and whether the versions before and after show it."""

    before: str
    after: str
    needed: Bump
    made: bool


def bump_of(before: str, after: str, *, changed: bool, terms_changed: bool) -> VersionBump:
    """Hold two versions (`2.1.0`) against what became of the text between them; a version that fell is never enough.

    `terms_changed`: the digest that is signed is another one, the version's number and start apart.
    """
    old, new = (tuple(map(int, version.split("."))) for version in (before, after))
    if terms_changed:
        return VersionBump(before, after, Bump.MAJOR, new[0] > old[0])
    return VersionBump(before, after, Bump.PATCH if changed else Bump.NONE, new >= old)
