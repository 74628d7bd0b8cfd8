"""Which signatures count: by whom, in which role, when, and over what."""

from __future__ import annotations

import pytest

from engine import pipeline
from engine.signing import envelopes, keys, statements
from tests.signing.conftest import AT, VERSION, new_key  # pythonpath names the root, so that this is found

LEE = """\
  lee:
    name: Lee
    role: coo
    keys:
      - key: {}
  jo:
"""


def reasons(view):
    return {signature.role: signature.void_because for signature in view.signatures}


def test_a_version_is_signed_once_the_head_of_every_party_has(desk):
    assert desk.verify().unsigned == ("cmo", "cro")
    desk.sign("kim", "cmo")
    assert desk.verify().unsigned == ("cro",)
    assert not desk.verify().signed
    desk.sign("jo", "cro")
    assert desk.verify().signed


def test_it_tells_who_when_and_over_what(desk):
    desk.sign("kim", "cmo")
    view = desk.verify()
    signature = view.signatures[0]
    assert (signature.name, signature.role, signature.terms) == ("Kim Berg", "cmo", view.terms)
    assert signature.signed_at.at == AT
    assert signature.signed_at.zone == "Europe/Berlin"


def test_changed_terms_void_every_signature_and_the_change_is_named(desk):
    desk.sign_both()
    desk.edit("agreement.yaml", "else: 4 business hours", "else: 5 business hours")
    view = desk.verify()
    assert reasons(view) == dict.fromkeys(("cmo", "cro"), "the terms have changed since")
    assert view.unsigned == ("cmo", "cro")
    place = "agreement.commitments.first_response.rows[1].allowed.amount"
    assert view.changes == (f"{place}: 4 was signed, 5 is written",)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("agreement.yaml", "title: A small agreement", "title: An agreement, a small one  # with a comment"),
        ("agreement.yaml", "{criterion: nordic}", "\n          criterion: nordic"),
        ("roster.yaml", "name: Kim Berg", "name: Kim Berg-Lund"),
        ("signers.yaml", "name: Kim Berg", "name: Kim Berg-Lund"),
        ("source.yaml", "file: leads.csv", "file: new/leads.csv"),
    ],
)
def test_comments_layout_titles_and_peoples_names_void_nothing(desk, name, old, new):
    desk.sign_both()
    desk.edit(name, old, new)
    assert desk.verify().signed


def test_a_stranger_can_neither_sign_nor_be_counted(desk):
    desk.sign_both()
    assert desk.sign("stranger", "cmo")[0].code == "LP733"
    desk.edit("signers.yaml", desk.lines["kim"], desk.lines["stranger"])
    assert reasons(desk.verify())["cmo"].startswith("no key of the signers fits")


def test_nobody_signs_for_the_other_party(desk):
    assert desk.sign("kim", "cro")[0].code == "LP733"
    desk.sign_both()
    desk.edit("signers.yaml", "role: cro", "role: cmo")
    assert reasons(desk.verify()) == {"cmo": "", "cro": "Jo Ohm signs as cmo, not as cro"}
    assert not desk.verify().signed


def test_one_head_for_both_parties_is_refused_where_it_is_written(desk):
    """Without this a single signature would stand for both sides."""
    desk.edit("agreement.yaml", "signs: cro", "signs: cmo")
    with pytest.raises(AssertionError, match="LP723"):
        desk.policies()


@pytest.mark.parametrize(
    ("dates", "void"),
    [
        ("from: 2026-06-30", ""),
        ("until: 2026-06-30", ""),
        ("from: 2026-07-01", "the key counts from 2026-07-01 on"),
        ("until: 2026-06-29", "the key counted until 2026-06-29"),
        ("revoked: {on: 2026-08-01, reason: Stolen}", "the key was revoked on 2026-08-01: Stolen"),
    ],
)
def test_a_key_counts_on_its_dates_and_a_revoked_one_never(desk, dates, void):
    """Whoever has a stolen key can state any time: what it signed before its revocation is void too."""
    desk.sign_both()
    desk.edit("signers.yaml", f"{desk.lines['jo']}\n", f"{desk.lines['jo']}\n        {dates}\n")
    assert reasons(desk.verify())["cro"] == void
    again = desk.sign("jo", "cro")
    assert isinstance(again, tuple) == bool(void)
    if void:
        assert void in again[0].message


