"""`check` says of every figure whether its version is signed, and reports by signed versions only if told to."""

from __future__ import annotations

import json
import re

import pytest

from tests.cli.test_signing import SIGNERS, new_key


@pytest.fixture
def heads(repository):
    kim, jo = new_key(repository, "kim"), new_key(repository, "jo")
    repository.write("policies/signers.yaml", SIGNERS.format(kim=kim, jo=jo, name="Kim Berg"))
    return repository


def sign(heads, role, key):
    signed = heads.run("sign", "small@1.0.0", "--as", role, "--key", key)
    assert signed.code == 0, signed.told


def figures(report):
    """Every figure of a report that a version judged."""
    owed = [c for agreement in report["agreements"] for party in agreement["parties"] for c in party["commitments"]]
    found = [v for c in owed for v in (*c["judged"], *c["history"], *(row["verdict"] for row in c["breakdowns"]))]
    return [verdict for verdict in found if verdict["version"]]


def marks(heads, out="out"):
    """How often each form of the report calls something unsigned."""
    forms = {name: (heads.folder / out / name).read_text(encoding="utf-8") for name in ("report.md", "report.html")}
    return {name: len(re.findall(r"\(unsigned\)", text.replace("\\", ""))) for name, text in forms.items()}


def test_every_figure_of_an_unsigned_version_is_marked(heads):
    told = heads.check()
    assert "* small@1.0.0 is not signed: cmo and cro still to sign" in told.stdout
    assert {figure["signed"] for figure in figures(heads.report())} == {False}
    rows = [line for line in told.stdout.splitlines() if line.startswith("  ") and "%" in line]
    assert rows
    assert all("2026*" in row for row in rows), told.stdout
    assert all(marks(heads).values()), marks(heads)


def test_signatures_count_in_reports_of_their_time_and_later(heads):
    """Today's signature says nothing of what stood when an earlier instant is asked for."""
    sign(heads, "cmo", "kim")
    sign(heads, "cro", "jo")
    before, after = heads.check("--out", "before"), heads.check("--out", "after", as_of="2099-01-01T00:00:00Z")
    assert "still to sign" in before.stdout
    assert "void" not in before.stdout
    assert "not signed" not in after.stdout, after.told
    assert {figure["signed"] for figure in figures(heads.report("after"))} == {True}
    assert not any(marks(heads, "after").values())
    assert "small@1.0.0 is signed by every party" in (heads.folder / "after/report.html").read_text(encoding="utf-8")
    standing = heads.report("after")["agreements"][0]["standings"][0]
    assert [s["name"] for s in standing["signatures"]["signatures"]] == ["Jo Ohm", "Kim Berg"]


def test_the_files_of_signatures_are_part_of_the_run_s_identity(heads):
    sign(heads, "cmo", "kim")
    heads.check()
    identity = json.loads((heads.folder / "out/run.json").read_text(encoding="utf-8"))
    assert sorted(identity["signatures"]) == ["signatures/small/1.0.0/kim.json", "signatures/small/1.0.0/terms.json"]
    assert identity["options"] == {"max_quarantined": 0, "max_unknown": 0, "periods": []}
    assert heads.report()["run"]["signatures"] == identity["signatures"]


@pytest.mark.parametrize("how", ["option", "setting"])
def test_told_to_refuse_nothing_is_reported_by_an_unsigned_version(heads, how):
    if how == "setting":
        heads.write("leadpact.toml", "require_signed = true\n")
    arguments = ("--require-signed",) if how == "option" else ()
    refused = heads.check(*arguments, "--format", "json")
    assert refused.code == 1, refused.told
    assert "only what is signed may be reported: small@1.0.0 is not signed" in refused.stderr
    assert refused.json["exit_code"] == 1
    assert not (heads.folder / "out").exists()
    assert heads.check(*arguments, "--fail-on", "never").code == 1
    sign(heads, "cmo", "kim")
    sign(heads, "cro", "jo")
    signed = heads.check(*arguments, as_of="2099-01-01T00:00:00Z")
    assert "not signed" not in signed.stdout + signed.stderr
    assert (heads.folder / "out/report.html").exists()


def test_a_signature_that_can_t_be_read_can_t_be_decided_on(heads):
    sign(heads, "cmo", "kim")
    heads.write("signatures/small/1.0.0/kim.json", b"{}")
    assert heads.check("--require-signed").code == 3
    assert heads.check("--signatures", "x" * 300).code == 3


def test_the_report_of_a_period_marks_its_figures_too(heads):
    asked = ("report", "--data", "data", "--as-of", "2099-01-01T00:00:00Z", "--period", "2026-06", "--quiet")
    unsigned = heads.run(*asked).stdout.replace("\\", "")
    assert "small@1.0.0 is not signed: cmo and cro still to sign" in unsigned
    meeting = unsigned.partition("## For the meeting")[2].partition("###")[0]
    figures = [line for line in meeting.splitlines() if "%" in line]
    assert figures
    assert all("(unsigned)" in line for line in figures), meeting
    sign(heads, "cmo", "kim")
    sign(heads, "cro", "jo")
    assert "(unsigned)" not in heads.run(*asked).stdout.replace("\\", "")
    assert heads.run(*asked, "--signatures", "x" * 300).code == 3


def test_what_was_signed_after_the_instant_of_a_report_is_told_where_the_report_is_refused(heads):
    sign(heads, "cmo", "kim")
    told = heads.check("--require-signed")
    assert told.code == 1
    assert re.search(r"as cmo small@1.0.0 was signed on \d{4}-\d\d-\d\d, after this report's as_of", told.stderr)
    assert "as cro small@1.0.0 was signed" not in told.stderr
