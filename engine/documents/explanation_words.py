"""What explanations say of a condition's value, of a stretch of time, and of a lead as a whole."""

from __future__ import annotations

from collections import Counter

from engine.documents.signatures_text import signed_by
from engine.documents.time_words import moment, span, stretch
from engine.documents.words import noun, reason, state
from engine.model.durations import SECOND
from engine.reports.condition_trees import Node
from engine.reports.explained_clocks import ConsideredRow, ExplainedWaiver, Span
from engine.reports.explanations import ExplainedMerge, ExplanationView
from engine.reports.instants import Length

SEGMENTS = {"to_first": "", "late": "past due", "left": "left"}


def read(node: Node) -> str:
    """Say the value that a test read and how old it was: ` (read 80, set 12 days ago)`; nothing for other nodes."""
    if not node.reads:
        return ""
    if node.value is None:
        return " (read nothing)"
    if node.complete is False:
        return f" (read {node.value} or more: not all of it was seen)"
    if node.since is None:
        return f" (read {node.value})"
    when = f"set {span(node.age)} before" if node.age else "set after"
    return f" (read {node.value}, {when}, {moment(node.since)})"


def stretch_of_time(part: Span) -> str:
    """Say one line of the sum: from when to when, what it adds, and what it comes to."""
    when = stretch(part.starts, part.ends)
    if part.kind != "counted":
        return f"{when}: {', '.join((part.kind, *part.notes))}"
    kind = SEGMENTS[part.segment]
    return f"{when}: {exact(part.length)}{f' {kind}' if kind else ''}, in all {exact(part.so_far)}"


def exact(length: Length) -> str:
    """Print a length to the last microsecond that it has, `8:04:11`, so that lines add up by hand."""
    seconds, micros = divmod(length.microseconds, SECOND)
    fraction = f".{micros:06d}".rstrip("0") if micros else ""
    return f"{seconds // 3600:,}:{seconds // 60 % 60:02d}:{seconds % 60:02d}{fraction}"


def told(parts: tuple[Span, ...]) -> tuple[Span, ...]:
    """Leave out closed stretches that nothing is to be said of: they are the gaps between the others."""
    return tuple(part for part in parts if part.kind != "closed" or part.notes)


def below(row: ConsideredRow) -> tuple[tuple[int, Node], ...]:
    """The nodes that a row's own words don't say already: those below its root, or the root if it reads a fact."""
    lines = row.tree.lines if row.tree else ()
    return lines[1:] or lines


def waiver_told(waiver: ExplainedWaiver) -> str:
    """Say which waiver covers a clock, who approved it and when, why, and what the clock would have been."""
    said = waiver.terms
    late = ", after the fact" if waiver.after_the_fact else ""
    otherwise = f"otherwise {state(waiver.state)}, {reason(waiver.reason)}"
    approved = f"approved {said.on} by {said.approved_by}, {said.approving_party}{late}"
    signed = f"; {signed_by(waiver.signatures)}" if waiver.signatures else ""
    return f"by {said.name}, {approved}{signed}: {said.reason} {otherwise} ({said.policy_line})"


def merge_told(merge: ExplainedMerge) -> str:
    """Say which lead is one with which since when, and where its log is to be found."""
    if merge.at is None:
        when = "nobody knows when; the log of both is one at any time"
        if merge.stays:
            return f"It is one with {merge.other}, which was merged into it ({when})."
        return f"It was merged into {merge.other} ({when}), which has its events; explain that lead."
    when = moment(merge.at)
    if merge.stays:
        both = "what was recorded of both is its own"
        return f"Since {when} it is one with {merge.other}, which was merged into it: {both}."
    return f"On {when} it was merged into {merge.other}, which has its events; explain that lead."


def summed_up(view: ExplanationView) -> str:
    """Say in one sentence what became of the lead's clocks."""
    states = Counter(state(clock.case.state) for policy in view.policies for clock in policy.clocks)
    if not states:
        return "No clock started for this lead."
    said = ", ".join(f"{count} {word}" for word, count in sorted(states.items(), key=lambda item: (-item[1], item[0])))
    return f"{noun(states.total(), 'clock')}: {said}."