@pytest.mark.parametrize(
    ("instant", "day_void"), [("2026-06-30T23:59:59+02:00", False), ("2026-07-01T00:00:00+02:00", True)]
)
def test_a_key_ends_with_its_last_date_in_the_zone_of_the_list(desk, instant, day_void):
    desk.sign("jo", "cro", at=pipeline.instant(instant))
    desk.edit("signers.yaml", f"{desk.lines['jo']}\n", f"{desk.lines['jo']}\n        until: 2026-06-30\n")
    assert bool(reasons(desk.verify())["cro"]) == day_void


def test_a_signature_of_another_version_does_not_count_here(desk):
    desk.sign_both()
    other = desk.folder / "signatures" / "small" / "1.1.0"
    desk.edit("agreement.yaml", "version: 1.0.0", "version: 1.1.0")
    desk.signatures.rename(other)
    assert set(reasons(desk.verify(named="small@1.1.0")).values()) == {f"it was made for {VERSION}"}


def test_the_head_of_another_agreement_does_not_count_here(desk):
    """leadpact refuses to make such a signature; one who holds a key can make it without leadpact."""
    text = (desk.folder / "policies" / "agreement.yaml").read_text(encoding="utf-8")
    other = text.replace("agreement: small", "agreement: other").replace("signs: cmo", "signs: coo")
    (desk.folder / "policies" / "other.yaml").write_text(other, encoding="utf-8")
    desk.edit("signers.yaml", "  jo:\n", LEE.format(desk.lines["stranger"]))
    assert desk.sign("stranger", "coo")[0].code == "LP731"
    said = statements.Statement(VERSION, "coo", AT, desk.verify().terms)
    key = keys.unlock((desk.folder / "stranger").read_bytes(), lambda: None)
    desk.signatures.mkdir(parents=True)
    (desk.signatures / "lee.json").write_bytes(envelopes.sealed(statements.written(said), key))
    assert reasons(desk.verify()) == {"coo": f"{VERSION} is not to be signed by the role coo"}


def test_a_date_in_the_future_is_no_date_of_a_signature(desk):
    desk.sign_both()
    assert set(reasons(desk.verify(now=AT - 1)).values()) == {"it is dated in the future"}
    assert desk.verify(now=AT).signed


def test_a_document_is_signed_with_the_terms(desk):
    paper = desk.folder / "agreement.pdf"
    paper.write_bytes(b"%PDF the one they read")
    desk.sign_both(document=paper)
    assert desk.verify(document=paper).signed
    assert desk.verify().signed
    paper.write_bytes(b"%PDF the one they reax")
    view = desk.verify(document=paper)
    assert not view.signed
    assert view.unsigned == ("cmo", "cro")
    assert reasons(view) == {"cmo": "", "cro": ""}  # the terms are still agreed on


def test_a_signature_that_names_no_document_is_over_none(desk):
    paper = desk.folder / "agreement.pdf"
    paper.write_bytes(b"%PDF")
    desk.sign_both()
    assert not desk.verify(document=paper).signed


def test_a_new_signature_takes_the_place_of_the_person_s_one_before(desk):
    desk.sign_both()
    desk.edit("agreement.yaml", "else: 4 business hours", "else: 5 business hours")
    desk.sign("jo", "cro")
    assert reasons(desk.verify()) == {"cmo": "the terms have changed since", "cro": ""}
    desk.sign("kim", "cmo")
    assert desk.verify().signed


def test_a_key_under_a_passphrase_asks_for_it_and_only_then(desk):
    def never():
        raise AssertionError("asked without need")

    desk.sign("kim", "cmo", ask=never)
    desk.edit("signers.yaml", desk.lines["jo"], new_key(desk.folder / "locked", b"pass word"))
    assert desk.sign("locked", "cro", ask=lambda: None)[0].code == "LP732"
    assert "does not open" in desk.sign("locked", "cro", ask=lambda: "Pass word")[0].message
    assert not desk.verify().signed
    desk.sign("locked", "cro", ask=lambda: "pass word")
    assert desk.verify().signed


@pytest.mark.parametrize(
    "content", [b"", b"ssh-ed25519", b"ssh-ed25519 ????", b"-----BEGIN OPENSSH PRIVATE KEY-----\n\n", b"\x00" * 99]
)
def test_what_is_no_key_is_told_as_such(desk, content):
    (desk.folder / "broken").write_bytes(content)
    assert desk.sign("broken", "cmo")[0].code in {"LP732", "LP733"}
    assert not desk.signatures.exists()
