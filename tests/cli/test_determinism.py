"""The same facts give the same bytes, however the export was cut, shuffled and written, and whatever runs it."""

from __future__ import annotations

import csv
import io
import json
import random
import shutil
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "examples" / "crm_export"
AS_OF = "2026-07-01T09:00:00+02:00"
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture(scope="module")
def sample(judged, tmp_path_factory):
    """A folder with the sample's policies and export, judged once as they are."""
    small, _ = judged
    repository = type(small)(tmp_path_factory.mktemp("sample"))
    shutil.copytree(ROOT / "policies", repository.folder / "policies")
    shutil.copytree(SAMPLE, repository.folder / "data")
    answer = repository.check(as_of=AS_OF)
    assert answer.code == 1, answer.told
    return repository


def same(repository, other, name):
    """Hold a run of `other` against the first one: its report and the contents of its results."""
    answer = other.check("--out", name, as_of=AS_OF)
    assert answer.code == 1, answer.told
    expected, found = repository.contents(), other.contents(name)
    assert found.keys() == expected.keys()
    if found["report.json"] != expected["report.json"]:
        assert json.loads(found["report.json"]) == json.loads(expected["report.json"])
    assert found["report.json"] == expected["report.json"]
    assert found["breaches.csv"] == expected["breaches.csv"]
    for file in expected:
        relation = Path(file).stem
        if file.endswith(".parquet") and relation not in {"quarantine", "set_aside"}:
            assert other.rows(relation, out=name) == repository.rows(relation), relation


def again(sample, folder):
    """The sample's policies and data once more, to be changed."""
    shutil.copytree(sample.folder / "policies", folder / "policies")
    shutil.copytree(sample.folder / "data", folder / "data")
    return type(sample)(folder)


def lines_of(repository, name):
    return (repository.folder / "data" / name).read_text(encoding="utf-8").splitlines(keepends=True)


def write(repository, name, lines):
    repository.write(f"data/{name}", "".join(line if line.endswith("\n") else f"{line}\n" for line in lines))


@pytest.mark.parametrize("threads", ["1", "4"])
def test_threads_change_no_byte(sample, threads):
    answer = sample.check("--threads", threads, "--out", f"threads{threads}", as_of=AS_OF)
    assert answer.code == 1, answer.told
    assert sample.contents(f"threads{threads}") == sample.contents()


@pytest.mark.parametrize("seed", ["0", "4711"])
def test_the_order_of_hashes_changes_no_byte(sample, seed):
    answer = sample.check("--out", f"hash{seed}", as_of=AS_OF, environment={"PYTHONHASHSEED": seed})
    assert answer.code == 1, answer.told
    assert sample.contents(f"hash{seed}") == sample.contents()


def test_the_machines_own_zone_and_language_change_no_byte(sample):
    elsewhere = {"TZ": "Pacific/Apia", "LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"}
    answer = sample.check("--out", "elsewhere", as_of=AS_OF, environment=elsewhere)
    assert answer.code == 1, answer.told
    assert sample.contents("elsewhere") == sample.contents()


def test_as_of_may_be_written_in_any_zone(sample):
    answer = sample.check("--out", "zone", as_of="2026-07-01T12:30:00+05:30")
    assert answer.code == 1, answer.told
    assert sample.contents("zone") == sample.contents()


@pytest.mark.parametrize("seed", [1, 2])
def test_shuffled_rows_change_no_byte_of_the_report(sample, tmp_path, seed):
    chance = random.Random(seed)  # noqa: S311 - seeded, not secret
    other = again(sample, tmp_path)
    for name in ("leads.csv", "activities.csv", "stage_history.csv"):
        head, *rows = lines_of(sample, name)
        chance.shuffle(rows)
        write(other, name, [head, *rows])
    rows = lines_of(sample, "web_engagement.jsonl")
    chance.shuffle(rows)
    write(other, "web_engagement.jsonl", rows)
    same(sample, other, "out")


def test_split_files_change_no_byte_of_the_report(sample, tmp_path):
    """The map of the source names the parts by a list or a glob; its digest stays that of the map in the first run."""
    other = again(sample, tmp_path)
    for name, parts in (("activities.csv", 5), ("leads.csv", 2)):
        head, *rows = lines_of(sample, name)
        (other.folder / "data" / name).unlink()
        for part in range(parts):
            write(other, f"{name.removesuffix('.csv')}-{part}.csv", [head, *rows[part::parts]])
    source = "policies/sources/crm_export.yaml"
    other.edit(source, "    file: activities.csv\n", "    files: [activities-*.csv]\n")
    other.edit(source, "  file: leads.csv\n", "  files: [leads-1.csv, leads-0.csv]\n")
    answer = other.check(as_of=AS_OF)
    assert answer.code == 1, answer.told
    expected, found = sample.report(), other.report()
    assert expected["run"]["policies"].pop(source) != found["run"]["policies"].pop(source)
    assert found == expected
    for relation in ("clocks", "entries", "criteria", "attainment", "funnel", "findings", "coverage"):
        assert other.rows(relation) == sample.rows(relation), relation


def test_instants_written_in_another_zone_change_no_byte_of_the_report(sample, tmp_path):
    """The stage history, whose times carry no zone, is told in UTC and in two other offsets."""
    other = again(sample, tmp_path)
    text = io.StringIO("".join(lines_of(sample, "stage_history.csv")), newline="")
    head, *rows = list(csv.reader(text, delimiter=";"))
    at, changed = head.index("Changed At"), 0
    for number, row in enumerate(rows):
        zone = (UTC, ZoneInfo("Asia/Kolkata"), ZoneInfo("America/St_Johns"))[number % 3]
        try:
            told = datetime.fromisoformat(row[at])
        except (ValueError, IndexError):
            continue
        told = told if told.tzinfo else told.replace(tzinfo=BERLIN)
        row[at] = told.astimezone(zone).isoformat()
        changed += 1
    assert changed > 1000
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=";", lineterminator="\n").writerows([head, *rows])
    other.write("data/stage_history.csv", written.getvalue())
    same(sample, other, "out")


def test_another_fact_gives_another_digest_of_the_inputs(repository):
    assert repository.check("--out", "before").code == 0
    repository.edit("data/events.csv", "e02,L1,call,2026-06-01T10:00:00", "e02,L1,call,2026-06-01T10:00:01")
    assert repository.check("--out", "after").code == 0
    before, after = (repository.report(out)["run"]["inputs"] for out in ("before", "after"))
    assert {name for name in before if before[name] != after[name]} == {"events"}
