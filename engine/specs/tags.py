"""Tags that would let a scenario pass without checking: pytest makes a mark of each, and obeys those that it knows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from engine.diagnostics import Diagnostic, error
from engine.specs.feature_files import FeatureFile

if TYPE_CHECKING:
    from pytest_bdd.gherkin_parser import GherkinDocument, Scenario, Tag

SKIPPED, EXPECTED_TO_FAIL = "LP781", "LP782"
HOW = {
    "skip": (SKIPPED, "would be skipped"),
    "skipif": (SKIPPED, "would be skipped"),
    "xfail": (EXPECTED_TO_FAIL, "would pass by failing"),
}


def unchecked(file: FeatureFile) -> Iterator[Diagnostic]:
    """Each scenario that a tag of its own, or of what it stands in, lets pass: told where the tag stands."""
    for scenario, tags in _tagged(file.document):
        for tag in tags:
            code, what = HOW.get(tag.name.lstrip("@"), ("", ""))
            if code:
                message = f"the scenario `{scenario.name}` {what}"
                help_ = f"remove `{tag.name}`, and the scenario if it is to check nothing"
                yield error(code, file.at(tag.location.line), message, help_)


def _tagged(document: GherkinDocument) -> Iterator[tuple[Scenario, Iterable[Tag]]]:
    feature = document.feature
    for child in feature.children:
        above = [*feature.tags, *(child.rule.tags if child.rule else ())]
        for one in [child, *(child.rule.children if child.rule else ())]:
            if one.scenario:
                rows = (tag for examples in one.scenario.examples for tag in examples.tags)
                yield one.scenario, [*above, *one.scenario.tags, *rows]
