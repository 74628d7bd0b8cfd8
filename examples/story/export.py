"""The four files, byte by byte the same on every machine."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from story.journey import live
from story.log import EXPORTED, Entry, Log, Row
from story.mess import ODD_IDS, break_activities, break_changes, break_visits, doubled, spoil_log, spoil_record
from story.records import Lead, new_lead

LEADS = 600
QUALIFICATION = ("Decision Maker", "Need", "Purchase Time Frame (months)", "Budget", "Qualification updated")
LEAD_COLUMNS = (
    *("Record ID", "Full Name", "Company Name", "Country/Region", "Segment", "Lead Source", "Industry"),
    *("Number of Employees", "Annual Revenue (EUR)", "Company data updated", "Seniority", *QUALIFICATION),
    *("Existing Customer", "Contact owner", "Create Date"),
)


def world() -> tuple[list[Lead], list[Log]]:
    """All leads and what happened to each, mess included."""
    leads, logs = [], []
    for number in range(LEADS):
        lead = new_lead(number)
        lead.id = ODD_IDS.get(number, lead.id)
        log = live(lead)
        spoil_record(number, lead)
        spoil_log(log)
        leads.append(lead)
        logs.append(log)
    return sorted(leads, key=lambda lead: (lead.arrived, lead.id)), logs


def _numbered(entries: list[Entry], column: str, prefix: str) -> list[Entry]:
    """In the order they happened, cut where the export ends, each with an id."""
    kept = sorted((e for e in entries if e.at <= EXPORTED), key=lambda e: (e.at, sorted(e.row.items())))
    return [Entry(e.at, {column: f"{prefix}{500_000 + 3 * n}", **e.row}) for n, e in enumerate(kept)]


def _csv(columns: tuple[str, ...], rows: list[Row]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, delimiter=";", lineterminator="\r\n", restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _leads_csv(leads: list[Lead]) -> str:
    """One row a lead, three rows twice, and one lead with two records that contradict each other."""
    rows = [{"Record ID": le.id, **le.cells, "Create Date": le.arrived.date().isoformat()} for le in leads]
    return _csv(LEAD_COLUMNS, [*rows, rows[40], rows[222], rows[388], {**rows[500], "Segment": "Enterprise "}])


def _activities_csv(logs: list[Log]) -> str:
    entries = _numbered([e for log in logs for e in log.activities], "Activity ID", "A")
    rows = [entry.row for entry in entries]
    break_activities(rows)
    text = _csv(tuple(rows[0]), doubled(rows, 160))
    return text + "A999991;24100007;Call;No answer;12.05.2026 10:00:00;12.05.2026 10:01:00;u301;;;;left over;cells\r\n"


def _stage_history_csv(logs: list[Log]) -> str:
    rows = [e.row for e in _numbered([e for log in logs for e in log.changes], "Change ID", "H")]
    break_changes(rows)
    return _csv(tuple(rows[0]), doubled(rows, 240))


def _web_engagement_jsonl(logs: list[Log]) -> str:
    entries = _numbered([e for log in logs for e in log.visits], "event_id", "web-")
    break_visits(entries)
    lines = [json.dumps(_typed(e.row), ensure_ascii=False) for e in entries]
    return "\n".join([*lines[:900], lines[900][:57], *lines[901:]]) + "\n"


def _typed(row: Row) -> dict[str, str | int | None]:
    return {k: int(v) if k == "timestamp_ms" else v or None for k, v in row.items()}


def write(folder: Path) -> dict[str, int]:
    """Writes the four files; how many lines each has."""
    leads, logs = world()
    texts = {
        "leads.csv": _leads_csv(leads),
        "activities.csv": _activities_csv(logs),
        "stage_history.csv": _stage_history_csv(logs),
        "web_engagement.jsonl": _web_engagement_jsonl(logs),
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_bytes(text.encode())
    return {name: text.count("\n") for name, text in texts.items()}
