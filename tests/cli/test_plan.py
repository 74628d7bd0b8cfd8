"""`leadpact plan`: what a change would have done to the leads that there are, and what it means for a script."""

from __future__ import annotations

import re
import shutil
import subprocess
from fractions import Fraction

from tests.cli.plans import AGREEMENT, commitment, figures, plan, planned, version


def test_the_lead_that_was_called_after_four_hours_turns(changed):
    """L1 was called after one hour, L3 a second before four; the Nordic ones have a day."""
    body = planned(changed)
    response = commitment(body, "first_response")
    assert (figures(response["before"]), figures(response["after"])) == ((4, 4), (3, 4))
    (turn,) = response["turns"]
    assert (turn["was"], turn["becomes"], turn["clocks"]) == ("kept", "broken", 1)
    (case,) = turn["cases"]
    assert (case["lead_id"], case["before"]["due"]) == ("L3", "2026-06-08T13:00:00+02:00")
    assert case["after"]["due"] == "2026-06-08T11:00:00+02:00"
    assert (case["before"]["rule"], case["after"]["rule"]) == (
        "4 business hours otherwise",
        "2 business hours otherwise",
    )
    assert case["after"]["policy_line"].startswith("policies/agreement.yaml:")
    assert case["before"]["policy_line"].startswith("base/agreement.yaml:")
    assert version(body)["leads"] == 1
    assert body["same_records"] is True
    assert body["exit_code"] == 0


def test_a_terminal_is_told_in_sentences_at_most_a_hundred_wide(changed):
    answer = plan(changed)
    assert answer.code == 0, answer.told
    text = re.sub(r"\s+", " ", answer.stdout)
    assert "Sales would have kept 75.0 % of 4 of “First response”, not 100 % of 4; 50 % is promised." in text
    assert "1 clock of 12 would have come out otherwise." in text
    assert "L3 of nobody: kept (done in time), due Mon 8 Jun 2026, 13:00 CEST" in text
    assert "To sign: cmo, cro." in text
    assert max(map(len, answer.stdout.splitlines())) <= 100


def test_what_gets_worse_is_exit_one_only_where_it_is_asked_for(changed):
    answer = plan(changed, "--fail-on-worse", "--format", "json")
    assert (answer.code, answer.json["exit_code"]) == (1, 1), answer.told
    assert answer.json["exit_reason"] == "`first_response` falls from 100 % to 75.0 % kept"
    assert answer.json["worse"] == ["`first_response` falls from 100 % to 75.0 % kept"]
    changed.edit(AGREEMENT, "- else: 2 business hours", "- else: 6 business hours")
    assert plan(changed, "--fail-on-worse").stdout.endswith("exit 0: nothing gets worse\n")


def test_the_whole_plan_is_written_beside_what_is_printed(changed):
    answer = plan(changed, "--format", "json", "--out", "plan.json")
    assert (changed.folder / "plan.json").read_text(encoding="utf-8") == answer.stdout
    assert plan(changed, "--out", "data").code == 3


def test_a_git_revision_is_a_base(changed):
    shutil.rmtree(changed.folder / "base")
    author = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main")
    changed.edit(AGREEMENT, "- else: 2 business hours", "- else: 4 business hours")
    for arguments in (["init"], ["add", "."], ["commit", "--message", "first"]):
        subprocess.run(["git", *author, *arguments], cwd=changed.folder, check=True, capture_output=True)  # noqa: S603, S607 - our own folder
    changed.edit(AGREEMENT, "- else: 4 business hours", "- else: 2 business hours")
    body = planned(changed, base="HEAD")
    assert figures(commitment(body, "first_response")["after"]) == (3, 4)
    assert body["changes"]["before"] == "HEAD"


def test_policies_that_mean_the_same_need_no_replay(changed):
    changed.edit(AGREEMENT, "- else: 2 business hours", "- else: 4 business hours # as ever")
    answer = plan(changed, "--fail-on-worse")
    assert answer.code == 0, answer.told
    assert (
        answer.stdout
        == "base and policies mean the same: no lead would be judged otherwise.\nexit 0: both sides mean the same\n"
    )


def new_version(repository):
    """A second version that begins after all leads, beside the first as it was."""
    text = (repository.folder / AGREEMENT).read_text(encoding="utf-8")
    first = (repository.folder / "base/agreement.yaml").read_text(encoding="utf-8")
    repository.write(AGREEMENT, first)
    text = text.replace("version: 1.0.0", "version: 2.0.0").replace("from: 2026-01-01", "from: 2026-09-01")
    repository.write("policies/second.yaml", text)
    return repository


def test_a_new_version_judges_the_leads_of_the_one_that_it_follows(changed):
    body = planned(new_version(changed))
    replayed = version(body, "2.0.0")
    assert (replayed["before"], replayed["as_if"]) == ("1.0.0", True)
    assert (replayed["starts"], replayed["begins"]) == ("2026-01-01T00:00:00+01:00", "2026-09-01T00:00:00+02:00")
    response = commitment(body, "first_response", "2.0.0")
    assert (figures(response["before"]), figures(response["after"])) == ((4, 4), (3, 4))
    assert response["turns"][0]["cases"][0]["after"]["policy_line"].startswith("policies/second.yaml:")
    assert replayed["signing"] == {"voided": [], "to_sign": ["cmo", "cro"], "same_terms": False}


