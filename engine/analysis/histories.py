"""Fields whose recorded changes decide something, against the sources that could tell of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.analysis.uses import fields_awaited
from engine.diagnostics import warning
from engine.model.commitments import Freshness
from engine.model.conditions import FieldTest
from engine.model.written import place_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.diagnostics import Diagnostic
    from engine.model.agreements import Agreement
    from engine.model.policy_set import PolicySet

WAY_OUT = "map its changes under `history` in a source of `{schema}`, or {otherwise}"


def awaited_changes_are_told(policies: PolicySet) -> Iterator[Diagnostic]:
    """Warn of moments of a field whose changes no source of the lead schema tells."""
    for agreement, told in _with_histories(policies):
        for moment in fields_awaited(agreement):
            name = moment.test.field
            if name not in told and name in _fields(policies, agreement):
                message = f"no source tells when `{name}` changes: this moment never comes"
                help_ = WAY_OUT.format(schema=agreement.lead_schema, otherwise="name an event that tells of it")
                yield warning("LP535", place_of(name, moment.at), message, help_)


def facts_to_find_out_have_a_history(policies: PolicySet) -> Iterator[Diagnostic]:
    """Warn of facts to find out whose changes no source tells: a value of today was there for ever, or never."""
    for agreement, told in _with_histories(policies):
        criteria = {criterion.name: criterion.condition for criterion in agreement.criteria}
        for owed in (c for c in agreement.commitments if isinstance(c, Freshness)):
            test = criteria.get(owed.finds_out)
            if isinstance(test, FieldTest) and test.field not in told and test.field in _fields(policies, agreement):
                message = f"no source tells when `{test.field}` is found out: no clock of `{owed.name}` is ever kept"
                help_ = WAY_OUT.format(schema=agreement.lead_schema, otherwise="remove the commitment")
                yield warning("LP544", place_of(owed.finds_out, owed.at), message, help_)


def _with_histories(policies: PolicySet) -> Iterator[tuple[Agreement, set[str]]]:
    """Give each agreement with the fields of which some source tells changes, if its lead schema has a source."""
    for agreement in policies.agreements:
        sources = [s for s in policies.sources.values() if s.lead_schema == agreement.lead_schema]
        if sources:
            yield agreement, {name for source in sources for history in source.history for name in history.fields}


def _fields(policies: PolicySet, agreement: Agreement) -> set[str]:
    schema = policies.lead_schemas.get(agreement.lead_schema)
    return {field.name for field in schema.fields} if schema else set()
