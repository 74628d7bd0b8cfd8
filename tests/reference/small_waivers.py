"""Waivers of the small policies."""

from __future__ import annotations

from datetime import date
from typing import Any

from engine.model.waivers import Approval, Waiver

from .small_policies import wall


def approval(begins: int) -> Approval:
    """By marketing; the reference reads the instant only."""
    return Approval("marketing", "Max Muster", date(2026, 1, 1), begins)


def waiver(**changes: Any) -> Waiver:
    """Answers owed in January are not counted: asked for by sales, approved by marketing before the year began."""
    terms: dict[str, Any] = {
        "name": "outage",
        "agreement": "pact",
        "commitment": "answer",
        "leads": (),
        "condition": None,
        "since": wall("2026-01-01"),
        "until": wall("2026-02-01"),
        "reason": "The telephones were down.",
        "requested_by": "sales",
        "approved_by": approval(wall("2025-12-31")),
    }
    return Waiver(**terms | changes)
