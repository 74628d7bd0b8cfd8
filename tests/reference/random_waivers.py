"""Random waivers: of one commitment, for some leads or by a condition, over a span of starts."""

from __future__ import annotations

from hypothesis import strategies as st

from engine.model.conditions import Not
from engine.model.policy_set import PolicySet
from engine.model.waivers import Waiver

from .random_conditions import conditions, event_counts, field_tests
from .random_policies import FIRST, HOUR, instants
from .small_waivers import approval, waiver

CRITERIA = ("rich", "fits")
"""Those that every random version defines."""
NAMES: tuple[tuple[str, ...], ...] = (("storm",), ("storm", "fair"), ("storm", "fair"), ())


@st.composite
def waivers(draw: st.DrawFn, name: str, commitment: str, lead_ids: tuple[str, ...]) -> Waiver:
    """Mostly over all days that are judged; sometimes from or until the very instant at which something starts."""
    every = st.just((FIRST - 24 * HOUR, FIRST + 24 * 90 * HOUR))
    between = st.tuples(instants(), instants()).filter(lambda span: span[0] < span[1])
    since, until = draw(every | every | between)
    some = st.lists(st.sampled_from((*lead_ids, "nobody")), min_size=1 + len(lead_ids) // 2, unique=True).map(tuple)
    asked = event_counts() | field_tests() | conditions(CRITERIA)
    every_lead: st.SearchStrategy[tuple[str, ...]] = st.just(())
    leads, condition = draw(
        st.tuples(some, st.none()) | st.tuples(every_lead, asked) | st.tuples(some, asked | asked.map(Not))
    )
    return waiver(
        name=name,
        commitment=commitment,
        leads=leads,
        condition=condition,
        since=since,
        until=until,
        approved_by=approval(draw(instants())),
    )


@st.composite
def with_waivers(draw: st.DrawFn, policies: PolicySet, lead_ids: tuple[str, ...]) -> tuple[Waiver, ...]:
    """None at all, or none to two of each commitment; two may cover the same clock."""
    if draw(st.sampled_from((False, False, True))):
        return ()
    commitments = sorted({c.name for a in policies.agreements for c in a.commitments})
    names = [(f"{which}-{c}", c) for c in commitments for which in draw(st.sampled_from(NAMES))]
    return tuple(draw(waivers(name, commitment, lead_ids)) for name, commitment in names)
