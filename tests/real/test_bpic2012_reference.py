"""Applications' clocks under both agreements, as the slow reference judges them one by one.

Every fourth application in `make test`, each of them in `make cases`.
"""

from __future__ import annotations

import os
from collections import defaultdict
from datetime import datetime
from pathlib import Path

import pytest

from tests.agreement.comparing import CLOCK, same
from tests.reference.evaluator import evaluate
from tests.reference.rows import CoverageRow, Inputs, LeadRecord, LogEvent

pytestmark = pytest.mark.real

POLICIES = Path(__file__).parent / "bpic2012" / "policies"
AS_OF = datetime.fromisoformat("2012-03-14T18:00:00+01:00")
SHARES = 8  # so that the work can be spread over cores
TRIED = SHARES if os.environ.get("LEADPACT_RANDOM_CASES") else SHARES // 4


@pytest.fixture(scope="module")
def results(real_data, judged):
    return judged(POLICIES, real_data / "bpic2012", AS_OF)


@pytest.fixture(scope="module")
def engine_clocks(results):
    by_lead = defaultdict(list)
    for row in results.relations.rows("clocks"):
        by_lead[row["lead_id"]].append(row)
    return by_lead


@pytest.fixture(scope="module")
def logs(results):
    """Each lead's events as the sources normalised them."""
    by_lead = defaultdict(list)
    for row in results.relations.rows("events"):
        attributes = {name[2:]: value for name, value in row.items() if name.startswith("a_")}
        facts = {name: value for name, value in row.items() if not name.startswith("a_")}
        by_lead[row["lead_id"]].append(LogEvent(**facts, attributes=attributes))
    return by_lead


@pytest.mark.parametrize("share", range(TRIED))
def test_leads_are_judged_as_the_reference_judges_it(results, engine_clocks, logs, share):
    coverage = tuple(
        CoverageRow(r["type"], r["source"], r["since"], r["until"]) for r in results.relations.rows("coverage")
    )
    fields = [f.name for f in results.policies.lead_schemas["applications"].fields]
    judged = 0
    for number, lead in enumerate(results.relations.rows("leads")):
        if number % SHARES != share:
            continue
        record = LeadRecord(lead["lead_id"], {f: lead[f"f_{f}"] for f in fields})
        inputs = Inputs((record,), tuple(logs[lead["lead_id"]]), coverage)
        expected = evaluate(results.policies, inputs, results.identity.as_of).clocks
        same("clocks", CLOCK, engine_clocks[lead["lead_id"]], expected)
        judged += len(expected)
    assert judged > 4_755 * 3 // SHARES
