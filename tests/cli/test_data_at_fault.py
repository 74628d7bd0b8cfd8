"""Lead records as they come: every row is judged, in quarantine or counted as set aside."""

from __future__ import annotations

import csv
import io

import pytest

EVENTS = "Event,Lead,Kind,At,Who,Stage,Reason\n"
LEADS = "ID,Country,Employees,Name\n"


def more_events(repository, *lines):
    path = repository.folder / "data" / "events.csv"
    repository.write("data/events.csv", path.read_text() + "".join(f"{line}\n" for line in lines))


def quarantine(repository):
    return repository.rows("quarantine", "file, row_no, lead_id, reason, raw")


def set_aside(repository):
    return dict(repository.rows("set_aside", "reason, rows"))


def rows_in(repository, name):
    with io.StringIO((repository.folder / "data" / name).read_text()) as file:
        return len(list(csv.DictReader(file)))


def test_the_small_repository_itself_is_fine(judged):
    repository, answer = judged
    assert answer.code == 0, answer.told
    assert "exit 0: every objective that could be decided is met" in answer.stdout
    assert not answer.stderr
    assert quarantine(repository) == []
    assert set_aside(repository) == {}


def test_a_lead_named_na_is_a_lead_like_any_other(judged):
    repository, _ = judged
    clocks = repository.rows("clocks", "lead_id, commitment, state")
    assert sorted(state for lead, _, state in clocks if lead == "NA") == ["kept", "kept", "kept"]
    answer = repository.explain("NA")
    assert answer.code == 0
    assert answer.stdout.startswith("Lead NA, ")


def test_without_leads_nothing_was_evaluated(repository):
    repository.write("data/leads.csv", LEADS)
    repository.write("data/events.csv", EVENTS)
    answer = repository.check()
    assert answer.code == 5, answer.told
    assert "exit 5: the sources hold no lead" in answer.stdout
    assert repository.report()["exit_code"] == 5


def test_events_of_leads_that_no_record_names_go_to_quarantine(repository):
    """Too much in quarantine outranks that nothing was evaluated."""
    repository.write("data/leads.csv", LEADS)
    answer = repository.check()
    assert answer.code == 4, answer.told
    found = quarantine(repository)
    assert [(file, row, reason) for file, row, _, reason, _ in found] == [
        ("events.csv", row, "unknown lead") for row in range(1, 16)
    ]
    assert all(raw and lead in raw for _, _, lead, _, raw in found)
    assert "15 rows in quarantine (unknown lead)" in answer.stdout
    assert repository.check("--max-quarantined", "15").code == 5


def test_leads_without_events_start_no_clock(repository):
    repository.write("data/events.csv", EVENTS)
    answer = repository.check()
    assert answer.code == 5, answer.told
    assert "no lead started a clock" in answer.stdout
    counted = dict(repository.rows("lead_counts", "what, leads"))
    assert (counted["leads"], counted.get("with a clock", 0)) == (4, 0)


@pytest.mark.parametrize("name", ["leads.csv", "events.csv"])
def test_a_file_without_even_a_header_is_no_empty_table(repository, name):
    repository.write(f"data/{name}", "")
    answer = repository.check()
    assert answer.code == 3, answer.told
    assert "error[LP603]" in answer.stderr
    assert name in answer.stderr


def test_a_missing_file_is_named_with_the_line_of_the_source_that_asks_for_it(repository):
    (repository.folder / "data" / "events.csv").unlink()
    answer = repository.check()
    assert answer.code == 3, answer.told
    assert "policies/source.yaml:" in answer.stderr
    assert "error[LP601]" in answer.stderr
    assert not (repository.folder / "out").exists()


def test_a_missing_data_folder_is_an_input_that_cannot_be_read(repository):
    answer = repository.run("check", "--data", "nowhere")
    assert answer.code == 3, answer.told
    assert "error[LP601]" in answer.stderr


def test_a_missing_column_is_named_with_the_ones_there_are(repository):
    repository.edit("policies/source.yaml", "employees: Employees", "employees: Employes")
    answer = repository.check()
    assert answer.code == 3, answer.told
    assert "policies/source.yaml:" in answer.stderr
    assert "error[LP602]" in answer.stderr
    assert "Employees" in answer.stderr


