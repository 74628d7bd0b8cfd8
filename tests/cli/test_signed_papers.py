"""`sign` and `verify` of the agreement's PDF, as the heads and an auditor meet them."""

from __future__ import annotations

import hashlib
import shutil
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.sign.fields import SigFieldSpec, append_signature_field

from engine.signing.paper_fields import Revision, fields_for, with_fields
from engine.signing.paper_signing import signed_paper
from engine.signing.statements import EPOCH, Statement
from tests.cli.test_signed_waivers import WAIVER
from tests.cli.test_signing import SIGNERS
from tests.signing.conftest import AT
from tests.signing.papers import as_pem, as_pkcs12, credential, listed

RENDERED = {}  # the same bytes for every test: printing them takes the longest
NEVER_INSTALLED = "import sys; sys.modules['pyhanko'] = None"
NEVER_OPENED = """
from pathlib import Path
old = Path.read_bytes
Path.read_bytes = lambda path: old(path / "no folder" if path.suffix == ".pdf" else path)
"""
AS_KIM = ("sign", "small@1.0.0", "--as", "cmo", "--key", "kim.p12", "--document", "paper.pdf")
AS_JO = ("sign", "small@1.0.0", "--as", "cro", "--key", "jo.pem", "--document", "paper.pdf")


@pytest.fixture
def heads(repository):
    """The small repository, whose heads have certificates, and its agreement as a PDF."""
    kim, jo = credential("rsa", "Kim Berg"), credential("ecdsa", "Jo Ohm")
    repository.write("kim.p12", as_pkcs12(kim))
    repository.write("jo.pem", as_pem(jo, b"pass word"))
    repository.write("old.p12", as_pkcs12(credential("rsa", "Old", (2001, 2002))))
    both = {"kim": listed(kim), "jo": listed(jo)}
    signers = SIGNERS.replace("key: {", "{")  # `listed` says itself what it lists
    repository.write("policies/signers.yaml", signers.format(name="Kim Berg", **both))
    if "paper" not in RENDERED:
        assert repository.run("render", "small@1.0.0", "--out", "paper.pdf").code == 0
        RENDERED["paper"] = (repository.folder / "paper.pdf").read_bytes()
    repository.write("paper.pdf", RENDERED["paper"])
    return repository


def flip(heads, share):
    path = heads.folder / "paper.pdf"
    content = bytearray(path.read_bytes())
    content[int(len(content) * share)] ^= 1
    path.write_bytes(content)


def test_both_heads_sign_one_pdf_and_any_change_of_it_or_of_the_terms_is_told(heads):
    unsigned = (heads.folder / "paper.pdf").read_bytes()
    assert heads.run("verify", "paper.pdf").code == 1
    assert heads.run(*AS_KIM).code == 0
    half = heads.run("verify", "paper.pdf")
    assert (half.code, "cro still to sign" in half.stdout) == (1, True), half.told
    assert "leadpact sign small@1.0.0 --as cro --key FILE --document paper.pdf" in half.stdout
    again = heads.run(*AS_KIM)
    assert (again.code, "by this certificate already" in again.stderr) == (1, True), again.told
    assert heads.run(*AS_JO, environment={"LEADPACT_PASSPHRASE": "pass word"}).code == 0
    whole = heads.run("verify", "paper.pdf", "--format", "json")
    assert whole.code == 0, whole.told
    (version,) = whole.json["versions"]
    kim, jo = version["signatures"]
    assert (kim["name"], jo["name"]) == ("Kim Berg", "Jo Ohm")
    assert kim["covers"].startswith("the first ")
    assert jo["covers"] == "the whole file"
    assert (heads.folder / "paper.pdf").read_bytes().startswith(unsigned)
    shutil.copy(heads.folder / "paper.pdf", heads.folder / "kept.pdf")
    flip(heads, 0.5)
    changed = heads.run("verify", "paper.pdf")
    assert (changed.code, "what it covers of the file was changed after signing" in changed.stdout) == (1, True)
    shutil.copy(heads.folder / "kept.pdf", heads.folder / "paper.pdf")
    heads.edit("policies/agreement.yaml", "else: 4 business hours", "else: 6 business hours")
    void = heads.run("verify", "paper.pdf")
    assert (void.code, void.stdout.count("because the terms have changed since")) == (1, 2), void.told


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (AS_KIM[:-2], 1, "LP747"),
        ((*AS_KIM[:-1], "data/leads.csv"), 1, "is not the PDF of `small@1.0.0` as it is printed today"),
        ((*AS_KIM[:-1], "none.pdf"), 3, "LP734"),
        (("sign", "small@1.0.0", "--as", "cro", *AS_KIM[4:]), 1, "`Kim Berg` signs as `cmo`"),
        ((*AS_KIM[:5], "old.p12", *AS_KIM[6:]), 1, "nobody among the signers"),
        (AS_JO, 3, "under a passphrase"),
    ],
)
def test_what_can_t_be_signed_is_told_and_the_pdf_stays_as_it_is(heads, arguments, code, told):
    before = (heads.folder / "paper.pdf").read_bytes()
    answer = heads.run(*arguments)
    assert (answer.code, told in answer.stderr) == (code, True), answer.told
    assert (heads.folder / "paper.pdf").read_bytes() == before


