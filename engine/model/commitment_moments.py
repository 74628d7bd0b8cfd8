"""Which moments a commitment names: those that open and close its clocks, and all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.model.commitments import (
    Acceptance,
    Cadence,
    Commitment,
    Conversion,
    FitAtHandOver,
    Freshness,
    Response,
    Then,
)

if TYPE_CHECKING:
    from engine.model.moments import Moment


def moving_moments(commitment: Commitment) -> tuple[Moment, ...]:
    """What opens or closes a clock by itself: starts, stops and cancellations. The others name stages instead."""
    match commitment:
        case Response():
            return (*commitment.starts, *commitment.kept_by, *commitment.cancelled_by)
        case Cadence():
            return (*commitment.starts, *commitment.released_by, *commitment.cancelled_by)
        case Acceptance():
            return (*commitment.starts, commitment.accept, commitment.reject, *commitment.cancelled_by)
        case Conversion() | FitAtHandOver() | Then() | Freshness():
            return ()


def moments_named(commitment: Commitment) -> tuple[Moment, ...]:
    """Those that move its clocks, those that pause them, and the outreach that a cadence counts."""
    pausing = commitment.pauses.moments if isinstance(commitment, Response | Cadence) else ()
    counted = (commitment.attempts.outreach,) if isinstance(commitment, Cadence) else ()
    return (*moving_moments(commitment), *pausing, *counted)
