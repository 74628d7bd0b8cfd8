"""Acceptances that nobody could give or refuse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.analysis.uses import acceptances, stages_by_name, with_schema
from engine.diagnostics import error
from engine.model.lead_schema import FieldType
from engine.model.silences import in_turn, silences_awaited, silent_acceptances
from engine.model.written import place_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.diagnostics import Diagnostic
    from engine.model.policy_set import PolicySet


def rejections_have_reasons(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell stages to reject to that list no reasons: no rejection there would ever be a decision."""
    for agreement in policies.agreements:
        stages = stages_by_name(agreement)
        for acceptance in acceptances(agreement):
            for name in acceptance.reject.stages:
                if name in stages and not stages[name].reasons:
                    message = f"stage `{name}` lists no reasons, so a rejection into it is never a decision"
                    help_ = f"list the `reasons` of stage `{name}`, or leave it out"
                    yield error("LP440", place_of(name, acceptance.reject.at), message, help_)


def answers_are_told_apart(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell stages that would both accept and reject a lead."""
    for agreement in policies.agreements:
        for acceptance in acceptances(agreement):
            for name in (s for s in acceptance.reject.stages if s in acceptance.accept.stages):
                message = f"stage `{name}` would both accept and reject"
                yield error("LP441", place_of(name, acceptance.reject.at), message, "name it in one of the two")


def reasons_are_texts(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell fields for the reason of a rejection that hold no text, or never a reason that a stage lists."""
    for agreement, schema in with_schema(policies):
        fields = {field.name: field for field in schema.fields}
        stages = stages_by_name(agreement)
        for acceptance in acceptances(agreement):
            field = fields.get(acceptance.reject.field or "")
            if field is None:
                continue
            listed = {r for s in acceptance.reject.stages if s in stages for r in stages[s].reasons}
            never = field.type is FieldType.CHOICE and listed.isdisjoint(field.choices)
            if field.type not in {FieldType.TEXT, FieldType.CHOICE} or never:
                what = "never holds a listed reason" if never else f"holds a {field.type}, not a reason"
                message = f"field `{field.name}` {what}"
                help_ = "name a text or choice field whose values are the reasons that the stages list"
                yield error("LP442", place_of(acceptance.reject.field or "", acceptance.reject.at), message, help_)


def decisions_name_their_reason(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell rejections for which no event type names a reason."""
    for agreement, schema in with_schema(policies):
        if any(event.names_reason for event in schema.events):
            continue
        for acceptance in acceptances(agreement):
            if acceptance.reject.field is None and acceptance.reject.attribute is None:
                help_ = f"name it by `reason`, or add `names_reason` to an event type of `{schema.name}`"
                yield error("LP443", acceptance.reject.at, "no event tells the reason of a rejection", help_)


def silence_does_not_move_itself(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell acceptances whose own silence, maybe through that of others, would start or cancel their clocks."""
    for name in dict.fromkeys(agreement.name for agreement in policies.agreements):
        versions = policies.versions_of(name)
        judged = {one for some in in_turn(silences_awaited(versions)) for one in some}
        for acceptance in (a for version in versions for a in silent_acceptances(version)):
            if acceptance.name not in judged:
                message = f"the entry that silence makes for `{acceptance.name}` would start or cancel its own clock"
                help_ = "write `if_silent: breach`, or start and cancel it by other moments"
                yield error("LP444", acceptance.at, message, help_)
