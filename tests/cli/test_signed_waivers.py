"""Waivers signed, verified, and told by runs: an unsigned one waives, and is marked wherever it does."""

from __future__ import annotations

import re

import pytest

from tests.cli.test_signing import SIGNERS, new_key

WAIVER = """\
format: leadpact/v1
kind: Waiver
waiver: outage
agreement: small
commitment: first_response
leads: [L1, L3]
from: 2026-06-01
until: 2026-06-03
reason: The telephones were down.
requested_by: sales
approved_by: {party: marketing, name: Kim Berg, on: 2026-06-04}
"""
LATE = "2068-01-01T00:00:00Z"


@pytest.fixture
def heads(repository):
    """The small repository with two heads who have keys, and a waiver over L1's first response."""
    kim, jo = new_key(repository, "kim"), new_key(repository, "jo")
    repository.write("policies/signers.yaml", SIGNERS.format(kim=kim, jo=jo, name="Kim Berg"))
    repository.write("policies/outage.yaml", WAIVER)
    return repository


def sign(heads, what="outage", role="cmo", key="kim"):
    signed = heads.run("sign", what, "--as", role, "--key", key)
    assert signed.code == 0, signed.told
    return signed


def sign_agreement(heads):
    sign(heads, "small@1.0.0")
    sign(heads, "small@1.0.0", "cro", "jo")


def figures(report, commitment):
    owed = [c for agreement in report["agreements"] for party in agreement["parties"] for c in party["commitments"]]
    found = [c for c in owed if c["name"] == commitment]
    return [v for c in found for v in (*c["judged"], *c["history"], *(row["verdict"] for row in c["breakdowns"]))]


def test_from_unsigned_to_signed_to_void(heads):
    sign_agreement(heads)
    unsigned = heads.run("verify")
    assert unsigned.code == 1
    assert "waiver outage is not signed: cmo still to sign" in unsigned.stdout
    assert "leadpact sign outage --as cmo --key FILE" in unsigned.stdout
    told = sign(heads).stdout
    assert "signed: outage as cmo, Kim Berg" in told
    assert "signatures/waivers/outage/kim.json" in told
    assert heads.run("verify").code == 0
    signed = heads.run("verify", "outage")
    assert signed.stdout.endswith("exit 0: waiver outage is signed as cmo\n")
    heads.edit("policies/outage.yaml", "[L1, L3]", "[L1, L2, L3]")
    void = heads.run("verify", "outage")
    assert void.code == 1
    assert "because the terms have changed since" in void.stdout
    assert 'waiver.leads: ["L1", "L3"] was signed, ["L1", "L2", "L3"] is written' in void.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("outag", "--as", "cmo", "--key", "kim"), 2, "did you mean `outage`"),
        (("outage", "--as", "cro", "--key", "jo"), 2, "`waiver outage` is not to be signed as `cro`"),
        (("outage", "--as", "cmo", "--key", "jo"), 1, "`Jo Ohm` signs as `cro`"),
    ],
)
def test_what_can_t_be_signed_is_told_with_a_way_out(heads, arguments, code, told):
    answer = heads.run("sign", *arguments)
    assert (answer.code, told in answer.stderr) == (code, True), answer.told
    assert not (heads.folder / "signatures").exists()


def test_a_waiver_comes_before_a_file_of_its_name(heads):
    heads.write("outage", "no attestation")
    assert "waiver outage is not signed" in heads.run("verify", "outage").stdout
    assert "waiver" not in heads.run("verify", "./outage").stdout


def test_an_unsigned_waiver_waives_and_every_figure_that_lacks_its_cases_is_marked(heads):
    sign_agreement(heads)
    told = heads.check("--period", "2026-06", as_of=LATE)
    assert ("L1", "waived") in heads.rows("clocks", "lead_id, state")
    assert "* waiver outage is not signed: cmo still to sign" in told.stdout
    marked = [v for v in figures(heads.report(), "first_response") if v["unsigned_waivers"]]
    assert {v["period"] for v in marked} == {"2026-06"}
    assert {v["tally"]["waived"] for v in marked} == {1}
    assert not any(v["unsigned_waivers"] for v in figures(heads.report(), "persistence"))
    for name in ("report.md", "report.html"):
        text = (heads.folder / "out" / name).read_text(encoding="utf-8").replace("\\", "")
        assert text.count("(waiver unsigned)") >= 2, name
        assert "waiver outage is not signed: cmo still to sign" in text, name


