"""Random policies of which none is at fault for silence that moves itself."""

from __future__ import annotations

from dataclasses import replace

from engine.model.agreements import Agreement
from engine.model.commitments import Acceptance, Commitment, IfSilent
from engine.model.silences import in_turn, silences_awaited


def without_circles(versions: list[Agreement]) -> list[Agreement]:
    """Silence that would start or cancel itself is a fault of a policy; here it breaks the promise instead."""
    awaited = silences_awaited(versions)
    if {name for some in in_turn(awaited) for name in some} == set(awaited):
        return versions
    return [replace(v, commitments=tuple(map(without_silence, v.commitments))) for v in versions]


def without_silence(commitment: Commitment) -> Commitment:
    return replace(commitment, if_silent=IfSilent.BREACH) if isinstance(commitment, Acceptance) else commitment
