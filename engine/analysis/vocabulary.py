"""Words and facts that nobody stands for: abbreviations without a meaning, facts without somebody to find them out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from engine.analysis.uses import within
from engine.diagnostics import warning
from engine.model.conditions import CriterionRef, FieldTest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.diagnostics import Diagnostic, Location
    from engine.model.agreements import Agreement
    from engine.model.conditions import Criterion
    from engine.model.policy_set import PolicySet

ABBREVIATION = re.compile(r"\b[A-Z]{3,}s?\b")


def abbreviations_are_defined(policies: PolicySet) -> Iterator[Diagnostic]:
    """Warn of abbreviations in definitions and questions that the agreement's glossary does not have."""
    for agreement in policies.agreements:
        glossary = policies.glossaries.get(agreement.glossary or "")
        known = {
            word.casefold()
            for term in (glossary.terms if glossary else ())
            for word in (term.term, *term.means.split())
        }
        told = {party.name.casefold() for party in agreement.parties}
        for text, at in _texts(agreement) if glossary else ():
            for word in dict.fromkeys(ABBREVIATION.findall(text)):
                if word.casefold().removesuffix("s") not in {k.removesuffix("s") for k in known | told}:
                    message = f"`{word}` is not in glossary `{agreement.glossary}`"
                    yield warning("LP921", at, message, "define it under `terms`, or write it out")


def _texts(agreement: Agreement) -> Iterator[tuple[str, Location | None]]:
    yield from ((stage.definition, stage.at) for stage in agreement.stages)
    yield from ((criterion.question, criterion.at) for criterion in agreement.criteria)


def required_facts_have_an_owner(policies: PolicySet) -> Iterator[Diagnostic]:
    """Warn of facts that a stage requires and that nobody finds out, in agreements that say of others who does."""
    for agreement in policies.agreements:
        criteria = {criterion.name: criterion for criterion in agreement.criteria}
        if not any(criterion.found_out for criterion in agreement.criteria):
            continue
        left, seen = [stage.requires for stage in agreement.stages if stage.requires], set[str]()
        while left:
            criterion = criteria[left.pop(0)]
            if criterion.name in seen or criterion.found_out:
                continue
            seen.add(criterion.name)
            if any(isinstance(part, FieldTest) for part in within(criterion.condition)):
                message = f"nobody finds out what `{criterion.name}` asks for, which a stage requires"
                yield warning(
                    "LP922", criterion.at, message, "add `found_out`: which party finds it out, and through what"
                )
            left += _asked_by(criterion)


def _asked_by(criterion: Criterion) -> list[str]:
    return [part.criterion for part in within(criterion.condition) if isinstance(part, CriterionRef)]
