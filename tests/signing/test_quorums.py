"""How many people must sign in a role, and who of them counts once."""

from __future__ import annotations

import json

import pytest

from engine.documents.signatures_text import in_a_sentence, signatures_json
from tests.signing.conftest import new_key

TWO = "quorum:\n  cro: 2\npeople:\n"
LEE = """\
  lee:
    name: Lee Moor
    role: cro
    keys:
      - key: {}
"""


@pytest.fixture
def board(desk):
    """Two people must sign as cro: Jo, who has two keys, and Lee."""
    second = new_key(desk.folder / "jo2")
    desk.edit("signers.yaml", "people:\n", TWO)
    desk.edit(
        "signers.yaml",
        f"      - key: {desk.lines['jo']}\n",
        f"      - key: {desk.lines['jo']}\n      - key: {second}\n",
    )
    path = desk.folder / "policies" / "signers.yaml"
    path.write_text(path.read_text(encoding="utf-8") + LEE.format(new_key(desk.folder / "lee")), encoding="utf-8")
    return desk


def test_a_role_has_signed_once_so_many_people_have(board):
    board.sign_both()
    view = board.verify()
    assert (view.signed, view.unsigned) == (False, ("cro",))
    assert in_a_sentence([view]) == "small@1.0.0 is not signed: 1 more of 2 as cro still to sign"
    board.sign("lee", "cro")
    assert board.verify().signed


def test_one_person_with_two_keys_is_one_person(board):
    board.sign_both()
    first = (board.signatures / "jo.json").read_bytes()
    board.sign("jo2", "cro")
    (board.signatures / "jo-again.json").write_bytes(first)
    view = board.verify()
    assert [s.void_because for s in view.signatures] == ["", "", ""]
    assert view.unsigned == ("cro",)


def test_a_void_signature_does_not_help_to_the_quorum(board):
    board.sign_both()
    board.sign("lee", "cro")
    lee = json.loads((board.signatures / "lee.json").read_bytes())["signatures"][0]["keyid"]
    text = (board.folder / "policies" / "signers.yaml").read_text(encoding="utf-8")
    (board.folder / "policies" / "signers.yaml").write_text(
        text + "        revoked: {on: 2026-08-01, reason: Stolen}\n", encoding="utf-8"
    )
    view = board.verify()
    assert [s.keyid for s in view.signatures if s.void_because] == [lee]
    assert view.unsigned == ("cro",)


def test_machines_are_told_how_many_signed_and_how_many_must(board):
    board.sign_both()
    (version,) = json.loads(signatures_json([board.verify()], 1, ""))["versions"]
    assert version["roles"] == [
        {"role": "cmo", "signed": 1, "needed": 1},
        {"role": "cro", "signed": 1, "needed": 2},
    ]
    assert version["unsigned"] == ["cro"]
