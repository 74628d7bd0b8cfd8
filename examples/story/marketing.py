"""What marketing does: attract, hand over, and keep in touch with the leads that sales gave back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from story.dice import Dice
from story.log import Log
from story.people import INTEGRATION, MARKETERS
from story.records import Lead

CAMPAIGNS = ("spring_launch", "benchmark_report", "roi_calculator", "user_conference", "")
TOUCHES = {"download": 5, "form_submission": 3, "webinar": 2}
SECOND_QUARTER = datetime(2026, 3, 31, 22, tzinfo=UTC)


def browse(log: Log, around: datetime, dice: Dice) -> None:
    """Page visits before and after, at any hour, and the newsletters that a machine sends."""
    for _ in range(dice.early(0, 9)):
        log.visit(around + timedelta(minutes=dice.between(-4_000, 40_000)), "page_view", dice.pick(CAMPAIGNS))
    for _ in range(dice.between(0, 1)):
        sent = around + timedelta(minutes=dice.between(2_000, 60_000))
        log.act(sent, "Email / Sent by automation", MARKETERS[0], campaign="newsletter")


def arrive(log: Log, lead: Lead, dice: Dice) -> None:
    """The first form, its automatic confirmation, and the stage Lead (a list import names the stage days later)."""
    late_import = lead.cells["Lead Source"] == "List Import"
    known = lead.arrived + timedelta(days=dice.between(1, 5) if late_import else 0, seconds=dice.between(1, 40))
    first = {"Webinar": "webinar", "Trade Show": "trade_show"}.get(lead.cells["Lead Source"], "form_submission")
    if dice.chance(12):
        log.move(lead.arrived - timedelta(minutes=dice.between(500, 9_000)), "Subscriber", INTEGRATION)
    log.visit(lead.arrived, first, dice.pick(CAMPAIGNS))
    log.move(known, "Lead", INTEGRATION)
    log.act(lead.arrived + timedelta(seconds=dice.between(5, 90)), "Email / Sent by automation", MARKETERS[0])


def hand_over(log: Log, warm: datetime, dice: Dice) -> tuple[datetime, bool]:
    """Engagement up to the hand-over, and whether it was a demo request that caused it; some come too early."""
    demo = dice.chance(34)
    at = warm + timedelta(minutes=dice.between(2, 30) if demo else dice.early(600, 26_000))
    for _ in range(0 if dice.chance(6) else dice.between(1, 3)):
        log.visit(at - timedelta(minutes=dice.between(1, 9_000)), dice.weighted(TOUCHES), dice.pick(CAMPAIGNS))
    if demo:
        log.visit(at - timedelta(seconds=0 if dice.chance(10) else dice.between(5, 900)), "demo_request")
    log.move(at, "Marketing Qualified Lead", INTEGRATION if dice.chance(85) else MARKETERS[1])
    return at, demo


def close_early(log: Log, lead: Lead, dice: Dice) -> None:
    """Some leads never ripen; a few of them are closed with a reason."""
    if dice.chance(22):
        at = lead.office.after(lead.arrived, dice.between(500, 6_000))
        log.move(at, "Disqualified", MARKETERS[0], dice.weighted({"Student": 3, "Spam": 5, "Out of area": 2}))


def nurture(log: Log, lead: Lead, recycled: datetime, dice: Dice) -> datetime | None:
    """Marketing takes the lead back in; returns when it is warm again, if it ever is."""
    promised = 1_500 if recycled >= SECOND_QUARTER else 2_600
    if dice.chance(4):
        return None
    wait = dice.early(30, promised) if dice.chance(94) else promised + dice.early(700, 4_000)
    enrolled = lead.office.after(recycled, wait)
    what = "Nurture / Enrolled" if dice.chance(80) else "Nurture / Called"
    log.act(enrolled, what, dice.pick(MARKETERS), campaign="nurture")
    for week in range(1, 3):
        log.act(enrolled + timedelta(days=7 * week), "Email / Sent by automation", MARKETERS[0], campaign="nurture")
    if dice.chance(5):
        log.visit(enrolled + timedelta(days=8), "unsubscribe")
        return None
    return enrolled + timedelta(minutes=dice.between(20_000, 70_000)) if dice.chance(30) else None
