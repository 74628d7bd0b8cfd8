"""What follows a cadence, and what would make it follow in vain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.diagnostics import Diagnostic, error
from engine.model.commitments import Cadence
from engine.model.moments import StageEntered
from engine.model.written import place_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.model.policy_set import PolicySet


def what_follows_ends_nothing(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell cadences that the stage which follows them also releases or cancels, whatever the reason."""
    for cadence in (c for agreement in policies.agreements for c in agreement.commitments if isinstance(c, Cadence)):
        for key, moments in (("released_by", cadence.released_by), ("cancelled_by", cadence.cancelled_by)):
            entered = [m for m in moments if isinstance(m, StageEntered) and not m.reasons]
            if cadence.then is not None and any(cadence.then in moment.stages for moment in entered):
                message = f"`{cadence.then}` follows `{cadence.name}` and stands under its `{key}` too"
                help_ = f"take it out of `{key}`: who owes the attempts could end them by entering it"
                yield error("LP530", place_of(cadence.then, cadence.at), message, help_)
