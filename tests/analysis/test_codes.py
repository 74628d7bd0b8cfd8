"""One code, one meaning, one line of docs/diagnostics.md, one bad sample."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

from engine.analysis import (
    acceptances,
    agreements,
    calendars,
    capacities,
    claims,
    clock_ends,
    commitments,
    conditions,
    constants,
    examples,
    fits,
    freshness,
    further_starts,
    histories,
    holidays,
    lead_schemas,
    looked_back,
    owner_calendars,
    pauses,
    promises,
    references,
    revenue_plans,
    scorecards,
    settling,
    signers,
    sources,
    stage_paths,
    stages,
    thens,
    timely,
    vocabulary,
    volumes,
    waivers,
    window_rows,
)
from engine.analysis.lint import LINT
from engine.analysis.rules import RULES
from engine.analysis.timely import TIMELY

ROOT = Path(__file__).parents[2]
CODE = re.compile(r"\"(LP\d{3})\"")
PAGE = (ROOT / "docs" / "diagnostics.md").read_text(encoding="utf-8")
NEED_A_FOLDER = {"LP101", "LP102", "LP103", "LP104", "LP105", "LP106"}  # tests/loading/test_hostile_files.py


def codes_in(*folders):
    files = [path for folder in folders for path in sorted((ROOT / "engine" / folder).rglob("*.py"))]
    return [code for path in files for code in CODE.findall(path.read_text(encoding="utf-8"))]


def test_the_page_of_diagnostics_lists_exactly_the_codes_in_use():
    listed = re.findall(r"^\| \[(LP\d{3})\]\(diagnostics/\1\.md\) \|", PAGE, re.MULTILINE)
    assert listed == sorted(set(listed))
    assert set(listed) == set(codes_in("."))


def test_every_fault_of_a_policy_has_a_bad_sample():
    shown = {code for path in (ROOT / "tests" / "bad").glob("*.yaml") for code in re.findall(r"LP\d{3}", path.name)}
    warnings_of_the_lead_schema = {"LP906"}  # tests/analysis/test_lint.py
    of_policies = {code for code in codes_in("loading", "analysis") if not code.startswith("LP70")}  # those of settings
    assert shown | NEED_A_FOLDER | warnings_of_the_lead_schema == of_policies


def test_every_rule_runs():
    """A rule that is written but not listed would pass everything."""
    written = {
        function
        for module in (
            acceptances,
            agreements,
            calendars,
            capacities,
            claims,
            clock_ends,
            commitments,
            conditions,
            constants,
            examples,
            fits,
            freshness,
            further_starts,
            histories,
            holidays,
            lead_schemas,
            looked_back,
            owner_calendars,
            pauses,
            promises,
            references,
            scorecards,
            settling,
            revenue_plans,
            signers,
            sources,
            stage_paths,
            stages,
            thens,
            vocabulary,
            volumes,
            waivers,
            window_rows,
        )
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__
        and not name.startswith("_")
        and list(inspect.signature(function).parameters) == ["policies"]
    }
    assert written == {*RULES, *LINT}
    assert len((*RULES, *LINT)) == len({*RULES, *LINT})


def test_every_rule_of_the_day_runs():
    written = {
        f
        for _, f in inspect.getmembers(timely, inspect.isfunction)
        if list(inspect.signature(f).parameters) == ["policies", "as_of"]
    }
    assert written - {timely.timely} == set(TIMELY)


def test_no_rule_has_two_codes():
    for rule in (*RULES, *LINT, *TIMELY):
        assert len(set(CODE.findall(inspect.getsource(rule)))) <= 1, rule.__name__
