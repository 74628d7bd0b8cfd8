"""Scores worked out by hand: what fades, what counts, what is held, what is unknown, and what it decides."""

from __future__ import annotations

from dataclasses import replace

from engine.model.conditions import Criterion, FieldTest, Operator, RatingTest, ScoreTest
from engine.model.moments import EventHappens
from engine.model.scorecards import Band, Bands, ConditionLine, EventLine, FadingStep, Scorecard, ScorePart
from engine.model.window_rows import WindowRow
from tests.reference.judging import results
from tests.reference.small_policies import agreement, history, lasting, lead, response, wall, within

LARGE = ConditionLine(FieldTest("segment", Operator.IS, ("large",)), 30)
STAFFED = ConditionLine(FieldTest("employees", Operator.AT_LEAST, (50,)), 40)
DOWNLOADS = EventLine(EventHappens(("download",)), 15, 3)
DEMO = EventLine(EventHappens(("demo_request",)), 40, 1)
GONE = EventLine(EventHappens(("auto_mail",)), -40, 1)
CARD = Scorecard(
    "interest",
    "",
    0,
    100,
    (ScorePart("fit", 60, (LARGE, STAFFED)), ScorePart("deeds", 60, (DOWNLOADS, DEMO, GONE), 14)),
    rating=(
        Bands("fit", (Band("A", 45), Band("B", 30), Band("C", 10))),
        Bands("deeds", (Band("1", 40), Band("2", 10))),
    ),
)
WARM = Criterion("warm", ScoreTest("interest", Operator.AT_LEAST, 60))
BEST = Criterion("best", RatingTest(("A1",)))
POLICY = agreement(response(), scorecards=(CARD,), criteria=(WARM, BEST))


def scored(*events, as_of="2026-02-16 12:00", policy=POLICY, coverage=None, quarantine=(), **fields):
    """The score at `as_of`: lower, upper, rating; and the criteria's truths."""
    found = results(policy, history(*events), as_of, record=lead(**fields), coverage=coverage, quarantine=quarantine)
    (score,) = [row for row in found.scores if row["asked"] == "as_of"]
    ledger = [row for row in found.score_ledger if row["at"] == score["at"]]
    assert sum(row["lower"] for row in ledger) == score["lower"]
    assert sum(row["upper"] for row in ledger) == score["upper"]
    truths = {row["criterion"]: (row["truth"], row["because"]) for row in found.criteria if row["asked"] == "as_of"}
    return (score["lower"], score["upper"], score["rating"]), truths, ledger


def test_the_latest_count_fade_by_midnights_and_are_held_to_the_cap():
    """On 16 February: 15 for today, 15 for today, 11 for the 9th; the fourth, of the 8th, counts no more; 20 for the
    demo of the 2nd. 61 is held to 60; with the fit of 30 that is 90.
    """
    score, truths, ledger = scored(
        ("2026-02-16 12:00", "download"),
        ("2026-02-16 00:00", "download"),
        ("2026-02-09 23:59", "download"),
        ("2026-02-08 12:00", "download"),
        ("2026-02-02 00:00", "demo_request"),
        ("2026-02-16 12:00:00.000001", "auto_mail"),
        segment="large",
        employees=49,
    )
    assert score == (90, 90, "B1")
    assert truths == {"warm": (True, ""), "best": (False, "")}
    assert sorted((row["part"], row["kind"], row["age"], row["lower"]) for row in ledger if row["kind"] == "event") == [
        ("deeds", "event", 0, 15),
        ("deeds", "event", 0, 15),
        ("deeds", "event", 7, 11),
        ("deeds", "event", 14, 20),
    ]
    assert [row["lower"] for row in ledger if row["kind"] == "cap"] == [-1]


def test_points_may_fall_by_steps_instead():
    """Half from 7 days on, which makes 8 of 15 and -20 of -40; nothing of the 40 for a demo from 14 days on."""
    steps = (FadingStep(7, 50), FadingStep(14, 0))
    policy = replace(
        POLICY, scorecards=(replace(CARD, parts=(CARD.parts[0], replace(CARD.parts[1], half_life=None, steps=steps))),)
    )
    score, _, ledger = scored(
        ("2026-02-16 09:00", "download"),
        ("2026-02-10 00:00", "download"),
        ("2026-02-09 23:59", "download"),
        ("2026-02-09 09:00", "auto_mail"),
        ("2026-02-02 23:59", "demo_request"),
        policy=policy,
        segment="large",
        employees=1,
    )
    assert [e["lower"] for e in ledger if e["kind"] == "event"] == [15, 15, 8, -20]
    assert score == (48, 48, "B2")


def test_negative_points_fade_too_and_a_part_never_falls_below_nothing():
    """15 for today's download, -28 for the mail a week ago: -13 is held to 0, which leaves the fit of 30."""
    score, _, ledger = scored(
        ("2026-02-16 09:00", "download"), ("2026-02-09 09:00", "auto_mail"), segment="large", employees=1
    )
    assert score == (30, 30, "B2")
    assert [(row["part"], row["lower"]) for row in ledger if row["kind"] == "floor"] == [("deeds", 13)]


def test_an_unknown_fact_gives_a_lower_and_an_upper_score():
    """Fit is 30, or 70 held to 60; B or A. The demo of today gives 40."""
    score, truths, _ = scored(("2026-02-16 09:00", "demo_request"), segment="large")
    assert score == (70, 100, None)
    assert truths == {"warm": (True, ""), "best": (None, "employees")}


