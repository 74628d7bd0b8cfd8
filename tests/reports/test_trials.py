"""What is on trial stands in a report apart from what binds, and is marked."""

from __future__ import annotations

from dataclasses import replace

from engine.documents.pictures import trend
from engine.documents.report_html import report_html
from engine.documents.report_markdown import report_markdown
from engine.model.commitments import Period
from engine.reports.commitments import period_verdicts
from engine.reports.compliance import compliance
from engine.reports.instants import Instant
from engine.reports.meeting import meeting
from tests import fake_results
from tests.fake_policies import V1_STARTS, V2_STARTS
from tests.fake_results import DAY, clock
from tests.reports.test_outcome import BROKEN, on_trial

MARCH = V1_STARTS + 60 * DAY

EARLIER = [clock(n, "kept", "first_response", MARCH + n) for n in range(100, 200)]


def report(results, *periods):
    view = compliance(results, periods or None)
    (agreement,) = view.agreements
    return view, agreement, next(c for c in agreement.commitments if c.name == "first_response")


def test_what_is_on_trial_is_no_part_of_what_binds_and_every_figure_of_it_is_marked():
    view, agreement, first = report(on_trial(EARLIER + BROKEN))
    assert (first.total.clocks, first.trial_total.clocks) == (100, 90)
    picture = trend(first)
    assert picture.title == "Met in 1 of 1 month with a verdict."
    assert [row[0] for row in picture.rows if "trial" in row[1]] == [
        f"{m} 2026, would have been" for m in ("April", "May", "June")
    ]
    assert [bar["missed"] for bar in picture.data["shares"]] == [False] * 4
    assert agreement.sentences[-1] == "No commitment that binds had a case to judge."
    assert not agreement.weeks
    for page in (report_markdown(view, None), report_html(view, None)):
        text = page.content.decode().replace("\N{NO-BREAK SPACE}", " ")
        assert "All periods together: 100 cases: 100 kept. On trial, it would have been 90 cases" in text
        meeting_page = text.partition("For the meeting")[2].partition("What got worse")[0]
        assert meeting_page.count("May 2026, would have been") == 1


def test_what_fell_or_lacks_facts_on_trial_asks_nobody_for_anything():
    kept = [clock(n, "kept", "first_response", V2_STARTS + 30 * DAY + 2 * DAY + n) for n in range(100, 160)]
    unknown = [clock(n, "unknown", "first_response", V2_STARTS + 62 * DAY + n) for n in range(200, 260)]
    late = [clock(n, "late", "first_response", V2_STARTS + 62 * DAY + n) for n in range(300, 302)]
    _, agreement, first = report(on_trial(kept + unknown + late), "2026-06")
    (line,) = [one for one in agreement.meeting.lines if one.commitment == "first_response"]
    assert (line.change, line.now.on_trial, line.before.on_trial) == ("fell", True, True)
    assert not agreement.meeting.worse
    assert not [asked for asked in agreement.meeting.decisions if "first" in asked.lower()]
    assert [v.verdict for v in first.judged] == ["unknown"]


def test_of_one_period_what_binds_is_told_first():
    """Two versions of one month, of which the one on trial sorts first and judged more cases."""
    rows = EARLIER + [clock(n, "kept", "first_response", V2_STARTS + DAY + n) for n in range(60)]
    _, _, first = report(fake_results.results(rows), "2026-04")
    counted = fake_results.relations(rows)["attainment"]
    mine = [r for r in counted if (r["commitment"], r["dimension"]) == ("first_response", "all")]
    trial = [r | {"version": "0.9.0 (trial)", "clocks": 500, "kept": 500} for r in mine]
    each = dict.fromkeys((r["version"] for r in (*mine, *trial)), Period.MONTH)
    history = period_verdicts([*trial, *mine], each)
    assert [v.version for v in history] == ["1.0.0", "0.9.0 (trial)", "2.1.0", "0.9.0 (trial)"]
    told = meeting([replace(first, judged=history[2:], history=history)], (), (), (), Instant(V2_STARTS, "UTC"))
    assert [(line.now.version, line.before.version) for line in told.lines] == [("2.1.0", "1.0.0")]
