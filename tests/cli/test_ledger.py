"""Runs that are signed and noted, as a scheduler makes them and as an auditor looks at them."""

from __future__ import annotations

import base64
import json
import shutil

import pytest

from tests.cli import noted_runs

noted, books = noted_runs.noted, noted_runs.books


def test_a_run_attests_all_that_it_wrote_and_all_that_went_in(noted):
    answer = noted.run("verify", "signed", "--format", "json")
    assert answer.code == 0, answer.told
    body = answer.json
    assert (body["run"]["name"], body["run"]["signed"], body["sound"]) == ("The nightly run", True, True)
    assert set(body["files"]) == set(noted.contents("signed")) - {"attestation.json"}
    assert set(body["run"]["terms"]) == {"small@1.0.0"}
    assert body["terms_changed_since"] == ["small@1.0.0"], "the second run changed the policy"
    assert noted.run("verify", "signed/report.html").code == 0
    assert noted.run("verify", "signed/attestation.json").code == 0


def test_a_flipped_byte_of_a_report_is_found_by_those_who_verify_it(books):
    """What the command line tells; where it may be, and in which file, is in `tests/signing/test_run_files.py`."""
    path = books.folder / "signed" / "report.html"
    content = path.read_bytes()
    path.write_bytes(content[:-20] + bytes([content[-20] ^ 1]) + content[-19:])
    answer = books.run("verify", "signed")
    assert answer.code == 1
    assert "exit 1: not as the run wrote it: report.html" in answer.stdout
    assert books.run("verify", "signed/report.html").code == 1


def test_without_an_attestation_nothing_is_signed(books):
    for target in ("unsigned", "unsigned/report.html"):
        answer = books.run("verify", target)
        assert answer.code == 1
        assert "nobody signed this" in answer.stdout
    books.write("signed/more.html", "<p>")
    stranger = books.run("verify", "signed/more.html")
    assert (stranger.code, "exit 1: this run did not write more.html" in stranger.stdout) == (1, True), stranger.told
    folder = books.run("verify", "signed", "--format", "json")
    assert (folder.code, folder.json["strangers"]) == (0, ["more.html"]), folder.told
    (books.folder / "signed/report.md").unlink()
    assert "not as the run wrote it: report.md" in books.run("verify", "signed").stdout
    books.write("signed/attestation.json", b"{}")
    assert books.run("verify", "signed").code == 3


def test_an_unsigned_run_takes_away_the_attestation_of_the_one_before(books):
    books.check("--out", "signed", "--ledger", "ledger")
    assert not (books.folder / "signed/attestation.json").exists()
    assert books.run("verify", "signed").code == 1


def test_the_list_tells_each_run_and_verify_what_it_comes_to(noted):
    listed, verified = noted.run("ledger", "list"), noted.run("ledger", "verify")
    assert listed.code == 0, listed.told
    one, two = listed.stdout.splitlines()
    assert "as of 2026-06-30T" in one
    assert one.endswith("The nightly run")
    assert two.endswith("unsigned")
    assert verified.code == 1
    assert "exit 1: run 2 is unsigned" in verified.stdout
    allowed = noted.run("ledger", "verify", "--allow-unsigned", "--format", "json")
    assert (allowed.code, allowed.json["exit_code"], len(allowed.json["runs"])) == (0, 0, 2)


def test_tampering_is_found_and_what_was_cut_off_only_by_the_head(books):
    path = books.folder / "ledger/ledger.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    head = books.run("ledger", "verify", "--format", "json").json["runs"][1]["line"]
    path.write_bytes(lines[1])
    cut = books.run("ledger", "verify", "--allow-unsigned")
    assert (cut.code, "does not follow the line before it" in cut.stdout) == (1, True), cut.told
    path.write_bytes(lines[0])
    assert books.run("ledger", "verify").code == 0
    assert books.run("ledger", "verify", "--head", head).code == 1
    path.write_bytes(lines[0] + lines[1][:50])
    assert books.run("ledger", "verify", "--allow-unsigned").code == 1
    refused = books.check("--ledger", "ledger")
    assert (refused.code, "LP744" in refused.stderr) == (3, True), refused.told
    assert path.read_bytes() == lines[0] + lines[1][:50]


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("check", "--attest-with", "kim"), 3, "LP743"),
        (("check", "--attest-with", "nothing"), 3, "can't read `nothing`"),
        (("check", "--ledger", "data/leads.csv"), 3, "can't write"),
        (("ledger", "list", "--ledger", "nowhere"), 5, "there is no run in nowhere"),
        (("ledger", "verify", "--ledger", "nowhere"), 5, "check --ledger DIR"),
        (("ledger", "verfy"), 2, "No such command"),
        (("ledger", "replay", "3"), 3, "has no entry 3, but 2 that can be read"),
        (("ledger", "diff", "1", "9"), 3, "has no entry 9"),
        (("ledger", "replay", "1", "--data", "nowhere"), 3, "not at hand as the run read them: `events.csv`"),
        (("verify", "nowhere"), 2, "no agreement version or waiver `nowhere`"),
    ],
)
def test_what_can_t_be_done_is_told(books, arguments, code, told):
    more = ("--data", "data", "--as-of", "2026-06-30T12:00:00+02:00") if arguments[0] == "check" else ()
    answer = books.run(*arguments, *more)
    assert (answer.code, told in answer.stderr) == (code, True), answer.told
    assert not (books.folder / "out").exists() or "--ledger" in arguments


