"""What a run means, told with the period that decided."""

from __future__ import annotations

from engine.model.durations import DAY
from engine.reports.compliance import compliance
from engine.reports.outcome import Allowance, outcome
from tests import fake_results


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
