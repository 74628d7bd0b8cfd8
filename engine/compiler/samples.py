"""Cases drawn for an auditor: by a number, so that anybody draws the same ones again."""

from __future__ import annotations

from collections.abc import Sequence

from engine.compiler.query import Relation
from engine.compiler.sql import any_of, column, is_in, literal, select

DRAWN, POPULATION = "sampled_clocks", "sample_population"
JUDGED = ("kept", "late", "breached", "unknown")


def sample_relations(periods: Sequence[str], size: int, seed: int) -> list[Relation]:
    """Build `sampled_clocks` and `sample_population`: the judged cases of these periods, and `size` of them.

    Each case has a place in the draw: the digest of the number and of its own id, which names what started it.
    """
    started = any_of([is_in(column(span, "c"), periods) for span in ("month", "quarter", "year")])
    judged = is_in(column("state", "c"), JUDGED)
    population = select(
        """
        select c.policy, c.version, c.commitment, c.lead_id, c.clock_id, c.state, md5(:seed || c.clock_id) as place
        from clocks as c where c.version <> '' and :started and :judged
        """,
        seed=literal(f"{seed}:"),
        started=started,
        judged=judged,
    )
    drawn = select(
        f"""
        select p.nth, p.policy, p.version, p.commitment, p.lead_id, p.clock_id, p.state from (
            select q.*, row_number() over (order by q.place, q.clock_id) as nth from sample_places as q
        ) as p where p.nth <= {int(size)}
        """
    )
    counted = select("select count(q.clock_id) as cases from sample_places as q")
    return [Relation("sample_places", population), Relation(DRAWN, drawn), Relation(POPULATION, counted)]
