"""Coverage and memberships: from when until when things are known."""

from datetime import date

import pytest

from engine.model.people import Membership, Roster, Team
from engine.model.sources import ColumnMap

HEAD = "lead,type,when\n"


def test_a_map_is_complete_until_its_last_readable_row_by_as_of(world, instant):
    content = (
        f"{HEAD}L1,call,2026-07-01T12:00:00Z\nL9,dance,2026-07-03T12:00:00Z\nL1,call,2026-09-01T12:00:00Z\nL1,call,x\n"
    )
    run = world.read_events(content, as_of="2026-08-01T00:00:00+00:00")
    assert run.rows("FROM coverage") == [
        (kind, "crm/log", None, instant("2026-07-03T12:00:00+00:00")) for kind in ("call", "mail", "visit")
    ]


def test_stated_coverage_stands(world):
    run = world.read_events(f"{HEAD}L1,call,2026-07-01T12:00:00Z\n", complete_from=5, complete_until=7)
    assert run.rows("SELECT DISTINCT since, until FROM coverage") == [(5, 7)]


@pytest.mark.parametrize(
    ("event", "types"),
    [
        (ColumnMap(constant="mail"), ["mail"]),
        (
            ColumnMap(("type",), values=(("C", "call"), ("V", "visit"), ("X", "dance")), others="ignore"),
            ["call", "visit"],
        ),
        (ColumnMap(("type",), values=(("C", "call"),), others="quarantine"), ["call"]),
        (ColumnMap(("type",), values=(("C", "call"),)), ["call", "mail", "visit"]),
        (ColumnMap(("type",)), ["call", "mail", "visit"]),
    ],
)
def test_a_map_covers_the_types_that_it_could_tell_of_and_no_source_the_others(world, event, types):
    run = world.read_events(f"{HEAD}L1,C,2026-07-01T12:00:00Z\n", event=event)
    assert [kind for (kind,) in run.rows("SELECT type FROM coverage WHERE source IS NOT NULL")] == types
    others = [kind for kind in ("call", "mail", "visit") if kind not in types]
    assert run.rows("SELECT type, since, until FROM coverage WHERE source IS NULL") == [
        (kind, None, None) for kind in others
    ]


def test_memberships_run_from_the_first_date_through_the_last_in_the_rosters_zone(world, instant):
    roster = Roster(
        "sales",
        "Europe/Berlin",
        (Team("inbound", "sales", "Inbound"), Team("brand", "marketing", "Brand", "emea")),
        (
            Membership("u1", "Ada", "inbound", date(2026, 3, 29), date(2026, 3, 29)),
            Membership("u1", "Ada", "brand", date(2026, 3, 30)),
            Membership("u3", "Cid", "brand", calendar="nights"),
            Membership("u2", "Bob", "inbound"),
        ),
    )
    world.write("leads.csv", "id\n")
    run = world.read(world.source(), rosters=[roster])
    change = instant("2026-03-30T00:00:00+02:00")
    assert run.rows("FROM memberships") == [
        ("u1", "inbound", "sales", None, instant("2026-03-29T00:00:00+01:00"), change),
        ("u1", "brand", "marketing", "emea", change, 1 << 62),
        ("u2", "inbound", "sales", None, -(1 << 62), 1 << 62),
        ("u3", "brand", "marketing", "nights", -(1 << 62), 1 << 62),
    ]
