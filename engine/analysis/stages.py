"""Stages of an agreement: their ids, what follows what, how they are entered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.analysis.uses import meant, with_schema
from engine.diagnostics import Diagnostic, error, warning

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.model.policy_set import PolicySet


def stages_are_distinct(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell stage ids that stand twice."""
    for agreement in policies.agreements:
        first: dict[str, int] = {}
        for stage in agreement.stages:
            if stage.name in first:
                message = f"stage `{stage.name}` stands twice"
                yield error("LP415", stage.at, message, f"the first is on line {first[stage.name]}; rename one")
            first.setdefault(stage.name, stage.at.line if stage.at else 0)


def final_stages_end(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell final stages that name a next one."""
    for agreement in policies.agreements:
        for stage in agreement.stages:
            if stage.final and stage.next:
                message = f"`{stage.name}` is final, but names `{stage.next[0]}` as next"
                yield error("LP416", stage.at, message, "remove `final`, or `next`")


def stages_can_be_entered(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell stages that no event can enter."""
    for agreement, schema in with_schema(policies):
        if any(event.names_stage for event in schema.events):
            continue
        for stage in agreement.stages:
            if not stage.entered_by:
                help_ = f"add `entered_by`, or `names_stage` to an event type of the lead schema `{schema.name}`"
                yield error("LP417", stage.at, f"no event enters stage `{stage.name}`", help_)


def stages_can_be_reached(policies: PolicySet) -> Iterator[Diagnostic]:
    """Warn of stages that follow no other; the first of the list is where leads begin."""
    for agreement in policies.agreements:
        following = {name for stage in agreement.stages for name in stage.next if name != stage.name}
        following |= meant(following, {stage.name for stage in agreement.stages})
        for stage in agreement.stages[1:] if following else ():
            if stage.name not in following:
                help_ = "name it under `next` of the stages before it"
                yield warning("LP903", stage.at, f"stage `{stage.name}` follows no other stage", help_)
