"""8,000 sellers who made contact with a marketplace, and the 842 who were won: conversion by origin and in days."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

pytestmark = pytest.mark.real

POLICIES = Path(__file__).parent / "olist" / "policies"
AS_OF = datetime.fromisoformat("2018-12-01T00:00:00-02:00")
SAO_PAULO = ZoneInfo("America/Sao_Paulo")
WON_BEFORE_CONTACT = "b91cf8812365f50ff4bda4bcd6206b05"


@pytest.fixture(scope="module")
def results(real_data, judged):
    return judged(POLICIES, real_data / "olist", AS_OF)


@pytest.fixture(scope="module")
def published(real_data) -> dict[str | None, tuple[int, int, str, str]]:
    """The published table: leads, won deals, rate in percent, average days, by origin."""
    with (real_data / "olist" / "published_marketing_performance.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {
        None if row["origin"] == "NULL" else row["origin"]: (
            int(row["total_leads"]),
            int(row["won_deals"]),
            row["conv_rate_pct"],
            row["avg_days_to_close"],
        )
        for row in rows
    }


def leads_by_origin(results, stage: str) -> dict[str | None, int]:
    return {
        row["value"]: row["leads"]
        for row in results.relations.rows("funnel")
        if row["dimension"] == "origin" and row["stage"] == stage
    }


def local_day(instant: int):
    return datetime.fromtimestamp(instant // 1_000_000, SAO_PAULO).date()


def days_to_close(results) -> dict[str, int]:
    """Whole days between the dates of first contact and of winning, by lead."""
    entered = {(r["lead_id"], r["stage"]): local_day(r["at"]) for r in results.relations.rows("entries")}
    return {lead: (day - entered[lead, "mql"]).days for (lead, stage), day in entered.items() if stage == "customer"}


def tenths(total: int, cases: int) -> str:
    """A mean to one decimal, half up, in whole numbers: 15.25 is 15.3."""
    rounded = (20 * total + cases) // (2 * cases)
    return f"{rounded // 10}.{rounded % 10}"


def test_published_table_is_reproduced_in_all_eleven_rows(results, published, real_data):
    contacts, won = leads_by_origin(results, "mql"), leads_by_origin(results, "customer")
    with (real_data / "olist" / "olist_marketing_qualified_leads_dataset.csv").open(encoding="utf-8") as file:
        origin_of = {row["mql_id"]: row["origin"] or None for row in csv.DictReader(file)}
    days: dict[str | None, list[int]] = {}
    for lead, gap in days_to_close(results).items():
        days.setdefault(origin_of[lead], []).append(gap)
    got = {
        origin: (
            contacts[origin],
            won[origin],
            f"{100 * won[origin] / contacts[origin]:.2f}",
            tenths(sum(days[origin]), len(days[origin])),
        )
        for origin in contacts
    }
    assert len(got) == 11
    assert got == published


def test_an_empty_origin_and_the_word_unknown_are_two_things(results):
    contacts = leads_by_origin(results, "mql")
    assert (contacts[None], contacts["unknown"]) == (60, 1_099)


@pytest.mark.parametrize(("commitment", "kept"), [("won_in_30_days", 554), ("won_in_90_days", 691)])
def test_conversion_counts_whole_days_of_the_zone(results, commitment, kept):
    """A date without a time is a whole day; every case is old enough to be decided."""
    states = Counter(r["state"] for r in results.relations.rows("clocks") if r["commitment"] == commitment)
    assert (states["kept"], states.total()) == (kept, 8_000)
    assert states["kept"] + states["late"] + states["breached"] == 8_000


def test_the_deal_won_before_first_contact_is_a_finding_and_no_conversion(results):
    found = [row for row in results.relations.rows("findings") if row["lead_id"] == WON_BEFORE_CONTACT]
    assert len(found) >= 1
    clocks = results.relations.rows_of("clocks", WON_BEFORE_CONTACT)
    assert {row["state"] for row in clocks} == {"breached"}


def test_nothing_of_the_tables_is_lost(results):
    assert results.relations.rows("quarantine") == []
    assert sum(leads_by_origin(results, "mql").values()) == 8_000
    assert sum(leads_by_origin(results, "customer").values()) == 842
