"""A figure is never parted from its unit, and what is to be copied is left alone."""

from __future__ import annotations

import pytest

from engine.diagnostics import md
from engine.documents.units import NO_BREAK, page_with_units, to_copy, with_units


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("40 % of 3,000,000 EUR", "40~% of 3,000,000~EUR"),
        ("within 3 business hours", "within 3~business hours"),
        ("after 1 day or 30 minutes", "after 1~day or 30~minutes"),
        ("6 times, 2 of 3 parties", "6 times, 2 of 3 parties"),
        ("from June 2026 or Q2 2026 on, not June 12", "from June~2026 or Q2~2026 on, not June 12"),
        ("Fri 2 Jan 2026, 16:40 CET", "Fri 2 Jan 2026, 16:40 CET"),
        ("5 dayworks", "5 dayworks"),
        ("`--window 2 business hours` takes 2 business hours", "`--window 2 business hours` takes 2~business hours"),
        ("```\n1 day\n```\n1 day", "```\n1 day\n```\n1~day"),
    ],
)
def test_a_figure_keeps_its_unit(text, bound):
    assert with_units(text) == bound.replace("~", "\N{NO-BREAK SPACE}")


@pytest.mark.parametrize(
    "data",
    [
        "<bdi>1001 USA</bdi>",
        '<bdi class="line">1 day</bdi>',
        '<a title="1 day > 2 hours, June 2026" href="#a">',
        "<p data-v='1 day'>",
        "<code>1 day</code>",
    ],
)
def test_data_and_attributes_of_a_page_stay_as_they_are(data):
    assert page_with_units(f"{data}1 day") == f"{data}1{NO_BREAK}day"


def test_data_in_a_text_stays_as_it_is():
    assert with_units(f"| {to_copy('1001 USA')} | 1 day |") == f"| 1001 USA | 1{NO_BREAK}day |"
    assert with_units(to_copy("1 day | \0")) == md("1 day | \0")


def test_a_page_s_style_script_and_code_stay_as_they_are():
    page = "<style>a{b:1 %}</style><td>1 %</td>```<script>1 % 2</script>```<code>1 day</code>1 day"
    bound = page.replace("<td>1 %", "<td>1\N{NO-BREAK SPACE}%").replace("</code>1 ", "</code>1\N{NO-BREAK SPACE}")
    assert page_with_units(page) == bound
