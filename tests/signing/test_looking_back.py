"""Which entry of a ledger a report looks back to, and what a run made again may read."""

from __future__ import annotations

import json

import pytest

from engine.pipeline.recomputing import NotAtHandError, read_nothing_else
from engine.pipeline.restating import last_signed
from tests.signing.conftest import AT, LATER
from tests.signing.runs import DAY, books_of


def test_a_report_looks_back_to_the_last_signed_run_of_its_period(desk):
    """Neither a later look, nor a run of another period, nor one that nobody signed is the last of its period."""
    books, (june, july, august) = books_of(desk), (AT, AT + 31 * DAY, AT + 62 * DAY)
    books.note_run(june, ())
    books.note_run(july, ())
    books.note_run(august, ())
    books.note_run(july, ("2026-01",))
    books.note_run(july, (), key=None)

    def found(as_of, *asked):
        entry = last_signed(books.policies, books.folder, as_of, asked, LATER)
        return entry.place if entry else None

    assert found(july) == 2
    assert found(july - 1) == 1
    assert found(august, "2026-06") == 2
    assert found(august, "2026-Q3") == 3
    assert found(august, "2026-01") == found(july, "2026-Q1") == 4
    assert found(july, "2025-12") is found(june - 1) is None
    assert found(AT + 400 * DAY) is None


def test_a_run_made_again_that_reads_past_its_room_proves_nothing(tmp_path):
    (tmp_path / "run.json").write_text(json.dumps({"files": {"leads.csv": "a", "../july.csv": "b"}}), encoding="utf-8")
    with pytest.raises(NotAtHandError, match=r"never noted: `\.\./july\.csv`$"):
        read_nothing_else(tmp_path, {"leads.csv": "a"})
    read_nothing_else(tmp_path, {"leads.csv": "a", "../july.csv": "c", "more.csv": "d"})
