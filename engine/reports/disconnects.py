"""Where the two parties miss each other: each kind with its leads, the longest waiting first."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from operator import itemgetter

from engine.evaluation.results import Results, Row
from engine.reports.clauses import plain
from engine.reports.instants import Instant, Length, instant


@dataclass(frozen=True, slots=True)
class DisconnectCase:
    """One lead: who owns it at `as_of` (None: nobody), since when, how long that is, and the line it departs from."""

    lead_id: str
    owner: str | None
    stage: str | None
    since: Instant | None
    age: Length | None
    told: str
    policy_line: str


@dataclass(frozen=True, slots=True)
class DisconnectView:
    """One kind of disconnect: what it means, how many cases of how many leads, and the longest, those first."""

    kind: str
    title: str
    meaning: str
    total: int
    leads: int
    cases: tuple[DisconnectCase, ...]

    @property
    def oldest(self) -> DisconnectCase:
        """The one that has waited longest."""
        return self.cases[0]


KINDS = {
    "handed_over_not_qualified": (
        "Handed over, not qualified",
        "The lead was handed over although it did not meet what the stage requires.",
    ),
    "handed_over_unproven": (
        "Handed over, qualification unknown",
        "The lead was handed over while facts were missing that decide whether it qualifies.",
    ),
    "qualified_not_handed_over": (
        "Qualified, not handed over",
        "The lead meets what the hand-over requires, at the latest since its last change, and may be handed over.",
    ),
    "worked_before_hand_over": (
        "Worked before hand-over",
        "People of the receiving party reached out before the lead was theirs.",
    ),
    "accepted_never_worked": (
        "Accepted, never worked",
        "The lead was accepted, and no outreach by hand followed.",
    ),
    "rejected_without_reason": (
        "Rejected without a listed reason",
        "The lead was sent back or out without one of the reasons that the stage lists.",
    ),
    "recycled_never_nurtured": (
        "Recycled, never nurtured",
        "The lead was given back, and the party that holds it has done nothing with it since.",
    ),
    "skipped_stages": (
        "Moved past the agreed path",
        "The lead went from one stage to another that the agreement doesn't let follow it.",
    ),
    "no_owner": (
        "Without an owner",
        "The receiving party holds the lead and nobody there owns it.",
    ),
    "no_mans_land": (
        "Open questions in no man's land",
        "The next stage asks for a fact that is unknown, and whoever holds the lead isn't the one to find it out.",
    ),
}
TOLD = {
    "handed_over_unproven": "missing: {}",
    "qualified_not_handed_over": "meets {}",
    "worked_before_hand_over": "first outreach {}",
    "rejected_without_reason": "said: {}",
    "skipped_stages": "came from {}",
    "no_mans_land": "unknown: {}",
}


def disconnects(results: Results, agreement: str, zone: str) -> tuple[DisconnectView, ...]:
    """Give the kinds of which an agreement has any."""
    listed: dict[str, list[Row]] = defaultdict(list)
    for row in results.relations.rows("longest_disconnects"):
        if row["policy"] == agreement:
            listed[row["kind"]].append(row)
    counted = {row["kind"]: row for row in results.relations.rows("disconnect_counts") if row["policy"] == agreement}
    return tuple(_view(results, counted[kind], listed[kind], zone) for kind in KINDS if kind in counted)


def _view(results: Results, counted: Row, rows: list[Row], zone: str) -> DisconnectView:
    title, meaning = KINDS[counted["kind"]]
    cases = tuple(_case(results, row, zone) for row in sorted(rows, key=itemgetter("nth")))
    return DisconnectView(counted["kind"], title, meaning, int(counted["cases"]), int(counted["leads"]), cases)


def _case(results: Results, row: Row, zone: str) -> DisconnectCase:
    since = instant(row["since"], zone)
    place = results.locations.get(row["node"])
    return DisconnectCase(
        lead_id=row["lead_id"],
        owner=row["owner"],
        stage=row["stage"] or None,
        since=since,
        age=Length(results.identity.as_of - since.at) if since else None,
        told=_told(row),
        policy_line=place.line_reference if place else "",
    )


def _told(row: Row) -> str:
    detail, words = row["detail"] or "", TOLD.get(row["kind"], "")
    if not detail:
        return "no reason given" if row["kind"] == "rejected_without_reason" else ""
    named = row["kind"] in {"worked_before_hand_over", "handed_over_unproven", "rejected_without_reason"}
    return words.format(detail if named else plain(detail))
