"""A ledger: one envelope a line, each of which names the digest of the line before inside what was signed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.signing import run_statements
from engine.signing.envelopes import Envelope, in_a_line, opened_line
from engine.signing.faults import UnreadableSignatureError
from engine.signing.run_statements import START, Link, RunStatement

END = b"\n"


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a ledger: its place from 1, the SHA-256 (hex) of its bytes without the end, and what it holds."""

    place: int
    digest: str
    envelope: Envelope
    statement: RunStatement


@dataclass(frozen=True, slots=True)
class Chain:
    """The entries that can be read, and in a sentence each what is wrong with the chain."""

    entries: tuple[Entry, ...]
    faults: tuple[str, ...]


def line_of(envelope: Envelope) -> bytes:
    """Give an envelope as a line of a ledger, with its end."""
    return in_a_line(envelope) + END


def next_link(content: bytes) -> Link:
    """Tell the place that comes next; only the last line is looked at.

    Raises:
        UnreadableSignatureError: the last line isn't whole, or is none of a ledger: nothing can follow it.
    """
    if not content:
        return Link(1, START)
    if not content.endswith(END):
        raise UnreadableSignatureError("its last line is not whole: a run was stopped while it wrote", "cut that line")
    last = content[:-1].rsplit(END, 1)[-1]
    said = run_statements.read(opened_line(last).payload)
    if said.link is None:
        raise UnreadableSignatureError("its last line was made for no ledger", "take the ledger from a copy")
    return Link(said.link.number + 1, _digest(last))


def read(content: bytes) -> Chain:
    """Read a ledger; every line is looked at, whatever is wrong with others."""
    lines = content.split(END)
    rest = lines.pop()
    entries, faults = [], []
    for place, line in enumerate(lines, 1):
        try:
            envelope = opened_line(line)
            entries.append(Entry(place, _digest(line), envelope, run_statements.read(envelope.payload)))
        except UnreadableSignatureError as fault:
            faults.append(f"line {place}: {fault.message}")
    faults += _breaks(entries, lines)
    if rest:
        faults.append(f"line {len(lines) + 1} is not whole")
    return Chain(tuple(entries), tuple(faults))


def _breaks(entries: Sequence[Entry], lines: Sequence[bytes]) -> Iterator[str]:
    """Tell where an entry does not follow the line that it stands behind."""
    before = 0
    for entry in entries:
        link = entry.statement.link
        follows = _digest(lines[entry.place - 2]) if entry.place > 1 else START
        if link is None:
            yield f"line {entry.place} was made for no ledger"
            continue
        if link.previous != follows:
            yield f"line {entry.place}, written as entry {link.number}, does not follow the line before it"
        elif link.number != before + 1:
            yield f"line {entry.place} calls itself entry {link.number}, after entry {before}"
        before = link.number


def _digest(line: bytes) -> str:
    return hashlib.sha256(line).hexdigest()
