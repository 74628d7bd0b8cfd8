"""Countries and subdivisions that the `holidays` package knows.

The package takes longer to import than a whole validation, so its own source text is asked first; only what that
does not show is asked of the package itself.
"""

from __future__ import annotations

import importlib
import importlib.util
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.diagnostics import Diagnostic, did_you_mean, error
from engine.model.written import place_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.model.policy_set import PolicySet

COUNTRY = re.compile(r'^    "(\w+)": \("\w+", "([A-Z]{2})"', re.MULTILINE)
SUBDIVISIONS = re.compile(r"^    subdivisions(?:: [^=\n]+)? = \((.*?)^    \)", re.MULTILINE | re.DOTALL)


def countries_exist(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell countries whose holidays are not known."""
    for calendar in policies.calendars.values():
        for entry in calendar.holidays:
            if entry.country not in stated_countries() and entry.country not in _all_countries():
                near = did_you_mean(entry.country, _all_countries())
                help_ = "use the two letters of ISO 3166-1" + (f"; did you mean `{near}`?" if near else "")
                yield error("LP508", place_of(entry.country, entry.at), f"unknown country `{entry.country}`", help_)


def subdivisions_exist(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell subdivisions that their country does not have."""
    for calendar in policies.calendars.values():
        for entry in calendar.holidays:
            name = entry.subdivision
            if name is None or name in stated_subdivisions(entry.country) or entry.country not in _all_countries():
                continue
            known = _all_subdivisions(entry.country)
            if name not in known:
                near = did_you_mean(name, known)
                listed = ", ".join(f"`{k}`" for k in known) or "none"
                help_ = f"did you mean `{near}`?" if near else f"known are {listed}"
                message = f"unknown subdivision `{name}` of `{entry.country}`"
                yield error("LP509", place_of(name, entry.at), message, help_)


@cache
def stated_countries() -> dict[str, str]:
    """Give country code to module name, as the package's registry states them."""
    text = _source("registry.py")
    return {code: module for module, code in COUNTRY.findall(text)}


@cache
def stated_subdivisions(country: str) -> frozenset[str]:
    """Give a country's subdivisions, as its module states them; empty if it does not plainly."""
    module = stated_countries().get(country, "")
    found = SUBDIVISIONS.search(_source(f"countries/{module}.py")) if module else None
    return frozenset(re.findall(r'^\s+"([^"]+)"', found.group(1), re.MULTILINE)) if found else frozenset()


def _source(part: str) -> str:
    spec = importlib.util.find_spec("holidays")
    path = Path(spec.origin).parent / part if spec and spec.origin else Path(part)
    return path.read_text(encoding="utf-8") if path.is_file() else ""


@cache
def _package() -> Any:
    return importlib.import_module("holidays")


def _all_countries() -> dict[str, list[str]]:
    found: dict[str, list[str]] = _package().list_supported_countries(include_aliases=False)
    return found


def _all_subdivisions(country: str) -> list[str]:
    return _all_countries()[country]
