"""What follows a cadence of the small policies."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from engine.model.commitments import Cadence, Then, name_of_then

from .small_policies import within


def followed(chase: Cadence, stage: str = "recycled", **changes: Any) -> tuple[Cadence, Then]:
    """The cadence, and that the lead must enter the stage within a day of its end."""
    terms: dict[str, Any] = {
        "name": name_of_then(chase.name),
        "owed_by": chase.owed_by,
        "title": "",
        "follows": chase.name,
        "stage": stage,
        "rows": within("24 hours"),
        "calendar": None,
        "warn_at": (),
        "objective": None,
    }
    return replace(chase, then=stage), Then(**terms | changes)
