"""Consequences and escalation: who is told when, what counts as missed, and what follows, as the policies state it."""

from dataclasses import replace
from pathlib import Path

from engine import pipeline
from engine.documents.agreement_forms import agreement_document
from engine.model.commitments import Conversion, FitAtHandOver, IfSilent
from engine.model.tells import Tell
from engine.reports.agreement_view import agreement_view
from engine.reports.consequences import consequence_texts

ROOT = Path(__file__).parents[2]
POLICIES, _ = pipeline.load_policies(ROOT / "policies")
AGREEMENT = POLICIES.agreements[-1]


def printed(agreement):
    made, faults = agreement_document(agreement_view(replace(POLICIES, agreements=(agreement,)), agreement), "md", None)
    assert faults == ()
    text = made.content.decode().replace("\N{NO-BREAK SPACE}", " ").replace("\\", "")
    return text.split("## Consequences and escalation")[1].split("\n## ")[0]


def with_each(change):
    """The sample with every commitment changed."""
    return replace(AGREEMENT, commitments=tuple(map(change, AGREEMENT.commitments)))


def quiet(owed):
    return owed if isinstance(owed, Conversion | FitAtHandOver) else replace(owed, warn_at=(), tells=())


def by_title(agreement):
    return {text.title: text for text in consequence_texts((agreement,))}


def test_every_clause_says_when_it_is_missed_what_follows_and_where_that_is_written():
    section = printed(AGREEMENT)
    for owed in (*AGREEMENT.commitments, *AGREEMENT.volumes):
        assert f"| {owed.at.line} |\n" in section, owed.name
    assert "fewer than 64 leads brought to mql" in section


def test_who_is_told_stands_in_the_order_of_time_with_the_calendar():
    tells = (Tell(150, "vp_sales", "emea"), Tell(100, "owner"), Tell(0, "desk"))
    first = replace(AGREEMENT.commitments[0], warn_at=(50,), tells=tells)
    text = consequence_texts((replace(AGREEMENT, commitments=(first,)),))
    told = next(one for one in text if one.tellings).tellings
    assert [(one.who, one.when) for one in told] == [
        ("the desk", "at the start"),
        ("the owner of the lead", "when 50 % of the allowed time is gone"),
        ("the owner of the lead", "when the allowed time is over (100 %)"),
        ("the vp sales", "when 150 % of the allowed time is gone, while the calendar emea is open"),
    ]


def test_clauses_that_tell_nobody_are_named_and_an_agreement_without_escalation_says_so():
    assert "No escalation is stated for M" in printed(AGREEMENT)
    section = printed(with_each(quiet))
    assert "This agreement states no escalation" in section
    assert "No escalation is stated for" not in section


def test_silence_that_accepts_misses_nothing_and_says_where_the_lead_is_then():
    silent = with_each(
        lambda owed: replace(owed, if_silent=IfSilent.DEEMED_ACCEPTED) if hasattr(owed, "if_silent") else owed
    )
    (acceptance,) = [owed for owed in AGREEMENT.commitments if hasattr(owed, "if_silent")]
    title = acceptance.title
    assert by_title(silent)[title].missed == "never by silence"
    assert "marked as deemed" in by_title(silent)[title].follows[0]
    assert by_title(AGREEMENT)[title].missed == "nobody accepts or rejects the lead by the due instant"


def test_what_follows_a_cadence_is_told_with_the_clause_that_asks_for_it():
    small, _ = pipeline.load_policies(ROOT / "tests/fixtures/policies_small")
    agreement = next(one for one in small.agreements if one.name == "small")
    (cadence,) = [owed for owed in agreement.commitments if getattr(owed, "then", None)]
    texts = {text.policy_line: text for text in consequence_texts((agreement,))}
    assert texts[cadence.at.line_reference].follows[0].startswith("A lead that nobody released goes on to lead, as ")


def test_a_case_without_a_promised_share_counts_against_none():
    judged_alone = with_each(lambda owed: replace(owed, objective=None))
    said = [text.follows[-1] for text in consequence_texts((replace(judged_alone, volumes=()),))]
    assert set(said) == {"The case is shown as missed; no share is promised."}
    assert any("counts against the" in text.follows[-1] for text in consequence_texts((AGREEMENT,)))
