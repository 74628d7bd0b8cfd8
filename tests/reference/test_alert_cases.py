"""Warnings and whom to tell, worked out by hand; nine to five on working days in New York, Monday is 2026-01-12."""

from __future__ import annotations

from engine.model.moments import EventHappens
from engine.model.pauses import Between, Pauses
from engine.model.tells import Tell
from tests.reference.judging import results
from tests.reference.rows import MembershipRow
from tests.reference.small_policies import agreement, history, response, wall, within

TELLS = (Tell(100, "team_lead"), Tell(150, "cro", "always"), Tell(150, "cro", "night"), Tell(0, "owner"))
KIM = (
    MembershipRow("kim", "inside", "sales", calendar="night"),
    MembershipRow("lee", "inside", "sales"),
    MembershipRow("rep", "inside", "sales"),
)


def told(*events, as_of="2026-02-20", window="4 business hours", **more):
    policy = agreement(response(rows=within(window), warn_at=(50,), tells=TELLS, **more), calendar="office")
    found = results(policy, history(*events), as_of, memberships=KIM).alerts
    return {(a["percent"], a["who"], a["tell_at"]): (a["kind"], a["at"], a["person"], a["is_due"]) for a in found}


def mql(when):
    return (when, "stage_changed", {"stage": "mql"})


def given_to(owner, when):
    return (when, "assigned", {"owner": owner})


def test_each_is_told_at_its_share_of_the_working_time_once_its_calendar_is_open():
    """Four business hours from Friday 14:00 are due on Monday at 10:00; Kim works at night, from 22:00 in Berlin."""
    start = wall("2026-01-09 14:00")
    found = told(given_to("kim", "2026-01-09 13:00"), mql("2026-01-09 14:00"), as_of="2026-01-12 11:00")
    assert found == {
        (0, "owner", wall("2026-01-09T22:00+01:00")): ("tell", start, "kim", True),
        (50, "owner", wall("2026-01-09T22:00+01:00")): ("warning", wall("2026-01-09 16:00"), "kim", True),
        (100, "team_lead", wall("2026-01-12 10:00")): ("tell", wall("2026-01-12 10:00"), None, True),
        (150, "cro", wall("2026-01-12 12:00")): ("tell", wall("2026-01-12 12:00"), None, False),
        (150, "cro", wall("2026-01-12T22:00+01:00")): ("tell", wall("2026-01-12 12:00"), None, False),
    }


def test_at_closing_somebody_hears_of_it_at_the_next_opening_and_of_what_is_done_by_then_never():
    """Half of it is gone at closing on Friday; Lee, who has no calendar, hears on Monday at nine."""
    lead = (given_to("lee", "2026-01-09 13:00"), mql("2026-01-09 15:00"))
    warned = (50, "owner", wall("2026-01-12 09:00"))
    found = told(*lead, ("2026-01-12 10:00", "call"))
    assert found[warned] == ("warning", wall("2026-01-09 17:00"), "lee", True)
    assert {percent for percent, _, _ in found} == {0, 50}
    assert {percent for percent, _, _ in told(*lead, ("2026-01-12 09:00", "call"))} == {0}


def test_a_pause_holds_it_up_and_while_one_lasts_nobody_knows():
    asks, back = EventHappens(("demo_request",)), EventHappens(("download",))
    pauses = Pauses((Between((asks,), (back,)),))
    stood = (mql("2026-01-12 09:00"), ("2026-01-12 10:00", "demo_request"))
    held = told(*stood, ("2026-01-12 12:00", "download"), pauses=pauses)
    assert held[50, "owner", wall("2026-01-12 13:00")][0] == "warning"
    assert (100, "team_lead", wall("2026-01-12 15:00")) in held
    lasting = told(*stood, as_of="2026-01-12 16:00", pauses=pauses)
    assert {percent for percent, _, _ in lasting} == {0}
