"""Hostile text is harmless in every form, and still to be read."""

import pytest
from markdown_it import MarkdownIt

from engine.diagnostics import md
from engine.documents.escapes import csv_cell

HOSTILE = [
    "<script>alert(1)</script>", "[x](javascript:alert(1))", "![x](http://a/b)", "# head", "- item", "+ item",
    "1. item", "2) item", "> quote", "`code`", "**bold**", "__bold__", "~~gone~~", "| cell | cell", "a\n\nb",
    "  indented", "&amp;", "https://evil.example", "http://evil.example", "www.evil.example", "---", "===", "\\",
    "a\\", "<!-- -->", "*", "_a_", "$x$", "[^1]: note", "[a]: http://x", ":smile:", "```", "\t", "\u202eabc",
    "\x1b[31m", "a  ", "<U+0041>", "!", "_", "a_b_c",
]  # fmt: skip
READABLE = ["91.2 %", "Mon 8 Jun 2026, 09:30 CEST", "policies/inbound/2.1.0.yaml:57", "L-1042", "95 % was promised."]


@pytest.mark.parametrize("text", HOSTILE)
def test_markdown_gives_back_the_text_and_no_markup(text):
    page = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(md(text))
    kinds = {token.type for token in page} | {t.type for token in page for t in token.children or ()}
    assert kinds <= {"paragraph_open", "paragraph_close", "inline", "text", "text_special"}, kinds
    read = "".join(t.content for token in page for t in token.children or ())
    assert read.strip() == "".join(c if c.isprintable() else f"<U+{ord(c):04X}>" for c in text).strip()


@pytest.mark.parametrize("text", HOSTILE)
def test_a_table_cell_stays_one_cell(text):
    page = MarkdownIt("commonmark").enable("table").parse(f"| a | b |\n|---|---|\n| {md(text)} | end |\n")
    assert sum(token.type == "td_open" for token in page) == 2


@pytest.mark.parametrize("text", READABLE)
def test_figures_times_and_places_stay_readable(text):
    assert md(text) == text


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@cmd", "\t=1", "\r=1", " =1"])
def test_no_cell_is_a_formula(text):
    assert csv_cell(text).lstrip('"').startswith("'")


def test_csv_cells_are_quoted_where_needed():
    assert csv_cell('a,"b"\n') == '"a,""b""\n"'
    assert csv_cell(None) == ""
    assert csv_cell(-5) == "-5"
