"""All steps, as they are written in a scenario, with what each means."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from engine.specs.step_definitions import StepDefinition

PARTS = (("given", "Given"), ("", "Given or When"), ("when", "When"), ("then", "Then"))
HOW = "`<…>` is filled in, `[…]` may be left out, `|` divides a choice."


def catalogue(known: Sequence[StepDefinition]) -> str:
    """List the steps by the part of a scenario that they stand in."""
    lines = [HOW]
    for kind, title in PARTS:
        mine = [one for one in known if one.kind == kind]
        lines += ["", title] * bool(mine)
        for one in mine:
            source = "" if one.is_shipped else f" ({one.room}, of this repository)"
            lines += [
                f"  {one.words}",
                *textwrap.wrap(one.meaning + source, 96, initial_indent=" " * 6, subsequent_indent=" " * 6),
            ]
    return "\n".join(lines)
