"""What the report says in one breath is true of one and the same thing: periods, versions, instants."""

from __future__ import annotations

import re
from dataclasses import replace
from types import SimpleNamespace

import pytest

from engine.documents.pictures import trend
from engine.documents.report_html import report_html
from engine.documents.report_markdown import report_markdown
from engine.documents.week_picture import week_picture
from engine.reports.compliance import compliance
from engine.reports.instants import Instant
from engine.reports.periods import around
from engine.reports.sentences import headline
from engine.reports.told_periods import others_told, told_in
from engine.reports.volumes import VolumePeriod, VolumeView
from engine.reports.weeks import WeekView
from tests import fake_results
from tests.html_page import Page


def page_of(view):
    return " ".join(Page(report_html(view).content.decode()).text.replace("\N{NO-BREAK SPACE}", " ").split())


def text_of(view):
    return report_markdown(view).content.decode().replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("form", [page_of, text_of])
def test_the_reasons_of_unknown_cases_stand_with_the_total_that_they_add_up_to(form):
    view = compliance(fake_results.results(), around("2026-Q2"))
    pattern = (
        r"(?:In|From) [A-Z][^:.]* 2026[^:.]*: [\d,]+ cases?: [^.]*?(\d+) unknown[^.]*\. Unknown (?:is|are) ([^.]*)\."
    )
    said = re.findall(pattern, form(view))
    owed = [c for c in view.agreements[0].commitments if c.unknowns]
    assert [int(total) for total, _ in said] == [c.judged_total.unknown for c in owed] != []
    for total, reasons in said:
        assert sum(map(int, re.findall(r"(\d+) cases?, because", reasons))) == int(total)


@pytest.mark.parametrize("form", [page_of, text_of])
def test_what_runs_on_says_as_of_when_and_so_do_its_questions(form):
    """A report of January asked about disconnects of July, and didn't say so."""
    said = form(compliance(fake_results.results(), around("2026-02")))
    assert "As of Tue 30 Jun 2026, 16:00 CEST, whatever the period of the report." in said
    asked = re.findall(r"As of ([^,?]*), who picks up", said)
    assert len(asked) == len(re.findall("who picks up", said)) > 0
    assert set(asked) == {"30 June 2026"}


def judged(*verdicts):
    return [SimpleNamespace(period=period, version="1.0.0", verdict=verdict) for period, verdict in verdicts]


def test_a_year_is_told_by_its_latest_span_that_is_over_and_by_how_many_were_met():
    """The report of 2026 told of the first day of July, and never of the year."""
    months = judged(("2026-07", "open"), ("2026-06", "missed"), ("2026-05", "met"), ("2026-04", "unknown"))
    first_of_july = Instant(1_782_889_200_000_000, "Europe/Berlin")
    assert told_in(months, first_of_july) == "2026-06"
    assert told_in(judged(("2026-07", "open"), ("2026-06", "open")), first_of_july) == "2026-06"
    assert told_in([], first_of_july) == ""
    assert others_told(months, around("2026")) == " Of 3 monthly figures in 2026: 1 met, 1 missed, 1 can't be told."
    assert others_told(months[:2], around("2026")) == ""


def test_a_number_of_leads_counts_among_the_promises_and_says_what_was_not_asked():
    """A missed number stood in no count, no column and no line for the meeting."""
    period = VolumePeriod("2026-05", "May 2026", "2.1.0", "missed", 64, 55, 63, 8, 0, 0, 4, 13, 0, 20, 20, 64)
    volume = VolumeView(
        "leads", "Leads", "marketing", "Marketing EMEA", "", "", "", (period,), (period,), "2026-05", only_met=False
    )
    view = compliance(fake_results.results())
    (agreement,) = view.agreements
    owed = [party.commitments for party in agreement.parties]
    assert headline(owed, [volume])[-1] == "Of 5 commitments: 1 met, 4 missed."
    shown = replace(view, agreements=(replace(agreement, volumes=(volume,)),))
    meeting = text_of(shown).partition("For the meeting")[2].partition("What got worse")[0]
    assert "| Leads | Marketing EMEA | May 2026 | 55 to 63 | no period | — | 64 | ✗ missed |" in meeting
    assert "| 64 | missed | not asked | 13 | 4 |" in text_of(shown)
    column = page_of(shown).partition("Inside Sales EMEA kept")[2].partition("For the meeting")[0]
    assert "55 to 63 ✗ missed 64 leads promised" in column


def test_a_picture_of_a_week_says_no_more_than_the_busiest_hour():
    week = WeekView("first_response", 199, 192, ((1, 19, 5, 0), (0, 9, 4, 17)))
    said = "The busiest hour: Tue, 19:00 to 20:00, with 5 of 199 cases; for answers: Mon, 9:00 to 10:00, with 17 of 192"
    assert week_picture(week).title.startswith(said)


def test_a_promise_without_a_share_has_no_line_of_one():
    view = compliance(fake_results.results()).agreements[0].commitments[0]
    without = tuple(replace(v, objective=None, verdict="no_objective") for v in view.history)
    picture = trend(replace(view, history=without))
    assert picture.title == "No share is promised."
    assert "the line" not in picture.note
