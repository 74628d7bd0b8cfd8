"""A flipped byte anywhere in what was signed of a waiver is found."""

from __future__ import annotations

import base64
import json

from tests.signing.test_tampering import flipped
from tests.signing.waivers import folder, sign, verify


def test_any_flipped_byte_of_an_envelope_is_found(agreed):
    sign(agreed)
    path, policies = folder(agreed) / "kim.json", agreed.policies()
    content = path.read_bytes()
    for index in range(len(content)):
        path.write_bytes(flipped(content, index))
        view = verify(agreed, policies)
        assert view.unsigned == ("cmo",), index
        assert view.unreadable or view.signatures[0].void_because, index


def test_any_flipped_byte_of_a_statement_is_found_even_if_it_is_put_back_into_its_envelope(agreed):
    sign(agreed)
    path, policies = folder(agreed) / "kim.json", agreed.policies()
    body = json.loads(path.read_bytes())
    payload = base64.b64decode(body["payload"])
    for index in range(len(payload)):
        body["payload"] = base64.b64encode(flipped(payload, index)).decode()
        path.write_bytes(f"{json.dumps(body, indent=1)}\n".encode())
        assert verify(agreed, policies).unsigned == ("cmo",), index


def test_any_flipped_byte_of_the_terms_kept_beside_is_found(agreed):
    sign(agreed)
    path, policies = folder(agreed) / "terms.json", agreed.policies()
    content = path.read_bytes()
    for index in range(len(content)):
        path.write_bytes(flipped(content, index))
        assert verify(agreed, policies).faults == (f"{path} is not what was signed",), index
