"""A figure and its unit stay on one line, in every form: 40 and %, 3 and business hours, June and 2026."""

from __future__ import annotations

import re
from calendar import month_name

from engine.diagnostics import md

NO_BREAK = "\N{NO-BREAK SPACE}"
UNIT = r"%|[A-Z]{3}\b|(?:business |working )?(?:second|minute|hour|day|week|month|year)s?\b"
UNTOUCHED = r"```.*?```|`[^`\n]*`"
UNTOUCHED_IN_PAGES = (
    r"<(?P<tag>bdi|code|pre|style|script)\b.*?</(?P=tag)>" + r"""|<[/!a-zA-Z](?:"[^"]*"|'[^']*'|[^'">])*>"""
)
"""What is to be copied, or is no text: there a space stays what it is. Pages put data into `bdi`."""
SPACE = "\0"
"""A space of data on its way through a text: escaped text holds no such character by itself."""
PERIODS = "|".join(rf"(?<=\b{name})" for name in ("Q[1-4]", *month_name[1:]))
BOUND = rf"(?<=\d)(?<!:\d\d) (?={UNIT})|(?:{PERIODS}) (?=\d{{4}}\b)"
IN_TEXTS, IN_PAGES = (re.compile(rf"(?P<code>{code})|{BOUND}", re.DOTALL) for code in (UNTOUCHED, UNTOUCHED_IN_PAGES))


def to_copy(value: object) -> str:
    """For Markdown: escape a value of data, for `with_units` to leave as it is: `1001 USA` is no figure."""
    return md(value).replace(" ", SPACE)


def with_units(text: str) -> str:
    """Bind each figure of a text in Markdown to the unit behind it, and each period to its year."""
    return IN_TEXTS.sub(_bound, text).replace(SPACE, " ")


def page_with_units(page: str) -> str:
    """Do the same to a page of HTML."""
    return IN_PAGES.sub(_bound, page)


def _bound(found: re.Match[str]) -> str:
    return found["code"] or NO_BREAK
