"""A waiver counts as signed by the head of the party that approves it, over all that it says, and by nobody else."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import json
import shutil

import pytest

from engine import pipeline
from engine.documents.signatures_text import in_a_sentence, signatures_json
from engine.signing import envelopes, keys, statements
from engine.signing.faults import UnreadableSignatureError
from engine.terms.to_sign import waiver_terms
from tests.signing.conftest import AT, LATER, VERSION
from tests.signing.test_ssh_signatures import keygen
from tests.signing.waivers import folder, reasons, sign, verify
from tests.terms.test_terms_in_the_model import changes


def test_a_waiver_is_signed_once_the_head_of_the_approving_party_has(agreed):
    assert (verify(agreed).signed, verify(agreed).unsigned) == (False, ("cmo",))
    assert in_a_sentence([verify(agreed)]) == "waiver outage is not signed: cmo still to sign"
    sign(agreed)
    assert verify(agreed).signed
    assert in_a_sentence([verify(agreed)]) == "waiver outage is signed as cmo"
    assert not agreed.verify().signed, "nobody signed the agreement itself"


def test_the_party_that_asked_can_t_sign(agreed):
    refused = sign(agreed, "jo", "cro")[0]
    assert (refused.code, refused.message) == ("LP731", "`waiver outage` is not to be signed as `cro`")
    assert sign(agreed, "jo")[0].code == "LP733"
    assert sign(agreed, "stranger")[0].code == "LP733"


def forged(desk, who, role, **changed):
    """What somebody with a key makes without leadpact."""
    said = statements.Statement("outage", role, AT, verify(desk).terms, None, "waiver")
    key = keys.unlock((desk.folder / who).read_bytes(), lambda: None)
    folder(desk).mkdir(parents=True, exist_ok=True)
    content = envelopes.sealed(statements.written(dataclasses.replace(said, **changed)), key)
    (folder(desk) / f"{who}.json").write_bytes(content)


@pytest.mark.parametrize(
    ("who", "role", "changed", "void"),
    [
        ("jo", "cro", {}, "waiver outage is not to be signed by the role cro"),
        ("jo", "cmo", {}, "Jo Ohm signs as cro, not as cmo"),
        ("stranger", "cmo", {}, "no key of the signers fits: it was changed after signing, or a stranger made it"),
        ("kim", "cmo", {"of": "storm"}, "it was made for waiver storm"),
        ("kim", "cmo", {"kind": "agreement"}, "it was made for outage"),
        ("kim", "cmo", {"of": VERSION, "kind": "agreement"}, f"it was made for {VERSION}"),
        ("kim", "cmo", {"terms": "0" * 64}, "the terms have changed since"),
        ("kim", "cmo", {"signed_at": LATER + 1_000_000}, "it is dated in the future"),
        ("kim", "cmo", {}, ""),
    ],
)
def test_what_was_made_without_leadpact_counts_only_if_all_of_it_fits(agreed, who, role, changed, void):
    forged(agreed, who, role, **changed)
    assert reasons(verify(agreed)) == [void]
    assert verify(agreed).signed == (not void)


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("commitment: first_response", "commitment: persistence", "commitment"),
        ('leads: [L-1, "NA"]', "leads: [L-1]", "leads"),
        ("criterion: large", "criterion: ready", "condition.criterion"),
        ("from: 2026-06-01", "from: 2026-05-31", "since"),
        ("until: 2026-06-03", "until: 2026-06-03T23:59:00+02:00", "until"),
        ("The telephones were down.", "The telephones were out.", "reason"),
        ("on: 2026-06-04", "on: 2026-06-01", "approved_by.begins"),
    ],
)
def test_another_text_voids_the_signature_and_the_change_is_named(agreed, old, new, place):
    sign(agreed)
    agreed.edit("outage.yaml", old, new)
    view = verify(agreed)
    assert reasons(view) == ["the terms have changed since"]
    assert not view.signed
    assert any(change.startswith(f"waiver.{place}: ") for change in view.changes), view.changes


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("requested_by: sales", "requested_by: sales  # by telephone, of all things"),
        ("if: {criterion: large}", "if: large"),
        ("name: Kim Berg", "name: Kim Berg-Lund"),
        ("until: 2026-06-03", "until: 2026-06-04T00:00:00+02:00"),
    ],
)
def test_comments_layout_names_and_other_words_for_the_same_instant_void_nothing(agreed, old, new):
    sign(agreed)
    agreed.edit("outage.yaml", old, new)
    assert verify(agreed).signed


def test_each_leaf_of_a_waiver_is_a_term_but_the_approver_s_name(agreed):
    waiver = agreed.policies().waivers["outage"]
    before, leaves = waiver_terms(waiver).digest, set()
    for leaf, changed in changes(waiver):
        leaves.add(leaf)
        assert (waiver_terms(changed).digest != before) == (leaf != ("Approval", "name")), leaf
    assert {name for owner, name in leaves if owner == "Waiver"} >= {"leads", "since", "until", "reason", "commitment"}


@pytest.mark.parametrize(
    ("dates", "void"),
    [
        ("until: 2026-06-30", ""),
        ("from: 2026-07-01", "the key counts from 2026-07-01 on"),
        ("until: 2026-06-29", "the key counted until 2026-06-29"),
        ("revoked: {on: 2026-08-01, reason: Stolen}", "the key was revoked on 2026-08-01: Stolen"),
    ],
)
def test_a_key_counts_on_its_dates_and_a_revoked_one_never(agreed, dates, void):
    sign(agreed)
    line = f"{agreed.lines['kim']} kim@example.com\n"
    agreed.edit("signers.yaml", line, f"{line}        {dates}\n")
    assert reasons(verify(agreed)) == [void]


def test_a_quorum_of_the_role_holds_for_waivers_too(agreed):
    sign(agreed)
    lee = f"  lee:\n    name: Lee Moor\n    role: cmo\n    keys:\n      - key: {agreed.lines['stranger']}\n"
    agreed.edit("signers.yaml", "people:\n", f"quorum:\n  cmo: 2\npeople:\n{lee}")
    assert verify(agreed).unsigned == ("cmo",)
    sign(agreed, "stranger")
    assert verify(agreed).signed


def test_the_statement_is_in_toto_over_the_terms_beside_it(agreed):
    sign(agreed)
    body = json.loads(base64.b64decode(json.loads((folder(agreed) / "kim.json").read_bytes())["payload"]))
    kept = (folder(agreed) / "terms.json").read_bytes()
    assert body["_type"] == "https://in-toto.io/Statement/v1"
    assert body["predicateType"] == "https://leadpact.example/waiver-signature/v1"
    assert body["subject"] == [{"digest": {"sha256": hashlib.sha256(kept).hexdigest()}, "name": "outage terms"}]
    assert json.loads(kept)["waiver"]["reason"] == "The telephones were down."


@pytest.mark.parametrize("predicate", ["scenario-signature/v1", "waiver-signature/v2", "waiver-signature/v1 "])
def test_a_statement_of_another_kind_is_none(predicate):
    content = statements.written(statements.Statement("outage", "cmo", AT, "a" * 64, None, "waiver"))
    assert statements.read(content).kind == "waiver"
    with pytest.raises(UnreadableSignatureError):
        statements.read(content.replace(b"waiver-signature/v1", predicate.encode()))


def test_all_that_can_be_signed_is_verified_together(agreed):
    agreed.sign_both()
    sign(agreed)
    views, faults = pipeline.verify(
        pipeline.VerifyingWish(agreed.policies(), "", agreed.folder / "signatures", None, LATER)
    )
    assert [(view.kind, view.of, view.signed) for view in views] == [
        ("agreement", VERSION, True),
        ("waiver", "outage", True),
    ]
    assert not faults
    body = json.loads(signatures_json(views, 0, ""))
    assert [[view["of"] for view in body[kind]] for kind in ("versions", "waivers")] == [[VERSION], ["outage"]]


def test_signatures_of_a_waiver_that_is_gone_are_told(agreed):
    sign(agreed)
    (agreed.folder / "policies" / "outage.yaml").unlink()
    wish = pipeline.VerifyingWish(agreed.policies(), "", agreed.folder / "signatures", None, LATER)
    (fault,) = pipeline.verify(wish)[1]
    assert fault.code == "LP735"
    assert "holds signatures of `waiver outage`" in fault.message


@pytest.mark.skipif(not shutil.which("ssh-keygen"), reason="needs ssh-keygen")
def test_a_head_signs_a_waiver_with_a_key_that_leadpact_never_sees(agreed):
    done = sign(agreed, "kim.pub")
    assert "signatures/waivers/outage/kim.statement.json" in done.to_run
    assert "waits for" in verify(agreed).faults[0]
    assert keygen(
        agreed.folder, "-Y", "sign", "-n", "leadpact", "-f", "kim", str(folder(agreed) / "kim.statement.json")
    )
    assert verify(agreed).signed
