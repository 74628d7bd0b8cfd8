"""What makes hostile text harmless in each form; every value passes through one of these."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

from engine.diagnostics import visible

MARKUP = re.compile(r"[\\`*_{}\[\]<>#!|~&@=$^]|(?<![0-9A-Za-z])[+/-]|[+/-](?![0-9A-Za-z])|:(?![0-9 ]|$)|^\s+")
LIST_NUMBER = re.compile(r"^(\d+)([.)])(?=\s|$)")
BARE_LINK = re.compile(r"(?i)(?<=www)\.|(?<=ftp)\.")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def md(value: object) -> str:
    """Escape a value for Markdown text and table cells: no character of it is markup, none is invisible.

    Punctuation that cannot be markup where it stands (`91.2 %`, `09:30`, `2.1.0.yaml:57`) stays readable.
    """
    text = MARKUP.sub(_escaped, visible(str(value)))
    return LIST_NUMBER.sub(r"\1\\\2", BARE_LINK.sub(r"\.", text))


def _escaped(found: re.Match[str]) -> str:
    return f"\\{found[0]}" if not found[0].isspace() else " "


def shown(value: object) -> str:
    """Make control, bidi and zero-width characters visible; HTML's own escaping follows."""
    return visible(str(value))


def unbroken(value: object) -> Markup:
    """For HTML: like `shown`, and no line ends between a figure and its percent sign."""
    return Markup(str(escape(visible(str(value)))).replace(" %", "&nbsp;%"))  # noqa: S704 - escaped just before


def csv_cell(value: object) -> str:
    """Quote a value for CSV; a cell that a spreadsheet would run as a formula begins with an apostrophe."""
    if isinstance(value, int):
        return str(value)
    text = "" if value is None else str(value)
    if text.startswith(FORMULA_STARTS) or text.lstrip().startswith(FORMULA_STARTS):
        text = f"'{text}"
    return '"' + text.replace('"', '""') + '"' if any(c in text for c in ',"\r\n') else text
