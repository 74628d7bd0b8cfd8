"""What would make scenarios pass that check nothing: every such place is told, with a code of its own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from engine.diagnostics import Diagnostic, Diagnostics, Location, error, in_order
from engine.specs.feature_files import FeatureFile, nearly_a_step
from engine.specs.nearly import keyword_meant, step_meant
from engine.specs.step_definitions import StepDefinition, defined_by
from engine.specs.tags import unchecked

if TYPE_CHECKING:
    from pytest_bdd.parser import ScenarioTemplate, Step

NO_STEPS, NEVER_ASKS, UNDEFINED, UNUSED = "LP772", "LP773", "LP774", "LP775"
AFTER_THE_LAST, NOT_LOADED, COLUMNS, SAME_TITLE, TWO_MEANINGS = "LP776", "LP777", "LP778", "LP779", "LP780"
HOLE = re.compile(r"<(\w[^<>]*)>")
Called = Callable[[Path], str]


def faults_of(files: Sequence[FeatureFile], known: Sequence[StepDefinition]) -> Diagnostics:
    """Everything in the files that would run nothing, ask nothing, or mean nothing."""
    steps = tuple(known)
    found = (
        fault for file in files for fault in chain(_of_file(file, steps), unchecked(file), *_of_scenarios(file, steps))
    )
    return in_order(found)


def unused_steps(files: Sequence[FeatureFile], known: Sequence[StepDefinition], called: Called) -> Iterator[Diagnostic]:
    """The steps of the repository's own that no scenario uses."""
    written = [step for file in files for scenario in _scenarios(file) for step in said(scenario)]
    for one in known:
        if not one.is_shipped and not any(one.means(step.name, step.type) for step in written):
            path, line = one.place
            at = Location(called(Path(path)), line, 1)
            yield error(UNUSED, at, f"no scenario uses the step `{one.words}`", "use it, or remove it")


def not_loaded(there: Iterable[Path], loaded: Iterable[Path], called: Called, features: str) -> Iterator[Diagnostic]:
    """The feature files that no test loads."""
    known = {path.resolve() for path in loaded}
    for path in there:
        if path.resolve() not in known:
            at = Location(called(path), 1, 1)
            help_ = f"put it into `{features}`, with a name that ends in .feature"
            yield error(NOT_LOADED, at, "no test loads this file", help_)


def _of_file(file: FeatureFile, known: tuple[StepDefinition, ...]) -> Iterator[Diagnostic]:
    for line, text in file.description_lines():
        if near := keyword_meant(text, file.feature.language, known):
            yield nearly_a_step(file.at(line), text, near)
    titles = Counter(title for title, _ in file.scenario_titles())
    for title, line in file.scenario_titles():
        if titles[title] > 1 and file.feature.scenarios[title].line_number != line:
            message = f"a later scenario has the same title, `{title}`, and only that one would run"
            yield error(SAME_TITLE, file.at(line), message, "give each scenario a title of its own")
    if not titles:
        yield error(
            NO_STEPS, file.at(file.feature.line_number), "a feature without a scenario", "write one, or remove it"
        )


def _of_scenarios(file: FeatureFile, known: tuple[StepDefinition, ...]) -> Iterator[Iterator[Diagnostic]]:
    for scenario in _scenarios(file):
        yield _columns(file, scenario)
        yield _asks_nothing(file, scenario)
        yield _undefined(file, scenario, known)


def _scenarios(file: FeatureFile) -> Iterable[ScenarioTemplate]:
    return file.feature.scenarios.values()


def said(scenario: ScenarioTemplate) -> Iterator[Step]:
    """The steps as they are run, of each row of an outline."""
    contexts = [context for examples in scenario.examples for context in examples.as_contexts()]
    for context in contexts or [{}]:
        yield from scenario.render(context).steps


def _asks_nothing(file: FeatureFile, scenario: ScenarioTemplate) -> Iterator[Diagnostic]:
    own = scenario._steps  # noqa: SLF001 - `steps` are those of the background too
    at = file.at(scenario.line_number)
    if not own:
        yield error(
            NO_STEPS, at, f"the scenario `{scenario.name}` has no steps", "write what happens, and what follows"
        )
        return
    asking = [number for number, step in enumerate(own) if step.type == "then"]
    if not asking:
        yield error(NEVER_ASKS, at, f"the scenario `{scenario.name}` asks nothing", "end it with a Then step")
        return
    for step in own[asking[-1] + 1 :]:
        message = "nothing is asked after this step, so it changes nothing"
        yield error(AFTER_THE_LAST, file.at(step.line_number), message, "move it before the Then step, or ask after it")


def _undefined(
    file: FeatureFile, scenario: ScenarioTemplate, known: tuple[StepDefinition, ...]
) -> Iterator[Diagnostic]:
    for step in said(scenario):
        meant = {one.words for one in defined_by(step, known)}
        if not meant:
            yield error(
                UNDEFINED, file.at(step.line_number), f"no step is written `{step.name}`", _way_out(step, known)
            )
        elif len(meant) > 1:
            both = " and ".join(f"`{one}`" for one in sorted(meant)[:2])
            yield error(TWO_MEANINGS, file.at(step.line_number), f"this step could be {both}", "word one of them anew")


def _way_out(step: Step, known: Sequence[StepDefinition]) -> str:
    others = {one.kind for one in known if one.means(step.name)}
    if others:
        return f"it is a {min(others).capitalize()} step, and stands under {step.type.capitalize()}"
    near = step_meant(step.name, [one for one in known if one.kind in {"", step.type}])
    return f"did you mean `{near}`?" if near else "`leadpact test --steps` lists them all"


def _columns(file: FeatureFile, scenario: ScenarioTemplate) -> Iterator[Diagnostic]:
    at = file.at(scenario.line_number)
    rows = [context for examples in scenario.examples for context in examples.as_contexts()]
    if scenario.examples and not rows:
        yield error(COLUMNS, at, f"the outline `{scenario.name}` has no rows", "write a row under its Examples")
    columns = {name for examples in scenario.examples for name in examples.example_params}
    for step in scenario.steps if scenario.examples else ():
        for name in sorted({*HOLE.findall(_whole(step))} - columns):
            yield error(COLUMNS, file.at(step.line_number), f"no column is called `{name}`", "name one of the Examples")


def _whole(step: Step) -> str:
    cells = [str(cell) for row in step.datatable.raw() for cell in row] if step.datatable else []
    return "\n".join([step.name, step.docstring or "", *cells])
