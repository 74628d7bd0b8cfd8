"""`leadpact lock`: what a version uses is pinned beside it, and a difference stops every verb that judges."""

from __future__ import annotations

import json

import pytest

LOCK = "policies/agreement.lock.json"


@pytest.fixture
def locked(repository):
    done = repository.run("lock")
    assert done.code == 0, done.told
    return repository


def files(repository):
    return sorted(str(path.relative_to(repository.folder)) for path in repository.folder.rglob("*.lock.json"))


def test_a_lock_lies_beside_its_version_and_pins_what_it_uses(locked):
    (name,) = files(locked)
    (agreement,) = [
        p for p in (locked.folder / "policies").rglob("*.yaml") if "kind: Agreement" in p.read_text("utf-8")
    ]
    assert name == f"{agreement.relative_to(locked.folder).with_suffix('')}.lock.json"
    held = json.loads((locked.folder / name).read_text("utf-8"))
    kinds = {what.split()[0] for what in held["pins"]}
    assert kinds >= {"calendar", "lead", "source"}
    assert all(len(pin) == 64 for pin in held["pins"].values())


def test_locking_twice_changes_nothing_and_check_is_content(locked):
    before = {name: (locked.folder / name).read_bytes() for name in files(locked)}
    again = locked.run("lock")
    assert (again.code, again.stdout.count("as it should be")) == (0, 1)
    assert locked.run("lock", "--check").code == 0
    assert {name: (locked.folder / name).read_bytes() for name in files(locked)} == before
    assert locked.validate().code == 0
    assert locked.check().code == 0


def test_check_tells_a_version_without_a_lock(repository):
    told = repository.run("lock", "--check")
    assert told.code == 1
    assert "absent" in told.stdout
    assert files(repository) == []


def changed_calendar(repository):
    (calendar,) = [
        p for p in (repository.folder / "policies").rglob("*.yaml") if "kind: Calendar" in p.read_text("utf-8")
    ]
    text = calendar.read_text("utf-8")
    assert "09:00" in text
    calendar.write_text(text.replace("09:00", "08:00"), "utf-8")


def test_another_calendar_than_the_locked_one_is_told_and_nothing_is_judged(locked):
    changed_calendar(locked)
    told = locked.validate()
    assert told.code == 1
    assert "LP741" in told.stderr
    assert "was locked with another calendar" in told.stderr
    run = locked.check()
    assert run.code == 3, run.told
    assert "LP741" in run.stderr


def test_a_stale_lock_is_told_and_written_anew(locked):
    changed_calendar(locked)
    assert locked.run("lock", "--check").code == 1
    anew = locked.run("lock")
    assert (anew.code, "locked anew" in anew.stdout) == (0, True)
    assert locked.validate().code == 0


def test_comments_and_people_are_pinned_by_nothing(locked):
    for path in (locked.folder / "policies").rglob("*.yaml"):
        path.write_text(f"# a word\n{path.read_text('utf-8')}", "utf-8")
    assert locked.validate().code == 0


@pytest.mark.parametrize("content", ["", "{}", "[1]", '{"format": "leadpact/lock/v1", "of": 1, "pins": {}}', "\x00"])
def test_a_lock_that_is_none_decides_nothing(locked, content):
    (name,) = files(locked)
    locked.write(name, content)
    told = locked.check()
    assert told.code == 3
    assert "LP740" in told.stderr


def test_the_lock_of_another_version_is_none_of_this_one(locked):
    (name,) = files(locked)
    held = json.loads((locked.folder / name).read_text("utf-8"))
    locked.write(name, json.dumps({**held, "of": "other@9.9.9"}))
    assert "this is the lock of `other@9.9.9`" in locked.validate().stderr


def test_a_run_records_the_locks_that_it_kept(locked):
    assert locked.check().code == 0
    (name,) = files(locked)
    assert name in json.loads((locked.folder / "out" / "run.json").read_text("utf-8"))["policies"]


def test_an_unknown_version_is_told_with_those_there_are(repository):
    told = repository.run("lock", "nothing@1.0.0")
    assert told.code == 2
    assert "LP730" in told.stderr
    assert "there is `small@1.0.0`" in told.stderr
