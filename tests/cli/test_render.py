"""`leadpact render` as its users meet it: which version, which form, stale or not, and whose templates."""

from __future__ import annotations

import pytest
from pypdf import PdfReader

NOW = ("--as-of", "2026-06-30T12:00:00+02:00")


def test_the_version_in_force_goes_to_stdout_as_markdown(repository):
    answer = repository.run("render", *NOW)
    assert answer.code == 0, answer.told
    assert answer.stdout.startswith("# A small agreement\n")
    assert answer.stderr == ""


def test_the_worked_example_is_the_answer_of_the_calendar_verb(repository):
    """The office closes at 15:00 on Fridays; four hours after Monday's opening is 13:00."""
    start = "2026-01-02T16:40:00+01:00"
    told = repository.run("calendar", "office", "--from", start, "--within", "4 business hours").stdout
    assert "due: 2026-01-05T13:00:00+01:00" in told
    paper = repository.run("render", *NOW).stdout.replace("\N{NO-BREAK SPACE}", " ")
    assert "Starts Fri 2 Jan 2026, 16:40 CET, due" in paper
    assert "| 4 business hours | otherwise | office | Mon 5 Jan 2026, 13:00 CET |" in paper


def test_the_form_follows_the_file_s_name_unless_it_is_said(repository):
    assert repository.run("render", *NOW, "--out", "paper/a.html").code == 0
    assert (repository.folder / "paper/a.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert repository.run("render", *NOW, "--format", "html").stdout.startswith("<!doctype html>")


def test_a_pdf_is_stale_or_not_as_any_other_form_and_prints_templates_of_ones_own(repository):
    repository.write("templates/agreement/review.md.j2", "## Review\n\nOn Fridays.\n\n")
    answer = repository.run("render", *NOW, "--out", "a.pdf")
    assert (answer.code, answer.stdout) == (0, "written: a.pdf, agreement small@1.0.0\n"), answer.told
    assert (repository.folder / "a.pdf").read_bytes().startswith(b"%PDF-1.7")
    assert "On Fridays." in "".join(page.extract_text() for page in PdfReader(repository.folder / "a.pdf").pages)
    assert repository.run("render", *NOW, "--out", "a.pdf", "--check").code == 0
    repository.edit("policies/agreement.yaml", "time: 1 business day", "time: 2 business days")
    assert repository.run("render", *NOW, "--out", "a.pdf", "--check").code == 1


def test_check_writes_nothing_and_fails_where_the_file_is_missing_or_stale(repository):
    check = ("render", "small", *NOW, "--out", "a.md", "--check")
    missing = repository.run(*check)
    assert (missing.code, "is not there" in missing.stderr) == (1, True)
    assert not (repository.folder / "a.md").exists()
    assert repository.run("render", *NOW, "--out", "a.md").code == 0
    assert repository.run(*check).code == 0
    repository.edit("policies/agreement.yaml", "time: 1 business day", "time: 2 business days")
    before = (repository.folder / "a.md").read_bytes()
    stale = repository.run(*check)
    assert (stale.code, "is stale" in stale.stderr) == (1, True)
    assert "leadpact render small@1.0.0" in stale.stderr
    assert (repository.folder / "a.md").read_bytes() == before


def test_a_comment_that_moves_no_line_makes_nothing_stale(repository):
    repository.run("render", *NOW, "--out", "a.md")
    repository.edit("policies/agreement.yaml", "time: 1 business day", "time: 1 business day # as before")
    assert repository.run("render", *NOW, "--out", "a.md", "--check").code == 0


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["render", "smal", *NOW], 2, "the policies hold small@1.0.0"),
        (["render", "small@2.0.0", *NOW], 2, "no agreement `small@2.0.0`"),
        (["render", "--as-of", "2025-06-30T12:00:00Z"], 5, "no version is in force"),
        (["render", "--check", *NOW], 2, "--out FILE"),
        (["render", "--templates", "gone", *NOW], 2, "no folder `gone`"),
        (["render", "--format", "docx", *NOW], 2, "--format"),
        (["render", "--out", "policies", *NOW], 3, "can't write `policies`"),
    ],
)
def test_what_cannot_be_printed_is_told_with_a_way_out(repository, arguments, code, told):
    answer = repository.run(*arguments)
    assert answer.code == code, answer.told
    assert told in answer.stderr
    assert answer.stdout == ""


def test_a_version_that_is_named_needs_no_instant(repository):
    assert repository.run("render", "small@1.0.0", "--as-of", "2025-01-01T00:00:00Z").code == 0


def test_of_several_agreements_one_has_to_be_named(repository):
    text = (repository.folder / "policies/agreement.yaml").read_text(encoding="utf-8")
    other = text.replace("agreement: small", "agreement: other")
    for name in ("first_response", "persistence", "accepted"):
        other = other.replace(f"  {name}:", f"  {name}_too:")
    repository.write("policies/other.yaml", other)
    answer = repository.run("render", *NOW)
    assert answer.code == 2, answer.told
    assert "name one of other, small" in answer.stderr
    assert repository.run("render", "other", *NOW).code == 0


def test_templates_beside_the_policies_stand_in_for_ours_and_others_by_option(repository):
    repository.write("templates/agreement/review.md.j2", "## Review\n\nOn Fridays.\n\n")
    repository.write("mine/agreement/review.md.j2", "## Review\n\nOn Mondays.\n\n")
    assert "On Fridays." in repository.run("render", *NOW).stdout
    assert "On Mondays." in repository.run("render", *NOW, "--templates", "mine").stdout


def test_a_template_that_escapes_nothing_is_refused(repository):
    repository.write("templates/agreement/review.md.j2", "{{ view.title }}\n")
    answer = repository.run("render", *NOW)
    assert answer.code == 3, answer.told
    assert "templates/agreement/review.md.j2:1:1 error[LP712]" in answer.stderr
    assert answer.stdout == ""
