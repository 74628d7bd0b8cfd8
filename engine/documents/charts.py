"""Vega-Lite specs with a view's figures in them, as static SVG: no browser, no network, the same bytes twice."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from engine.diagnostics import visible
from engine.documents.environment import TEMPLATES

Datum = dict[str, str | int | float | bool | None]
FONT = "DejaVu Sans"
CONFIG = {
    "background": None,
    "font": FONT,
    "view": {"stroke": None},
    "aria": False,
    "axis": {"labelFontSize": 13, "labelColor": "#1b1f24", "grid": False},
}
TAG = re.compile(r"<[^>]*>")
OWN_ID = re.compile(r'(\bid="|href="#|url\(#)([^")]+)')
SPOKEN = re.compile(r' (?:role="graphics-[a-z]+"|aria-roledescription="[^"]*")')


@cache
def _spec(name: str) -> str:
    return (TEMPLATES / "charts" / f"{name}.json").read_text(encoding="utf-8")


def chart_svg(
    name: str,
    data: Mapping[str, Sequence[Datum]],
    params: Mapping[str, float],
    prefix: str,
    *,
    height: int | None = None,
) -> str:
    """Draw the chart `templates/charts/<name>.json` with named data sets; ids in it begin with `prefix`.

    `height` is for a spec that states none, because its data decide it.

    Layout depends on no font's metrics (fixed padding, no automatic size). Raises ValueError if the spec is wrong.
    """
    import vl_convert  # noqa: PLC0415 - 0.3 s that only pictures need

    spec: dict[str, Any] = json.loads(_spec(name))
    spec["autosize"] = {"type": "none"}
    spec["config"] = CONFIG
    if height is not None:
        spec["height"] = height
    spec["datasets"] = {key: [_harmless(datum) for datum in rows] for key, rows in data.items()}
    for param in spec.get("params", []):
        param["value"] = params[param["name"]]
    svg: str = vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])
    return TAG.sub(_own_ids(prefix), svg)


def _own_ids(prefix: str) -> Callable[[re.Match[str]], str]:
    """Number ids anew in order of appearance (the renderer counts on from chart to chart); a picture is one image."""
    numbers: dict[str, int] = {}

    def renamed(found: re.Match[str]) -> str:
        return f"{found[1]}{prefix}-{numbers.setdefault(found[2], len(numbers))}"

    return lambda tag: OWN_ID.sub(renamed, SPOKEN.sub("", tag[0]))


def _harmless(datum: Datum) -> Datum:
    return {key: visible(value) if isinstance(value, str) else value for key, value in datum.items()}
