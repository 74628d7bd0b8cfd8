"""Keys that a mapping must not have, and keys that it lacks: one fault for one cause."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from engine.diagnostics import Diagnostic, Location, did_you_mean, error
from engine.loading.located_tree import Block

MOST_LISTED = 12


def key_faults(node: Block, schema: dict[str, Any], owner: Location) -> Iterator[Diagnostic]:
    """Tell unknown keys (LP202) and missing ones (LP201).

    A missing key that an unknown one was probably meant to be is not told again.
    """
    known = list(schema["properties"])
    meant = set()
    for key in unknown_keys(node, schema):
        near = did_you_mean(key, [k for k in known if k not in node] or known)
        meant.add(near)
        yield error("LP202", key.at, f"unknown key `{shorten(key)}`", near_help(key, [near] if near else known))
    for key in schema.get("required", ()):
        if key not in node and key not in meant:
            yield error("LP201", owner, f"`{key}` is missing", _add(key, schema))


def unknown_keys(node: Block, schema: dict[str, Any]) -> list[Any]:
    """List the keys that the schema does not name, nor give a pattern for, as written."""
    patterns = schema.get("patternProperties", ())
    named = schema["properties"]
    return [key for key, _ in node.entries if key not in named and not any(re.fullmatch(p, key) for p in patterns)]


def near_help(word: str, known: list[str]) -> str:
    """Give a way out for a word that is not known: the nearest one, or all."""
    if word.casefold() in {"yes", "no", "on", "off"} and "true" in known:
        return f"write {listed(known, ' or ')}"
    near = did_you_mean(word, known)
    return f"did you mean `{near}`?" if near else f"known are {listed(known)}"


def listed(known: list[str], last: str = ", ") -> str:
    """Set words in backticks, in one row."""
    more = f", … ({len(known) - MOST_LISTED} more)" if len(known) > MOST_LISTED else ""
    row = [f"`{k}`" for k in known[:MOST_LISTED]]
    return (", ".join(row[:-1]) + last + row[-1] if len(row) > 1 else "".join(row)) + more


def shorten(text: str, room: int = 60) -> str:
    """Cut a long text."""
    return text if len(text) <= room else f"{text[:room]}…"


def _add(key: str, schema: dict[str, Any]) -> str:
    about = schema["properties"][key].get("description", "")
    return f"add `{key}:` ({about[0].lower()}{about[1:].rstrip('.')})" if about else f"add `{key}:`"
