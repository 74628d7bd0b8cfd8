"""The one Jinja environment for Markdown and the one for HTML, and the filters that both share."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

import engine
from engine.documents.escapes import md, shown
from engine.documents.time_words import due_range, iso, lateness, moment, span
from engine.documents.words import calls_by_name, many, noun, reason, state
from engine.reports.clauses import plain
from engine.reports.sentences import verdict_in_words

TEMPLATES = Path(engine.__file__).parent.parent / "templates"


@cache
def markdown_environment() -> ImmutableSandboxedEnvironment:
    """For `*.md.j2`: nothing escapes by itself, so every output ends in the `md` filter (a test sees to it)."""
    return _environment(escapes=False)


@cache
def html_environment() -> ImmutableSandboxedEnvironment:
    """For `*.html.j2`: every output is escaped."""
    return _environment(escapes=True)


def _environment(*, escapes: bool) -> ImmutableSandboxedEnvironment:
    made = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=escapes,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters |= {
        "md": md,
        "shown": shown,
        "moment": moment,
        "iso": iso,
        "span": span,
        "due_range": due_range,
        "lateness": lateness,
        "plain": plain,
        "verdict": verdict_in_words,
        "state": state,
        "reason": reason,
        "many": many,
        "noun": noun,
        "value": calls_by_name,
    }
    return made
