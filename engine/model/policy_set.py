"""Everything that a policies folder says, by kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.model.agreements import Agreement
from engine.model.calendars import Calendar
from engine.model.glossary import Glossary
from engine.model.lead_schema import LeadSchema
from engine.model.people import Roster
from engine.model.sources import Source
from engine.model.waivers import Waiver


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
    waivers: tuple[Waiver, ...] = ()

    def versions_of(self, agreement: str) -> tuple[Agreement, ...]:
        """All versions of one agreement, earliest first."""
        return tuple(a for a in self.agreements if a.name == agreement)

    def waived_versions(self, waiver: Waiver) -> tuple[Agreement, ...]:
        """The versions whose clocks a waiver can cover: with its commitment, in force at some instant of its span."""
        versions = self.versions_of(waiver.agreement)
        return tuple(
            version
            for version, following in zip(versions, (*versions[1:], None), strict=False)
            if any(c.name == waiver.commitment for c in version.commitments)
            and version.starts < waiver.until
            and (version.ends is None or waiver.since < version.ends)
            and (following is None or waiver.since < following.starts)
        )
