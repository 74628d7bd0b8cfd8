"""What sales does with a lead handed over: the first touch, the answer, the attempts, the outcome."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from story.dice import Dice
from story.log import EXPORTED, Log
from story.marketing import SECOND_QUARTER
from story.people import INTEGRATION, Rep, rep_for
from story.records import Lead

FIRST_TOUCH = {"Call / No answer": 36, "Call / Left voicemail": 10, "Call / Connected": 14, "Email / Sent": 34}
FIRST_TOUCH |= {"Message / Sent": 6}
NEXT_TOUCH = {"Call / No answer": 38, "Call / Left voicemail": 10, "Call / Busy": 4, "Email / Sent": 26}
NEXT_TOUCH |= {"Message / Sent": 8, "Call / Connected": 11, "Email / Reply received": 3}
HEARD = ("Call / Connected", "Email / Reply received")
GIVEN_BACK = {"Bad timing": 4, "Wrong contact": 3, "No budget": 3}
CLOSED = {"Competitor": 3, "Out of area": 3, "Spam": 2, "Duplicate": 2, "Student": 2}


@dataclass
class Case:
    """One lead in the hands of one rep, since the hand-over."""

    log: Log
    lead: Lead
    rep: Rep
    since: datetime
    demo: bool
    dice: Dice

    @property
    def improved(self) -> bool:
        """Whether the second agreement was already in force at the hand-over."""
        return self.since >= SECOND_QUARTER

    def in_time(self, percent: int) -> bool:
        """Better since April, better on demo requests, worse on Fridays, and a matter of the rep."""
        percent += self.rep.speed + (12 if self.improved else 0) + (5 if self.demo else 0)
        return self.dice.chance(min(99, percent) - (12 if self.lead.office.on_friday(self.since) else 0))

    def touch(self, at: datetime, what: str) -> None:
        """One outreach; a reply is the buyer's, and a wrong number is tried again by mail."""
        medium = self.dice.pick(("linkedin", "whatsapp")) if what.startswith("Message") else ""
        self.log.act(at, what, self.rep.id, medium)


def take(log: Log, lead: Lead, since: datetime, demo: bool, dice: Dice) -> Case:  # noqa: FBT001 - a fact of the lead
    """The CRM gives the lead to someone of its office; now and then to someone else a day later."""
    day = since.astimezone(lead.office.zone).date()
    case = Case(log, lead, rep_for(lead.office, day, dice), since, demo, dice)
    if dice.chance(96):
        log.hand_to(since + timedelta(seconds=dice.between(1, 200)), case.rep.id)
    if dice.chance(8):
        case.rep = rep_for(lead.office, day + timedelta(days=1), dice)
        log.hand_to(lead.office.after(since, dice.between(60, 500)), case.rep.id)
    if since <= EXPORTED:
        lead.cells["Contact owner"] = case.rep.id
    return case


def _allowed(case: Case) -> int:
    """Working minutes of the agreement in force, a business day taken as its shortest."""
    if case.demo:
        return 60 if case.improved else 120
    if case.lead.cells["Segment"] == "Enterprise":
        return 180 if case.improved else 240
    return 520


def first_touch(case: Case) -> datetime | None:
    """The first touch by a person; None if it never comes."""
    dice, office, allowed = case.dice, case.lead.office, _allowed(case)
    if dice.chance(30):
        case.log.act(office.after(case.since, 1), "Email / Sent by sequence", case.rep.id)
    if dice.chance(2):
        return None
    wait = dice.early(3, allowed - 5) if case.in_time(85) else allowed * 2 + dice.early(30, 2_400)
    at = office.after(case.since, wait) + timedelta(seconds=dice.between(0, 59))
    if dice.chance(3):
        case.touch(at - timedelta(minutes=2), "Call / Wrong number")
    case.touch(at, dice.weighted(FIRST_TOUCH))
    if dice.chance(4):
        case.touch(at + timedelta(minutes=2), "Email / Sent")
        case.touch(at + timedelta(minutes=4), "Email / Sent")
    if dice.chance(3):
        case.log.act(at + timedelta(seconds=70), "Email / Bounced", INTEGRATION)
    return at


def answer(case: Case, touched: datetime) -> tuple[datetime, str]:
    """Accepted, given back or closed: when and which stage."""
    dice = case.dice
    begins = max(touched, case.since)
    wait = dice.early(5, 400) if case.in_time(93) else 1_100 + dice.early(100, 2_500)
    at = case.lead.office.after(begins, wait) + timedelta(seconds=dice.between(1, 59))
    stage = dice.weighted({"Sales Accepted Lead": 80, "Recycled": 12, "Disqualified": 8})
    reason = dice.weighted({"Sales Accepted Lead": {"": 1}, "Recycled": GIVEN_BACK, "Disqualified": CLOSED}[stage])
    case.log.move(at, stage, case.rep.id, "" if dice.chance(4) else reason)
    return at, stage


def persist(case: Case, accepted: datetime) -> tuple[datetime, bool]:
    """Attempts until somebody answers or the rep gives up: when, and whether the buyer was heard."""
    dice = case.dice
    at, left = accepted, dice.between(6, 9) if dice.chance(case.rep.grit) else dice.between(1, 4)
    while left:
        at = case.lead.office.after(at, dice.between(150, 1_000)) + timedelta(seconds=dice.between(0, 59))
        what = dice.weighted(NEXT_TOUCH)
        case.touch(at, what)
        if what in HEARD:
            return at, True
        left -= 1
    return at, False


def call_back(case: Case) -> None:
    """Some buyers ask to be called; most are, within the hour."""
    dice, office = case.dice, case.lead.office
    asked = case.since + timedelta(minutes=dice.between(200, 20_000))
    case.log.visit(asked, "callback_request")
    if dice.chance(97):
        wait = dice.early(2, 55) if case.in_time(87) else dice.between(100, 900)
        case.touch(office.after(asked, wait), "Call / Connected" if dice.chance(45) else "Call / No answer")
