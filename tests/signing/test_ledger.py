"""The ledger of runs: what was edited, removed, moved, added or cut off is found, and what can't be is said."""

from __future__ import annotations

import base64
import hashlib
import json
import multiprocessing
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from engine import pipeline
from engine.pipeline.ledger_files import append
from engine.signing import chains, envelopes, keys, run_statements
from engine.signing.faults import UnreadableSignatureError
from tests.signing.runs import SAID, books_of


@pytest.fixture
def books(desk):
    """Five signed runs."""
    made = books_of(desk)
    made.note(5)
    return made


def told(view):
    return pipeline.ledger_conclusion(view)


def test_an_untouched_ledger_is_sound(books):
    view = books.verify()
    assert view.sound, told(view)
    assert told(view) == f"5 runs in an unbroken chain, each signed, up to the head {view.digests[-1]}"
    assert [run.name for run in view.runs] == ["The nightly run"] * 5
    assert view.digests[-1] == hashlib.sha256(books.lines[-1][:-1]).hexdigest()


def test_any_flipped_byte_of_any_line_is_found(books):
    """Every byte of the second line, and one in thirty of all others: payload, signature, key id, punctuation, ends."""
    content = books.path.read_bytes()
    first = len(books.lines[0])
    whole = range(first, first + len(books.lines[1]))
    last = len(content) - len(books.lines[-1])
    for index in (*whole, *range(0, len(content), 30)):
        flipped = content[:index] + bytes([content[index] ^ 1]) + content[index + 1 :]
        read = chains.read(flipped)
        assert read.faults or index >= last, index  # nothing follows the last line: its signature alone tells
    for index in (*range(0, last, 211), *range(last, len(content), 17)):
        books.path.write_bytes(content[:index] + bytes([content[index] ^ 1]) + content[index + 1 :])
        assert not books.verify().sound, index


@pytest.mark.parametrize("place", range(5))
def test_a_line_taken_out_is_found_unless_it_is_the_last(books, place):
    head = books.verify().digests[-1]
    lines = books.lines
    books.path.write_bytes(b"".join(lines[:place] + lines[place + 1 :]))
    view = books.verify()
    if place < 4:
        assert view.faults == (f"line {place + 1}, written as entry {place + 2}, does not follow the line before it",)
    else:
        assert view.sound
    pinned = books.verify(head)
    assert not pinned.sound
    assert pinned.head_is_missing == (place == 4)


def test_what_is_cut_off_at_the_end_is_found_only_against_a_head_that_was_noted(books):
    noted = books.verify().digests[2]
    books.path.write_bytes(b"".join(books.lines[:3]))
    assert books.verify().sound
    assert books.verify(noted).sound
    books.path.write_bytes(b"".join(books.lines[:2]))
    assert books.verify().sound
    assert f"the head {noted} stands nowhere in it" in told(books.verify(noted))


def test_lines_in_another_order_a_line_twice_and_a_strange_one_are_found(books):
    one, two, three, four, five = books.lines
    for lines in (
        (two, one, three, four, five),
        (one, two, four, three, five),
        (one, two, two, three, four, five),
        (one, two, three, four, five, five),
        (one, b"{}\n", two, three, four, five),
        (one, two, b"\n", three, four, five),
        (one, two, three, four, five[:-9]),
    ):
        books.path.write_bytes(b"".join(lines))
        assert books.verify().faults, lines


def test_a_fork_is_found(books):
    """Two runs that each follow the third: one of them does not follow the line before it."""
    lines = books.lines
    books.path.write_bytes(b"".join(lines[:3]))
    books.note(1)
    other = books.lines[3]
    books.path.write_bytes(b"".join([*lines[:4], other, lines[4]]))
    assert len(books.verify().faults) == 2


def test_whoever_has_no_key_can_not_write_the_chain_anew(books):
    """The place in the chain is inside what is signed: hashes alone, anybody could compute again."""
    entries = chains.read(books.path.read_bytes()).entries
    content = b""
    for entry in entries[1:]:
        said = replace(entry.statement, link=chains.next_link(content))
        kept = envelopes.Envelope(run_statements.written(said), entry.envelope.keyid, entry.envelope.signature)
        content += chains.line_of(kept)
    books.path.write_bytes(content)
    view = books.verify()
    assert view.faults == ()
    assert view.void == (1, 2, 3, 4)


def test_a_run_that_nobody_signed_is_told_as_such(books):
    books.note(1, key=None)
    view = books.verify()
    assert (view.faults, view.void, view.unsigned) == ((), (), (6,))
    assert told(view) == "run 6 is unsigned"
    assert not view.sound


@pytest.mark.parametrize(
    ("dates", "void"),
    [
        ("until: 2026-06-30", False),
        ("from: 2026-07-01", True),
        ("until: 2026-06-29", True),
        ("revoked: {on: 2026-08-01, reason: Stolen}", True),
    ],
)
def test_an_expired_or_revoked_key_attests_no_run(desk, books, dates, void):
    line = desk.lines["stranger"]
    desk.edit("signers.yaml", f"      - key: {line}\n", f"      - key: {line}\n        {dates}\n")
    view = books.verify(policies=desk.policies())
    assert bool(view.void) == void
    wish = pipeline.AttestingWish(desk.folder / "stranger", None, SAID.made_at, lambda: None, {})
    key, faults = pipeline.attester_key(desk.policies(), wish)
    assert (key is None) == void
    assert [fault.code for fault in faults] == ["LP743"] * void


