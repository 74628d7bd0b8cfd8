"""Source maps against the lead schema that they fill."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.analysis.uses import unknown
from engine.diagnostics import Diagnostic, did_you_mean, error, warning
from engine.model.lead_schema import FieldType
from engine.model.written import place_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.diagnostics import Location
    from engine.model.lead_schema import LeadSchema
    from engine.model.policy_set import PolicySet
    from engine.model.sources import ColumnMap, EventsMap, HistoryMap, Source


def _with_schema(policies: PolicySet) -> Iterator[tuple[Source, LeadSchema]]:
    for source in policies.sources.values():
        if source.lead_schema in policies.lead_schemas:
            yield source, policies.lead_schemas[source.lead_schema]


def mapped_fields_exist(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell mapped fields that the schema has not."""
    for source, schema in _with_schema(policies):
        known = {f.name for f in schema.fields}
        mapped = [f.name for f in source.records.fields]
        mapped += [name for history in source.history for name in history.fields]
        yield from (unknown("LP621", "field", name, known) for name in mapped if name not in known)


def mapped_event_types_exist(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell event types, constant or mapped, that the schema has not."""
    for source, schema in _with_schema(policies):
        known = {e.name for e in schema.events}
        for events in source.events:
            for name in _stated(events.event):
                if name not in known:
                    yield unknown("LP622", "event type", name, known, events.event.at)


def mapped_attributes_exist(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell mapped attributes that the schema has not."""
    for source, schema in _with_schema(policies):
        mapped = [name for events in source.events for name, _ in events.attributes]
        known = schema.attributes
        yield from (unknown("LP623", "attribute", name, known) for name in mapped if name not in known)


def mapped_choices_exist(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell raw texts mapped to a choice that the field has not."""
    for source, schema in _with_schema(policies):
        choices = {f.name: f.choices for f in schema.fields if f.type is FieldType.CHOICE}
        for name, column in _values(source):
            for value in _stated(column) if name in choices else ():
                if value not in choices[name]:
                    near = did_you_mean(value, choices[name])
                    help_ = f"did you mean `{near}`?" if near else "map it to a choice, or add the choice to the schema"
                    message = f"`{value}` is not a choice of `{name}`"
                    yield error("LP624", place_of(value, column.at), message, help_)


def _values(source: Source) -> Iterator[tuple[str, ColumnMap]]:
    """Give each field's columns of values, in the records and in histories of that field alone."""
    yield from ((field.name, field.value) for field in source.records.fields)
    for history in source.history:
        if len(history.fields) == 1:
            told = (history.new_value, history.old_value)
            yield from ((history.fields[0], column) for column in told if column is not None)


def currencies_belong_to_money(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell a currency on a field that is not money."""
    for source, schema in _with_schema(policies):
        types = {f.name: f.type for f in schema.fields}
        stated: list[tuple[tuple[str, ...], str, Location | None]] = [
            ((f.name,), f.currency, f.at) for f in source.records.fields if f.currency
        ]
        stated += [(h.fields, h.currency, h.at) for h in source.history if h.currency]
        for names, currency, at in stated:
            if all(types.get(name, FieldType.MONEY) is not FieldType.MONEY for name in names):
                message = f"a currency on `{names[0]}`, which is {types[names[0]].value}"
                help_ = "remove `currency`, or make the field `type: money`"
                yield error("LP625", place_of(currency, at), message, help_)


def _currencies(source: Source) -> Iterator[tuple[tuple[str, ...], str, Location | None]]:
    """Give each stated currency with the fields that it is stated for."""
    yield from (((field.name,), field.currency, field.at) for field in source.records.fields if field.currency)
    yield from ((history.fields, history.currency, history.at) for history in source.history if history.currency)


def events_carry_what_they_name(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell event files whose events name their stage by an attribute that is not mapped."""
    for source, schema in _with_schema(policies):
        types = {e.name: e for e in schema.events}
        for events in source.events:
            mapped = {name for name, _ in events.attributes}
            for name in _stated(events.event):
                needed = types[name].names_stage if name in types else None
                if needed and needed not in mapped:
                    message = f"`{name}` names its stage by `{needed}`, which `{events.name}` does not map"
                    yield error("LP626", events.at, message, f"add `{needed}` under `attributes`")


def coverage_runs_forward(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell coverage that ends before it begins."""
    for source in policies.sources.values():
        maps: tuple[EventsMap | HistoryMap, ...] = (*source.events, *source.history)
        for mapped in maps:
            since, until = mapped.complete_from, mapped.complete_until
            if since is not None and until is not None and until < since:
                message = f"`{mapped.name}` is complete until before it is complete from"
                yield error("LP627", mapped.at, message, "change one of the two")


def mapped_stages_exist(policies: PolicySet) -> Iterator[Diagnostic]:
    """Warn of raw texts mapped to a stage that no agreement on this schema has."""
    for source, schema in _with_schema(policies):
        naming = {e.names_stage for e in schema.events if e.names_stage}
        stages = {s.name for a in policies.agreements if a.lead_schema == schema.name for s in a.stages}
        for name, column in (pair for events in source.events for pair in events.attributes):
            for value in _stated(column) if name in naming and stages else ():
                if value not in stages:
                    near = did_you_mean(value, stages)
                    help_ = f"did you mean `{near}`?" if near else "no agreement will ever see a lead enter it"
                    yield warning("LP905", place_of(value, column.at), f"`{value}` is a stage of no agreement", help_)


def used_facts_are_mapped(policies: PolicySet) -> Iterator[Diagnostic]:
    """Warn of event types that no event file of the schema's sources can hold."""
    for schema in policies.lead_schemas.values():
        sources = [s for s in policies.sources.values() if s.lead_schema == schema.name]
        maps = [events for source in sources for events in source.events]
        if not maps or any(_open_ended(events) for events in maps):
            continue
        told = {name for events in maps for name in _stated(events.event)}
        for event in schema.events:
            if event.name not in told:
                help_ = "map it, or remove it: what waits for it waits for ever"
                yield warning("LP906", event.at, f"no source tells of the event type `{event.name}`", help_)


def _stated(column: ColumnMap) -> tuple[str, ...]:
    """Give the values that a map can give by its own words."""
    if column.constant is not None:
        return (dict(column.values).get(column.constant, column.constant),)
    return tuple(dict.fromkeys(value for _, value in column.values))


def _open_ended(events: EventsMap) -> bool:
    return events.event.constant is None and events.event.others == "keep"
