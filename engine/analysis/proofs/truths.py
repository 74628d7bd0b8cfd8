"""The truths that a condition can still have, as bits: met, not met, unknown."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

MET, NOT_MET, UNKNOWN = 1, 2, 4
ANY = MET | NOT_MET | UNKNOWN


def truth_bit(value: bool | None) -> int:  # noqa: FBT001 - the truth itself, not a flag
    """Give the bit of one truth; None is unknown."""
    if value is None:
        return UNKNOWN
    return MET if value else NOT_MET


def negated(truths: int) -> int:
    """Give the truths of `not`: unknown stays unknown."""
    return (truths & UNKNOWN) | (NOT_MET if truths & MET else 0) | (MET if truths & NOT_MET else 0)


def every(parts: Iterable[int]) -> int:
    """Give the truths of `all` over parts that don't depend on each other; an upper bound where they do."""
    met, refuted, open_, not_refuted = True, False, False, True
    for truths in parts:
        met = met and bool(truths & MET)
        refuted = refuted or bool(truths & NOT_MET)
        open_ = open_ or bool(truths & UNKNOWN)
        not_refuted = not_refuted and bool(truths & (MET | UNKNOWN))
    return (MET if met else 0) | (NOT_MET if refuted else 0) | (UNKNOWN if open_ and not_refuted else 0)


def some(parts: Iterable[int]) -> int:
    """Give the truths of `any`."""
    return negated(every(negated(truths) for truths in parts))
