"""Claims that one criterion implies another: proved, or refuted by a lead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.analysis.proofs.questions import can_be
from engine.analysis.proofs.search import Verdict
from engine.analysis.proofs.solver import is_there
from engine.analysis.proofs.truths import MET, NOT_MET, UNKNOWN
from engine.analysis.uses import with_schema
from engine.diagnostics import warning
from engine.model.conditions import CriterionRef
from engine.model.written import place_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from engine.analysis.proofs.questions import Answer
    from engine.diagnostics import Diagnostic, Location
    from engine.model.policy_set import PolicySet


def claims_hold(policies: PolicySet) -> Iterator[Diagnostic]:
    """Warn of claims that a lead refutes: it meets the one criterion, and not the other."""
    for at, one, other, answers in _claims(policies):
        refuting = next(((a, end) for a, end in answers if a.verdict is Verdict.POSSIBLE), None)
        if refuting is not None:
            message = f"`{one}` does not imply `{other}`, which is {refuting[1]} for a lead with {refuting[0].example}"
            yield warning("LP911", at, message, f"let `{one}` ask for what is missing, or withdraw the claim")


def claims_are_decided(policies: PolicySet) -> Iterator[Diagnostic]:
    """Warn of claims that could be neither proved nor refuted."""
    for at, one, other, answers in _claims(policies):
        verdicts = {answer.verdict for answer, _ in answers}
        if Verdict.POSSIBLE not in verdicts and Verdict.UNDECIDED in verdicts:
            message = f"whether `{one}` implies `{other}` is not decided"
            alike = "write lengths of time in one unit, or claim less at once"
            help_ = alike if is_there() else f"install `leadpact[proofs]`, which decides more; or {alike}"
            yield warning("LP912", at, message, help_)


def _claims(
    policies: PolicySet,
) -> Iterator[tuple[Location | None, str, str, Sequence[tuple[Answer, str]]]]:
    """Give each claim with what came of it: whether the other can be not met, and whether it can be unknown."""
    for agreement, schema in with_schema(policies):
        scope = [(agreement.scope, MET)] if agreement.scope else []
        for criterion in agreement.criteria:
            for implied in criterion.implies:
                both = [*scope, (criterion.condition, MET)]
                asked = ((NOT_MET, "not met"), (UNKNOWN, "unknown"))
                answers = [
                    (can_be(agreement, schema, [*both, (CriterionRef(implied), truth)]), word) for truth, word in asked
                ]
                yield place_of(implied, criterion.at), criterion.name, implied, answers
