"""What the agreement's templates need said: dates, hours, code, anchors, and the Mermaid text of a lead's life."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from engine.diagnostics import md
from engine.documents.time_words import MONTHS, WEEKDAYS, moment
from engine.model.calendars import MINUTES_A_DAY, Interval

if TYPE_CHECKING:  # filters are loaded with every document, and what these are made of brings the compiler along
    from engine.reports.agreement_stages import StageText
    from engine.reports.worked_examples import Example

CODE = re.compile(r"[\w./@-][\w./@: -]*", re.ASCII)
NOT_IN_SLUG = re.compile(r"[^\w\- ]")


def day(of: date) -> str:
    """Print a date: `Mon 8 Jun 2026`."""
    return f"{WEEKDAYS[of.weekday()]} {of.day} {MONTHS[of.month - 1]} {of.year:04d}"


def hours(intervals: Sequence[Interval]) -> str:
    """Print the hours of a day: `09:00–13:00, 14:00–18:00`, or that it is closed."""  # noqa: RUF002 - as it is printed
    return ", ".join(f"{_clock(i.opens)}–{_clock(i.closes)}" for i in intervals) or "closed"  # noqa: RUF001 - hours are written with a dash


def week(weekly: Sequence[Sequence[Interval]]) -> list[tuple[str, str]]:
    """Give the hours of a week, neighbouring days that are alike as one: `Mon to Thu`."""
    found = []
    for said, alike in groupby(range(len(weekly)), lambda n: hours(weekly[n])):
        days = [WEEKDAYS[n] for n in alike]
        found.append((days[0] if len(days) == 1 else f"{days[0]} to {days[-1]}", said))
    return found


def due(example: Example | None) -> str:
    """Print when an example is due, or why that can't be told; the zone is said above."""
    if example is None:
        return "—"
    return moment(example.due) if example.due else f"can't be told: {example.why_not}"


def code(value: object) -> str:
    """For Markdown: an id or a place as a code span; anything that could end the span is escaped as text instead."""
    text = str(value)
    return f"`{text}`" if CODE.fullmatch(text) else md(text)


def line(policy_line: str) -> str:
    """Give the line of `file:line`, where the file was named before."""
    return policy_line.rpartition(":")[2]


def slug(heading: str) -> str:
    """Name a heading as a link's target, by the rule that code hosts use for Markdown."""
    return NOT_IN_SLUG.sub("", heading.strip().lower()).replace(" ", "-")


def mermaid(stages: Sequence[StageText]) -> str:
    """Draw the stages in the lanes of those who hold them, and every way between them, as a Mermaid flow chart."""
    return "\n".join(_flow_chart(stages))


def _flow_chart(stages: Sequence[StageText]) -> Iterator[str]:
    ids = {stage.name: f"s{n}" for n, stage in enumerate(stages)}
    yield "flowchart TD"
    for n, holder in enumerate(dict.fromkeys(stage.holder for stage in stages)):
        yield f'  subgraph p{n}["{_label(holder)}"]'
        yield from (f'    {ids[stage.name]}["{_label(stage.name)}"]' for stage in stages if stage.holder == holder)
        yield "  end"
    handed = {stage.name for stage in stages if stage.hands_over}
    for stage in stages:
        for name in stage.next:
            arrow = "-->|hand-over|" if name in handed else "-->"
            yield f"  {ids[stage.name]} {arrow} {ids[name]}"


def _label(text: str) -> str:
    """Letters, digits and spaces stand for themselves; all else is its number, which ends no label and no fence."""
    return "".join(c if c.isalnum() or c == " " else f"#{ord(c)};" for c in text)


def _clock(minute: int) -> str:
    return "24:00" if minute == MINUTES_A_DAY else f"{minute // 60 % 24:02d}:{minute % 60:02d}"