def test_that_a_new_version_is_judged_as_if_it_had_been_in_force_is_said(changed):
    text = re.sub(r"\s+", " ", plan(new_version(changed)).stdout)
    assert (
        "Version 2.0.0 begins Tue 1 Sep 2026, 00:00 CEST; here it judges the clocks since Thu 1 Jan 2026, 00:00 CET, "
        "as if it had been in force instead of 1.0.0." in text
    )
    assert "who acted then did not know of these terms" in text


def test_notice_is_held_against_the_moment_of_asking(changed):
    for name in ("base/agreement.yaml", AGREEMENT):
        changed.edit(name, "commitments:\n", "review:\n  every: month\n  notice: 60 days\n\ncommitments:\n")
    notice = version(planned(new_version(changed)), "2.0.0")["notice"]
    assert (notice["earliest"], notice["kept"]) == ("2026-08-29T00:00:00+02:00", True)
    later = version(planned(changed, as_of="2026-07-05T12:00:00+02:00"), "2.0.0")["notice"]
    assert (later["earliest"], later["kept"]) == ("2026-09-03T00:00:00+02:00", False)


def test_what_other_windows_and_objectives_would_have_brought(changed):
    body = planned(changed, "--window", "4 business hours", "--window", "30 business minutes", "--objective", "90%")
    trials = {t["number"]: t for t in commitment(body, "first_response")["trials"]}
    shares = {number: (trial["share"]["part"], trial["share"]["whole"]) for number, trial in trials.items()}
    assert shares == {"4 business hours": (4, 4), "30 business minutes": (1, 4)}
    assert [at["objective"] for at in trials["4 business hours"]["at"]] == ["50 %", "90 %"]
    assert trials["4 business hours"]["at"][1]["periods"] == [["met", 1]]
    assert trials["30 business minutes"]["at"][0]["periods"] == [["missed", 1]]


def test_another_number_of_attempts_is_tried_for_a_cadence(changed):
    """L1 and NA were released by a conversation, L3 got one call before it was given up.

    L2 got two calls and was accepted before its time was over: where more are asked for, that cancels.
    """
    body = planned(changed, "--what-if", "persistence")
    trials = {t["number"]: (t["share"]["part"], t["share"]["whole"]) for t in commitment(body, "persistence")["trials"]}
    more = dict.fromkeys(("3 attempts", "4 attempts", "5 attempts"), (2, 3))
    assert trials == {"1 attempts": (4, 4), "2 attempts": (3, 4), **more}


def test_numbers_can_be_tried_without_a_change(changed):
    changed.edit(AGREEMENT, "- else: 2 business hours", "- else: 4 business hours")
    answer = plan(changed, "--what-if", "first_response", "--window", "1 business hour")
    assert answer.code == 0, answer.told
    assert "1 business hour  50.0 % of 4" in answer.stdout


def test_acts_a_week_and_missing_attempts(changed):
    changed.edit(AGREEMENT, "at_least: 2\n      from: anyone", "at_least: 4\n      from: anyone")
    work = {w["commitment"]: w for w in version(planned(changed))["work"]}
    assert (work["persistence"]["acts_before"], work["persistence"]["acts_after"]) == (
        8,
        12,
    )  # one is cancelled before the third
    assert (work["persistence"]["missing_before"], work["persistence"]["missing_after"]) == (1, 3)
    text = plan(changed).stdout
    assert "Sales, persistence: 1.9 a week → 2.9 a week" in text
    assert "attempts missing in what was broken: 1 → 3" in text
    assert "states no capacity" in text


def test_more_attempts_are_held_against_the_hours_that_there_are(changed):
    """8 attempts in the span, then 12, of half an hour each; two people give a hundredth of their 38 hours."""
    capacity = "\ncapacity:\n  sales:\n    people: {office: 2}\n    selling_time: 1%\n    attempt_takes: 30 minutes\n"
    for folder in ("base", "policies"):
        before = (changed.folder / folder / "agreement.yaml").read_text(encoding="utf-8")
        changed.write(f"{folder}/agreement.yaml", before + capacity)
    changed.edit(AGREEMENT, "at_least: 2\n      from: anyone", "at_least: 4\n      from: anyone")
    (hours,) = version(planned(changed))["hours"]
    span = next(w for w in version(planned(changed))["work"] if w["commitment"] == "persistence")["span"][
        "microseconds"
    ]
    week = 7 * 86_400_000_000
    assert [Fraction(hours[side]["hours"]) for side in ("before", "after")] == [
        Fraction(8 * week, span) / 2,
        Fraction(12 * week, span) / 2,
    ]
    assert {hours[side]["selling"] for side in ("before", "after")} == {"19/25"}
    text = re.sub(r"\s+", " ", plan(changed).stdout)
    assert (
        "Sales: attempts take up to 1 hour a week of 0.8 selling hours → attempts take up to 1.4 hours a week of 0.8 "
        "selling hours, which is more than there are"
    ) in text
    assert "states no capacity" not in text


def test_a_capacity_that_becomes_another_is_told_without_further_work(changed):
    changed.edit(AGREEMENT, "- else: 2 business hours", "- else: 4 business hours")
    capacity = "\ncapacity:\n  sales:\n    people: {office: 2}\n    selling_time: 10%\n    attempt_takes: 30 minutes\n"
    before = (changed.folder / AGREEMENT).read_text(encoding="utf-8")
    changed.write(AGREEMENT, before + capacity)
    text = re.sub(r"\s+", " ", plan(changed).stdout)
    assert "Sales: no capacity stated → attempts take up to 1 hour a week of 7.6 selling hours" in text
