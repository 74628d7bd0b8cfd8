"""A plan fits a comment on a pull request, however much it has to tell."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from markdown_it import MarkdownIt

from engine.documents.plans import LARGEST_COMMENT, plan_json, plan_markdown, plan_text
from engine.documents.work_words import hours
from engine.reports.changes import ChangesView, Compared
from engine.reports.instants import Instant, Length
from engine.reports.plan_view import (
    AtObjective,
    Judged,
    Part,
    PlanView,
    ReplayedAgreement,
    ReplayedCommitment,
    ReplayedParty,
    ReplayedVersion,
    Signing,
    Standing,
    Trial,
    Turn,
    TurnedCase,
    Work,
)
from engine.reports.shares import Tally, share_kept
from engine.reports.work import AttemptHours, HoursAWeek

ZONE = "Europe/Berlin"
WHEN = Instant(1_782_889_200_000_000, ZONE)
HOSTILE = "</details><script>|`@all`\n# x \x1b[31m\u202e"


def tally(kept: int, broken: int) -> Tally:
    return Tally(kept + broken, kept=kept, late=broken)


def standing(kept: int, broken: int) -> Standing:
    counts = tally(kept, broken)
    share = share_kept(counts, None, verdict="")
    return Standing(
        "Inside Sales", "85 %", ("4 business hours for every case",), share, counts, (("met", 2),), "a.yaml:1"
    )


def judged(state: str) -> Judged:
    return Judged(state, "late", WHEN, None, None, "4 business hours otherwise", "", "a.yaml:12")


def commitment(name: str, leads: int, lead: str = "2410{}") -> ReplayedCommitment:
    cases = tuple(
        TurnedCase(lead.format(n), f"{n:032}", WHEN, HOSTILE, judged("kept"), judged("late"))
        for n in range(min(leads, 200))
    )
    share = share_kept(tally(1, 1), None, verdict="")
    parts = tuple(Part("owner", f"u{n}", share, share) for n in range(leads))
    trial = Trial("2 business hours", ("after",), share, tally(1, 1), (AtObjective("90 %", (("met", 1), ("open", 1))),))
    return ReplayedCommitment(
        name, f"Title of {name}", "response", standing(leads, 0), standing(0, leads),
        (Turn("kept", "broken", leads, cases),), parts, (trial,),
    )  # fmt: skip


def plan(*commitments: ReplayedCommitment) -> PlanView:
    share = share_kept(tally(1, 1), None, verdict="")
    version = ReplayedVersion(
        "1.0.0", "2.0.0", WHEN, WHEN, as_if=True, passed_over=(),
        parties=(ReplayedParty("Inside Sales", share, share),),
        commitments=commitments, volumes=(), work=(Work("x", "Inside Sales", Length(7 * 86_400_000_000), 3, 4, 0, 0),),
        leads=1, signing=Signing((("cro", HOSTILE),), ("cro",), same_terms=False), notice=None,
    )  # fmt: skip
    changes = ChangesView("main", "policies", (Compared("agreement", "inbound", "1.0.0", "2.0.0", ()),))
    agreement = ReplayedAgreement("inbound", "Inbound", (version,), (("Without an owner", 1, 2),))
    return PlanView(changes, WHEN, (agreement,), same_records=True, rows_lost=0, clocks=10, worse=())


@pytest.mark.parametrize("promises", [1, 8, 60])
def test_markdown_fits_whatever_there_is_to_tell(promises):
    view = plan(*(commitment(f"promise_{n}", 500) for n in range(promises)))
    text = plan_markdown(view).content.decode()
    assert len(text) <= LARGEST_COMMENT
    assert "## What the change would have done" in text


def test_what_is_left_out_of_a_list_is_counted():
    text = plan_markdown(plan(commitment("first_response", 5_000))).content.decode()
    assert "4,950 more" in text
    assert text.count("<details>") == text.count("</details>")


def test_a_plan_that_is_cut_says_so_and_where_all_of_it_is():
    text = plan_markdown(plan(*(commitment(f"p{n}", 1) for n in range(900)))).content.decode()
    assert text.endswith("Cut here: a comment holds no more. The whole plan is what `--out FILE` writes.\n")


def test_hostile_text_stays_text():
    view = plan(commitment("first_response", 3, lead=HOSTILE + "{}"))
    text, comment = plan_text(view, 0, HOSTILE), plan_markdown(view).content.decode()
    for told in (text, comment):
        assert "\x1b" not in told
        assert "\u202e" not in told
    assert "<script>" not in MarkdownIt("commonmark", {"html": True}).enable("table").render(comment)


def test_json_is_ascii_safe_and_names_its_schema():
    body = plan_json(plan(commitment("first_response", 3, lead=HOSTILE + "{}")), 1, "worse").content.decode()
    assert "\x1b" not in body
    assert '"$schema": "https://leadpact.example/schemas/plan/v1"' in body
    assert '"exit_code": 1' in body


def test_every_line_of_a_terminal_is_at_most_a_hundred_wide():
    view = plan(replace(commitment("first_response", 3), title="A title that goes on and on and on " * 6))
    assert max(map(len, plan_text(view, 0, "nothing gets worse").splitlines())) <= 100


def test_a_capacity_that_is_taken_away_is_no_longer_exceeded():
    full = AttemptHours(Fraction(600), Fraction(100), Fraction(50))
    assert hours(HoursAWeek("Sales", None, full)).endswith(", which is more than there are")
    assert hours(HoursAWeek("Sales", full, None)).endswith(" → no capacity stated")
