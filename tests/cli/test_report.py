"""`leadpact report` as its users meet it: which period, which form, and the sample."""

from __future__ import annotations

import pytest
from pypdf import PdfReader

NOW = ("--data", "data", "--as-of", "2026-06-30T12:00:00+02:00", "--quiet")


def test_markdown_goes_to_stdout_and_a_miss_is_no_failure(repository):
    answer = repository.run("report", *NOW)
    assert answer.code == 0, answer.told
    assert answer.stdout.startswith("# A small agreement: compliance\n")
    assert "## For the meeting" in answer.stdout
    assert "A sample for the auditor" not in answer.stdout


def test_the_form_follows_the_file_s_name_and_the_pdf_is_the_same_bytes_twice(repository):
    for name in ("a.html", "a.pdf", "b.pdf"):
        answer = repository.run("report", *NOW, "--period", "2026-06", "--out", f"paper/{name}")
        assert (answer.code, answer.stdout) == (0, f"written: paper/{name}\n"), answer.told
    folder = repository.folder / "paper"
    assert (folder / "a.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert (folder / "a.pdf").read_bytes() == (folder / "b.pdf").read_bytes()
    first = PdfReader(folder / "a.pdf").pages[0].extract_text()
    for said in ("A small agreement: compliance", "For the meeting", "What got worse", "To be decided"):
        assert said in first


def test_a_sample_explains_its_leads_in_every_form(repository):
    wish = ("--sample", "2", "--seed", "7")
    text = repository.run("report", *NOW, *wish).stdout
    assert "## A sample for the auditor" in text
    assert "drawn by the number 7" in text
    assert text.count("```\n") >= 4
    page = repository.run("report", *NOW, *wish, "--format", "html").stdout
    assert page.count("<pre>") == 2
    assert repository.run("report", *NOW, *wish).stdout == text


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["--period", "June"], 2, "`June` is no period"),
        (["--period", "2025-03"], 5, "no case started in 2025-03"),
        (["--format", "docx"], 2, "--format"),
        (["--sample", "-1"], 2, "--sample"),
        (["--out", "policies"], 3, "can't write `policies`"),
    ],
)
def test_what_cannot_be_reported_is_told_with_a_way_out(repository, arguments, code, told):
    answer = repository.run("report", *NOW, *arguments)
    assert answer.code == code, answer.told
    assert told in answer.stderr
    assert answer.stdout == ""