def test_a_certificate_signs_within_its_own_dates_and_those_of_the_list(heads):
    text = (heads.folder / "policies/signers.yaml").read_text(encoding="utf-8")
    kim = listed(credential("rsa", "Kim Berg"))
    heads.write("policies/signers.yaml", text.replace(kim, listed(credential("rsa", "Old", (2001, 2002)))))
    expired = heads.run(*AS_KIM[:5], "old.p12", *AS_KIM[6:])
    assert (expired.code, "good from 2001-01-01 until 2002-01-01 only" in expired.stderr) == (1, True), expired.told
    heads.write("policies/signers.yaml", text)
    assert heads.run(*AS_KIM).code == 0
    revoked = f"{kim.rstrip()}\n        revoked: {{on: 2026-05-04, reason: Stolen.}}\n"
    heads.write("policies/signers.yaml", text.replace(kim, revoked))
    void = heads.run("verify", "paper.pdf")
    assert (void.code, "the key was revoked on 2026-05-04: Stolen." in void.stdout) == (1, True), void.told


def both_sign(heads, prepared, at=AT):
    """What another tool makes of a paper: both signatures, over the true terms and this file."""
    terms = heads.run("verify", "small@1.0.0", "--format", "json").json["versions"][0]["terms"]
    paper = hashlib.sha256(prepared[: prepared.index(b"%%EOF") + 5]).hexdigest()
    people = (("cmo", "Kim Berg", credential("rsa", "Kim Berg")), ("cro", "Jo Ohm", credential("ecdsa", "Jo Ohm")))
    for nth, (role, who, held) in enumerate(people, 1):
        said = Statement("small@1.0.0", role, at, terms, paper)
        prepared = signed_paper(prepared, f"signature_{nth}", who, said, held)
    return prepared


FIELDS = fields_for([("cmo", 1), ("cro", 1)])
NOT_COMPARED = "the words of paper.pdf were not compared with these terms: today's policies print another paper"
MORE_ADDED = "more than the signatures that today's policies ask for was added to the paper in paper.pdf"


def test_a_paper_with_other_words_is_no_success_whoever_signed_it(heads):
    heads.edit("policies/agreement.yaml", "else: 4 business hours", "else: 6 business hours")
    assert heads.run("render", "small@1.0.0", "--out", "doctored.pdf").code == 0
    heads.edit("policies/agreement.yaml", "else: 6 business hours", "else: 4 business hours")
    doctored = with_fields((heads.folder / "doctored.pdf").read_bytes(), FIELDS)
    heads.write("paper.pdf", both_sign(heads, doctored))
    told = heads.run("verify", "paper.pdf")
    assert (told.code, NOT_COMPARED in told.stdout) == (1, True), told.told
    assert told.stdout.count("\n  valid ") == 2
    heads.write("paper.pdf", both_sign(heads, with_fields(RENDERED["paper"], FIELDS)))
    assert heads.run("verify", "paper.pdf").code == 0


