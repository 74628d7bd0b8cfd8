"""Which acceptances silence can give, and which of them must be judged before others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from engine.model.commitment_moments import moving_moments
from engine.model.commitments import Acceptance, Commitment, IfSilent
from engine.model.moments import StageEntered, StageLeft

if TYPE_CHECKING:
    from engine.model.agreements import Agreement


def silent_acceptances(agreement: Agreement) -> Iterator[Acceptance]:
    """The acceptances of a version that make an entry of their stage when nobody answers."""
    for commitment in agreement.commitments:
        if isinstance(commitment, Acceptance) and commitment.if_silent is IfSilent.DEEMED_ACCEPTED:
            yield commitment


def silences_awaited(versions: Sequence[Agreement]) -> Mapping[str, frozenset[str]]:
    """For each of these acceptances in any version, those whose silence can open or close its clocks.

    A clock that another version opened under the same name holds later starts, so that version's moments count too.
    """
    found = [acceptance for version in versions for acceptance in silent_acceptances(version)]
    named = dict.fromkeys(one.name for one in found)
    ones = [c for version in versions for c in version.commitments if c.name in named]
    return {
        name: frozenset(other.name for other in found for one in ones if one.name == name and _is_moved_by(one, other))
        for name in named
    }


def _is_moved_by(one: Commitment, other: Acceptance) -> bool:
    """An entry by silence is a moment of the first, but no decision of it; leaving a stage may be by any entry."""
    return any(
        isinstance(moment, StageLeft)
        or (isinstance(moment, StageEntered) and not set(moment.stages).isdisjoint(other.accept.stages))
        for moment in moving_moments(one)
    )


def in_turn(awaited: Mapping[str, frozenset[str]]) -> Iterator[tuple[str, ...]]:
    """Names in groups, each after those that it awaits; a circle ends it, so that its names are in no group."""
    waiting = dict(awaited)
    while ready := tuple(sorted(name for name, on in waiting.items() if on.isdisjoint(waiting))):
        yield ready
        for name in ready:
            del waiting[name]