def test_a_signed_waiver_says_by_whom_and_marks_nothing(heads):
    sign_agreement(heads)
    unsigned, before = heads.check(as_of=LATE), heads.rows("clocks")
    sign(heads)
    signed = heads.check(as_of=LATE)
    assert (unsigned.code, before) == (signed.code, heads.rows("clocks")), "signatures decide no verdict"
    assert "not signed" not in signed.stdout
    report = heads.report()
    assert not any(v["unsigned_waivers"] for v in figures(report, "first_response"))
    assert report["agreements"][0]["waivers"][0]["signatures"]["roles"] == [{"needed": 1, "role": "cmo", "signed": 1}]
    assert sorted(report["run"]["signatures"])[-2:] == [
        "signatures/waivers/outage/kim.json",
        "signatures/waivers/outage/terms.json",
    ]
    for name in ("report.md", "report.html"):
        text = (heads.folder / "out" / name).read_text(encoding="utf-8").replace("\\", "")
        assert "(waiver unsigned)" not in text
        assert re.search(r"signed \d{4}-\d\d-\d\d by Kim Berg, cmo", text), name


def test_why_a_signature_of_a_waiver_is_void_stands_in_the_report(heads):
    sign(heads)
    heads.edit("policies/outage.yaml", "telephones were down", "telephones were out")
    heads.check(as_of=LATE)
    text = (heads.folder / "out/report.md").read_text(encoding="utf-8").replace("\\", "")
    assert "1 void signature (Kim Berg as cmo: the terms have changed since)" in text


def test_told_to_refuse_an_unsigned_waiver_is_refused_where_it_waives(heads):
    sign_agreement(heads)
    june = ("--require-signed", "--period", "2026-06")
    refused = heads.check(*june, as_of=LATE)
    assert refused.code == 1, refused.told
    assert "only what is signed may be reported: waiver outage is not signed: cmo still to sign" in refused.stderr
    assert not (heads.folder / "out").exists()
    heads.edit("policies/outage.yaml", "[L1, L3]", "[L9]")
    assert "only what" not in heads.check(*june, as_of=LATE).stderr, "it waives nothing"
    heads.edit("policies/outage.yaml", "[L9]", "[L1, L3]")
    heads.write("signatures/waivers/outage/kim.json", b"{}")
    assert heads.check(*june, as_of=LATE).code == 3
    sign(heads)
    assert "only what" not in heads.check(*june, as_of=LATE).stderr


def test_what_is_signed_later_does_not_count_in_an_earlier_report(heads):
    sign(heads)
    assert "* waiver outage is not signed: cmo still to sign" in heads.check().stdout


def test_an_explanation_tells_whether_the_waiver_is_signed(heads):
    assert "; waiver outage is not signed: cmo still to sign: The telephones" in heads.explain("L1").stdout
    sign(heads)
    later = heads.run("explain", "L1", "--data", "data", "--as-of", LATE)
    assert re.search(r"; signed \d{4}-\d\d-\d\d by Kim Berg, cmo: The telephones", later.stdout), later.told
    elsewhere = heads.run("explain", "L1", "--data", "data", "--as-of", LATE, "--signatures", "x" * 300)
    assert elsewhere.code == 3
    assert "waiver" not in heads.explain("L2").stdout


def test_a_run_with_a_signed_waiver_is_made_again_byte_for_byte(heads):
    """The signatures of waivers went into it, and are brought to where it runs again."""
    sign(heads)
    assert heads.check("--ledger", "ledger", as_of=LATE).code in {0, 1, 4, 5}
    again = heads.run("ledger", "replay", "1")
    assert again.code == 0, again.told
    (heads.folder / "signatures/waivers/outage/kim.json").unlink()
    gone = heads.run("ledger", "replay", "1")
    assert (gone.code, "signatures/waivers/outage/kim.json" in gone.stderr) == (3, True), gone.told
