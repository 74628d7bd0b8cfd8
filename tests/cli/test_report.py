"""`leadpact report` as its users meet it: which period, which form, and the sample."""

from __future__ import annotations

import re
import shlex
import shutil

import pytest
from pypdf import PdfReader

from engine.documents.words import command
from engine.reports.instants import Instant
from engine.reports.made_again import Wished, check_again
from tests.html_page import Page

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


@pytest.fixture(scope="module")
def settled(judged, tmp_path_factory):
    """The small repository with settings, so that a command needs to name no folder."""
    small, _ = judged
    folder = tmp_path_factory.mktemp("settled")
    shutil.copytree(small.folder, folder, dirs_exist_ok=True)
    (folder / "leadpact.toml").write_text('data = "data"\n', encoding="utf-8")
    return type(small)(folder)


def command_in(path):
    """The command that a document names, as a shell would read it."""
    if path.suffix == ".html":
        said = Page(path.read_text(encoding="utf-8")).text
    elif path.suffix == ".pdf":
        said = next(iter(PdfReader(path).attachments.values()))[0].decode()
    else:
        said = path.read_text(encoding="utf-8")
    (found,) = re.findall(r"leadpact (?:report|check) [^\n]*?(?= on these policies|\n)", said)
    return shlex.split(found)[1:]


QUARTER = ("--period", "2026-Q2", "--sample", "2", "--seed", "7", "--strict-history")


@pytest.mark.parametrize(
    ("form", "wish"),
    [("html", QUARTER), ("md", QUARTER), ("pdf", QUARTER), ("html", ("--source", "export"))],
    ids=["html", "md", "pdf", "usual"],
)
def test_the_command_that_a_report_names_makes_it_again(settled, wish, form):
    """A report of a quarter named `check`, which writes another page."""
    told = settled.run("report", *NOW[2:], *wish, "--out", f"first/one.{form}")
    assert told.code == 0, told.told
    first = settled.folder / "first" / f"one.{form}"
    again = settled.run(*command_in(first))
    assert again.code == 0, again.told
    assert (settled.folder / f"report.{form}").read_bytes() == first.read_bytes()


@pytest.mark.parametrize("name", ["report.html", "report.md"])
def test_the_command_that_a_run_names_makes_its_report_again(settled, name):
    told = settled.run("check", *NOW[2:], "--period", "2026-05", "--period", "2026-06", "--out", "first")
    assert told.code in {0, 1, 4}, told.told
    settled.run(*command_in(settled.folder / "first" / name))
    assert (settled.folder / "out" / name).read_bytes() == (settled.folder / "first" / name).read_bytes()


def test_a_command_is_quoted_for_a_shell():
    wished = Wished(Instant(0, "Europe/Berlin"), source="crm export; rm -rf ~")
    assert shlex.split(command(check_again(wished, ["2026-06"])))[-1] == "crm export; rm -rf ~"
