"""What programs read: JSON alone on stdout, no colours in pipes, and nothing of a lead that could steer a reader."""

from __future__ import annotations

import csv
import io
import os
import re
import subprocess
import sys
from html.parser import HTMLParser

import pytest
from markdown_it import MarkdownIt

HOSTILE = (
    "=cmd('x')",
    "<script>alert(1)</script>",
    "\x1b[31mred\x1b]0;title\x07",
    "abc\u202edef",
    "L1\nexit 0: fine",
    "x\x9b31my",
    "a|b](http://example.org)",
    "zero\u200bwidth",
)
STEERING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


class Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.scripts = 0

    def handle_starttag(self, tag, attrs):
        self.scripts += tag == "script" or any(name.startswith("on") for name, _ in attrs)


def scripts(page):
    """How many elements of a page run something; the report has one script of its own, which sorts tables."""
    tags = Tags()
    tags.feed(page.decode())
    return tags.scripts


@pytest.fixture(scope="module")
def hostile(judged):
    """The small repository, run again over leads that were all called back too late, under hostile ids."""
    repository, _ = judged
    leads, events = (
        [["ID", "Country", "Employees", "Name"]],
        [["Event", "Lead", "Kind", "At", "Who", "Stage", "Reason"]],
    )
    for number, lead in enumerate(HOSTILE):
        leads.append([lead, "DE", "5", lead])
        events.append([f"e{number}", lead, "moved", "2026-06-01T09:00:00", lead, "mql", ""])
        events.append([f"=f{number}", lead, "call", "2026-06-29T09:00:00", lead, "", ""])
        events.append([f"{lead}{number}", f"ghost {lead}", "hexed", "2026-06-29T09:00:00", lead, "", ""])
    for name, rows in (("leads", leads), ("events", events)):
        text = io.StringIO(newline="")
        csv.writer(text).writerows(rows)
        repository.write(f"hostile/{name}.csv", text.getvalue())
    return repository, repository.run("check", "--data", "hostile", "--as-of", "2026-06-30T12:00:00Z", "--out", "bad")


def test_every_hostile_lead_is_judged(hostile):
    repository, answer = hostile
    assert answer.code == 1, answer.told
    assert {reason for (reason,) in repository.rows("quarantine", "reason", out="bad")} == {"unknown event type"}
    broken = repository.rows("breaches", "DISTINCT lead_id", out="bad")
    assert {lead for (lead,) in broken} == set(HOSTILE)


def test_no_form_for_people_holds_a_steering_character(hostile):
    repository, answer = hostile
    assert not STEERING.search(answer.stdout)
    assert "\nexit 0" not in answer.stdout
    for name in ("report.md", "report.html", "report.json", "run.json"):
        assert not STEERING.search(repository.contents("bad")[name].decode()), name


@pytest.mark.parametrize("lead", HOSTILE)
def test_an_explanation_shows_a_hostile_lead_without_obeying_it(hostile, lead):
    repository, _ = hostile
    arguments = ("explain", "--data", "hostile", "--as-of", "2026-06-30T12:00:00Z")
    text = repository.run(*arguments, "--", lead)
    assert text.code == 0, text.told
    assert not STEERING.search(text.told)
    assert "\nexit 0" not in text.stdout
    told = repository.run(*arguments, "--format", "json", "--", lead)
    assert not STEERING.search(told.stdout)
    assert told.json["lead_id"] == lead


def test_an_unknown_hostile_lead_is_told_harmlessly(judged):
    repository, _ = judged
    for lead in HOSTILE[2:4]:
        answer = repository.explain("--", lead)
        assert answer.code == 5
        assert not STEERING.search(answer.told)


def test_html_and_markdown_hold_no_tag_and_no_link_of_a_lead(hostile):
    repository, _ = hostile
    written = repository.contents("bad")
    assert scripts(written["report.html"]) == scripts(repository.contents()["report.html"]) == 1
    rendered = MarkdownIt("commonmark").enable("table").render(written["report.md"].decode())
    assert "<script" not in rendered
    assert "http://example.org" not in re.findall(r'href="([^"]*)"', rendered)


def test_no_cell_of_the_breaches_is_a_formula(hostile):
    repository, _ = hostile
    rows = list(csv.DictReader(io.StringIO(repository.contents("bad")["breaches.csv"].decode(), newline="")))
    assert {row["lead"].removeprefix("'") for row in rows} == set(HOSTILE)
    assert not [cell for row in rows for cell in row.values() if cell.lstrip().startswith(("=", "+", "-", "@"))]


