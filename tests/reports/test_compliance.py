"""The compliance view of a run: everything adds up, versions stay apart, both parties stand side by side."""

from collections import Counter
from dataclasses import replace

from engine.model.durations import DAY, HOUR
from engine.reports.compliance import compliance
from engine.reports.explanations import explanation
from tests import fake_results

VIEW = compliance(fake_results.results())
MONTHS = sorted({row["month"] for row in fake_results.clocks()})
WHOLE = {c.name: c for c in compliance(fake_results.results(), MONTHS).agreements[0].commitments}
(AGREEMENT,) = VIEW.agreements
BY_NAME = {c.name: c for c in AGREEMENT.commitments}


def test_both_parties_stand_in_the_policys_order_with_all_they_owe():
    assert [(p.id, [c.name for c in p.commitments]) for p in AGREEMENT.parties] == [
        ("marketing", ["facts_complete", "acceptance_rate"]),
        ("sales", ["first_response", "persistence"]),
    ]


def test_the_totals_of_a_commitment_are_the_clocks_behind_them():
    states = Counter((r["commitment"], r["state"]) for r in fake_results.clocks())
    for commitment in WHOLE.values():
        for state in fake_results.STATES:
            assert getattr(commitment.total, state) == states[commitment.name, state]
        assert len(commitment.breaches) == commitment.total.broken
        assert len(commitment.open_clocks) == commitment.total.open
        assert sum(count for _, count in commitment.unknown_reasons) == commitment.total.unknown


def test_only_breaches_of_the_judged_periods_are_listed():
    judged = {"2026-05", "2026-06"}
    broken = [r for r in fake_results.clocks() if r["state"] in {"late", "breached"} and r["month"] in judged]
    assert len(BY_NAME["first_response"].breaches) == sum(r["commitment"] == "first_response" for r in broken)


def test_breaches_of_other_periods_are_not_even_read():
    """A million leads break more promises over the years than memory holds; a report lists those of two months."""
    run = fake_results.results()
    asked = []

    class Watched(fake_results.DictRelations):
        def rows(self, relation):
            asked.append(relation)
            return super().rows(relation)

    compliance(replace(run, relations=Watched(run.relations.relations)))
    assert "open_clocks" in asked
    assert not {"clocks", "breaches", "unknown_clocks"} & {*asked}


def test_the_last_ended_and_the_current_period_are_judged():
    assert [v.period for v in BY_NAME["first_response"].judged] == ["2026-05", "2026-06"]
    assert [v.period for v in BY_NAME["persistence"].judged] == ["2026-Q1", "2026-Q2"]


def test_other_periods_are_judged_when_asked_for():
    (agreement,) = compliance(fake_results.results(), ["2026-02"]).agreements
    first = next(c for c in agreement.commitments if c.name == "first_response")
    assert [v.period for v in first.judged] == ["2026-02"]


def test_a_period_cut_by_two_versions_gives_two_rows_that_are_not_pooled():
    both = [
        fake_results.clock(n, "kept", "first_response", fake_results.V2_STARTS + n * HOUR, month="2026-04", version=v)
        for n, v in enumerate(["1.0.0"] * 3 + ["2.1.0"] * 2)
    ]
    (agreement,) = compliance(fake_results.results(both)).agreements
    first = next(c for c in agreement.commitments if c.name == "first_response")
    assert [(v.period, v.version, v.tally.kept) for v in first.history] == [
        ("2026-04", "1.0.0", 3),
        ("2026-04", "2.1.0", 2),
    ]


def test_too_few_cases_in_a_month_are_judged_with_the_quarter():
    rows = [
        fake_results.clock(n, "kept", "first_response", fake_results.V2_STARTS + (n % 3) * 30 * DAY + DAY)
        for n in range(30)
    ]
    (agreement,) = compliance(fake_results.results(rows)).agreements
    first = next(c for c in agreement.commitments if c.name == "first_response")
    assert first.history[0].verdict == "too_few"
    assert first.history[0].share.text == "too few"
    assert first.history[0].judged_with.period == "2026-Q2"
    assert first.history[0].judged_with.verdict == "met"


def test_clocks_from_before_the_first_version_stand_in_the_history():
    early = fake_results.clock(0, "not_applicable", "first_response", fake_results.V1_STARTS - HOUR, version="")
    row = dict.fromkeys(("share_num", "share_den", "min_cases")) | {"verdict": "no_objective"}
    beside = [f"{why}_{what}" for why in ("deemed", "logged_late", "waived") for what in ("kept", "broken")]
    counts = dict.fromkeys((*fake_results.STATES, *beside), 0)
    counts |= {"clocks": 1, "not_applicable": 1}
    key = {"policy": "inbound", "version": "", "commitment": "first_response", "period": early["month"]}
    counted = key | counts | row | {"dimension": "all", "value": ""}
    (agreement,) = compliance(fake_results.results([], attainment=[counted])).agreements
    first = next(c for c in agreement.commitments if c.name == "first_response")
    assert [(v.version, v.tally.not_applicable) for v in first.history] == [("", 1)]


def test_the_headline_says_each_partys_first_commitment_then_how_many_were_met():
    marketing, sales, counted = AGREEMENT.sentences
    assert marketing.startswith("Marketing EMEA kept 94.9 % of 39 decided cases of “Missing facts completed” in time")
    assert marketing.endswith(" in May 2026; 97.5 % was promised.")
    assert sales.startswith("Inside Sales EMEA kept 91.8 % of 61 decided cases of “First response” in time in May 2026")
    assert counted == "Of 4 commitments: 1 met, 3 missed."


