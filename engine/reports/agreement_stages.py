"""The life of a lead as an agreement draws it: stages, who holds them, and the ways between them."""

from __future__ import annotations

from dataclasses import dataclass

from engine.model.agreements import Agreement, Stage
from engine.reports.clauses import plain


@dataclass(frozen=True, slots=True)
class StageText:
    """A stage: `holder` is a party's name, `requires` the question of its criterion, `next` the stages it may go on to.

    `on_line` is False for stages off the main line, which list reasons; `hands_over` where the receiving party begins.
    """

    name: str
    holder: str
    definition: str
    requires: str
    requires_id: str
    next: tuple[str, ...]
    reasons: tuple[str, ...]
    final: bool
    on_line: bool
    hands_over: bool
    policy_line: str


def stage_texts(agreement: Agreement) -> tuple[StageText, ...]:
    """Say every stage of a version, in the order written."""
    return tuple(_stage(agreement, stage) for stage in agreement.stages)


def _stage(agreement: Agreement, stage: Stage) -> StageText:
    parties = {party.id: party.name for party in agreement.parties}
    questions = {criterion.name: criterion.question for criterion in agreement.criteria}
    requires = stage.requires or ""
    return StageText(
        name=plain(stage.name),
        holder=parties.get(stage.held_by, stage.held_by),
        definition=stage.definition,
        requires=questions.get(requires) or plain(requires).capitalize(),
        requires_id=requires,
        next=tuple(map(plain, stage.next)),
        reasons=tuple(map(plain, stage.reasons)),
        final=stage.final,
        on_line=not stage.reasons,
        hands_over=stage.name == agreement.hand_over,
        policy_line=stage.at.line_reference if stage.at else "",
    )
