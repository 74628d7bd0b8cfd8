"""The agreement arranged for paper: lasting numbers, examples from the calendars, nothing of what came later."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from engine import pipeline
from engine.documents.agreement_forms import agreement_document
from engine.model.commitments import FitAtHandOver, Objective, Period
from engine.reports.agreement_view import agreement_view
from engine.reports.clause_numbers import clause_numbers, version_views
from engine.reports.instants import EPOCH, Instant
from engine.reports.worked_examples import example_starts
from engine.terms.to_sign import waiver_terms
from tests import fake_policies

ROOT = Path(__file__).parents[2]


def loaded(folder):
    policies, faults = pipeline.load_policies(ROOT / folder)
    assert policies is not None, faults
    return policies


SAMPLE = loaded("policies")
EVERY_KEY = loaded("tests/fixtures/policies_small")


def clauses(view):
    return {clause.name: clause for party in view.owed for clause in party.clauses}


def test_every_example_of_the_sample_is_what_the_calendar_verb_answers():
    agreement = SAMPLE.agreements[-1]
    asked = 0
    for owed in agreement.commitments:
        if isinstance(owed, FitAtHandOver):
            assert clauses(agreement_view(SAMPLE, agreement))[owed.name].rows == ()
            continue
        for row, shown in zip(owed.rows, clauses(agreement_view(SAMPLE, agreement))[owed.name].rows, strict=True):
            for example in shown.examples:
                question = {"calendar": agreement.calendar_of(owed, row), "from": example.starts.local.isoformat()}
                told = pipeline.answer_one(SAMPLE, question | {"within": str(row.allowed)})
                if shown.calendar:
                    assert datetime.fromisoformat(told["due"]) == example.due.local
                    asked += 1
    assert asked > 20


def test_an_hour_that_starts_after_closing_on_friday_is_due_on_monday():
    """Munich closes at 16:00 on Fridays; in New York it is 10:40, so that office answers the same day."""
    rows = clauses(agreement_view(SAMPLE, SAMPLE.agreements[-1]))["first_response"].rows
    friday = {(row.time, row.calendar): str(row.examples[0].due.local) for row in rows if row.examples}
    assert friday["1 business hour", "emea"] == "2026-04-13 10:00:00+02:00"
    assert friday["1 business hour", "americas"] == "2026-04-10 17:40:00+02:00"


def test_the_example_avoids_good_friday_and_easter_monday():
    """Version 2.0.0 starts two days before Good Friday, 3 April 2026."""
    friday, saturday = agreement_view(SAMPLE, SAMPLE.agreements[-1]).example_starts
    assert friday.local.replace(tzinfo=None) == datetime(2026, 4, 10, 16, 40)  # noqa: DTZ001 - a wall time
    assert saturday.at - friday.at == timedelta(hours=18, minutes=20) // timedelta(microseconds=1)


@pytest.mark.parametrize(("special", "day"), [((), 9), ((9,), 16), ((12,), 16), ((9, 16), 23)])
def test_a_friday_is_ordinary_if_it_and_the_next_monday_are(special, day):
    starts = (datetime(2026, 1, 4, tzinfo=EPOCH.tzinfo) - EPOCH) // timedelta(microseconds=1)
    agreement = replace(fake_policies.agreement("1.0.0", starts), zone="UTC")
    assert example_starts(agreement, {date(2026, 1, d) for d in special})[0].local.day == day


def test_beyond_the_layout_the_example_says_so():
    calendars = {name: replace(c, last=date(2026, 4, 12)) for name, c in SAMPLE.calendars.items()}
    view = agreement_view(replace(SAMPLE, calendars=calendars), SAMPLE.agreements[-1])
    (row,) = clauses(view)["nurture"].rows
    assert row.examples[0].due is None
    assert "beyond the laid-out days" in row.examples[0].why_not


def test_a_later_version_changes_nothing_in_the_document_of_an_earlier_one():
    first = SAMPLE.agreements[0]
    assert agreement_view(SAMPLE, first) == agreement_view(replace(SAMPLE, agreements=(first,)), first)


def test_a_clause_keeps_its_number_and_a_number_is_never_used_again():
    one = fake_policies.agreement("1.0.0", fake_policies.V1_STARTS)
    answer, follow, facts, accepted = one.commitments
    two = replace(one, commitments=(accepted, replace(follow, name="patience"), answer, facts))
    numbers = clause_numbers((one, two))
    assert numbers["sales", "first_response"] == "S1"
    assert numbers["sales", "persistence"] == "S2"
    assert numbers["sales", "patience"] == "S3"
    assert numbers["marketing", "acceptance_rate"] == "M2"


def test_changes_are_told_clause_by_clause():
    one = fake_policies.agreement("1.0.0", fake_policies.V1_STARTS)
    answer, _, facts, accepted = one.commitments
    stricter = replace(answer, objective=Objective(Fraction(99, 100), Period.MONTH), warn_at=(10,))
    two = replace(one, version="2.0.0", scope=one.criteria[0].condition, commitments=(stricter, facts, accepted))
    latest, first = version_views((one, two))
    assert latest.changes == (
        "S1 (first response) has another set of warnings and another objective.",
        "S2 (persistence) is gone.",
        "Changed as well: the scope.",
    )
    assert first.changes == ("The first version.",)
    assert latest.in_force_from == Instant(two.starts, two.zone)


def test_the_date_of_a_review_is_no_change_and_leaves_the_paper_as_it_is():
    """A head who signs after the review was noted signs the same paper as the one who signed before."""
    one, two = SAMPLE.agreements
    looked_at = replace(two.review, reviewed=date(2026, 5, 4))
    noted = replace(SAMPLE, agreements=(one, replace(two, review=looked_at)))
    before, after = agreement_view(SAMPLE, two), agreement_view(noted, noted.agreements[-1])
    assert after == before
    assert agreement_document(after, "pdf", None) == agreement_document(before, "pdf", None)
    assert version_views((two, replace(two, review=looked_at)))[0].changes == ()
    rarer = replace(two, review=replace(looked_at, every=Period.YEAR))
    assert version_views((two, rarer))[0].changes == ("Changed as well: the review.",)


def test_every_kind_says_what_it_asks():
    view = agreement_view(EVERY_KEY, next(a for a in EVERY_KEY.agreements if a.name == "small"))
    said = {name: " ".join(clause.sentences) for name, clause in clauses(view).items()}
    told = " ".join(said.values())
    for words in (
        "at least 6 times, on at least 4 different days and through at least 2 different channels",
        "less than 10 minutes apart counts once",
        "All pauses of one clock together add at most 16 business hours.",
        "while the lead is in lead, and from when “webinar” is recorded until the buyer does something next",
        "Only the first such start of a lead counts.",
        "Marketing brings at least 21 leads to mql in each month, as the revenue plan derives it.",
        "a rejection without one is no answer",
        "Of the cases that start in a month, 97.5 % are to be kept.",
        "Each time a lead enters mql, it is to reach sal",
        "the lead's owner tries to reach the lead by hand or by a sequence",
    ):
        assert words in told


def test_the_review_is_read_from_the_policy():
    review = agreement_view(SAMPLE, SAMPLE.agreements[-1]).review
    assert (review.every, review.notice) == ("month", "30 days")
    written = (ROOT / "policies/agreements/inbound/2.0.0.yaml").read_text("utf-8").splitlines()
    line = written.index("review:") + 2  # `every` is the line after it
    assert review.policy_line.endswith(f"policies/agreements/inbound/2.0.0.yaml:{line}")


def test_waivers_that_reach_the_version_are_listed_with_what_is_signed_of_them():
    agreement = next(a for a in EVERY_KEY.agreements if a.name == "small")
    waiver = EVERY_KEY.waivers["fair-week"]
    (listed,) = agreement_view(EVERY_KEY, agreement).waivers
    assert (listed.terms.name, listed.digest) == ("fair-week", waiver_terms(waiver).digest)
    before = replace(waiver, since=agreement.starts - 2, until=agreement.starts - 1)
    assert agreement_view(replace(EVERY_KEY, waivers={"fair-week": before}), agreement).waivers == ()
    assert agreement_view(SAMPLE, SAMPLE.agreements[-1]).waivers == ()


def test_bands_reach_down_and_facts_grow_stale():
    view = agreement_view(SAMPLE, SAMPLE.agreements[-1])
    (card,) = view.scorecards
    assert card.parts[0].bands == (("A", "from 50"), ("B", "from 30"), ("C", "below 30"))
    size = next(c for c in view.criteria if c.name == "right_size")
    assert size.stale == ("employees after 365 days", "revenue after 365 days")
    assert size.found_out == "Demand Generation, through enrichment"
    assert size.together == "all of these hold"
