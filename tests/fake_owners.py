"""Made-up owners of broken clocks: the second half of each lead's time was another's."""

from __future__ import annotations

from engine.evaluation.results import Row
from engine.model.durations import HOUR, MINUTE


def owners(rows: list[Row]) -> dict[str, list[Row]]:
    """What the engine tells of who had the lead, for some broken clocks."""
    told = [{name: row[name] for name in ("policy", "version", "commitment", "lead_id", "clock_id")} for row in rows]
    shares = [
        {**about, "owner": owner, "at_due": at_due, "share": share, "whole": 4 * HOUR, "in_business": True}
        for about, row in zip(told, rows, strict=True)
        for owner, at_due, share in ((row["owner"], True, 90 * MINUTE), ("C. Before", False, 150 * MINUTE))
    ]
    late = [
        {**about, "at": row["due_at"] - 12 * MINUTE, "from_owner": "C. Before", "to_owner": row["owner"],
         "time_left": 12 * MINUTE, "whole": 4 * HOUR, "in_business": True}
        for about, row in zip(told, rows, strict=True)
    ]  # fmt: skip
    parts = [
        {**about, "routed_at": row["started_at"] + MINUTE, "assigned_at": None, "routing": MINUTE, "assignment": None,
         "rep": None, "whole": 4 * HOUR, "in_business": True}
        for about, row in zip(told, rows, strict=True)
    ]  # fmt: skip
    alerts = [
        {**about, "alert_id": f"{about['clock_id']} {percent}", "kind": "tell", "percent": percent, "who": who,
         "person": person, "at": row["due_at"], "tell_at": row["due_at"] + percent * MINUTE, "is_due": percent < 150}
        for about, row in zip(told, rows, strict=True)
        for percent, who, person in ((150, "head_of_sales", None), (50, "owner", row["owner"]), (80, "owner", None))
    ]  # fmt: skip
    totals = [
        {"policy": "inbound", "version": version, "commitment": "first_response", "in_business": True, "clocks": 12,
         "told": told_of, "routing": 10 * MINUTE, "assignment": 50 * MINUTE, "rep": 2 * HOUR}
        for version, told_of in (("1.0.0", 0), ("2.1.0", 9))
    ]  # fmt: skip
    found: dict[str, list[Row]] = {"response_parts": parts, "response_part_totals": totals}
    return found | {"clock_shares": shares, "divided_breaches": shares, "late_hand_overs": late, "alerts": alerts}
