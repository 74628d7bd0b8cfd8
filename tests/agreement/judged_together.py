"""Hand cases of equal policies are held against the engine in one run: a run costs the same for one lead or forty."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace

from engine.model.policy_set import PolicySet
from tests.agreement.comparing import in_agreement
from tests.reference.evaluator import evaluate
from tests.reference.rows import Inputs, QuarantinedRow, ReferenceResults

Alike = tuple[str, int, str]


@dataclass
class CasesSeen:
    """What the reference was asked so far, by what all leads of a run share: policies, `as_of`, sources, roster."""

    alike: dict[Alike, list[tuple[str, PolicySet, Inputs]]] = field(default_factory=lambda: defaultdict(list))
    test: str = ""

    def evaluate(self, policies: PolicySet, inputs: Inputs, as_of: int) -> ReferenceResults:
        """Answer as the reference does, and keep the question for the engine."""
        shared = replace(inputs, leads=(), events=(), histories=(), quarantine=of_nobody(inputs))
        self.alike[repr(policies), as_of, repr(shared)].append((self.test, policies, inputs))
        return evaluate(policies, inputs, as_of)

    def held_against_the_engine(self) -> None:
        """Judge what is alike by both, at once; a difference names the tests of which one asked for it."""
        for (_, as_of, _), cases in self.alike.items():
            tests, policies = sorted({test for test, _, _ in cases}), cases[0][1]
            try:
                for inputs in together(policies, [inputs for _, _, inputs in cases]):
                    in_agreement(policies, inputs, as_of)
            except AssertionError as differs:
                raise AssertionError(f"in one of {', '.join(tests)}\n{differs}") from differs


def of_nobody(inputs: Inputs) -> tuple[QuarantinedRow, ...]:
    """Rows that can't be read to the end, so that they may be of any lead."""
    return tuple(row for row in inputs.quarantine if row.lead_id is None)


def together(policies: PolicySet, cases: list[Inputs]) -> list[Inputs]:
    """The cases as the leads of one, each lead and what happened to it called after its case.

    A waiver that names its leads knows them by the names that they had: such cases stay apart.
    """
    if len(cases) == 1 or any(waiver.leads for waiver in policies.waivers.values()):
        return cases
    apart = [called_after(f"case {number:03d}", case) for number, case in enumerate(cases)]
    events = [event for case in apart for event in case.events]
    return [
        replace(
            apart[0],
            leads=tuple(lead for case in apart for lead in case.leads),
            events=tuple(replace(event, ord=place) for place, event in enumerate(events)),
            histories=tuple(history for case in apart for history in case.histories),
            quarantine=(*of_nobody(apart[0]), *(row for case in apart for row in case.quarantine if row.lead_id)),
        )
    ]


def called_after(case: str, inputs: Inputs) -> Inputs:
    def name(said: str) -> str:
        return f"{case} {said}"

    return replace(
        inputs,
        leads=tuple(replace(lead, lead_id=name(lead.lead_id)) for lead in inputs.leads),
        events=tuple(replace(e, lead_id=name(e.lead_id), event_id=name(e.event_id)) for e in inputs.events),
        histories=tuple(
            replace(
                history,
                lead_id=name(history.lead_id),
                changes=tuple(replace(c, change_id=name(c.change_id)) for c in history.changes),
            )
            for history in inputs.histories
        ),
        quarantine=tuple(replace(row, lead_id=name(row.lead_id)) if row.lead_id else row for row in inputs.quarantine),
    )
