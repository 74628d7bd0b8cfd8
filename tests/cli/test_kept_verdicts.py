"""What the ledger keeps beside its lines: promises compared, files looked at, and ledgers of before."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace

from engine.signing import chains, envelopes, run_statements
from tests.cli import noted_runs

noted, books = noted_runs.noted, noted_runs.books


def test_a_promise_that_became_another_is_named_with_both_verdicts_and_its_figures(books):
    """Nobody's clock is told otherwise: only the share that was promised is another."""
    (books.folder / "data/events_july.csv").unlink()
    books.edit("policies/agreement.yaml", "share: 50%", "share: 20%")
    again = books.check("--attest-with", "nightly", "--ledger", "ledger", "--fail-on", "never")
    assert again.code == 0, again.told
    diff = books.run("ledger", "diff", "2", "3", "--exit-code", "--format", "json")
    assert (diff.code, diff.json["verdicts"]) == (1, []), diff.told
    told = {(p["title"], p["period"]): (p["was"], p["becomes"], p["causes"]) for p in diff.json["promises"]}
    assert told == {("First response", "2026-06"): ("missed", "met", ["policy"])}
    spoken = books.run("ledger", "diff", "2", "3").stdout
    assert "small 1.0.0  first_response  June 2026\n  missed (33.3 %, 1 of 3; 50 % promised) → met (33.3 %, " in spoken
    assert "1 verdict became another (1 on a promise): 1 by another policy; " in spoken
    told = books.report("unsigned")["restated"]
    assert [(p["was"], p["becomes"], p["causes"]) for p in told["promises"]] == [("met", "missed", ["policy", "data"])]
    for name in ("report.md", "report.html"):
        page = books.contents("unsigned")[name].decode().replace("\\", "").replace("\N{NO-BREAK SPACE}", " ")
        assert re.search("First response.*June 2026.*met [(].*missed [(].*50 % promised", page), name


def test_a_ledger_from_when_only_clocks_were_kept_is_read_and_says_so(books):
    """Its lines name no kept files: their clocks alone are asked for."""
    path = books.folder / "ledger/ledger.jsonl"
    content, clocks = b"", set()
    for entry in chains.read(path.read_bytes()).entries:
        old = replace(entry.statement, link=chains.next_link(content))
        content += chains.line_of(envelopes.signed(run_statements.written(old), None))
        clocks.add(old.made["results/clocks.parquet"])
    path.write_bytes(content)
    for kept in (books.folder / "ledger/verdicts").iterdir():
        if kept.stem not in clocks:
            kept.unlink()
    assert books.run("ledger", "verify", "--allow-unsigned").code == 0
    diff = books.run("ledger", "diff", "1", "2")
    assert diff.code == 0, diff.told
    assert "the ledger keeps no promises of entry 1: only clocks are compared" in diff.stdout
    assert "4 verdicts became another: " in diff.stdout


def test_kept_verdicts_that_were_changed_or_removed_break_the_ledger(books):
    """The lines are whole: what they say of the files beside them is not so."""
    name = "results/attainment.parquet"
    digest = hashlib.sha256((books.folder / "signed" / name).read_bytes()).hexdigest()
    path = books.folder / f"ledger/verdicts/{digest}.parquet"
    path.write_bytes(path.read_bytes() + b"x")
    answer = books.run("ledger", "verify", "--allow-unsigned")
    said = f"line 1: `ledger/verdicts/{digest}.parquet`, kept of its `{name}`, "
    assert (answer.code, f"exit 1: {said}was changed" in answer.stdout) == (1, True), answer.told
    path.unlink()
    answer = books.run("ledger", "verify", "--allow-unsigned", "--format", "json")
    assert (answer.code, answer.json["faults"]) == (1, [f"{said}is missing"])
    assert books.run("ledger", "list").code == 0