def test_a_mess_of_rows_adds_up(repository):
    """Rows read = events + quarantined + set aside, and every quarantined row is listed where it lies."""
    more_events(
        repository,
        "f1,L1,call,yesterday,017,,",  # 16
        "f2,L1,call,,017,,",  # 17
        "f3,GHOST,call,2026-06-05T10:00:00,017,,",  # 18
        "f4,,call,2026-06-05T10:00:00,017,,",  # 19
        "f5,L1,danced,2026-06-05T10:00:00,017,,",  # 20
        "f6,L1,call,2027-01-01T10:00:00,017,,",  # 21, after as_of
        "e02,L1,call,2026-06-01T10:00:00,017,,",  # 22, the same again
        "f7,L2,call,2026-06-05T10:00:00,017,,",  # 23, other than the next
        "f7,L2,call,2026-06-05T11:00:00,017,,",  # 24
        "f8,L1,call,2026-06-05T10:00:00,017,,,,,one too many",  # 25
        "f9,L1,call,2026-06-31T10:00:00,017,,",  # 26, no such day
    )
    answer = repository.check()
    assert answer.code == 4, answer.told
    found = quarantine(repository)
    assert [(file, row, reason) for file, row, _, reason, _ in found] == [
        ("events.csv", 16, "unreadable time"),
        ("events.csv", 17, "missing time"),
        ("events.csv", 18, "unknown lead"),
        ("events.csv", 19, "missing lead id"),
        ("events.csv", 20, "unknown event type"),
        ("events.csv", 23, "conflicting events"),
        ("events.csv", 24, "conflicting events"),
        ("events.csv", 25, "malformed row"),
        ("events.csv", 26, "unreadable time"),
    ]
    assert set_aside(repository) == {"after as_of": 1, "duplicate": 1}
    counts = dict(repository.rows("lead_counts", "what, leads"))
    assert counts.get("events", 15) == 15
    assert rows_in(repository, "events.csv") == 15 + 9 + 2
    data = repository.report()["data"]
    assert data["quarantined"] == 9
    assert data["quarantine"]["unreadable time"] == 2
    assert data["set_aside"] == {"after as_of": 1, "duplicate": 1}
    assert repository.check("--max-quarantined", "8", "--max-unknown", "99").code == 4
    assert repository.check("--max-quarantined", "9", "--max-unknown", "99").code == 0


def test_a_mess_of_leads_adds_up(repository):
    repository.write(
        "data/leads.csv",
        LEADS
        + "L1,DE,120,Anna\nL2,NO,12,Bjørn\nL3,SE,many,Cleo\nNA,NO,7,Nadia\n"
        + "L1,DE,120,Anna\n,DE,5,Nobody\nL5,DK,5,Dora\nL6,DE,5,Emil\nL6,SE,5,Emil\n",
    )
    answer = repository.check()
    assert answer.code == 4, answer.told
    assert [(row, lead, reason) for _, row, lead, reason, _ in quarantine(repository)] == [
        (3, "L3", "unreadable value of employees"),
        (6, None, "missing lead id"),
        (7, "L5", "unreadable value of country"),
        (8, "L6", "conflicting records"),
        (9, "L6", "conflicting records"),
    ]
    leads = dict(repository.rows("lead_counts", "what, leads"))["leads"]
    # Rows with one cell that can't be read stay leads; two of one id that contradict each other are one, without facts.
    assert leads == 6
    assert set_aside(repository) == {"duplicate": 1}
    assert rows_in(repository, "leads.csv") == leads + len([6, 9]) + 1


def test_what_happens_after_as_of_decides_nothing_and_is_counted(repository):
    """Judged as of an earlier instant, a log gives what it would have given without its later rows."""
    early = "2026-06-08T12:00:00+02:00"
    assert "7 rows set aside (after as_of)" in repository.check(as_of=early).stdout
    clocks = repository.rows("clocks")
    text = (repository.folder / "data" / "events.csv").read_text()
    kept = [line for line in text.splitlines(keepends=True)[1:] if line.split(",")[3] <= "2026-06-08T12:00:00"]
    repository.write("data/events.csv", EVENTS + "".join(kept))
    repository.check("--out", "cut", as_of=early)
    assert len(kept) == 8
    assert repository.rows("clocks", out="cut") == clocks


def test_nothing_had_happened_yet_at_an_early_as_of(repository):
    answer = repository.check(as_of="2026-05-01T00:00:00+02:00")
    assert answer.code == 5, answer.told
    assert set_aside(repository) == {"after as_of": 15}
    assert "15 rows set aside (after as_of)" in answer.stdout


def test_a_missed_objective_outranks_rows_in_quarantine(repository):
    repository.edit(
        "policies/agreement.yaml",
        "    allowed_time: 14 days\n",
        "    allowed_time: 14 days\n    objective: {share: 99%, each: month}\n",
    )
    more_events(repository, "f1,L1,call,yesterday,017,,")
    answer = repository.check("--fail-on", "error")
    assert answer.code == 1, answer.told
    assert "`accepted` missed its objective in June 2026" in answer.stdout
    assert repository.check("--fail-on", "never").code == 0


def test_unreadable_input_is_told_even_where_findings_never_count(repository):
    (repository.folder / "data" / "leads.csv").unlink()
    assert repository.check("--fail-on", "never").code == 3
