"""The folder of a signed run: a flip anywhere in any file is found, and what the run did not write is named."""

from __future__ import annotations

import pytest

from engine import pipeline
from engine.compiler.policy_query import OUTPUTS
from engine.evaluation.run import CARRIED
from engine.reports.compliance import compliance
from tests import fake_results
from tests.signing.conftest import AT, LATER
from tests.signing.runs import books_of

REPORTS = ("report.html", "report.md", "report.json", "breaches.csv", "run.json")
RESULTS = tuple(f"results/{name}.parquet" for name in (*OUTPUTS, *CARRIED))


@pytest.fixture
def attested(desk):
    """A folder with all files that a run writes, each of some bytes, signed and noted; who verifies it."""
    books, out = books_of(desk), desk.folder / "out"
    (out / "results").mkdir(parents=True)
    files = [out / name for name in (*REPORTS, *RESULTS)]
    for path in files:
        path.write_bytes(f"{path.name} {'of a run ' * 20}".encode())
    wish = pipeline.AttestingWish(None, books.folder, AT, lambda: None, {"policies": "policies"})
    made = pipeline.run_made(compliance(fake_results.results()), 0, out, files)
    done, faults = pipeline.attest(wish, books.key, books.policies, made)
    assert done.file == out / "attestation.json", faults
    return books, out


def regions(content):
    """The first byte, the last, and some between."""
    last = len(content) - 1
    return sorted({0, last // 4, last // 2, 3 * last // 4, last - 1, last})


def flipped(content, index):
    return content[:index] + bytes([content[index] ^ 1]) + content[index + 1 :]


@pytest.mark.parametrize("name", [*REPORTS, *RESULTS])
def test_a_flip_at_either_end_or_between_of_any_file_is_found(attested, name):
    books, out = attested
    path = out / name
    content = path.read_bytes()
    for index in regions(content):
        path.write_bytes(flipped(content, index))
        view = pipeline.verify_files(books.policies, path, LATER)
        assert (view.sound, view.changed) == (False, (name,)), index
    whole = pipeline.verify_files(books.policies, out, LATER)
    assert (whole.sound, whole.changed, whole.strangers) == (False, (name,), ())
    path.write_bytes(content)
    assert pipeline.verify_files(books.policies, path, LATER).sound


def test_a_flip_of_what_the_ledger_keeps_is_found_wherever_it_is(attested):
    """A changed and a missing file are told apart, each with its name, and neither breaks the lines."""
    books, _ = attested
    kept = sorted((books.folder / "verdicts").iterdir())
    assert len(kept) == 4
    assert books.verify().sound
    for path in kept:
        content = path.read_bytes()
        for index in regions(content):
            path.write_bytes(flipped(content, index))
            (fault,) = books.verify().faults
            assert fault.startswith(f"line 1: `{path}`, kept of its `results/"), index
            assert fault.endswith(".parquet`, was changed"), index
        path.write_bytes(content[:-1])
        assert books.verify().faults[0].endswith("was changed")
        path.unlink()
        assert books.verify().faults[0].endswith(".parquet`, is missing")
        path.write_bytes(content)
    assert books.verify().sound


def test_strangers_in_the_folder_are_named_and_void_nothing(attested):
    books, out = attested
    (out / "extra.csv").write_bytes(b"lead,won\n")
    (out / "results" / "more.parquet").write_bytes(b"x")
    view = pipeline.verify_files(books.policies, out, LATER)
    assert (view.sound, view.strangers) == (True, ("extra.csv", "results/more.parquet"))
    said = pipeline.files_conclusion(view)
    assert said.endswith("; beside them, not of this run: extra.csv, results/more.parquet")
    assert "  stranger  extra.csv, which this run did not write" in pipeline.files_in_words(view)
    assert pipeline.verify_files(books.policies, out / "results", LATER).strangers == ("results/more.parquet",)
    assert pipeline.verify_files(books.policies, out / "attestation.json", LATER).strangers == view.strangers


def test_a_stranger_asked_for_by_name_is_told_as_not_of_the_run_and_not_as_changed(attested):
    books, out = attested
    (out / "june.html").write_bytes(b"<p>")
    view = pipeline.verify_files(books.policies, out / "june.html", LATER)
    assert (view.sound, view.changed) == (False, ())
    assert pipeline.files_conclusion(view) == "this run did not write june.html"
    assert "CHANGED" not in pipeline.files_in_words(view)


def test_many_strangers_are_counted(attested):
    books, out = attested
    for number in range(25):
        (out / f"{number:02}.csv").write_bytes(b"")
    view = pipeline.verify_files(books.policies, out, LATER)
    assert len(view.strangers) == 25
    assert pipeline.files_conclusion(view).endswith("19.csv and 5 more")
    assert "  and 5 more that it did not write" in pipeline.files_in_words(view)
