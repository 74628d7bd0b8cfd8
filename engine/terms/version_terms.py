"""The terms of a version: the agreement itself, and the calendars, schema, glossary, teams and source maps it uses."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from engine.compiler.holiday_dates import holiday_names
from engine.model.agreements import Agreement
from engine.model.calendars import Calendar
from engine.model.policy_set import PolicySet
from engine.terms.canonical import plain

FORMAT = "leadpact/terms/v1"


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms `of` `agreement@version`, or of a waiver, as UTF-8 JSON: keys sorted, one a line.

    `digest` is its SHA-256 in hex.
    """

    of: str
    content: bytes

    @property
    def digest(self) -> str:
        """What a signature names."""
        return hashlib.sha256(self.content).hexdigest()


def terms_of(policies: PolicySet, agreement: Agreement) -> Terms:
    """Lay the terms of one version out; the policies were found free of errors."""
    body = {"format": FORMAT, "agreement": plain(agreement), **used_by(policies, agreement)}
    text = json.dumps(body, indent=1, sort_keys=True, ensure_ascii=False)
    return Terms(agreement.id, f"{text}\n".encode())


def used_by(policies: PolicySet, agreement: Agreement) -> dict[str, Any]:
    """What a version uses beside its own text, as plain values by kind."""
    calendars = sorted(policies.calendars.keys() & set(policies.calendars_of(agreement)))  # `always` is built in
    return {
        "calendars": {name: _calendar(policies.calendars[name]) for name in calendars},
        "lead_schema": plain(policies.lead_schemas[agreement.lead_schema]),
        "glossary": plain(policies.glossaries[agreement.glossary]) if agreement.glossary else None,
        "rosters": plain(policies.rosters),
        "sources": {n: plain(s) for n, s in policies.sources.items() if s.lead_schema == agreement.lead_schema},
    }


def _calendar(calendar: Calendar) -> dict[str, Any]:
    """A calendar with the dates of its holidays: those of a country are a law's, and laws change between releases."""
    holidays = holiday_names(calendar.holidays, calendar.first, calendar.last)
    return {**plain(calendar), "holiday_dates": [day.isoformat() for day in holidays]}