def test_json_holds_the_very_ids(hostile):
    repository, _ = hostile
    listed = [
        case["lead_id"]
        for party in repository.report("bad")["agreements"][0]["parties"]
        for commitment in party["commitments"]
        for case in commitment["breaches"]
    ]
    assert set(listed) == set(HOSTILE)


def test_check_as_json_is_the_report_and_nothing_else(repository):
    answer = repository.check("--format", "json")
    assert answer.code == 0, answer.told
    assert answer.stdout.encode() == repository.contents()["report.json"]
    assert answer.json["$schema"].endswith("/report/v1")
    assert answer.json["exit_code"] == 0
    assert answer.json["exit_reason"] == "every objective that could be decided is met"
    assert not answer.stderr


def test_validate_as_json_says_its_exit_code_and_every_fault(repository):
    fine = repository.validate("--format", "json")
    assert (fine.code, fine.json["exit_code"], fine.json["exit_reason"]) == (0, 0, "valid")
    assert fine.json["diagnostics"] == []
    repository.edit("policies/agreement.yaml", "field: employees", "field: employes")
    bad = repository.validate("--format", "json")
    assert (bad.code, bad.json["exit_code"], bad.json["exit_reason"]) == (1, 1, "1 error, 0 warnings")
    (fault,) = bad.json["diagnostics"]
    assert (fault["code"], fault["file"], fault["line"], fault["column"]) == (
        "LP305",
        "policies/agreement.yaml",
        40,
        12,
    )
    undecided = repository.check("--format", "json")
    assert (undecided.code, undecided.json["exit_code"]) == (3, 3)
    assert undecided.json["diagnostics"] == bad.json["diagnostics"]
    assert bad.json["$schema"].endswith("/diagnostics/v1")


def test_input_that_cannot_be_read_is_told_as_json_too(repository):
    (repository.folder / "data" / "events.csv").unlink()
    answer = repository.check("--format", "json")
    assert (answer.code, answer.json["exit_code"]) == (3, 3)
    assert [fault["code"] for fault in answer.json["diagnostics"]] == ["LP601"]


def test_explain_as_json_says_its_exit_code(judged):
    repository, _ = judged
    fine = repository.explain("NA", "--format", "json")
    assert (fine.code, fine.json["exit_code"], fine.json["lead_id"]) == (0, 0, "NA")
    assert fine.json["$schema"].endswith("/explanation/v1")
    none = repository.explain("na", "--format", "json")
    assert (none.code, none.json["exit_code"]) == (5, 5)


def test_quiet_says_nothing_and_still_writes(repository):
    answer = repository.check("--quiet")
    assert (answer.code, answer.stdout, answer.stderr) == (0, "", "")
    assert repository.report()["exit_code"] == 0


def test_a_pipe_gets_no_colours(judged, hostile):
    for _, answer in (judged, hostile):
        assert "\x1b" not in answer.told


@pytest.mark.parametrize(("environment", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_a_terminal_gets_colours_unless_it_asks_for_none(judged, environment, coloured):
    """The progress on stderr is a pipe's here: what the terminal shows is the summary."""
    repository, _ = judged
    terminal, program = os.openpty()
    inherited = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    arguments = ["check", "--data", "data", "--as-of", "2026-06-30T12:00:00Z", "--out", f"out{coloured}"]
    with subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-c", "from cli import main; main()", *arguments],
        cwd=repository.folder,
        env={**inherited, "PYTHONPATH": os.environ.get("PYTHONPATH", ""), **environment},
        stdin=subprocess.DEVNULL,
        stdout=program,
        stderr=subprocess.PIPE,
    ) as running:
        os.close(program)
        shown = _everything(terminal)
        assert running.wait(60) == 0, running.stderr.read()
    assert ("\x1b[" in shown) is coloured
    assert "First response" in shown


def _everything(terminal):
    parts = []
    try:
        while part := os.read(terminal, 65536):
            parts.append(part)
    except OSError:  # how Linux tells that the program has closed its side
        pass
    os.close(terminal)
    return b"".join(parts).decode()


def test_a_reader_that_leaves_early_is_no_finding(judged):
    repository, _ = judged
    with subprocess.Popen(
        [sys.executable, "-c", "from cli import main; main()", "validate"],
        cwd=repository.folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        running.stdout.close()
        assert running.wait(60) not in {1, 70}
        assert not running.stderr.read()
