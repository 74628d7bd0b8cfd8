"""A scenario's leads and events as the files of an export, and the Source document that maps them."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from engine.specs.scenario import Row, Scenario, instant

CONFIRMED = " confirmed"
NAME, SOURCE = "scenario", "scenario_source.yaml"
RECORDED = "recorded"
CHANGE = ("id", "lead", "fact", "on", "to")
PLAIN = ("id", "lead", "event", "on", "by", RECORDED)


def write_export(scenario: Scenario) -> None:
    """Writes `leads.csv`, `events.csv` and the Source document that tells how they are read."""
    facts = _columns(scenario.leads.values())
    rows = [{"lead": lead, **known} for lead, known in scenario.leads.items()]
    _write(scenario.data / "leads.csv", ["lead", *facts], rows)
    attributes = [name for name in _columns(scenario.events) if name not in PLAIN]
    events = [{**event, "on": _iso(event["on"]), RECORDED: _iso(event.get(RECORDED, ""))} for event in scenario.events]
    _write(scenario.data / "events.csv", [*PLAIN, *attributes], events)
    if _facts_told(scenario):
        changes = [{**change, "on": _iso(change["on"])} for change in scenario.changes]
        _write(scenario.data / "changes.csv", list(dict.fromkeys((*CHANGE, *_columns(changes)))), changes)
    merges = [{**merge, "on": _iso(merge["on"])} for merge in scenario.merges]
    if merges:
        _write(scenario.data / "merges.csv", _columns(merges), merges)
    scenario.maps.mkdir(exist_ok=True)
    document = json.dumps(_source(scenario, facts, attributes), indent=1)
    (scenario.maps / SOURCE).write_text(document, encoding="utf-8")


def _source(scenario: Scenario, facts: Sequence[str], attributes: Sequence[str]) -> dict[str, object]:
    fields = {
        fact: {"column": fact, "known_since": {"column": fact + CONFIRMED, "empty": "skip"}}
        for fact in facts
        if not fact.endswith(CONFIRMED)
    }
    events = {
        "file": "events.csv",
        "id": "id",
        "lead": "lead",
        "event": "event",
        "at": "on",
        "sequence": "id",
        "actor": "by",
        "recorded_at": {"column": RECORDED, "empty": "skip"},
        "attributes": {name: name for name in attributes},
        "complete_from": "2020-01-01",
        "complete_until": _covered(scenario),
    }
    document: dict[str, object] = {
        "format": "leadpact/v1",
        "kind": "Source",
        "source": NAME,
        "lead_schema": scenario.lead_schema,
        "zone": scenario.zone,
        "records": {"file": "leads.csv", "lead": "lead", "fields": fields},
        "events": {"events": events},
    }
    document |= {"history": {"changes": _history(scenario)}} if _facts_told(scenario) else {}
    merges = {"file": "merges.csv", "lead": "lead", "into": "into", "at": "on"}
    return document | ({"merges": {"merges": merges}} if scenario.merges else {})


def _facts_told(scenario: Scenario) -> list[str]:
    """The facts of which it tells every change: those of the lead schema, even if none of them ever changes."""
    return list(dict.fromkeys((*scenario.fields, *(change["fact"] for change in scenario.changes))))


def _history(scenario: Scenario) -> dict[str, object]:
    """How the changes are read; what a field held before is told only if the scenario does."""
    told = _columns(scenario.changes)
    return {
        "file": "changes.csv",
        "lead": "lead",
        "field": {"column": "fact", "values": {fact: fact for fact in _facts_told(scenario)}},
        "new_value": "to",
        **({"old_value": "from"} if "from" in told else {}),
        "at": "on",
        "id": "id",
        "sequence": "id",
        "complete_from": "2020-01-01",
        "complete_until": _covered(scenario),
    }


def _covered(scenario: Scenario) -> str:
    """The last instant covered: the one said, else the moment asked at."""
    micros = instant(scenario.complete_until, scenario.zone) if scenario.complete_until else scenario.as_of
    return datetime.fromtimestamp(micros // 1_000_000, UTC).isoformat()


def _columns(rows: Iterable[Row]) -> list[str]:
    return list(dict.fromkeys(name for row in rows for name in row))


def _iso(text: str) -> str:
    """A time as exports write it; a date without a time, and what is no time, stays as it was said."""
    try:
        return text if len(text) == len("2026-01-12") else datetime.fromisoformat(text).isoformat()
    except ValueError:
        return text


def _write(path: Path, columns: Sequence[str], rows: Sequence[Row]) -> None:
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        writer.writerows(rows)
