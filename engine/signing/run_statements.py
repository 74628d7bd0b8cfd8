"""What a run says of itself: an in-toto Statement v1 over the files that it wrote, with all that went into them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from engine.signing.faults import UnreadableSignatureError
from engine.signing.statements import DIGEST, EPOCH, FIRST_YEAR, LAST_YEAR, STATEMENT

PREDICATE = "https://leadpact.example/run/v1"
COMMIT = re.compile("([0-9a-f]{40}|[0-9a-f]{64})?")
START = "0" * 64
"""What the first entry of a ledger follows."""


@dataclass(frozen=True, slots=True)
class Link:
    """A place in a ledger: the entry's number, from 1, the SHA-256 (hex) of the line before, and the kept files.

    `keeps` names those files of the run that the ledger keeps beside its lines. Where it names none, the line says
    nothing of them, as all lines did once.
    """

    number: int
    previous: str
    keeps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RunStatement:
    """What one run made of what.

    `made` maps each file that it wrote to its SHA-256 (hex); `went_in` holds digests and versions by name, in groups;
    `options` what the run was told; `places` the folders that it was told; `commit` is that of the repository, empty
    where there is none. `as_of` and `made_at` are µs UTC, the latter in whole seconds. `link` is None outside a ledger.
    """

    made: Mapping[str, str]
    as_of: int
    made_at: int
    exit_code: int
    went_in: Mapping[str, Mapping[str, str]]
    options: Mapping[str, str | int | bool | Sequence[str]]
    places: Mapping[str, str]
    commit: str
    link: Link | None


def written(statement: RunStatement) -> bytes:
    """Write a statement down: one text for one statement, keys sorted, a line end at the end."""
    body = {
        "_type": STATEMENT,
        "subject": [{"name": name, "digest": {"sha256": digest}} for name, digest in sorted(statement.made.items())],
        "predicateType": PREDICATE,
        "predicate": {
            "as_of": _text(statement.as_of),
            "made_at": _text(statement.made_at),
            "exit_code": statement.exit_code,
            "went_in": {group: dict(found) for group, found in statement.went_in.items()},
            "options": {name: _plain(value) for name, value in statement.options.items()},
            "places": dict(statement.places),
            "commit": statement.commit,
            "ledger": None if statement.link is None else _place(statement.link),
        },
    }
    return f"{json.dumps(body, indent=1, sort_keys=True, ensure_ascii=False)}\n".encode()


def read(content: bytes) -> RunStatement:
    """Read a statement back.

    Raises:
        UnreadableSignatureError: anything but a text that `written` gives; nothing is skipped, guessed or repaired.
    """
    try:
        statement = _statement(json.loads(content))
        same = written(statement) == content
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError, OverflowError):
        same = False
    if not same:
        raise UnreadableSignatureError("this is no statement of a run as leadpact writes it", "let it run again")
    return statement


def _statement(body: dict[str, Any]) -> RunStatement:
    said, link = body["predicate"], body["predicate"]["ledger"]
    made = {_word(subject["name"]): _digest(subject["digest"]["sha256"]) for subject in body["subject"]}
    if not COMMIT.fullmatch(said["commit"]) or type(said["exit_code"]) is not int or not made:
        raise ValueError("a commit, an exit code or no file at all")
    return RunStatement(
        made=made,
        as_of=_instant(said["as_of"]),
        made_at=_instant(said["made_at"]),
        exit_code=said["exit_code"],
        went_in={_word(group): _words(found) for group, found in said["went_in"].items()},
        options={_word(name): _option(value) for name, value in said["options"].items()},
        places=_words(said["places"]),
        commit=said["commit"],
        link=None if link is None else _link(link),
    )


def _place(link: Link) -> dict[str, Any]:
    keeps = {"keeps": list(link.keeps)} if link.keeps else {}
    return {"number": link.number, "previous": link.previous, **keeps}


def _link(place: dict[str, Any]) -> Link:
    keeps = tuple(_word(name) for name in place.get("keeps", ()))
    return Link(_number(place["number"]), _digest(place["previous"]), keeps)


def _words(found: dict[str, Any]) -> dict[str, str]:
    return {_word(name): _word(value) for name, value in found.items()}


def _word(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("no text")
    return value


def _digest(value: Any) -> str:
    if not DIGEST.fullmatch(_word(value)):
        raise ValueError("no digest")
    return str(value)


def _number(value: Any) -> int:
    if type(value) is not int or value < 1:
        raise ValueError("no number of an entry")
    return int(value)


def _option(value: Any) -> str | int | bool | Sequence[str]:
    if isinstance(value, list):
        return tuple(_word(one) for one in value)
    if not isinstance(value, str | int):
        raise TypeError("no option")
    return value


def _plain(value: str | int | bool | Sequence[str]) -> Any:  # noqa: FBT001 - an option may be a switch
    return value if isinstance(value, str | int) else list(value)


def _text(at: int) -> str:
    return (EPOCH + timedelta(microseconds=at)).isoformat()


def _instant(text: str) -> int:
    at = datetime.fromisoformat(text)
    if at.tzinfo is None or not FIRST_YEAR <= at.astimezone(UTC).year <= LAST_YEAR:
        raise ValueError("a time that no zone is laid out for")
    return (at - EPOCH) // timedelta(microseconds=1)
