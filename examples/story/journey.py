"""A lead's way through the half year, from its first form to its last stage."""

from __future__ import annotations

from datetime import datetime, timedelta

from story.dice import Dice
from story.log import EXPORTED, Log
from story.marketing import arrive, browse, close_early, hand_over, nurture
from story.records import Lead
from story.sales import GIVEN_BACK, Case, answer, call_back, first_touch, persist, take

LOST = {"Recycled": 6, "Disqualified": 4}
ROUNDS = 2


def live(lead: Lead) -> Log:
    """Everything that happens to one lead, however far beyond the export's end."""
    dice = Dice(f"journey {lead.id}")
    log = Log(lead.id)
    arrive(log, lead, dice)
    browse(log, lead.arrived, dice)
    if not dice.chance(66):
        close_early(log, lead, dice)
        return log
    warm: datetime | None = lead.arrived
    for _ in range(ROUNDS):
        recycled = _worked(log, lead, warm, dice)
        warm = nurture(log, lead, recycled, dice) if recycled else None
        if warm is None:
            break
    return log


def _worked(log: Log, lead: Lead, warm: datetime, dice: Dice) -> datetime | None:
    """One hand-over and what came of it; when the lead was recycled, if it was."""
    since, demo = hand_over(log, warm, dice)
    case = take(log, lead, since, demo, dice)
    if dice.chance(13):
        call_back(case)
    touched = first_touch(case)
    if touched is None:
        return None
    at, stage = answer(case, touched)
    if stage == "Recycled":
        return at
    return _pursued(case, at) if stage == "Sales Accepted Lead" else None


def _pursued(case: Case, accepted: datetime) -> datetime | None:
    """From acceptance to an outcome; facts are found out only in conversations."""
    at, heard = persist(case, accepted)
    if not heard:
        return None if case.dice.chance(12) else _lost(case, at, {"Recycled": 1}, {"No answer": 1})
    if at <= EXPORTED:
        _find_out(case, at)
    if case.dice.chance(56):
        return _sold(case, at)
    return None if case.dice.chance(15) else _lost(case, at, LOST, GIVEN_BACK)


def _find_out(case: Case, at: datetime) -> None:
    dice, cells = case.dice, case.lead.cells
    cells["Qualification updated"] = at.date().isoformat()
    cells["Need"] = dice.weighted({"Defined": 5, "Exploring": 4, "None": 1})
    cells["Purchase Time Frame (months)"] = str(dice.early(1, 14)) if dice.chance(92) else ""
    budget = f"{dice.between(8, 90)}000 {'USD' if dice.chance(4) else 'EUR'}"
    cells["Budget"] = budget if dice.chance(90) else ""
    cells["Decision Maker"] = dice.weighted({"Yes": 6, "No": 3, "": 1})


def _sold(case: Case, heard: datetime) -> datetime | None:
    """Qualified, sometimes met, proposed, and in the end signed or lost."""
    dice, log, rep = case.dice, case.log, case.rep.id
    at = case.lead.office.after(heard, dice.early(10, 2_500))
    log.move(at, "Sales Qualified Lead", rep)
    met = case.lead.office.after(at, dice.between(1_000, 5_000))
    log.act(met, "Meeting / Held" if dice.chance(88) else "Meeting / No show", rep, dice.pick(("video", "visit")))
    if not dice.chance(68):
        return _lost(case, met, LOST, GIVEN_BACK)
    proposed = case.lead.office.after(met, dice.between(500, 6_000))
    if dice.chance(94):
        log.move(proposed, "Opportunity", rep)
    signed = case.lead.office.after(proposed, dice.between(3_000, 22_000))
    if dice.chance(45):
        log.move(signed, "Customer", rep)
        return None
    return _lost(case, signed, LOST, GIVEN_BACK)


def _lost(case: Case, at: datetime, stages: dict[str, int], reasons: dict[str, int]) -> datetime | None:
    """Given back to marketing or closed, a day or so later; a few without a reason."""
    ended = case.lead.office.after(at, case.dice.between(60, 900)) + timedelta(seconds=7)
    stage = case.dice.weighted(stages)
    reason = case.dice.weighted(reasons if stage == "Recycled" else {"Competitor": 3, "Out of area": 1})
    case.log.move(ended, stage, case.rep.id, "" if case.dice.chance(3) else reason)
    return ended if stage == "Recycled" else None