def test_a_commitment_without_a_case_says_so():
    (agreement,) = compliance(fake_results.results([])).agreements
    assert agreement.sentences[1] == "Inside Sales EMEA had no case of “First response” in May 2026."
    assert agreement.sentences[-1] == "No commitment had a case to judge."


def test_every_breach_names_the_policy_line_that_judged_it():
    lines = {b.policy_line for b in WHOLE["first_response"].breaches}
    assert lines == {f"policies/agreements/inbound/{v}.yaml:62" for v in ("1.0.0", "2.1.0")}


def test_lateness_is_told_in_business_time_where_the_window_is():
    late = [
        fake_results.clock(1, "late", "first_response", fake_results.V2_STARTS, elapsed=7 * HOUR, late_by=20 * HOUR),
        fake_results.clock(2, "late", "first_response", fake_results.V2_STARTS, elapsed=4 * HOUR, late_by=15 * HOUR),
    ]
    (agreement,) = compliance(fake_results.results(late), ["2026-04"]).agreements
    first = next(c for c in agreement.commitments if c.name == "first_response")
    assert [(b.late.microseconds, b.late.working) for b in first.breaches] == [(3 * HOUR, True), (15 * HOUR, False)]


def test_a_breakdown_keeps_a_missing_value_apart_from_the_text_unknown():
    rows = [
        fake_results.clock(n, "kept", "first_response", fake_results.V2_STARTS + 40 * DAY, s_segment=s)
        for n, s in enumerate(["unknown", None, None])
    ]
    (agreement,) = compliance(fake_results.results(rows)).agreements
    first = next(c for c in agreement.commitments if c.name == "first_response")
    found = {b.value: b.verdict.tally.kept for b in first.breakdowns if b.dimension == "segment"}
    assert found == {"unknown": 1, None: 2}


def test_rejection_stages_stand_beside_the_main_line():
    assert [s.stage for s in AGREEMENT.funnel.main] == ["lead", "mql", "sal", "sql", "customer"]
    assert [s.stage for s in AGREEMENT.funnel.aside] == ["recycled"]
    assert [s.rate for s in AGREEMENT.funnel.main] == ["60.6 %", "80.2 %", "45.7 %", "21.8 %", None]


def test_a_lead_that_nobody_knows_has_no_explanation():
    assert explanation(fake_results.results(), "nobody") is None


def test_an_explanation_says_what_was_missing():
    (policy,) = explanation(fake_results.results(), "L-1001").policies
    (criterion,) = policy.criteria
    assert (criterion.truth, criterion.missing) == (None, ("employees",))
    assert criterion.policy_line == "policies/agreements/inbound/2.1.0.yaml:30"


def test_a_lead_without_a_clock_is_explained_all_the_same():
    view = explanation(fake_results.results(leads=[{"lead_id": "L-quiet"}]), "L-quiet")
    assert [(p.clocks, p.entries, p.criteria) for p in view.policies] == [((), (), ())]


def test_disconnects_are_told_by_kind_with_the_longest_first_and_what_is_not_known():
    agreement = compliance(fake_results.results()).agreements[0]
    assert [kind.kind for kind in agreement.disconnects] == [
        "handed_over_unproven",
        "qualified_not_handed_over",
        "rejected_without_reason",
    ]
    assert {(kind.total, kind.leads, len(kind.cases)) for kind in agreement.disconnects} == {(30_000, 12, 1)}
    unproven, qualified, rejected = (kind.oldest for kind in agreement.disconnects)
    assert (unproven.told, unproven.owner, unproven.stage) == ("missing: employees", "u1", "mql")
    assert (qualified.since, qualified.age, qualified.owner, qualified.stage) == (None, None, None, None)
    assert rejected.told == "no reason given"
    assert unproven.age is not None
    assert unproven.age.microseconds == fake_results.results().identity.as_of - fake_results.V2_STARTS


def test_too_few_cases_in_a_quarter_are_judged_with_the_year():
    starts = [
        fake_results.V2_STARTS + days * DAY + n * HOUR for days, many in ((1, 15), (100, 10)) for n in range(many)
    ]
    rows = [fake_results.clock(n, "kept", "first_response", at) for n, at in enumerate(starts)]
    (agreement,) = compliance(fake_results.results(rows)).agreements
    first = next(c for c in agreement.commitments if c.name == "first_response")
    assert (first.history[0].verdict, first.history[0].judged_with.period) == ("too_few", "2026")


def test_cases_listed_and_reasons_of_unknown_ones_add_up_to_the_totals_of_the_judged_periods():
    """Totals of all periods stood beside reasons of two of them: 15 unknown, because of 6 and 2."""
    for commitment in AGREEMENT.commitments:
        total = commitment.judged_total
        assert total.clocks == sum(v.tally.clocks for v in commitment.judged)
        assert total.broken == len(commitment.breaches)
        assert total.unknown == len(commitment.unknowns) == sum(count for _, count in commitment.unknown_reasons)
    started = [fake_results.V1_STARTS + n * DAY for n in range(150)]
    unknown = [fake_results.clock(n, "unknown", "first_response", at) for n, at in enumerate(started)]
    (agreement,) = compliance(fake_results.results(unknown), ["2026-02"]).agreements
    first = next(c for c in agreement.commitments if c.name == "first_response")
    assert (first.total.unknown, first.judged_total.unknown) == (150, 28)
    assert first.unknown_reasons == (("source", 28),)
