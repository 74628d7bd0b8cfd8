"""What makes hostile text harmless in each form; every value passes through one of these."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

from engine.diagnostics import visible

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def shown(value: object) -> str:
    """Make control, bidi and zero-width characters visible; HTML's own escaping follows."""
    return visible(str(value))


def unbroken(value: object) -> Markup:
    """For HTML: like `shown`, and no line ends between a figure and its percent sign."""
    return Markup(str(escape(visible(str(value)))).replace(" %", "&nbsp;%"))  # noqa: S704 - escaped just before


def after_slashes(value: object) -> Markup:
    """For HTML: like `shown`; a path that is too long for its line goes on in the next one after a slash."""
    parts = (escape(visible(part)) for part in str(value).split("/"))
    return Markup("/<wbr>").join(parts)


def csv_cell(value: object) -> str:
    """Quote a value for CSV; a cell that a spreadsheet would run as a formula begins with an apostrophe."""
    if isinstance(value, int):
        return str(value)
    text = "" if value is None else str(value)
    if text.startswith(FORMULA_STARTS) or text.lstrip().startswith(FORMULA_STARTS):
        text = f"'{text}"
    return '"' + text.replace('"', '""') + '"' if any(c in text for c in ',"\r\n') else text


def fenced(text: str) -> str:
    """For Markdown: a text as a block that no line of it can end."""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}\n{text.rstrip(chr(10))}\n{fence}\n"
