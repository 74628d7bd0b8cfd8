"""Made-up disconnects: far more of each kind than the one that is listed."""

from __future__ import annotations

from engine.evaluation.results import Row
from engine.model.durations import DAY
from tests.fake_policies import V2_STARTS

LISTED = (
    ("handed_over_unproven", "u1", V2_STARTS, "mql", "employees"),
    ("qualified_not_handed_over", None, None, "", "ready"),
    ("rejected_without_reason", "u2", V2_STARTS + DAY, "recycled", None),
)


def longest(key: Row) -> list[Row]:
    """One of each kind, of the agreement that `key` names."""
    node = {"version": "2.1.0", "lead_id": "L-1001", "nth": 1, "node": "inbound@2.1.0/stage/mql"}
    names = ("kind", "owner", "since", "stage", "detail")
    return [{**key, **node, **dict(zip(names, told, strict=True))} for told in LISTED]


def counted(key: Row) -> dict[str, list[Row]]:
    """How many of each kind, and how many leads wait for an answer, with marketing and with sales."""
    told = {**key, "version": "2.1.0", "criterion": "right_size", "since": V2_STARTS}
    waiting = (("lead", "marketing", 41), ("mql", "sales", 7))
    return {
        "disconnect_counts": [{**key, "kind": kind, "cases": 30_000, "leads": 12} for kind, *_ in LISTED],
        "unknown_answers": [{**told, "stage": s, "holder": h, "leads": n} for s, h, n in waiting],
    }
