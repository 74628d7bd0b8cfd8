"""What makes hostile text harmless wherever a fault or a change is told."""

from __future__ import annotations

import json
import re

NOT_ASCII = re.compile(r"[^\x20-\x7e\n]")
MARKUP = re.compile(r"[\\`*_{}\[\]<>#!|~&@=$^]|(?<![0-9A-Za-z])[+/-]|[+/-](?![0-9A-Za-z])|:(?![0-9 ]|$)|^\s+")
LIST_NUMBER = re.compile(r"^(\d+)([.)])(?=\s|$)")
BARE_LINK = re.compile(r"(?i)(?<=www)\.|(?<=ftp)\.")


def visible(text: str) -> str:
    """Show control, bidi and zero-width characters as code points: hostile text can't steer a terminal."""
    return "".join(c if c.isprintable() else f"<U+{ord(c):04X}>" for c in text)


def printable_json(text: str) -> str:
    """Write control, bidi and zero-width characters of JSON as escapes: the same values, and no terminal is steered."""
    return NOT_ASCII.sub(lambda c: c[0] if c[0].isprintable() else json.dumps(c[0])[1:-1], text)


def md(value: object) -> str:
    """Escape a value for Markdown text and table cells: no character of it is markup, none is invisible.

    Punctuation that cannot be markup where it stands (`91.2 %`, `09:30`, `2.1.0.yaml:57`) stays readable.
    """
    text = MARKUP.sub(_escaped, visible(str(value)))
    return LIST_NUMBER.sub(r"\1\\\2", BARE_LINK.sub(r"\.", text))


def _escaped(found: re.Match[str]) -> str:
    return f"\\{found[0]}" if not found[0].isspace() else " "
