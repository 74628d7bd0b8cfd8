"""What reports tell of who had a lead while a clock ran: sums that add up by hand, in every form."""

from __future__ import annotations

import json
from html import unescape

import pytest

from engine.diagnostics import md
from engine.documents.explanation_html import explanation_html
from engine.documents.explanation_text import explanation_json, explanation_text
from engine.documents.report_html import report_html
from engine.documents.report_json import report_json
from engine.documents.report_markdown import report_markdown
from engine.model.durations import HOUR, MINUTE
from engine.reports.compliance import compliance
from engine.reports.explanations import explanation
from tests import fake_results
from tests.fake_owners import owners

SUM = "A. Berger 1 h 30 min + C. Before 2 h 30 min = 4 h of business time"
WHOLE = {"answered_for": 4 * HOUR, "in_business": True}
BREACH = fake_results.clock(5, "late", "first_response", fake_results.V2_STARTS, **WHOLE)


@pytest.fixture(scope="module")
def run():
    return fake_results.results([BREACH], **owners([BREACH]))


def test_a_breach_stands_beside_its_owner_at_due_and_its_time_is_divided_among_all(run):
    (agreement,) = compliance(run, ["2026-04"]).agreements
    ((case,),) = [c.breaches for c in agreement.commitments if c.breaches]
    told = [(s.owner, s.time.microseconds, s.time.working, s.at_due) for s in case.shares]
    assert told == [("A. Berger", 90 * MINUTE, True, True), ("C. Before", 150 * MINUTE, True, False)]


def test_the_report_shows_the_sum_in_every_form(run):
    view = compliance(run, ["2026-04"])
    assert SUM in unescape(report_html(view).content.decode())
    assert md(SUM) in report_markdown(view).content.decode()
    body = json.loads(report_json(view, 1, "").content)
    shares = [s for a in body["agreements"] for p in a["parties"] for c in p["commitments"] for b in c["breaches"]
              for s in b["shares"]]  # fmt: skip
    assert [s["time"]["microseconds"] for s in shares] == [90 * MINUTE, 150 * MINUTE]


def test_a_sole_owner_has_the_whole_time_and_no_sum_is_shown():
    alone = fake_results.results([BREACH], divided_breaches=[])
    (agreement,) = compliance(alone, ["2026-04"]).agreements
    ((case,),) = [c.breaches for c in agreement.commitments if c.breaches]
    assert [(s.owner, s.time.microseconds, s.at_due) for s in case.shares] == [("A. Berger", 4 * HOUR, True)]
    assert "= 4:00:00" not in report_html(compliance(alone, ["2026-04"])).content.decode()


def test_an_explanation_tells_the_shares_the_late_hand_over_and_who_is_told(run):
    view = explanation(run, BREACH["lead_id"])
    text, page = explanation_text(view), unescape(explanation_html(view).content.decode())
    late = "from C. Before to A. Berger, with 12 min of 4 h left"
    assert f"shares   {SUM}" in text
    assert late in text
    assert SUM in page
    assert late in page
    told = [line.split("told     ")[1].split(",")[:2] for line in text.splitlines() if "told     " in line]
    assert told == [["50 %", " owner A. Berger"], ["80 %", " owner unassigned"], ["150 %", " head of sales"]]
    assert (text.count("(to come)"), page.count("(to come)"), page.count("<dt>Told</dt>")) == (1, 1, 3)
    (clock,) = json.loads(explanation_json(view).content)["policies"][0]["clocks"]
    assert [s["owner"] for s in clock["case"]["shares"]] == ["A. Berger", "C. Before"]
    assert clock["late_hand_overs"][0]["left"] == {"measured": "business", "microseconds": 12 * MINUTE}
