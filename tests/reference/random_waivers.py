"""Random waivers: of one commitment, for some leads or by a condition, over a span of starts."""

from __future__ import annotations

from hypothesis import strategies as st

from engine.model.policy_set import PolicySet
from engine.model.waivers import Waiver

from .random_conditions import conditions, some_of
from .random_policies import FIRST, HOUR, instants
from .small_waivers import approval, waiver

CRITERIA = ("rich", "fits")
"""Those that every random version defines."""


@st.composite
def waivers(draw: st.DrawFn, name: str, policies: PolicySet, lead_ids: tuple[str, ...]) -> Waiver:
    """Mostly over all days that are judged; sometimes from or until the very instant at which something starts."""
    commitments = sorted({c.name for a in policies.agreements for c in a.commitments})
    every = st.just((FIRST - 24 * HOUR, FIRST + 24 * 90 * HOUR))
    between = st.tuples(instants(), instants()).filter(lambda span: span[0] < span[1])
    since, until = draw(every | every | between)
    leads, condition = draw(
        st.tuples(some_of((*lead_ids, "nobody"), 4), st.none())
        | st.tuples(st.just(()), conditions(CRITERIA))
        | st.tuples(some_of(lead_ids, 6), conditions(CRITERIA))
    )
    return waiver(
        name=name,
        commitment=draw(st.sampled_from(commitments)),
        leads=leads,
        condition=condition,
        since=since,
        until=until,
        approved_by=approval(draw(instants())),
    )


@st.composite
def with_waivers(draw: st.DrawFn, policies: PolicySet, lead_ids: tuple[str, ...]) -> tuple[Waiver, ...]:
    """None, or up to three; two of them may cover the same clock."""
    if draw(st.booleans()):
        return ()
    return tuple(draw(waivers(name, policies, lead_ids)) for name in draw(some_of(("storm", "outage", "fair"))))
