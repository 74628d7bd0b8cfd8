"""Facts that a party is to find out: which criterion asks for one, and whether the party could."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.diagnostics import Diagnostic, error
from engine.model.commitments import Freshness
from engine.model.conditions import FieldTest
from engine.model.written import place_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.model.agreements import Agreement
    from engine.model.conditions import Criterion
    from engine.model.policy_set import PolicySet


def _sought(policies: PolicySet) -> Iterator[tuple[Agreement, Freshness, Criterion]]:
    """Give each commitment to find something out with the criterion that it names, where there is one."""
    for agreement in policies.agreements:
        criteria = {criterion.name: criterion for criterion in agreement.criteria}
        for owed in agreement.commitments:
            if isinstance(owed, Freshness) and owed.finds_out in criteria:
                yield agreement, owed, criteria[owed.finds_out]


def one_fact_is_found_out(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell criteria to find out that do not test one field: nobody could say since when they are unknown."""
    for _, owed, criterion in _sought(policies):
        if not isinstance(criterion.condition, FieldTest):
            message = f"`{owed.name}` finds out `{criterion.name}`, which is not a test of one field"
            help_ = "name a criterion that tests a field, one commitment for each fact"
            yield error("LP540", place_of(owed.finds_out, owed.at), message, help_)


def facts_are_found_out_by_who_owes(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell facts that, by the criterion itself, another party or nobody finds out."""
    for _, owed, criterion in _sought(policies):
        found = criterion.found_out
        if found is None or found.by_party != owed.owed_by:
            who = f"`{found.by_party}` finds out" if found else "nobody finds out"
            message = f"`{owed.owed_by}` owes `{owed.name}`, but {who} what `{criterion.name}` asks for"
            help_ = (
                f"say `found_out: {{by_party: {owed.owed_by}, through: …}}` in the criterion, or let the other owe it"
            )
            yield error("LP541", place_of(owed.finds_out, owed.at), message, help_)


def finders_hold_leads(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell facts to find out by a party that holds no stage but final ones: no clock would ever start."""
    for agreement in policies.agreements:
        holding = {stage.held_by for stage in agreement.stages if not stage.final}
        for owed in agreement.commitments:
            if isinstance(owed, Freshness) and owed.owed_by not in holding:
                message = f"`{owed.owed_by}` owes `{owed.name}` and holds no lead, so no clock of it starts"
                yield error("LP542", owed.at, message, "let a party owe it that holds a stage which is not final")
