"""The committed sample is what its generator writes, and holds the mess that its README promises."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"
FILES = ("leads.csv", "activities.csv", "stage_history.csv", "web_engagement.jsonl")


@pytest.fixture(scope="module")
def written(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("export")
    command = [sys.executable, str(EXAMPLES / "make_crm_export.py"), str(folder)]
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - our own script, our own folder
    return folder


@pytest.mark.parametrize("name", FILES)
def test_generator_reproduces_the_committed_bytes(written, name):
    assert (written / name).read_bytes() == (EXAMPLES / "crm_export" / name).read_bytes()


def rows(name: str) -> list[dict[str, str]]:
    with (EXAMPLES / "crm_export" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def test_sample_has_the_promised_size():
    assert len({row["Record ID"] for row in rows("leads.csv")}) == 600
    lines = (EXAMPLES / "crm_export" / "web_engagement.jsonl").read_text(encoding="utf-8").splitlines()
    assert 8_000 <= len(rows("activities.csv")) + len(rows("stage_history.csv")) + len(lines) <= 10_000


def test_sample_holds_the_hostile_and_the_odd():
    leads = rows("leads.csv")
    texts = [text for row in leads for text in row.values()]
    assert {"NA", "0042", "null"} <= {row["Record ID"] for row in leads}
    assert any(text.startswith("=HYPERLINK(") for text in texts)
    assert any("<script>" in text for text in texts)
    assert len(leads) > 600, "some records are exported twice"


def test_one_line_of_the_tracker_is_cut_in_half():
    lines = (EXAMPLES / "crm_export" / "web_engagement.jsonl").read_text(encoding="utf-8").splitlines()
    unreadable = 0
    for line in lines:
        try:
            json.loads(line)
        except json.JSONDecodeError:
            unreadable += 1
    assert unreadable == 1
