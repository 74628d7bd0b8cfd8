"""Templates are checked as source: no output without its escape."""

import pytest
from jinja2 import nodes

from engine.documents.environment import TEMPLATES, html_environment, markdown_environment, plain_environment

MARKDOWN = sorted(p.name for p in TEMPLATES.glob("*.md.j2"))
TEXT = sorted(p.name for p in TEMPLATES.glob("*.txt.j2"))
HTML = sorted(p.name for p in TEMPLATES.glob("*.html.j2"))


def unescaped(source: str, environment, escape: str) -> list[int]:
    """Lines with an output that does not end in the filter `escape`."""
    page = environment.parse(source)
    outputs = [node for output in page.find_all(nodes.Output) for node in output.nodes]
    shown = [node for node in outputs if not isinstance(node, nodes.TemplateData)]
    return [node.lineno for node in shown if not (isinstance(node, nodes.Filter) and node.name == escape)]


@pytest.mark.parametrize("name", MARKDOWN)
def test_every_output_of_a_markdown_template_ends_in_md(name):
    assert unescaped((TEMPLATES / name).read_text(), markdown_environment(), "md") == []


@pytest.mark.parametrize("name", TEXT)
def test_every_output_of_a_text_template_ends_in_shown(name):
    assert unescaped((TEMPLATES / name).read_text(), plain_environment(), "shown") == []


def test_the_check_finds_an_output_without_its_escape():
    assert unescaped("{{ a | md }}\n{{ b }}{{ c | md | upper }}", markdown_environment(), "md") == [2, 2]


@pytest.mark.parametrize("name", HTML)
def test_no_html_template_turns_escaping_off_or_styles_in_place(name):
    source = (TEMPLATES / name).read_text()
    page = html_environment().parse(source)
    assert not [node for node in page.find_all(nodes.Filter) if node.name in {"safe", "forceescape"}]
    assert not list(page.find_all(nodes.ScopedEvalContextModifier))
    assert " style=" not in source
    assert " onclick=" not in source
