"""Signatures inside a PDF: other readers agree with them, and any change of the file is found."""

from __future__ import annotations

import asyncio
import re
import subprocess
from io import BytesIO
from itertools import pairwise

import pytest
from pyhanko.pdf_utils import generic
from pypdf import PdfReader

from engine.signing import certificates, paper_signatures
from engine.signing.faults import UnreadableSignatureError, UnusableKeyError
from engine.signing.paper_fields import Revision
from engine.signing.paper_signing import refuse
from tests.signing.conftest import AT
from tests.signing.papers import as_pem, as_pkcs12, credential, prepared, signed, signed_by_both, unsigned


def fine(content):
    """Whether both signatures count and nothing follows them."""
    try:
        found = paper_signatures.read(content)
    except UnreadableSignatureError:
        return False
    lines = {one.line for one in found if one.said and not one.objection}
    known = {credential("rsa", "Kim Berg").line, credential("ecdsa", "Jo Ohm").line}
    return lines == known and not paper_signatures.after_the_last(content, found)


def told_by_poppler(content, tmp_path):
    path = tmp_path / "paper.pdf"
    path.write_bytes(content)
    done = subprocess.run(["pdfsig", "-nocert", path], capture_output=True, check=True, timeout=60)  # noqa: S603, S607
    return done.stdout.decode()


def test_the_second_signature_leaves_the_first_as_it_is(tmp_path):
    one = signed(prepared(), 0, credential("rsa", "Kim Berg"))
    both = signed(one, 1, credential("ecdsa", "Jo Ohm"))
    assert both == signed_by_both()
    assert both.startswith(one)
    assert one.startswith(prepared())
    assert prepared().startswith(unsigned())
    first, second = paper_signatures.read(both)
    assert (first.objection, second.objection) == ("", "")
    assert (first.covers, second.covers) == (len(one), len(both))
    assert (first.said.role, second.said.role, first.signed_at) == ("cmo", "cro", AT)
    poppler = told_by_poppler(both, tmp_path)
    assert poppler.count("Signature is Valid") == 2
    assert poppler.count("ETSI.CAdES.detached") == 2
    assert re.findall("Common Name: (.+)", poppler) == ["Kim Berg", "Jo Ohm"]
    assert [line.strip() for line in poppler.splitlines() if "otal document" in line] == [
        "- Not total document signed",
        "- Total document signed",
    ]


def test_a_signed_paper_stays_tagged_and_its_metadata_as_they_were():
    before, after = (PdfReader(BytesIO(content), strict=True) for content in (unsigned(), signed_by_both()))
    tree = after.trailer["/Root"]["/StructTreeRoot"]
    forms = [one.get_object() for one in tree["/K"][0]["/K"] if one.get_object()["/S"] == "/Form"]
    assert [form["/Alt"] for form in forms] == ["Signature as cmo", "Signature as cro"]
    numbers = tree["/ParentTree"]["/Nums"]
    parents = dict(zip(numbers[::2], numbers[1::2], strict=True))
    for form in forms:
        widget = form["/K"]["/Obj"].get_object()
        assert parents[widget["/StructParent"]].get_object() == form
        assert widget["/TU"] == form["/Alt"]
    assert tree["/ParentTreeNextKey"] > max(parents)
    assert after.metadata == before.metadata
    assert after.trailer["/ID"][0] == before.trailer["/ID"][0]
    assert [page.extract_text() for page in after.pages] == [page.extract_text() for page in before.pages]
    assert set(after.get_fields()) == {"signature_1", "signature_2"}


@pytest.mark.parametrize("sort", ["rsa", "ecdsa", "ed25519"])
def test_the_same_paper_certificate_and_time_are_the_same_bytes(sort):
    held = credential(sort, "Kim Berg")
    once, again = signed(prepared(), 0, held), signed(prepared(), 0, held)
    assert once == again
    assert [one.objection for one in paper_signatures.read(once)] == [""]


def test_a_caller_in_whose_thread_an_event_loop_runs_may_sign_as_well():
    async def in_a_loop():
        return signed(prepared(), 0, credential("ecdsa", "Kim Berg"))

    assert asyncio.run(in_a_loop()) == signed(prepared(), 0, credential("ecdsa", "Kim Berg"))


