"""Lead schemas: choices where they belong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.diagnostics import Diagnostic, error
from engine.model.lead_schema import FieldType

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.model.policy_set import PolicySet


def choices_belong_to_choice_fields(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell choice fields without choices, and choices of other fields."""
    for schema in policies.lead_schemas.values():
        for field in schema.fields:
            if field.type is FieldType.CHOICE and not field.choices:
                yield error("LP421", field.at, f"`{field.name}` is a choice without `choices`", "list its values")
            if field.type is not FieldType.CHOICE and field.choices:
                help_ = "write `type: choice`, or remove them"
                yield error("LP421", field.at, f"`{field.name}` is a {field.type.value} field with `choices`", help_)
