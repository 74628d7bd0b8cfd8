"""Where the words of a paper stand: too long a line goes on further in, and no table leaves the page."""

from __future__ import annotations

import re

from tests.documents.test_paper import drawn, told, words

__all__ = ["drawn"]  # a fixture


def places(path):
    """The words of a paper in order, and from where to where each goes: from the left, and its top, in points."""
    word = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="[\d.]+">(.*)</word>')
    found = word.findall(told("pdftotext", "-bbox", path, "-"))
    return [(text, float(left), float(top), float(right)) for left, top, right, text in found]


def test_a_line_of_code_that_is_too_long_goes_on_further_in_than_it_began(drawn):
    path = drawn("```\nfirst\n    second " + "again " * 30 + "\n```\n")
    lines = {}
    for word, left, top, _ in places(path):
        if word in {"first", "second", "again"}:
            lines.setdefault(top, left)
    first, second, *rest = lines.values()
    assert first < second < min(rest)
    assert max(rest) - second < second - first


def test_no_word_of_a_full_table_stands_beyond_its_edge(drawn):
    cells = ("24100000", "u203 (u203 301:01:00 + u301 55:00:34 + unassigned 0:03:01 = 356:04:35)")
    cells += ("Sat 30 May 2026, 03:55:25 CEST", "Sun 14 Jun 2026, 00:00 CEST and on", "not done", "past due")
    head = "| Lead | Owner | Started | Due | Done | How late | Judged by |\n|--|--|--|--|--|--|--|\n"
    path = drawn(head + f"| {' | '.join(cells)} | policies/agreements/inbound/2.0.0.yaml:410 |\n")
    edge = (210 - 22) * 72 / 25.4
    assert [word for word, _, _, right in places(path) if right > edge + 0.5] == []
    assert "policies/agreements/inbound/2.0.0.yaml:410" in words(told("pdftotext", "-raw", path, "-"))
