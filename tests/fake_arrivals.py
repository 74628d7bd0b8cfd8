"""Made-up hours of the week and cohorts, as the engine counts them."""

from __future__ import annotations

from typing import Any

HOURS = (("arrived", 0, 9, 12), ("arrived", 5, 22, 7), ("answered", 0, 10, 11), ("answered", 1, 9, 5))
COHORTS = {"2026-04": (20, 12, 9, 3), "2026-05": (25, 15, 4, 0)}


def arrivals(key: dict[str, Any]) -> dict[str, list[Any]]:
    """Give the relations of one agreement."""
    week = {"version": "2.1.0", "commitment": "first_response", "month": "2026-05"}
    return {
        "hours_of_week": [
            key | week | {"what": what, "weekday": day, "hour": hour, "clocks": n} for what, day, hour, n in HOURS
        ],
        "cohorts": [
            key | {"month": month, "furthest": at, "leads": n}
            for month, counts in COHORTS.items()
            for at, n in enumerate(counts, 1)
        ],
    }
