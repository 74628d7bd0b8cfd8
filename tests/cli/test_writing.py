"""Results appear whole or not at all, a crash is exit 70 in two lines, and a run replaces the one before it."""

from __future__ import annotations

BROKEN = """
import engine.documents.{module}
def broken(*_arguments):
    raise {fault}
engine.documents.{module}.{function} = broken
"""
RENDERING = BROKEN.format(module="report_json", function="report_json", fault="RuntimeError('no\\x1b[31m ink')")


def partial(repository):
    return [name for name in repository.contents() if "partial" in name]


def test_a_run_replaces_the_files_of_the_one_before_whole(repository):
    assert repository.check().code == 0
    fresh = repository.contents()
    for name, content in fresh.items():
        repository.write(f"out/{name}", b"old " + content * 3)
    repository.write("out/notes.txt", "mine")
    assert repository.check().code == 0
    again = repository.contents()
    assert again.pop("notes.txt") == b"mine"
    assert again == fresh


def test_a_crash_is_exit_seventy_in_two_harmless_lines(repository):
    answer = repository.check(setup=RENDERING)
    assert answer.code == 70, answer.told
    assert answer.stderr.splitlines() == [
        "internal error: RuntimeError: no<U+001B>[31m ink",
        "  help: --debug shows where",
    ]
    assert not answer.stdout


def test_a_crash_shows_its_trace_where_it_is_asked_for(repository):
    answer = repository.check("--debug", setup=RENDERING)
    assert "Traceback" in answer.stderr
    assert "RuntimeError" in answer.stderr
    assert answer.code == 70, answer.told


def test_a_run_that_breaks_off_leaves_no_half_written_file(repository):
    """Whatever lies under a final name is the old file or the new one, whole; never a bit of either."""
    assert repository.check().code == 0
    before = repository.contents()
    repository.edit("data/events.csv", "e02,L1,call,2026-06-01T10:00:00", "e02,L1,call,2026-06-01T10:30:00")
    assert repository.check("--out", "whole").code == 0
    after = repository.contents("whole")
    assert repository.check(setup=RENDERING).code == 70
    left = repository.contents()
    assert not partial(repository)
    assert left.keys() == before.keys()
    assert all(content in {before[name], after[name]} for name, content in left.items())


def test_an_interrupted_run_is_no_finding(repository):
    answer = repository.check(
        setup=BROKEN.format(module="report_json", function="report_json", fault="KeyboardInterrupt")
    )
    assert answer.code == 130, answer.told
    assert "Traceback" not in answer.stderr
    assert not partial(repository)


def test_a_disk_that_fills_up_half_way_leaves_the_old_report(repository):
    assert repository.check().code == 0
    before = repository.contents()
    full = (
        "from pathlib import Path\n"
        "whole = Path.write_bytes\n"
        "def half(path, content):\n"
        "    whole(path, content[: len(content) // 2])\n"
        "    raise OSError(28, 'No space left on device')\n"
        "Path.write_bytes = half\n"
    )
    repository.edit("data/events.csv", "e02,L1,call,2026-06-01T10:00:00", "e02,L1,call,2026-06-01T10:30:00")
    answer = repository.check(setup=full)
    assert answer.code == 3, answer.told
    assert answer.stderr == "can't write to `out`: No space left on device\n"
    left = repository.contents()
    for name in ("report.html", "report.md", "report.json", "breaches.csv", "run.json"):
        assert left[name] == before[name]
    assert not partial(repository)


def test_a_crash_while_loading_is_exit_seventy_for_every_verb(repository):
    setup = "import engine.loading.policy_files as p\ndef load(_folder): raise MemoryError\np.load = load"
    for verb in ("validate", "check"):
        answer = repository.run(verb, setup=setup)
        assert answer.code == 70, answer.told
        assert answer.stderr.startswith("internal error: MemoryError")


STOPPED = """
import os, signal
from pathlib import Path
import engine.documents.report_json
from engine.evaluation.engines.duckdb import _overflow
def stopped(*_arguments):
    Path(_overflow(), "leads").write_text("somebody's data")
    os.kill(os.getpid(), signal.SIGTERM)
engine.documents.report_json.report_json = stopped
"""


def test_a_run_that_is_told_to_stop_leaves_nothing_of_its_leads_behind(repository, tmp_path):
    elsewhere = tmp_path / "temporary"
    elsewhere.mkdir()
    answer = repository.check(setup=STOPPED, environment={"TMPDIR": str(elsewhere)})
    assert answer.code == 143, answer.told
    assert not list(elsewhere.iterdir())
    assert not partial(repository)
