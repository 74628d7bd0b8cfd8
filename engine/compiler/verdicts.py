"""The order in which a verdict is decided; every kind of commitment begins and ends alike.

A code is `state:reason`. Each clock gets exactly one, because CASE takes the first that fits.
"""

from __future__ import annotations


def code(state: str, reason: str) -> str:
    """Join a state and its reason."""
    return f"{state}:{reason}"


UNSURE = f"case when e.candidates > 1 then '{code('unknown', 'window_row')}' else '{code('unknown', 'date_only')}' end"

HEAD = f"""
    when not e.governs then '{code("not_applicable", "no_version")}'
    when e.scope = 0 then '{code("not_applicable", "out_of_scope")}'
    when e.scope = 1 and e.exempts = e.candidates then '{code("exempt", "exempt")}'
    when e.tainted = 1 then '{code("unknown", "source")}'
    when e.scope is null then '{code("unknown", "scope")}'
    when e.unlaid > 0 then '{code("unknown", "calendar")}'
    when e.exempts > 0 then '{code("unknown", "window_row")}'
"""

OPEN = f"""
    when e.as_of > e.due_at and (e.covered_until is null or e.covered_until < e.due_last) then '{code("unknown", "source")}'
    when e.as_of > e.due_last then '{code("breached", "not_done")}'
    when e.as_of > e.due_at then {UNSURE}
"""

CANCELLED_OR_OPEN = f"""
    when e.close_kind = 1 and e.closed_last <= e.due_at then
         case when e.covered_until >= e.closed_last then '{code("cancelled", "cancelled")}'
              else '{code("unknown", "source")}' end
    when e.close_kind = 1 and e.closed_first <= e.due_last then {UNSURE}
    {OPEN}
"""
