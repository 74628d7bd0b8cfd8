"""Waivers as reports tell them: what is not counted, why, who agreed to it, and how many clocks it covers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engine.evaluation.results import Results, Row
from engine.model.agreements import Agreement
from engine.model.policy_set import PolicySet
from engine.model.waivers import Waiver
from engine.reports.clauses import in_words, title_of
from engine.reports.instants import Instant
from engine.reports.signatures import SignaturesView

MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class WaiverTerms:
    """What a waiver says; parties are named as the agreement does, `on` is the date of the approval."""

    name: str
    commitment: str
    title: str
    about: str
    starts: Instant
    ends: Instant
    reason: str
    requested_by: str
    approved_by: str
    approving_party: str
    on: str
    policy_line: str


@dataclass(frozen=True, slots=True)
class WaiverView:
    """A waiver and its clocks: how many, how many had begun before its approval, and what they would have been.

    `periods` are the versions and periods (months, quarters and years) of whose figures it leaves clocks out.
    `signatures` is None where nobody asked.
    """

    terms: WaiverTerms
    clocks: int
    after_the_fact: int
    kept: int
    broken: int
    periods: tuple[tuple[str, str], ...] = ()
    signatures: SignaturesView | None = None

    @property
    def unsigned(self) -> bool:
        """It is known not to be signed by whoever approves it."""
        return self.signatures is not None and not self.signatures.signed


def waivers(results: Results, agreement: Agreement) -> tuple[WaiverView, ...]:
    """Give the waivers of an agreement that began by `as_of`, earliest first; also those that cover no clock."""
    rows = [r for r in results.relations.rows("waiver_counts") if r["policy"] == agreement.name]
    found = [
        w
        for w in results.policies.waivers.values()
        if w.agreement == agreement.name and w.since <= results.identity.as_of
    ]
    return tuple(
        _view(terms_of(results.policies, agreement, waiver), [r for r in rows if r["waiver"] == waiver.name])
        for waiver in sorted(found, key=lambda w: (w.since, w.name))
    )


def _view(terms: WaiverTerms, rows: Sequence[Row]) -> WaiverView:
    clocks, after_the_fact, kept, broken = (
        sum(int(row[name]) for row in rows) for name in ("clocks", "after_the_fact", "kept", "broken")
    )
    periods = sorted({(row["version"], row[span]) for row in rows for span in ("month", "quarter", "year")})
    return WaiverView(terms, clocks, after_the_fact, kept, broken, tuple(periods))


def terms_of(policies: PolicySet, agreement: Agreement, waiver: Waiver) -> WaiverTerms:
    """Say what a waiver says, in the words of an agreement's version."""
    parties = {p.id: p.name for p in agreement.parties}
    versions = (agreement, *policies.versions_of(agreement.name))
    commitment = next(c for a in versions for c in a.commitments if c.name == waiver.commitment)
    return WaiverTerms(
        name=waiver.name,
        commitment=waiver.commitment,
        title=title_of(commitment),
        about=_about(waiver),
        starts=Instant(waiver.since, agreement.zone),
        ends=Instant(waiver.until, agreement.zone),
        reason=waiver.reason,
        requested_by=parties.get(waiver.requested_by, waiver.requested_by),
        approved_by=waiver.approved_by.name,
        approving_party=parties.get(waiver.approved_by.party, waiver.approved_by.party),
        on=waiver.approved_by.on.isoformat(),
        policy_line=waiver.at.line_reference if waiver.at else "",
    )


def _about(waiver: Waiver) -> str:
    """Name a few leads, count many; then the condition."""
    few = 0 < len(waiver.leads) <= MOST_NAMED
    leads = ", ".join(waiver.leads) if few else f"{len(waiver.leads):,} leads" if waiver.leads else "leads"
    return leads if waiver.condition is None else f"{leads} where {in_words(waiver.condition)}"
