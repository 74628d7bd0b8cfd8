"""The steps that there are, and how each is written."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from pytest_bdd import parsers
from pytest_bdd.steps import StepFunctionContext, step_function_context_registry

if TYPE_CHECKING:
    from pytest_bdd.parser import Step

SHIPPED = "engine.specs."
ELSEWHERE = "pytest_bdd"
PLAIN = re.compile(r"[\w ,|]+")
GROUP = re.compile(r"\((?:\?P<(?P<name>\w+)>|\?:)(?P<inside>(?:[^()\\]|\\.)*)\)(?P<maybe>\?)?")


@dataclass(frozen=True)
class StepDefinition:
    """A step that scenarios may use; `kind` is given, when, then, or empty where it may be any of them."""

    context: StepFunctionContext

    @property
    def kind(self) -> str:
        """In which part of a scenario it may stand."""
        return self.context.type or ""

    @property
    def is_shipped(self) -> bool:
        """Whether leadpact brings it; the others are the repository's own."""
        return self.context.step_func.__module__.startswith(SHIPPED)

    @property
    def room(self) -> str:
        """The module that defines it."""
        return self.context.step_func.__module__.removeprefix(SHIPPED)

    @property
    def meaning(self) -> str:
        """What it says of itself, in a paragraph."""
        text = inspect.getdoc(self.context.step_func) or ""
        return " ".join(text.partition("\n\n")[0].split())

    @property
    def place(self) -> tuple[str, int]:
        """The file and line at which it is defined."""
        code = inspect.unwrap(self.context.step_func).__code__
        return code.co_filename, code.co_firstlineno

    @cached_property
    def words(self) -> str:
        """How it is written: `<…>` is filled in, `[…]` may be left out, `|` divides a choice."""
        parser = self.context.parser
        if isinstance(parser, parsers.re):
            return _in_words(parser.name)
        return re.sub(r"{(\w+)[^}]*}", r"<\1>", parser.name)

    def means(self, text: str, kind: str = "") -> bool:
        """Tell whether a scenario's line is this step."""
        return (not kind or self.kind in {"", kind}) and self.context.parser.is_matching(text)


def step_definitions() -> tuple[StepDefinition, ...]:
    """Every step that is loaded, in the order of its definition."""
    found = (StepDefinition(context) for context in list(step_function_context_registry.values()))
    ours = (one for one in found if not one.context.step_func.__module__.startswith(ELSEWHERE))
    return tuple(sorted(ours, key=lambda one: (not one.is_shipped, one.place)))


def defined_by(step: Step, known: tuple[StepDefinition, ...]) -> Iterator[StepDefinition]:
    """The definitions that a scenario's step matches."""
    return (one for one in known if one.means(step.name, step.type))


def _in_words(pattern: str) -> str:
    """Write a regular expression as a person writes the step, groups from the inside out."""
    text = re.sub(r"(\w)\?", r"⟦\1⟧", pattern)
    while (plainer := GROUP.sub(_group_in_words, text)) != text:
        text = plainer
    return text.replace("⟦", "[").replace("⟧", "]").replace("\\", "")


def _group_in_words(found: re.Match[str]) -> str:
    inside = found["inside"]
    is_plain = found["name"] is None or PLAIN.fullmatch(inside.replace("⟦", "").replace("⟧", ""))
    told = inside if is_plain else f"<{found['name']}>"
    return f"⟦{told}⟧" if found["maybe"] else told
