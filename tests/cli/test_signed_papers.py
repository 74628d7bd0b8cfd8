"""`sign` and `verify` of the agreement's PDF, as the heads and an auditor meet them."""

from __future__ import annotations

import shutil

import pytest

from tests.signing.papers import as_pem, as_pkcs12, credential, listed

SIGNERS = """\
format: leadpact/v1
kind: Signers
signers: heads
zone: Europe/Berlin
people:
  kim:
    name: Kim Berg
    role: cmo
    keys:
      - {kim}
  jo:
    name: Jo Ohm
    role: cro
    keys:
      - {jo}
"""
RENDERED = {}  # the same bytes for every test: printing them takes the longest
NEVER_INSTALLED = "import sys; sys.modules['pyhanko'] = None"
AS_KIM = ("sign", "small@1.0.0", "--as", "cmo", "--key", "kim.p12", "--document", "paper.pdf")
AS_JO = ("sign", "small@1.0.0", "--as", "cro", "--key", "jo.pem", "--document", "paper.pdf")


@pytest.fixture
def heads(repository):
    """The small repository, whose heads have certificates, and its agreement as a PDF."""
    kim, jo = credential("rsa", "Kim Berg"), credential("ecdsa", "Jo Ohm")
    repository.write("kim.p12", as_pkcs12(kim))
    repository.write("jo.pem", as_pem(jo, b"pass word"))
    repository.write("old.p12", as_pkcs12(credential("rsa", "Old", (2001, 2002))))
    repository.write("policies/signers.yaml", SIGNERS.format(kim=listed(kim), jo=listed(jo)))
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


def test_without_the_extra_it_is_told_and_nothing_is_decided(heads):
    assert heads.run(*AS_KIM).code == 0
    answer = heads.run("verify", "paper.pdf", setup=NEVER_INSTALLED)
    assert (answer.code, "LP748" in answer.stderr) == (3, True), answer.told


def test_a_pdf_that_can_t_be_read_is_no_success(heads):
    heads.write("broken.pdf", b"%PDF-1.7\n/ByteRange")
    answer = heads.run("verify", "broken.pdf")
    assert (answer.code, "LP749" in answer.stderr) == (3, True), answer.told
