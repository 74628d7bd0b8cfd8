"""What a chart draws where."""

from __future__ import annotations

import re

from engine.documents.charts import chart_svg

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