@pytest.mark.parametrize("how", ["a page's words", "a field over them"])
def test_words_changed_behind_the_paper_and_before_the_first_signature_are_found(heads, how):
    writer, out = Revision(BytesIO(with_fields(RENDERED["paper"], FIELDS))), BytesIO()
    if how == "a page's words":
        page = writer.root["/Pages"]["/Kids"][0]
        page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=b"BT ET"))
        writer.update_container(page)
    else:
        append_signature_field(writer, SigFieldSpec("third", on_page=0, box=(100, 100, 300, 300)))
    writer.write(out)
    heads.write("paper.pdf", both_sign(heads, out.getvalue()))
    told = heads.run("verify", "paper.pdf")
    assert (told.code, MORE_ADDED in told.stdout) == (1, True), told.told


def test_a_paper_printed_by_other_templates_is_told_and_none_is_void(heads):
    heads.write("paper.pdf", both_sign(heads, with_fields(RENDERED["paper"], FIELDS)))
    heads.write("templates/agreement/review.md.j2", "## Review\n\nOnce a year.\n")
    told = heads.run("verify", "paper.pdf")
    assert (told.code, NOT_COMPARED in told.stdout, "void" in told.stdout) == (1, True, False), told.told
    heads.write("templates/agreement/review.md.j2", "{{ view.title }}")
    broken = heads.run("verify", "paper.pdf")
    assert (broken.code, "LP712" in broken.stderr, NOT_COMPARED in broken.stdout) == (1, True, True), broken.told


@pytest.mark.parametrize("year", [1969, 2070, 9999])
def test_a_time_that_no_zone_is_laid_out_for_is_void_and_no_crash(heads, year):
    at = (datetime(year, 12, 31, 23, 59, 59, tzinfo=UTC) - EPOCH) // timedelta(microseconds=1)
    heads.write("paper.pdf", both_sign(heads, with_fields(RENDERED["paper"], FIELDS), at))
    told = heads.run("verify", "paper.pdf")
    assert told.code == 1, told.told
    assert told.stdout.count("because it is dated beyond the years 1970 to 2069") == 2


def test_a_document_beside_a_signed_paper_is_refused(heads):
    assert heads.run(*AS_KIM).code == 0
    answer = heads.run("verify", "paper.pdf", "--document", "paper.pdf")
    assert (answer.code, "goes with a version or a waiver" in answer.stderr) == (2, True), answer.told


def test_a_waiver_that_is_named_like_a_signed_paper_is_meant(heads):
    assert heads.run(*AS_KIM).code == 0
    heads.write("policies/outage.yaml", WAIVER)
    shutil.copy(heads.folder / "paper.pdf", heads.folder / "outage")
    assert "waiver outage is not signed" in heads.run("verify", "outage").stdout
    assert "small@1.0.0 is not signed" in heads.run("verify", "./outage").stdout


def test_a_paper_that_can_t_be_opened_is_told(heads):
    answer = heads.run("verify", "paper.pdf", setup=NEVER_OPENED)
    assert (answer.code, "can't read" in answer.stderr) == (3, True), answer.told


def test_without_the_extra_it_is_told_and_nothing_is_decided(heads):
    assert heads.run(*AS_KIM).code == 0
    answer = heads.run("verify", "paper.pdf", setup=NEVER_INSTALLED)
    assert (answer.code, "LP748" in answer.stderr) == (3, True), answer.told


def test_a_pdf_that_can_t_be_read_is_no_success(heads):
    heads.write("broken.pdf", b"%PDF-1.7\n/ByteRange")
    answer = heads.run("verify", "broken.pdf")
    assert (answer.code, "LP749" in answer.stderr) == (3, True), answer.told
