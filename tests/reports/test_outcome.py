"""What a run means, told with the period that decided."""

from __future__ import annotations

from dataclasses import replace

from engine.model.durations import DAY
from engine.model.trials import trials_apart, trials_joined
from engine.reports.compliance import compliance
from engine.reports.outcome import Allowance, outcome
from tests import fake_policies, fake_results


def test_a_month_with_few_cases_is_not_said_to_have_missed_what_its_quarter_missed():
    rows = [
        fake_results.clock(n, "breached", "first_response", fake_results.V2_STARTS + (n % 3) * 30 * DAY + DAY)
        for n in range(30)
    ]
    results = fake_results.results(rows)
    reason = outcome(results, compliance(results), Allowance(100, 100)).reason
    assert (
        "`first_response` missed its objective in Q2 2026 (with which May 2026 is judged, for its few cases)" in reason
    )
    assert "missed its objective in May" not in reason


BROKEN = [
    fake_results.clock(n, "breached", "first_response", fake_results.V2_STARTS + (n % 3) * 30 * DAY + DAY)
    for n in range(90)
]
"""Thirty of each of three months."""


def on_trial(rows):
    """Clocks of which the last version binds only later."""
    policies = fake_policies.policies()
    first, second = policies.agreements
    late = replace(policies, agreements=(first, replace(second, binding_from=fake_results.AS_OF + DAY)))
    relations = {
        name: [row | {"version": "2.1.0 (trial)"} if row.get("version") == "2.1.0" else row for row in found]
        for name, found in fake_results.relations(rows).items()
    }
    return replace(
        fake_results.results(rows), policies=trials_apart(late), relations=fake_results.DictRelations(relations)
    )


def test_what_a_trial_misses_sets_no_exit_code_and_is_told_as_what_would_have_been():
    results = on_trial(BROKEN)
    view = compliance(results)
    (agreement,) = view.agreements
    first = next(c for c in agreement.commitments if c.name == "first_response")
    assert {(v.version, v.verdict) for v in first.judged} == {("2.1.0 (trial)", "missed")}
    assert "would have kept" in first.sentence
    assert "missed" not in agreement.sentences[-1]
    assert "first_response" not in outcome(results, view, Allowance(100, 100)).reason
    assert not any("First" in asked for asked in agreement.meeting.decisions)


def test_a_version_is_cut_where_it_comes_to_bind_and_joined_again():
    policies = fake_policies.policies()
    first, second = policies.agreements
    binds = second.starts + DAY
    whole = replace(policies, agreements=(first, replace(second, binding_from=binds)))
    apart = trials_apart(whole)
    assert [(a.version, a.starts) for a in apart.agreements] == [
        (first.version, first.starts),
        (f"{second.version} (trial)", second.starts),
        (second.version, binds),
    ]
    assert trials_joined(apart) == whole
    assert trials_apart(policies) == policies
