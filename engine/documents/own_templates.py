"""Templates of the user's own, held to the rules of ours before any of them runs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import TemplateSyntaxError, nodes

from engine.diagnostics import Diagnostic, Diagnostics, Location, error
from engine.documents.environment import TEMPLATES, html_environment, markdown_environment

if TYPE_CHECKING:
    from jinja2.sandbox import ImmutableSandboxedEnvironment

CANT_BE_READ, NOT_ESCAPED = "LP711", "LP712"
ESCAPES = ("md", "to_copy", "code", "mermaid", "slug", "fenced")
"""Filters that leave nothing in a value which Markdown could read as markup."""


def own_template_faults(folder: Path) -> Diagnostics:
    """Tell what keeps those of a folder's templates that stand in for ours from being used."""
    names = [path.relative_to(TEMPLATES).as_posix() for path in sorted(TEMPLATES.rglob("agreement*/**/*.j2"))]
    names += [path.name for path in sorted(TEMPLATES.glob("agreement*.j2"))]
    return tuple(fault for name in names if (folder / name).is_file() for fault in _faults(folder / name))


def unescaped(source: str, environment: ImmutableSandboxedEnvironment, escapes: tuple[str, ...]) -> list[int]:
    """Lines with an output that does not end in one of these filters."""
    outputs = [node for output in environment.parse(source).find_all(nodes.Output) for node in output.nodes]
    shown = [node for node in outputs if not isinstance(node, nodes.TemplateData)]
    return [node.lineno for node in shown if not (isinstance(node, nodes.Filter) and node.name in escapes)]


def escaping_off(source: str, environment: ImmutableSandboxedEnvironment) -> list[int]:
    """Lines of an HTML template that switch escaping off."""
    page = environment.parse(source)
    off = [node for node in page.find_all(nodes.Filter) if node.name in {"safe", "forceescape"}]
    return [node.lineno for node in (*off, *page.find_all(nodes.ScopedEvalContextModifier))]


def _faults(path: Path) -> Iterator[Diagnostic]:
    shown = path.as_posix()
    try:
        source = path.read_text(encoding="utf-8")
        if path.name.endswith(".md.j2"):
            lines, help_ = unescaped(source, markdown_environment(), ESCAPES), "end it in `| md`"
        else:
            lines, help_ = escaping_off(source, html_environment()), "let values be escaped"
    except TemplateSyntaxError as fault:
        yield error(
            CANT_BE_READ, Location(shown, fault.lineno, 1), f"no template: {fault.message}", "mend the template there"
        )
    except RecursionError:
        yield error(CANT_BE_READ, Location(shown, 1, 1), "its expressions are nested too deep", "take them apart")
    except (OSError, UnicodeDecodeError) as fault:
        yield error(CANT_BE_READ, Location(shown, 1, 1), f"can't be read: {fault}", "save it as UTF-8")
    else:
        message = "a value that is printed without being escaped"
        yield from (error(NOT_ESCAPED, Location(shown, at, 1), message, help_) for at in lines)
