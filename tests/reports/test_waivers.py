"""What reports tell of waivers: all of an agreement that have begun, with the clocks that each covers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from engine.documents.explanation_text import explanation_text
from engine.documents.report_html import report_html
from engine.documents.report_markdown import report_markdown
from engine.model.conditions import CriterionRef
from engine.model.durations import DAY
from engine.model.waivers import Approval, Waiver
from engine.reports.compliance import compliance
from engine.reports.explanations import explanation
from tests import fake_results
from tests.fake_policies import V2_STARTS

KIM = Approval("marketing", "Kim <Berg>", date(2026, 4, 8), V2_STARTS + 7 * DAY)
STORM = Waiver(
    "storm", "inbound", "first_response", ("L-1001", "L-1002"), None, V2_STARTS, V2_STARTS + 5 * DAY, "A | storm.",
    "sales", KIM,
)  # fmt: skip
FAIR = replace(STORM, name="fair", leads=(), condition=CriterionRef("right_size"), since=V2_STARTS - DAY)
LATER = replace(STORM, name="later", since=fake_results.AS_OF + DAY, until=fake_results.AS_OF + 2 * DAY)
OTHERS = replace(STORM, name="others", agreement="outbound")
COUNTS = [
    {"policy": "inbound", "version": "2.0.0", "commitment": "first_response", "waiver": "storm", "month": month,
     "quarter": "2026-Q2", "year": "2026", "clocks": clocks, "after_the_fact": 2, "kept": kept, "broken": broken}
    for month, clocks, kept, broken in (("2026-04", 4, 1, 2), ("2026-05", 3, 0, 3))
]  # fmt: skip


def run(**changed):
    made = fake_results.results(waiver_counts=COUNTS, **changed)
    return replace(made, policies=replace(made.policies, waivers={w.name: w for w in (STORM, FAIR, LATER, OTHERS)}))


@pytest.fixture(scope="module")
def view():
    return compliance(run())


def test_waivers_that_have_begun_are_listed_earliest_first_also_those_that_cover_nothing(view):
    found = [(w.terms.name, w.clocks, w.after_the_fact, w.kept, w.broken) for w in view.agreements[0].waivers]
    assert found == [("fair", 0, 0, 0, 0), ("storm", 7, 4, 1, 5)]


def test_each_version_and_period_of_which_it_leaves_cases_out_is_known(view):
    spans = ("2026", "2026-04", "2026-05", "2026-Q2")
    assert view.agreements[0].waivers[1].periods == tuple(("2.0.0", span) for span in spans)


def test_it_says_which_leads_and_under_which_condition(view):
    assert [w.terms.about for w in view.agreements[0].waivers] == ["leads where right size", "L-1001, L-1002"]


def test_both_reports_tell_who_approved_and_why(view):
    html, markdown = (page(view).content.decode() for page in (report_html, report_markdown))
    assert "Waivers in force" in html
    assert "2026-04-08 by <bdi>Kim &lt;Berg&gt;</bdi>" in html
    assert "A \\| storm" in markdown


def test_a_share_is_shown_with_the_waived_cases_where_there_are_any():
    rows = [
        {**row, "waived": 2, "clocks": row["clocks"] + 2, "waived_kept": 0, "waived_broken": 2}
        for row in fake_results.relations(fake_results.clocks())["attainment"]
    ]
    markdown = report_markdown(compliance(run(attainment=rows))).content.decode()
    assert "with those that are waived" in markdown
    assert "2 waived" not in report_markdown(compliance(run())).content.decode()


def test_an_explanation_tells_the_waiver_and_what_the_clock_would_have_been():
    made = run()
    for row in made.relations.relations["clocks"]:
        if row["lead_id"] == "L-1001":
            row |= {"state": "waived", "reason": "waived", "waiver": "storm", "waived_after": True}
            row |= {"waived_as": "late", "waived_as_reason": "late"}
    text = explanation_text(explanation(made, "L-1001"))
    assert "by storm, approved 2026-04-08 by Kim <Berg>, " in text
    assert "after the fact: A | storm. otherwise late, done after it was due" in text
