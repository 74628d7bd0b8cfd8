"""The ways between stages: where nobody comes, whence nobody goes, and reasons that mean two things."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.analysis.uses import stages_by_name
from engine.diagnostics import warning
from engine.model.written import place_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from engine.diagnostics import Diagnostic
    from engine.model.agreements import Agreement, Stage
    from engine.model.policy_set import PolicySet


def stages_are_on_a_way(policies: PolicySet) -> Iterator[Diagnostic]:
    """Warn of stages that only follow each other: no way leads to them from the first."""
    for agreement, stages in _with_ways(policies):
        following = {name for stage in agreement.stages for name in stage.next if name != stage.name}
        begins = [
            stage.name for stage in agreement.stages if stage is agreement.stages[0] or stage.name not in following
        ]
        reached = _reached(begins, stages)
        for stage in (s for s in agreement.stages if s.name not in reached):
            message = f"no way leads from the first stage to `{stage.name}`"
            yield warning("LP915", stage.at, message, "name it under `next` of a stage that leads reach")


def stages_have_an_exit(policies: PolicySet) -> Iterator[Diagnostic]:
    """Warn of stages from which no way leads to a final one."""
    for agreement, stages in _with_ways(policies):
        for stage in agreement.stages if any(s.final for s in agreement.stages) else ():
            if not any(stages[name].final for name in _reached([stage.name], stages)):
                way_out = "name a further stage under `next`, or mark the last one `final: true`"
                yield warning("LP916", stage.at, f"no way leads from stage `{stage.name}` to a final one", way_out)


def reasons_are_of_one_stage(policies: PolicySet) -> Iterator[Diagnostic]:
    """Warn of reasons that two stages list: a report by reason would mix what they mean."""
    for agreement in policies.agreements:
        first: dict[str, str] = {}
        for stage in agreement.stages:
            for reason in stage.reasons:
                other = first.setdefault(reason, stage.name)
                if other != stage.name:
                    message = f"reason `{reason}` is listed by `{other}` and by `{stage.name}`"
                    yield warning("LP919", place_of(reason, stage.at), message, "name the two apart")


def _with_ways(policies: PolicySet) -> Iterator[tuple[Agreement, Mapping[str, Stage]]]:
    """Give the agreements that say which stages follow which."""
    for agreement in policies.agreements:
        if any(stage.next for stage in agreement.stages):
            yield agreement, stages_by_name(agreement)


def _reached(begins: Iterable[str], stages: Mapping[str, Stage]) -> set[str]:
    found, left = set[str](), list(begins)
    while left:
        name = left.pop()
        if name not in found and name in stages:
            found.add(name)
            left += stages[name].next
    return found
