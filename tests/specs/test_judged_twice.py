"""Scenarios refuse what a run refuses: a lead that two agreements judge under one name."""

from __future__ import annotations

import shutil

import pytest

from engine.specs.runs import about, answers
from engine.specs.scenario import BadScenarioError, Scenario
from tests.cli.conftest import SMALL


def test_a_scenario_of_a_lead_judged_twice_is_bad(tmp_path):
    said = Scenario(tmp_path)
    shutil.copytree(SMALL / "policies", said.policies)
    (said.policies / "source.yaml").unlink()
    twin = (said.policies / "agreement.yaml").read_text(encoding="utf-8").replace("agreement: small", "agreement: twin")
    (said.policies / "twin.yaml").write_text(twin, encoding="utf-8")
    said.learn(*about(said.policies))
    said.leads["L1"] = {"employees": "80", "employees confirmed": ""}
    said.enters("L1", "mql", "2026-06-08 09:00")
    said.asked_at = "2026-06-09 09:00"
    with pytest.raises(BadScenarioError, match=r"LP490.*`small` and `twin` both judge lead `L1`"):
        answers(said).clock("first_response", "L1")
