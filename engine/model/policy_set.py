"""Everything that a policies folder says, by kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import zip_longest

from engine.model.agreements import Agreement
from engine.model.calendars import Calendar
from engine.model.glossary import Glossary
from engine.model.lead_schema import LeadSchema
from engine.model.people import Roster
from engine.model.signers import Attester, Signer, Signers
from engine.model.sources import Source
from engine.model.waivers import Waiver
from engine.model.window_rows import RunsBy


@dataclass(frozen=True, slots=True)
class PolicySet:
    """Agreements (all versions, by name then start) and what they use, by name.

    `digests` maps each file read to the SHA-256 of its bytes (hex).
    """

    agreements: tuple[Agreement, ...]
    calendars: Mapping[str, Calendar]
    lead_schemas: Mapping[str, LeadSchema]
    glossaries: Mapping[str, Glossary]
    rosters: Mapping[str, Roster]
    sources: Mapping[str, Source]
    digests: Mapping[str, str]
    signers: Mapping[str, Signers] = field(default_factory=dict)
    waivers: Mapping[str, Waiver] = field(default_factory=dict)

    @property
    def people_who_sign(self) -> tuple[Signer, ...]:
        """The people of every list of signers."""
        return tuple(person for listed in self.signers.values() for person in listed.people)

    @property
    def attesters(self) -> tuple[Attester, ...]:
        """Who signs runs, of every list of signers."""
        return tuple(attester for listed in self.signers.values() for attester in listed.attesters)

    def quorum_of(self, role: str) -> int:
        """How many people must sign in a role: the most that any list of signers asks for, and one at least."""
        asked = (q.people for listed in self.signers.values() for q in listed.quorums if q.role == role)
        return max(asked, default=1)

    def calendars_of(self, agreement: Agreement) -> tuple[str, ...]:
        """The calendars that a version's times can run on: those that it names, and its owners' if it asks for them."""
        rows = (row for commitment in agreement.commitments for row in commitment.rows)
        asked = any(row.runs_by is RunsBy.OWNER for row in rows)
        of_people = (name for roster in self.rosters.values() for name in roster.calendars) if asked else ()
        return tuple(dict.fromkeys((*agreement.calendars_used, *of_people)))

    def versions_of(self, agreement: str) -> tuple[Agreement, ...]:
        """All versions of one agreement, earliest first."""
        return tuple(a for a in self.agreements if a.name == agreement)

    def waived_versions(self, waiver: Waiver) -> tuple[Agreement, ...]:
        """The versions whose clocks a waiver can cover: with its commitment, in force at some instant of its span."""
        versions = self.versions_of(waiver.agreement)
        return tuple(
            version
            for version, following in zip_longest(versions, versions[1:])
            if any(c.name == waiver.commitment for c in version.commitments)
            and version.starts < waiver.until
            and (version.ends is None or waiver.since < version.ends)
            and (following is None or waiver.since < following.starts)
        )
