"""What a chart draws where."""

from __future__ import annotations

import re
from dataclasses import replace

from engine.documents.charts import chart_svg
from engine.documents.distributions import response_times
from engine.model.durations import HOUR
from engine.reports.answers_counted import ResponseTimes
from engine.reports.instants import Length

LABEL = re.compile(r'<text[^>]*transform="translate\(([-0-9.]+),[^>]*>([^<]+)</text>')


def test_periods_stand_in_their_order_whichever_of_them_has_open_cases():
    """Only the last two have a range of what is possible, and none has a promise."""
    names = ["Oct 11", "Nov 11", "Feb 12", "Mar 12"]
    data = {
        "periods": [{"period": name} for name in names],
        "targets": [],
        "ranges": [{"period": name, "low": 0.2, "high": 0.9} for name in names[2:]],
        "shares": [
            {"period": name, "share": 0.5, "version": "1.0.0", "text": "50 %", "missed": False} for name in names
        ],
        "versions": [{"period": "Oct 11", "version": "1.0.0"}],
    }
    drawn = LABEL.findall(chart_svg("attainment", data, {"lowest": 0}, "p"))
    ticks = {text: float(x) for x, text in drawn if text in names}
    assert sorted(names, key=ticks.__getitem__) == names


TIMES = ResponseTimes(
    clocks=60,
    median=Length(HOUR, working=True),
    p90=Length(3 * HOUR, working=True),
    buckets=((11, 8), (12, 26), (13, 22), (14, 4)),
    windows=(Length(HOUR, working=True), Length(3 * HOUR, working=True)),
)


def drawn(picture):
    return chart_svg(picture.chart, picture.data, picture.params, "p")


def test_each_allowed_time_that_is_marked_has_a_label_on_a_line_of_its_own():
    svg = drawn(response_times(TIMES, "1.0.0"))
    places = {text: y for y, text in re.findall(r'translate\([-0-9.]+,([-0-9.]+)\)"[^>]*>(allowed: [^<]+)</text>', svg)}
    assert places.keys() == {"allowed: 1 business hour", "allowed: 3 business hours"}
    assert abs(float(places["allowed: 1 business hour"]) - float(places["allowed: 3 business hours"])) >= 13


def test_counts_stand_before_the_lines_of_allowed_times_on_a_ground_of_their_own():
    svg = drawn(response_times(TIMES, "1.0.0"))
    line, ground, count = svg.index("stroke-dasharray"), svg.index('stroke="#ffffff"'), svg.rindex(">26</text>")
    assert line < ground < count


def test_an_allowed_time_that_the_calendar_ends_is_named_where_it_cant_be_marked():
    picture = response_times(replace(TIMES, windows=(), no_length=("3 business days",)), "1.0.0")
    assert picture.note.endswith("; allowed without a mark, as the calendar ends it: 3 business days.")


def test_an_earlier_promise_is_told_before_the_spans_of_what_is_possible():
    data = {
        "periods": [{"period": "Jan 26"}, {"period": "Feb 26"}],
        "targets": [
            {"period": "Jan 26", "target": 0.75, "note": None, "earlier": "75 %"},
            {"period": "Feb 26", "target": 0.8, "note": "80 %", "earlier": None},
        ],
        "ranges": [{"period": "Jan 26", "low": 0.7, "high": 0.9}],
        "shares": [],
        "versions": [],
    }
    svg = chart_svg("attainment", data, {"lowest": 0.5}, "p")
    assert svg.index('stroke="#c3c9cf"') < svg.index(">75 %</text>")