def test_an_unknown_fact_that_changes_no_band_leaves_the_rating_known():
    """Fit is 0 or 30: both lie below 45, and the lowest band reaches down to 0 and beyond."""
    two = replace(CARD, rating=(Bands("fit", (Band("A", 45), Band("B", 10))), CARD.rating[1]))
    policy = replace(POLICY, scorecards=(two,))
    score, truths, _ = scored(("2026-02-16 09:00", "demo_request"), policy=policy, employees=49)
    assert score == (40, 70, "B1")
    assert truths == {"warm": (None, "segment"), "best": (False, "")}


def test_what_cannot_matter_is_not_missing():
    """The part is at its cap, or the lead is disqualified, whatever the other facts are."""
    full = replace(CARD, parts=(replace(CARD.parts[0], cap=30), CARD.parts[1]))
    score, truths, _ = scored(policy=replace(POLICY, scorecards=(full,)), segment="large")
    assert score == (30, 30, "B2")
    assert truths == {"warm": (False, ""), "best": (False, "")}


def test_a_disqualified_lead_has_no_points_and_the_lowest_rating():
    out = replace(CARD, disqualified_if=FieldTest("consent", Operator.IS, (False,)), lowest=5)
    policy = replace(POLICY, scorecards=(out,))
    today = ("2026-02-16 09:00", "demo_request")
    score, truths, ledger = scored(today, policy=policy, segment="large", consent=False)
    assert score == (5, 5, "C2")
    assert truths == {"warm": (False, ""), "best": (False, "")}
    assert [(row["part"], row["lower"], row["upper"]) for row in ledger if row["kind"] == "disqualified"] == [
        ("fit", -30, -60),
        ("deeds", -40, -40),
    ]
    assert [row["lower"] for row in ledger if row["kind"] == "lowest"] == [5]
    score, truths, _ = scored(today, policy=policy, segment="large", employees=60)
    assert score == (5, 100, None)
    assert truths == {"warm": (None, "consent"), "best": (None, "consent")}


def test_a_window_row_is_chosen_by_the_rating_at_the_start():
    """A1 allows one hour; at the first start the lead has not asked for a demo yet, and is A2."""
    hot = (WindowRow(RatingTest(("A1",)), lasting("1 hour")), *within("8 hours"))
    policy = agreement(response(rows=hot), scorecards=(CARD,))
    told = (
        ("2026-01-12 10:00", "stage_changed", {"stage": "mql"}),
        ("2026-01-12 11:00", "call"),
        ("2026-01-13 10:00", "demo_request"),
        ("2026-01-13 10:00", "stage_changed", {"stage": "mql"}),
        ("2026-01-13 11:30", "call"),
    )
    found = results(policy, history(*told), record=lead(segment="large", employees=60))
    assert [(c["row_no"], c["state"]) for c in found.clocks] == [(1, "kept"), (0, "late")]
    assert [(s["asked"], s["rating"]) for s in found.scores if s["asked"] != "as_of"] == [
        ("start:answer", "A2"),
        ("start:answer", "A1"),
    ]
    unsure = results(policy, history(*told[2:]), record=lead(segment="large"))
    assert [(c["state"], c["reason"]) for c in unsure.clocks] == [("unknown", "window_row")]


def test_a_score_is_asked_of_the_version_then_in_force_and_earlier_events_count():
    """The second version gives the same demo 20 points instead of 40."""
    less = replace(CARD, parts=(CARD.parts[0], replace(CARD.parts[1], lines=(replace(DEMO, points=20),))))
    hot = (WindowRow(ScoreTest("interest", Operator.MORE_THAN, 20), lasting("1 hour")), *within("8 hours"))
    first = agreement(response(rows=hot), scorecards=(CARD,))
    second = agreement(response(rows=hot), scorecards=(less,), version="2.0.0", starts=wall("2026-01-13"))
    told = (
        ("2026-01-12 09:00", "demo_request"),
        ("2026-01-12 10:00", "stage_changed", {"stage": "mql"}),
        ("2026-01-12 12:00", "call"),
        ("2026-01-13 00:00", "stage_changed", {"stage": "mql"}),
        ("2026-01-13 02:00", "call"),
    )
    found = results((first, second), history(*told), record=lead(segment="small", employees=1))
    assert [(c["version"], c["row_no"], c["state"]) for c in found.clocks] == [
        ("1.0.0", 0, "late"),
        ("2.0.0", 1, "kept"),
    ]
    assert [(s["version"], s["lower"]) for s in found.scores if s["asked"] != "as_of"] == [("1.0.0", 40), ("2.0.0", 19)]


def test_one_score_may_ask_for_another():
    """The second card gives 50 points to leads that the first scores at 60 or more."""
    loved = ConditionLine(WARM.condition, 50)
    second = Scorecard("love", "", 0, 50, (ScorePart("all", 50, (loved,)),))
    policy = agreement(response(), scorecards=(second, CARD), criteria=(WARM,))
    found = results(
        policy,
        history(("2026-02-16 09:00", "demo_request")),
        "2026-02-16 12:00",
        record=lead(segment="large", employees=1),
    )
    assert {s["scorecard"]: s["lower"] for s in found.scores} == {"interest": 70, "love": 50}
