"""What the report says in one breath is true of one and the same thing: periods, versions, instants."""

from __future__ import annotations

import re

import pytest

from engine.documents.report_html import report_html
from engine.documents.report_markdown import report_markdown
from engine.reports.compliance import compliance
from engine.reports.periods import around
from tests import fake_results
from tests.html_page import Page


def page_of(view):
    return " ".join(Page(report_html(view).content.decode()).text.replace("\N{NO-BREAK SPACE}", " ").split())


def text_of(view):
    return report_markdown(view).content.decode().replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("form", [page_of, text_of])
def test_the_reasons_of_unknown_cases_stand_with_the_total_that_they_add_up_to(form):
    view = compliance(fake_results.results(), around("2026-Q2"))
    pattern = r"In [A-Z][^:.]* 2026[^:.]*: [\d,]+ cases?: [^.]*?(\d+) unknown[^.]*\. Unknown (?:is|are) ([^.]*)\."
    said = re.findall(pattern, form(view))
    owed = [c for c in view.agreements[0].commitments if c.unknowns]
    assert [int(total) for total, _ in said] == [c.judged_total.unknown for c in owed] != []
    for total, reasons in said:
        assert sum(map(int, re.findall(r"(\d+) cases?, because", reasons))) == int(total)
