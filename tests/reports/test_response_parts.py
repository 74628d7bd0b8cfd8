"""Where the time of responses went, as reports tell it."""

from __future__ import annotations

from html import unescape

import pytest

from engine.diagnostics import md
from engine.documents.explanation_html import explanation_html
from engine.documents.explanation_text import explanation_text
from engine.documents.report_html import report_html
from engine.documents.report_markdown import report_markdown
from engine.documents.response_words import percentages
from engine.model.durations import HOUR, MINUTE
from engine.reports.compliance import compliance
from engine.reports.explanations import explanation
from tests import fake_results
from tests.fake_owners import owners

TOTALS = "9 of 12 answers went: routing 10 min (5 %) + assignment 50 min (28 %) + rep 2 h (67 %) = 3 h of bus"
UNTOLD = "Where the time of 12 answers went, the events don't tell."
LATE = fake_results.clock(5, "late", "first_response", fake_results.V2_STARTS)


@pytest.mark.parametrize(
    ("parts", "expected"), [([1, 1, 1], [34, 33, 33]), ([0, 0, 0], [0, 0, 0]), ([1, 0, 199], [1, 0, 99])]
)
def test_percentages_add_up(parts, expected):
    assert percentages(parts) == expected


def test_the_report_tells_where_the_time_of_answers_went():
    view = compliance(fake_results.results())
    forms = (
        made.content.decode().replace("\N{NO-BREAK SPACE}", " ") for made in (report_html(view), report_markdown(view))
    )
    page, text = map(unescape, forms)
    assert TOTALS in page
    assert md(TOTALS) in text
    assert UNTOLD in page


@pytest.mark.parametrize("told", [True, False])
def test_an_explanation_tells_it_of_one_clock(told):
    made = owners([LATE])
    if told:
        made["response_parts"][0] |= {"assignment": HOUR, "rep": 3 * HOUR - MINUTE}
    view = explanation(fake_results.results([LATE], **made), LATE["lead_id"])
    said = "routing 1 min + assignment 1 h + rep 2 h 59 min = 4 h of business time"
    said = said if told else "the events don't tell"
    assert f"of it    {said}" in explanation_text(view)
    assert said in unescape(explanation_html(view).content.decode())
