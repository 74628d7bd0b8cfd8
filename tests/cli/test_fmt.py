"""`leadpact fmt`: what it writes, what it only tells, and what it leaves alone."""

from __future__ import annotations

import os
import stat

import pytest

GLOSSARY = "policies/glossary.yaml"


@pytest.fixture
def untidy(repository):
    """The small repository, laid out, with one file that isn't."""
    assert repository.run("fmt").code == 0
    text = (repository.folder / GLOSSARY).read_text()
    repository.write(GLOSSARY, text.replace("terms:\n", "\n\n\nterms:      # the words\n"))
    return repository


def test_files_are_laid_out_and_named(untidy):
    answer = untidy.run("fmt")
    assert (answer.code, answer.stdout) == (0, f"laid out: {GLOSSARY}\n"), answer.told
    assert answer.stderr == "1 laid out, 5 as they should be\n"
    assert "\n\nterms:  # the words\n" in (untidy.folder / GLOSSARY).read_text()
    again = untidy.run("fmt")
    assert (again.stdout, again.stderr) == ("", "6 as they should be\n")


def test_a_check_writes_nothing(untidy):
    before = (untidy.folder / GLOSSARY).read_bytes()
    answer = untidy.run("fmt", "--check")
    assert (answer.code, answer.stdout) == (1, f"differs: {GLOSSARY}\n"), answer.told
    assert (untidy.folder / GLOSSARY).read_bytes() == before
    untidy.run("fmt")
    assert untidy.run("fmt", "--check").code == 0


def test_a_diff_is_shown_and_nothing_written(untidy):
    before = (untidy.folder / GLOSSARY).read_bytes()
    answer = untidy.run("fmt", "--diff")
    assert answer.code == 0, answer.told
    assert f"--- {GLOSSARY}\n+++ {GLOSSARY}\n" in answer.stdout
    assert "-terms:      # the words\n+terms:  # the words\n" in answer.stdout
    assert (untidy.folder / GLOSSARY).read_bytes() == before
    assert untidy.run("fmt", "--diff", "--check").code == 1


def test_files_can_be_named(untidy):
    assert untidy.run("fmt", "policies/calendar.yaml").stderr == "1 as they should be\n"
    assert untidy.run("fmt", GLOSSARY).stdout == f"laid out: {GLOSSARY}\n"


def test_a_mark_and_line_ends_of_windows_go(untidy):
    text = (untidy.folder / "policies/calendar.yaml").read_bytes()
    untidy.write("policies/calendar.yaml", b"\xef\xbb\xbf" + text.replace(b"\n", b"\r\n"))
    assert untidy.run("fmt", "policies/calendar.yaml").code == 0
    assert (untidy.folder / "policies/calendar.yaml").read_bytes() == text


def test_a_file_keeps_its_permissions_and_a_link_stays_one(untidy):
    path = untidy.folder / GLOSSARY
    path.chmod(0o640)
    path.rename(untidy.folder / "words.txt")
    path.symlink_to(untidy.folder / "words.txt")
    assert untidy.run("fmt").code == 0
    assert path.is_symlink()
    assert stat.S_IMODE(os.stat(untidy.folder / "words.txt").st_mode) == 0o640  # noqa: PTH116 - the file itself


def test_a_file_at_fault_is_told_and_left_and_the_others_are_laid_out(untidy):
    untidy.write("policies/calendar.yaml", "a: [\n")
    answer = untidy.run("fmt")
    assert answer.code == 3, answer.told
    assert "policies/calendar.yaml:2:1 error[LP110]" in answer.stderr
    assert answer.stdout == f"laid out: {GLOSSARY}\n"
    assert (untidy.folder / "policies/calendar.yaml").read_text() == "a: [\n"


def test_what_can_t_be_laid_out_is_left_with_the_reason(untidy):
    untidy.write("policies/more.yaml", "a: |2\n    x\n")
    answer = untidy.run("fmt")
    assert answer.code == 3, answer.told
    assert "policies/more.yaml: left as it is, for it has a text that begins with `|2`" in answer.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [(["nowhere"], 2, "no file or folder `nowhere`"), (["data"], 5, "no policies in `data`")],
)
def test_nothing_to_lay_out_is_told(repository, arguments, code, told):
    answer = repository.run("fmt", *arguments)
    assert (answer.code, answer.stdout) == (code, ""), answer.told
    assert told in answer.stderr
