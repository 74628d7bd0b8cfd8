"""A frozen dataclass of the model as plain JSON values, field by field: a new rule is a term without being named.

What is no term is named here, once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any

from engine.diagnostics import Location
from engine.model.agreements import Agreement, Review
from engine.model.capacities import Capacity
from engine.model.conditions import Criterion
from engine.model.glossary import Glossary
from engine.model.lead_schema import LeadSchema
from engine.model.people import Roster, Team
from engine.model.revenue_plans import RevenuePlan
from engine.model.scorecards import Scorecard
from engine.model.sources import EventsMap, HistoryMap, MergesMap, RecordsMap, Source
from engine.model.waivers import Approval

# Headings over terms, wherever they stand.
LABELS = frozenset({"title"})

# What is said beside the terms: what a criterion is claimed to imply follows from the conditions, or is refuted; so
# does what an example expects. When both last looked at the agreement is a fact and no promise.
EDITORIAL: Mapping[type, frozenset[str]] = {
    Agreement: frozenset({"examples"}),
    Approval: frozenset({"name"}),
    Criterion: frozenset({"implies"}),
    Review: frozenset({"reviewed"}),
    Team: frozenset({"name"}),
}

# Who works where, and which delivery of the data was read: each run records them; they change without a new promise.
OF_RUNS: Mapping[type, frozenset[str]] = {
    Roster: frozenset({"memberships"}),
    RecordsMap: frozenset({"table"}),
    EventsMap: frozenset({"table", "complete_from", "complete_until"}),
    HistoryMap: frozenset({"table", "complete_from", "complete_until"}),
    MergesMap: frozenset({"table"}),
}
NOT_TERMS: Mapping[type, frozenset[str]] = {**EDITORIAL, **OF_RUNS}

# Written as mappings, whose order means nothing: the name that each entry has there.
KEYED: Mapping[type, Mapping[str, str]] = {
    Agreement: {
        "parties": "id",
        "criteria": "name",
        "commitments": "name",
        "volumes": "name",
        "scorecards": "name",
        "capacities": "party",
    },
    Capacity: {"people": "calendar"},
    Scorecard: {"parts": "name"},
    LeadSchema: {"fields": "name", "events": "name"},
    Glossary: {"terms": "term"},
    Roster: {"teams": "id"},
    RecordsMap: {"fields": "name"},
    Source: {"events": "name", "history": "name", "merges": "name"},
    RevenuePlan: {"rates": "from_stage"},
}


def plain(value: object) -> Any:
    """Give dicts, lists, texts, whole numbers, booleans and None; a dataclass is a dict that names it under `is_a`.

    A field that holds its default is left out: a rule that nobody wrote changes no terms when leadpact learns it.

    Raises:
        TypeError: a value of a sort that no rule for writing it out is known for.
    """
    match value:
        case tuple():
            return _listed(value)
        case Mapping():
            return {str(key): plain(inner) for key, inner in value.items()}
        case _ if is_dataclass(value):
            held = {f.name: _field(value, f) for f in fields(value) if _is_term(value, f)}
            return {"is_a": type(value).__name__, **held}
        case _:
            return _scalar(value)


def is_editorial(owner: type, field: str) -> bool:
    """Tell whether a field is said beside the terms: it is in no digest, and no verdict comes out otherwise by it."""
    return field in LABELS or field in EDITORIAL.get(owner, ())


def order_counts(owner: type, field: str) -> bool:
    """Tell whether the parts of a field are terms in their order; what was written as a mapping has none."""
    return field not in KEYED.get(owner, {})


def _scalar(value: object) -> str | int | None:
    match value:
        case Enum():
            return str(value.value)
        case None | bool() | int():
            return value
        case str() | Fraction():
            return str(value)
        case Decimal():
            return format(value.normalize(), "f")
        case date():
            return value.isoformat()
        case _:
            raise TypeError(f"no canonical form of {type(value).__name__}")


def _is_term(owner: object, field: Field[Any]) -> bool:
    value = getattr(owner, field.name)
    told_apart = field.name in LABELS or field.name in NOT_TERMS.get(type(owner), ())
    default = field.default if field.default_factory is MISSING else field.default_factory()
    return not told_apart and not isinstance(value, Location) and value != default


def _field(owner: object, field: Field[Any]) -> Any:
    value, key = getattr(owner, field.name), KEYED.get(type(owner), {}).get(field.name)
    if key is None:
        return plain(value)
    return _mapping([(str(getattr(entry, key)), entry) for entry in value])


def _listed(values: tuple[object, ...]) -> Any:
    """Pairs of a name and a value were written as a mapping; anything else is a list in its order."""
    pairs = [v for v in values if isinstance(v, tuple) and len(v) == len(("key", "value")) and isinstance(v[0], str)]
    return _mapping(pairs) if pairs and len(pairs) == len(values) else [plain(v) for v in values]


def _mapping(entries: Sequence[tuple[str, object]]) -> dict[str, Any]:
    found = {key: plain(entry) for key, entry in entries}
    if len(found) < len(entries):
        raise ValueError("two entries of one name: one of them would be no term")
    return found
