"""Words and facts that nobody stands for: abbreviations without a meaning, facts without somebody to find them out."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from engine.analysis.uses import within
from engine.diagnostics import warning
from engine.model.conditions import CriterionRef, FieldTest
from engine.model.written import place_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.diagnostics import Diagnostic, Location
    from engine.model.agreements import Agreement
    from engine.model.conditions import Criterion
    from engine.model.policy_set import PolicySet

ABBREVIATION = re.compile(r"\b[A-Z]{3,5}s?\b")
COUNTRIES = {"GBR", "UAE", "USA"}
OFTEN_STRESSED = (
    "AFTER ALL ALSO ALWAYS AND ANY ARE BEFORE BOTH BUT CAN EACH ELSE EVER EVERY FIRST FOR FROM HAS HAVE HER HIS INTO "
    "JUST LAST LEAST LESS MAY MORE MOST MUST NEVER NEW NONE NOR NOT NOTE NOW OLD ONCE ONE ONLY OTHER OUR OUT OVER OWN "
    "SAME SHALL SINCE SOME STILL THAN THAT THE THEIR THEN THERE THESE THEY THIS THOSE TILL TWO UNDER UNTIL UPON WAS "
    "WERE WHAT WHEN WHERE WHO WHOSE WILL WITH YES YET YOU YOUR"
)
NO_TERMS = {*OFTEN_STRESSED.split(), *COUNTRIES}
"""What is written in capitals and is no abbreviation that an agreement would define."""


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
        defined = {word.removesuffix("s") for word in known | told}
        for text, at in _texts(agreement) if glossary else ():
            for word in dict.fromkeys(ABBREVIATION.findall(text)):
                if word not in NO_TERMS and word.casefold().removesuffix("s") not in defined:
                    message = f"`{word}` is not in glossary `{agreement.glossary}`"
                    help_ = "define it under `terms`, or write it out"
                    yield warning("LP921", _inside(text, word, at), message, help_)


def _texts(agreement: Agreement) -> Iterator[tuple[str, Location | None]]:
    yield from ((stage.definition, stage.at) for stage in agreement.stages)
    yield from ((criterion.question, criterion.at) for criterion in agreement.criteria)


def _inside(text: str, word: str, otherwise: Location | None) -> Location | None:
    """Give the place of a word in a text; that of the text where it goes on below the line it begins on."""
    at = place_of(text, otherwise)
    column = at.text.find(word, at.column - 1) if at and at.text else -1
    return at if at is None or column < 0 else replace(at, column=column + 1, width=len(word))


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