REGIONS = ("the paper", "its fields", "before the first", "the first", "before the second", "the second", "the end")


def region(name):
    """Where a part of the signed file starts and ends."""
    content = signed_by_both()
    first, second = (found.span(1) for found in re.finditer(rb"/Contents (<[0-9A-F]{200,}>)", content))
    edges = [0, len(unsigned()), len(prepared()), *first, *second, len(content)]
    return list(pairwise(edges))[REGIONS.index(name)]


@pytest.mark.parametrize("name", REGIONS)
def test_a_flipped_byte_anywhere_is_found(name):
    content = signed_by_both()
    start, end = region(name)
    for index in {*range(start, end, max(1, (end - start) // 12)), end - 1}:
        assert not fine(content[:index] + bytes([content[index] ^ 1]) + content[index + 1 :]), index


@pytest.mark.parametrize("added", [b"\n", b"% a comment\n", b"%%EOF", b"\0" * 100])
def test_bytes_behind_the_last_signature_are_found(added):
    assert fine(signed_by_both())
    assert not fine(signed_by_both() + added)
    assert not fine(signed_by_both()[: -len(added)])


@pytest.mark.parametrize("what", ["a page's words", "a note", "a title"])
def test_a_further_revision_that_does_more_than_sign_is_found(what):
    writer, out = Revision(BytesIO(signed_by_both())), BytesIO()
    page = writer.root["/Pages"]["/Kids"][0]
    if what == "a page's words":
        page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=b"BT ET"))
        writer.update_container(page)
    elif what == "a note":
        note = {"/Type": "/Annot", "/Subtype": "/Text", "/Contents": "more", "/Rect": "[0 0 9 9]"}
        entries = {generic.pdf_name(key): generic.pdf_string(value) for key, value in note.items()}
        page["/Annots"].append(writer.add_object(generic.DictionaryObject(entries)))
        writer.update_container(page["/Annots"])
    else:
        writer.root["/Lang"] = generic.pdf_string("la")
        writer.update_root()
    writer.write(out)
    assert out.getvalue().startswith(signed_by_both())
    found = paper_signatures.read(out.getvalue())
    assert {one.objection for one in found} == {"more than a signature was added to the file since"}
    assert paper_signatures.after_the_last(out.getvalue(), found)


def test_a_signature_moved_to_another_paper_is_none():
    other = prepared().replace(b"Signature as cmo", b"Signature as cro")
    assert other != prepared()
    moved = other + signed_by_both()[len(prepared()) :]
    assert not fine(moved)


@pytest.mark.parametrize("passphrase", [b"", b"pass word"])
@pytest.mark.parametrize("form", [as_pem, as_pkcs12])
def test_a_certificate_is_opened_from_either_form(form, passphrase):
    held = credential("ecdsa", "Jo Ohm")
    content = form(held, passphrase)
    assert certificates.holds_certificate(content)
    assert certificates.unlock(content, lambda: "pass word").line == held.line
    if passphrase:
        for wrong in (None, "no"):
            with pytest.raises(UnusableKeyError, match="passphrase"):
                certificates.unlock(content, lambda wrong=wrong: wrong)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (lambda: as_pem(credential("rsa", "A"))[: len(as_pem(credential("rsa", "A"))) // 2], "no certificate with its"),
        (lambda: b"-----BEGIN CERTIFICATE-----\nx\n", "no certificate with its"),
        (lambda: as_pem(credential("rsa", "A")).split(b"-----BEGIN P")[0]
         + b"-----BEGIN P" + as_pem(credential("ecdsa", "A")).split(b"-----BEGIN P")[1], "not that of the certificate"),
    ],
)  # fmt: skip
def test_what_is_no_certificate_with_its_key_is_told(content, told):
    with pytest.raises(UnusableKeyError, match=told):
        certificates.unlock(content(), lambda: None)


def test_an_rsa_key_that_is_too_short_signs_nothing():
    with pytest.raises(UnusableKeyError, match="1024 bits is too short"):
        refuse(credential("short", "A"))
