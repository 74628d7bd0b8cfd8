"""Facts that settle: how long after a start they may become known, and what is then asked of them."""

from __future__ import annotations

from engine.model.commitments import Commitment, FitAtHandOver


def settling_of(commitment: Commitment) -> int | None:
    """How long after a start its facts may become known, in µs; None where they can't."""
    settles = None if isinstance(commitment, FitAtHandOver) else commitment.settles_within
    return None if settles is None else settles.microseconds


def about_criterion(name: str, settles: int = 0) -> str:
    """Name a criterion that is asked of facts that had so long to settle (µs)."""
    return f"criterion:{name}:{settles}" if settles else f"criterion:{name}"