def test_settings_name_the_key_and_the_ledger(books):
    books.write("leadpact.toml", 'ledger = "ledger"\nattest_with = "nightly"\n')
    answer = books.check()
    assert "entry 3 of the ledger ledger\n" in answer.stderr
    assert len(books.run("ledger", "list").stdout.splitlines()) == 3


def test_what_was_signed_names_no_lead(noted):
    """The ledger travels further than the data: what a lead is called stays in the verdicts beside it."""
    leads = {row[0] for row in noted.rows("clocks", "DISTINCT lead_id", out="signed")}
    body = json.loads((noted.folder / "ledger/ledger.jsonl").read_bytes().splitlines()[0])
    said = base64.b64decode(body["payload"]).decode()
    assert leads
    assert not [lead for lead in leads if f'"{lead}"' in said]


def test_a_run_is_made_again_from_git_whatever_became_of_policies_and_data(noted):
    answer = noted.run("ledger", "replay", "1", "--format", "json")
    assert answer.code == 0, answer.told
    told = answer.json
    assert set(told["same"]) == set(noted.contents("signed")) - {"attestation.json"}
    assert (told["reproduced"], told["changed"], told["run"]["name"]) == (True, [], "The nightly run")
    looked_back = noted.run("ledger", "replay", "2")
    assert looked_back.code == 0, looked_back.told
    assert len(noted.run("ledger", "list").stdout.splitlines()) == 2, "a replay is no run of the ledger"


def test_a_report_tells_what_it_says_otherwise_than_the_last_signed_run(noted):
    told = noted.report("unsigned")["restated"]
    assert (told["before"], told["differing"]["causes"]) == ("entry 1 of the ledger", ["policy", "data"])
    assert {(v["lead_id"], v["title"]) for v in told["verdicts"]} >= {
        ("L3", "First response"),
        ("NA", "First response"),
    }
    assert noted.report("signed")["restated"] is None
    for name in ("report.md", "report.html"):
        page = noted.contents("unsigned")[name].decode()
        assert "estated since the last signed run" in page
        assert "not done (the due time passed)" in page.replace("\\", "")


def test_what_a_run_says_otherwise_is_named_with_its_cause(noted):
    """The policy made a due time earlier, the data lost a talk: each verdict is told with its own cause."""
    answer = noted.run("ledger", "diff", "1", "2", "--exit-code", "--format", "json")
    assert answer.code == 1, answer.told
    told = {(v["lead_id"], v["commitment"]): (v["was"], v["becomes"], v["causes"]) for v in answer.json["verdicts"]}
    assert told == {
        ("L1", "first_response"): ("kept", "kept", ["policy"]),
        ("L3", "first_response"): ("kept", "late", ["policy"]),
        ("NA", "first_response"): ("kept", "breached", ["data"]),
        ("NA", "persistence"): ("kept", "cancelled", ["data"]),
    }


def test_without_what_went_in_nothing_is_claimed(books):
    """Neither the run nor the cause of a verdict is guessed where the policies of then lie nowhere."""
    shutil.rmtree(books.folder / ".git")
    replayed = books.run("ledger", "replay", "1")
    assert replayed.code == 3
    assert "not at hand as the run judged by them: `policies/agreement.yaml`" in replayed.stderr
    answer = books.run("ledger", "diff", "1", "2")
    assert answer.code == 0, answer.told
    assert "policies can't be told from all else: not at hand" in answer.stdout
    assert "5 verdicts became another (1 on a promise): 5 by another policy or other data; 0 open" in answer.stdout
    kept = next((books.folder / "ledger/verdicts").iterdir())
    kept.write_bytes(kept.read_bytes()[:-1] + b"x")
    assert "does not keep the verdicts" in books.run("ledger", "diff", "1", "2").stderr


def test_terms_that_runs_judged_by_stay_as_they_are(books):
    """A comment changes no terms; a bound does, and so it would judge anew what entry 2 notes."""
    books.edit("policies/agreement.yaml", "at_least: 50\n", "at_least: 50  # as signed\n")
    assert books.validate("--ledger", "ledger").code == 0
    books.edit("policies/agreement.yaml", "at_least: 50  # as signed\n", "at_least: 60\n")
    answer = books.validate("--ledger", "ledger")
    assert answer.code == 1, answer.told
    said = "error[LP950] the terms of `small@1.0.0` are not those by which entry 2 of the ledger judged"
    assert f"policies/agreement.yaml:7:16 {said}" in answer.stderr
    assert books.run("validate", "--ledger", "ledger", "--as-of", "2020-01-01T00:00:00Z").code == 0, "not in force yet"


def test_a_ledger_that_is_gone_or_broken_holds_nothing(books):
    assert books.validate("--ledger", "nowhere").code == 3
    path = books.folder / "ledger" / "ledger.jsonl"
    path.write_bytes(path.read_bytes().partition(b"\n")[2])
    answer = books.validate("--ledger", "ledger")
    assert (answer.code, "help: leadpact ledger verify" in answer.stderr) == (3, True), answer.told
