"""What `leadpact plan` exits with, and what it makes of wrong input and hostile leads."""

from __future__ import annotations

import pytest
from markdown_it import MarkdownIt

from tests.cli.plans import AGREEMENT, commitment, figures, plan, planned


def test_what_can_no_longer_be_judged_is_exit_four(changed):
    """The size of L3 is not known: neither row can be told, and the call lies between their times."""
    changed.edit(
        AGREEMENT,
        "      - else: 2 business hours",
        "      - if: {criterion: large}\n        time: 1 business hour\n      - else: 4 business hours",
    )
    answer = plan(changed, "--format", "json")
    assert (answer.code, answer.json["exit_reason"]) == (4, "1 clock can't be judged any more, 0 allowed"), answer.told
    assert plan(changed, "--max-unknown", "1").code == 0
    (turn,) = [t for t in commitment(answer.json, "first_response")["turns"] if t["becomes"] == "unknown"]
    assert turn["cases"][0]["after"]["reason"] == "window_row"


def test_a_plan_over_no_clock_is_exit_five(changed):
    answer = plan(changed, as_of="2026-05-01T12:00:00+02:00")
    assert answer.code == 5, answer.told
    assert answer.stdout.endswith("exit 5: no lead started a clock under any version, before or after\n")


def test_a_comment_on_a_pull_request_holds_no_markup_of_a_lead(changed):
    for name in ("leads", "events"):
        path = changed.folder / f"data/{name}.csv"
        path.write_text(
            path.read_text(encoding="utf-8").replace("L3,", "<b>L3</b> | [x](http://evil.example) @all,"),
            encoding="utf-8",
        )
    answer = plan(changed, "--format", "markdown")
    page = MarkdownIt("commonmark", {"html": True}).enable("table").render(answer.stdout)
    assert "&lt;b&gt;L3&lt;/b&gt;" in page
    assert "<b>" not in page
    assert "href" not in page
    rows = [line for line in answer.stdout.splitlines() if "evil" in line]
    assert len(rows) == 1
    assert r"\@all" in rows[0]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["nowhere"], "`nowhere` is no folder, and git has no folder"),
        (["base", "--window", "two hours"], "`two hours` is no length of time"),
        (["base", "--window", "2 fortnights"], "`2 fortnights` is no length of time"),
        (["base", "--objective", "101%"], "`101%` is no share"),
        (["base", "--objective", "0.9"], "write it like `90%`"),
        (["base", "--what-if", "first_respons"], "did you mean `first_response`?"),
        ([], "Missing argument"),
    ],
)
def test_wrong_usage_is_exit_two(changed, arguments, told):
    answer = changed.run("plan", *arguments, "--data", "data")
    assert (answer.code, answer.stdout) == (2, ""), answer.told
    assert told in answer.stderr


def test_a_base_at_fault_is_told_where_it_lies(changed):
    changed.edit("base/agreement.yaml", "requires: ready", "requires: redy")
    answer = plan(changed, "--format", "json")
    assert (answer.code, answer.json["exit_code"]) == (3, 3), answer.told
    assert answer.stderr.startswith("base/agreement.yaml:")


def test_sides_that_judge_leads_twice_under_one_name_are_refused(changed):
    """What `check` reports nothing of, a plan compares nothing with: before the change and after it."""
    for side, name in (("base", "twin"), ("policies", "double")):
        text = (changed.folder / side / "agreement.yaml").read_text(encoding="utf-8")
        changed.write(f"{side}/{name}.yaml", text.replace("agreement: small", f"agreement: {name}"))
    answer = plan(changed)
    assert (answer.code, answer.stdout) == (3, ""), answer.told
    assert "error[LP490] agreements `small` and `twin` both judge lead `L1` by `first_response`" in answer.stderr
    assert "error[LP490] agreements `double` and `small` both judge lead `L1` by `first_response`" in answer.stderr


def test_records_that_are_read_otherwise_are_told(changed):
    changed.edit("policies/source.yaml", "complete_until: 2026-07-01", "complete_until: 2026-06-29")
    answer = plan(changed, "--max-unknown", "9")
    assert "The change also reads the records otherwise" in answer.stdout, answer.told


def test_a_base_that_does_not_know_the_records_schema_is_undecidable(changed):
    (changed.folder / "base/source.yaml").unlink()
    for name in ("base/lead_schema.yaml", "base/agreement.yaml"):
        changed.edit(name, "lead_schema: crm", "lead_schema: old_crm")
    answer = plan(changed)
    assert answer.code == 3, answer.told
    assert "error[LP760] the records are read by the lead schema `crm`, which one side of the change" in answer.stderr
    assert "help: compare with a base that has it, or name another --source" in answer.stderr


def test_a_base_without_sources_is_judged_by_those_at_hand(changed):
    (changed.folder / "base/source.yaml").unlink()
    assert figures(commitment(planned(changed), "first_response")["after"]) == (3, 4)
