"""Merges as an explanation tells them: from the side of the lead that stays and of the one that went."""

from __future__ import annotations

from engine.compiler.query import Relation
from engine.compiler.sql import query


def merges_of_explained() -> Relation:
    """Build `explained_merges` for the leads of `explained(lead_id)`.

    Columns: lead_id, other (the lead on the other side), at (µs UTC), stays (whether it is `lead_id` that stays).
    """
    return Relation(
        "explained_merges",
        query(
            """
            select e.lead_id, m.survivor as other, m.at, false as stays
            from merges as m join explained as e on e.lead_id = m.lead_id
            union all
            select e.lead_id, m.lead_id as other, m.at, true as stays
            from merges as m join explained as e on e.lead_id = m.survivor
            """
        ),
    )
