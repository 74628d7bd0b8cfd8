"""What a run of scenarios has demanded, gathered step by step, for the coverage that is told at its end."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from engine.diagnostics import visible
from engine.model.agreements import Agreement
from engine.specs.coverage import Expected, Outcome, expected, of_clock, of_criterion, written_id
from engine.specs.runs import Answers
from engine.specs.stubs import stub

if TYPE_CHECKING:
    from pytest_bdd.parser import Step


@dataclass(eq=False)  # pytest keeps plugins in sets
class Watching:
    """The outcomes that Then steps demanded and got, of the agreements as the repository has them."""

    agreements: tuple[Agreement, ...]
    seen: set[Outcome] = field(default_factory=set)

    def pytest_bdd_after_step(self, step: Step, step_func_args: dict[str, object]) -> None:
        """A step that held has shown what it read; only one that names a word has demanded the state."""
        judged = step_func_args.get("judged")
        if step.type == "then" and isinstance(judged, Answers):
            self.note(judged, state_demanded="word" in step_func_args)
            judged.forget()

    def pytest_bdd_step_error(self, step_func_args: dict[str, object]) -> None:
        """A step that did not hold has shown nothing."""
        judged = step_func_args.get("judged")
        if isinstance(judged, Answers):
            judged.forget()

    def note(self, judged: Answers, *, state_demanded: bool) -> None:
        """Keep what was looked at, of the agreements that are here."""
        ours = {one.id: one for one in self.agreements}
        for kind, row in judged.read:
            if ours.get(written_id(row)) not in judged.agreements:
                continue  # a scenario that changed the policies shows nothing of those that are here
            if kind == "criteria":
                self.seen |= {*of_criterion(row)} if state_demanded else set()
            else:
                self.seen |= {*of_clock(row, judged.as_of, state_demanded=state_demanded)}

    @property
    def all_of_them(self) -> tuple[Expected, ...]:
        """Every outcome that a scenario should show."""
        return expected(self.agreements)

    def missing(self) -> tuple[Expected, ...]:
        """Those that none has shown."""
        return tuple(one for one in self.all_of_them if one.outcome not in self.seen)

    def in_words(self) -> str:
        """`coverage: 31 of 40 outcomes (77 %)`, never rounded up."""
        total, missing = len(self.all_of_them), len(self.missing())
        share = (total - missing) * 100 // total if total else 100
        return f"coverage: {total - missing} of {total} outcomes ({share} %)"

    def reaches(self, percent: int) -> bool:
        """Tell whether at least this share was shown."""
        total = len(self.all_of_them)
        return (total - len(self.missing())) * 100 >= percent * total

    def uncovered(self) -> str:
        """Each that is missing, with its policy line and a scenario to paste."""
        by_id = {one.id: one for one in self.agreements}
        told = []
        for one in self.missing():
            place = f"{one.at.line_reference}: " if one.at else ""
            told.append(f"{place}no scenario shows `{one.outcome.name}` {visible(one.outcome.what)}")
            told += [stub(by_id[one.outcome.version], one.outcome), ""]
        return "\n".join(told)
