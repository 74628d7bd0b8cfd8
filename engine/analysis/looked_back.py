"""Looking back from a start: on what, and where nothing could come of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.diagnostics import Diagnostic, error
from engine.model.commitments import Response
from engine.model.moments import OutreachMade

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.model.policy_set import PolicySet


def _all(policies: PolicySet) -> Iterator[Response]:
    for agreement in policies.agreements:
        yield from (c for c in agreement.commitments if isinstance(c, Response) and c.looks_back)


def repetitions_do_not_look_back(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell commitments that repeat and look back: a repetition starts with the very outreach that it would find."""
    for commitment in _all(policies):
        if commitment.every and commitment.looks_back:
            message = f"`{commitment.name}` repeats `every: {commitment.every}`, and looks back too"
            help_ = "remove `looks_back`, or `every`: a repetition counts from the outreach before it"
            yield error("LP488", commitment.looks_back.at, message, help_)


def outreach_is_looked_back_on(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell commitments that look back though no outreach keeps them."""
    for commitment in _all(policies):
        if commitment.looks_back and not any(isinstance(m, OutreachMade) for m in commitment.kept_by):
            message = f"`{commitment.name}` looks back, but no outreach keeps it"
            help_ = "name an `outreach` under `kept_by`, or remove `looks_back`: nothing else counts before the start"
            yield error("LP489", commitment.looks_back.at, message, help_)