def test_a_head_s_key_attests_no_run_and_an_attester_s_key_signs_no_terms(desk, books):
    """One key, one purpose: a machine that agrees to terms would be a head nobody chose."""
    wish = pipeline.AttestingWish(desk.folder / "kim", None, SAID.made_at, lambda: None, {})
    (fault,) = pipeline.attester_key(desk.policies(), wish)[1]
    assert fault.code == "LP743"
    assert fault.help.startswith("it is the key of Kim Berg, who signs terms, and no key does both: make another")
    assert desk.lines["kim"] not in fault.help, "whoever lists it there has a key that stands twice"
    assert desk.sign("stranger", "cmo")[0].code == "LP733"
    books.note(1, key=keys.unlock((desk.folder / "kim").read_bytes(), lambda: None))
    assert books.verify().void == (6,)


def one_of_many(folder, number):
    for turn in range(5):
        made = {"report.json": hashlib.sha256(b"%d %d" % (number, turn)).hexdigest()}
        append(
            Path(folder),
            lambda link: envelopes.signed(run_statements.written(replace(SAID, made=made, link=link)), None),  # noqa: B023
        )


def test_runs_at_once_can_not_fork_it(tmp_path):
    context = multiprocessing.get_context("spawn")
    started = [context.Process(target=one_of_many, args=(str(tmp_path), number)) for number in range(3)]
    for process in started:
        process.start()
    for process in started:
        process.join(timeout=120)
        assert process.exitcode == 0
    chain = chains.read((tmp_path / "ledger.jsonl").read_bytes())
    assert (len(chain.entries), chain.faults) == (15, ())
    assert len({entry.statement.made["report.json"] for entry in chain.entries}) == 15


@pytest.mark.parametrize("rest", [b"{", b"{}\n", b'{"payloadType":"x"}\n', b"\x00\n"])
def test_nothing_is_added_after_a_line_that_is_no_entry(books, rest):
    books.path.write_bytes(books.path.read_bytes() + rest)
    before = books.path.read_bytes()
    with pytest.raises(UnreadableSignatureError):
        append(books.folder, lambda link: envelopes.signed(run_statements.written(replace(SAID, link=link)), None))
    assert books.path.read_bytes() == before


def test_a_statement_is_read_as_it_was_written_and_no_other_way():
    said = replace(SAID, link=run_statements.Link(3, "f" * 64))
    content = run_statements.written(said)
    assert run_statements.written(run_statements.read(content)) == content
    for old, new in (
        (b'"number": 3', b'"number": "3"'),
        (b'"number": 3', b'"number": 0'),
        (b'"exit_code": 1', b'"exit_code": true'),
        (b"+00:00", b"Z"),
        (b"2026-06-30", b"9999-12-31"),
        (b"a" * 64, b"A" * 64),
        (b"e" * 40, b"e" * 39),
        (b"{\n", b'{\n "more": 1,\n'),
        (b"run/v1", b"run/v2"),
        (b'"2026-06"', b"7"),
    ):
        assert content.count(old), old
        with pytest.raises(UnreadableSignatureError):
            run_statements.read(content.replace(old, new, 1))


@pytest.mark.skipif(not shutil.which("openssl"), reason="needs openssl")
def test_openssl_accepts_an_entry_and_an_entry_signed_by_openssl_is_accepted(desk, books):
    """DSSE's bytes are spelled out here and not taken from the engine."""
    body = json.loads(books.lines[1])
    payload, signature = base64.b64decode(body["payload"]), base64.b64decode(body["signatures"][0]["sig"])
    message = b"DSSEv1 28 application/vnd.in-toto+json %d %b" % (len(payload), payload)
    raw = base64.b64decode(desk.lines["stranger"].split()[1])[-32:]
    public = b"\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00" + raw
    private = b"\x30\x2e\x02\x01\x00\x30\x05\x06\x03\x2b\x65\x70\x04\x22\x04\x20" + books.key.private_bytes_raw()
    for name, content in (("pub", public), ("priv", private), ("message", message), ("sig", signature)):
        (desk.folder / name).write_bytes(content)
    openssl = [shutil.which("openssl"), "pkeyutl", "-rawin", "-in", "message", "-keyform", "DER"]
    verify = [*openssl, "-verify", "-pubin", "-inkey", "pub", "-sigfile", "sig"]
    assert subprocess.run(verify, cwd=desk.folder, check=False, capture_output=True).returncode == 0  # noqa: S603
    sign = [*openssl, "-sign", "-inkey", "priv", "-out", "theirs"]
    assert subprocess.run(sign, cwd=desk.folder, check=False, capture_output=True).returncode == 0  # noqa: S603
    theirs = base64.b64encode((desk.folder / "theirs").read_bytes()).decode()
    body["signatures"][0]["sig"] = theirs
    lines = books.lines
    lines[1] = json.dumps(body, separators=(",", ":")).encode() + b"\n"
    books.path.write_bytes(b"".join(lines))
    assert books.verify().sound  # Ed25519 signs the same bytes the same way, whoever does it
