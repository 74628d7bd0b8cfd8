"""Random stages: how they are entered, what they require, where a lead may go; and who finds a criterion out."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from hypothesis import strategies as st

from engine.model.agreements import Stage
from engine.model.conditions import Condition, Criterion, FoundOut
from engine.model.moments import EventHappens

from .small_policies import STAGES

MOVES = (("lead", ("mql",)), ("mql", ("sal", "recycled")), ("sal", ("sql",)), ("recycled", ("mql",)))


@st.composite
def stages(draw: st.DrawFn) -> tuple[Stage, ...]:
    """The small list; sometimes events of their own enter a stage."""
    moment = EventHappens(draw(st.sampled_from((("demo_request",), ("download", "talk")))))
    own = draw(st.sampled_from((None, None, "mql", "sal", "recycled")))
    moves = draw(st.sampled_from(((), MOVES)))
    entered = [replace(s, entered_by=(moment,)) if s.name == own else s for s in STAGES]
    return tuple(replace(s, next=dict(moves).get(s.name, ()), requires=draw(required(s))) for s in entered)


@cache
def required(stage: Stage) -> st.SearchStrategy[str | None]:
    """A hand-over always asks for something, so that leads can fit."""
    asked = st.sampled_from(("fits", "rich"))
    return asked if stage.name == "mql" else asked | st.just(stage.requires)


@cache
def found_out(name: str, condition: Condition) -> st.SearchStrategy[Criterion]:
    askers = (None, FoundOut("marketing", "form"), FoundOut("sales", "call"))
    return st.sampled_from([Criterion(name, condition, "", asker) for asker in askers])
