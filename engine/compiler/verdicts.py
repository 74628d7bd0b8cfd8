"""The order in which a verdict is decided; every kind of commitment begins and ends alike.

A code is `state:reason`. Each clock gets exactly one, because CASE takes the first that fits. What keeps
a clock from being judged comes in the order of how much of the picture it takes away.
"""

from __future__ import annotations


def code(state: str, reason: str) -> str:
    """Join a state and its reason."""
    return f"{state}:{reason}"


UNSURE = f"""
    case when e.candidates > 1 then '{code("unknown", "window_row")}'
         when e.unnamed = 1 then '{code("unknown", "actor")}'
         when e.untold = 1 then '{code("unknown", "untold")}' else '{code("unknown", "date_only")}' end
"""

HEAD = f"""
    when not e.governs then '{code("not_applicable", "no_version")}'
    when e.scope = 0 then '{code("not_applicable", "out_of_scope")}'
    when e.scope is null then '{code("unknown", "scope")}'
    when e.exempts = e.candidates then '{code("exempt", "exempt")}'
    when e.unlaid > 0 then '{code("unknown", "calendar")}'
    when e.tainted = 1 then '{code("unknown", "source")}'
"""


def kept_if(kept: str, reason: str, first: str, at: str) -> str:
    """Kept under every row that fits; a row that exempts never agrees with one that times.

    What is in time (`at`) only because of a pause is kept only if the pause's sources are complete until then:
    an end of the pause that is still to come would make it late. And what may have come (`first`) before a start
    that is known to the day only keeps nothing that is due on that very day.
    """
    return f"""
    when {kept} then case when e.exempts > 0 then '{code("unknown", "window_row")}'
                          when {at} > e.due_bare and e.pauses_until < {at} then '{code("unknown", "source")}'
                          when {first} < e.started_last and e.started_at < e.started_last
                               and e.due_at <= e.started_last then '{code("unknown", "date_only")}'
                          else '{code("kept", reason)}' end
"""


UNSEEN = f"when e.unseen = 1 then '{code('unknown', 'source')}'"
UNTOLD = f"when e.untold_at <= e.due_last then '{code('unknown', 'untold')}'"
EXEMPT_OR_NOT = f"when e.exempts > 0 then '{code('unknown', 'window_row')}'"

OVERDUE = f"""
    when e.as_of > e.due_last then '{code("breached", "not_done")}'
    when e.as_of > e.due_at then {UNSURE}
"""

STANDING = f"""
    when e.is_paused = 1 then '{code("paused", "paused")}'
    when e.may_be_paused > 0 then {UNSURE}
"""
