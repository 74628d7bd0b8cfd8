"""Templates are checked as source: no output without its escape."""

import pytest

from engine.documents.environment import TEMPLATES, html_environment, markdown_environment, plain_environment
from engine.documents.own_templates import ESCAPES, escaping_off, own_template_faults, unescaped

MARKDOWN = sorted(p.relative_to(TEMPLATES).as_posix() for p in TEMPLATES.rglob("*.md.j2"))
TEXT = sorted(p.name for p in TEMPLATES.glob("*.txt.j2"))
HTML = sorted(p.name for p in TEMPLATES.glob("*.html.j2"))


@pytest.mark.parametrize("name", MARKDOWN)
def test_every_output_of_a_markdown_template_ends_in_md(name):
    assert unescaped((TEMPLATES / name).read_text(), markdown_environment(), ESCAPES) == []


@pytest.mark.parametrize("name", TEXT)
def test_every_output_of_a_text_template_ends_in_shown(name):
    assert unescaped((TEMPLATES / name).read_text(), plain_environment(), ("shown",)) == []


def test_the_check_finds_an_output_without_its_escape():
    assert unescaped("{{ a | md }}\n{{ b }}{{ c | md | upper }}", markdown_environment(), ("md",)) == [2, 2]


@pytest.mark.parametrize("name", HTML)
def test_no_html_template_turns_escaping_off_or_styles_in_place(name):
    source = (TEMPLATES / name).read_text()
    assert escaping_off(source, html_environment()) == []
    assert " style=" not in source
    assert " onclick=" not in source


@pytest.mark.parametrize(
    ("name", "source", "code", "line"),
    [
        ("agreement/terms.md.j2", "a\n{{ view.title }}", "LP712", 2),
        ("agreement.html.j2", "a\n\n{{ body | safe }}", "LP712", 3),
        ("agreement.html.j2", "{% autoescape false %}{{ view.title }}{% endautoescape %}", "LP712", 1),
        ("agreement.md.j2", "a\n{% if %}", "LP711", 2),
    ],
)
def test_a_template_of_ones_own_is_held_to_the_same_rules(tmp_path, name, source, code, line):
    (tmp_path / "agreement").mkdir()
    (tmp_path / name).write_text(source, encoding="utf-8")
    (fault,) = own_template_faults(tmp_path)
    assert (fault.code, fault.location.line) == (code, line)
    assert fault.location.file.endswith(name)


def test_files_that_stand_in_for_no_template_of_the_agreement_are_none_of_our_business(tmp_path):
    (tmp_path / "mine.md.j2").write_text("{{ a }}", encoding="utf-8")
    assert own_template_faults(tmp_path) == ()
