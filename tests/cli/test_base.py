"""`validate --base REV`: what was in force stays as it was, and no new version takes clocks from an old one."""

from __future__ import annotations

import subprocess

import pytest

from tests.cli.conftest import AS_OF

LATER = "in_force_from: 2026-01-01"
AGREEMENT = "policies/agreement.yaml"


def git(repository, *arguments):
    author = ("-c", "user.name=Kim", "-c", "user.email=kim@example.com", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *author, *arguments], cwd=repository.folder, check=True, capture_output=True)  # noqa: S603, S607 - our own words


@pytest.fixture
def committed(repository):
    git(repository, "init", "--quiet", "--initial-branch=main")
    git(repository, "add", ".")
    git(repository, "commit", "--quiet", "-m", "the policies as they are signed")
    return repository


def told(repository, base="main"):
    answer = repository.validate("--base", base)
    return answer.code, answer.stderr


def new_version(repository, start):
    text = (repository.folder / AGREEMENT).read_text(encoding="utf-8")
    text = text.replace("version: 1.0.0", "version: 2.0.0").replace(LATER, f"in_force_from: {start}")
    repository.write("policies/agreement_2.yaml", text.replace("at_least: 50\n", "at_least: 60\n"))


def test_what_is_as_it_was_is_fine(committed):
    committed.edit(AGREEMENT, LATER, f"{LATER}  # as signed")
    assert told(committed) == (0, "")


def test_terms_in_force_that_were_changed_are_an_error(committed):
    committed.edit(AGREEMENT, "at_least: 50\n", "at_least: 60\n")
    code, said = told(committed)
    assert code == 1, said
    assert f"{AGREEMENT}:7:16 error[LP950] the terms of `small@1.0.0`, which was in force, were changed: `" in said
    assert committed.validate().code == 0


def test_a_version_in_force_that_is_gone_is_an_error(committed):
    new_version(committed, "2027-01-01")
    (committed.folder / AGREEMENT).unlink()
    code, said = told(committed)
    assert code == 1, said
    assert "error[LP950] `small@1.0.0` was in force and is gone" in said


@pytest.mark.parametrize(("start", "code"), [("2026-05-01", 1), ("2026-08-01", 0)])
def test_a_new_version_may_only_start_later(committed, start, code):
    new_version(committed, start)
    found, said = told(committed)
    assert found == code, said
    assert ("error[LP951] `small@2.0.0` is new and starts in the past" in said) is bool(code)


def test_a_version_that_is_not_in_force_yet_may_change(committed):
    new_version(committed, "2026-08-01")
    git(committed, "add", ".")
    git(committed, "commit", "--quiet", "-m", "the next terms")
    committed.edit("policies/agreement_2.yaml", "at_least: 60\n", "at_least: 70\n")
    assert told(committed) == (0, "")


def test_a_version_that_was_to_start_later_may_not_start_in_the_past(committed):
    """It is known to the base, and takes clocks from the one in force all the same."""
    new_version(committed, "2026-12-01")
    git(committed, "add", ".")
    git(committed, "commit", "--quiet", "-m", "the next terms")
    committed.edit("policies/agreement_2.yaml", "2026-12-01", "2026-02-01")
    code, said = told(committed)
    assert code == 1, said
    assert "error[LP951] `small@2.0.0` was to start later and starts in the past now" in said


def test_an_agreement_that_nothing_was_judged_by_may_be_moved_into_the_past(committed):
    committed.edit(AGREEMENT, LATER, "in_force_from: 2026-12-01")
    git(committed, "commit", "--quiet", "-am", "the first terms")
    committed.edit(AGREEMENT, "in_force_from: 2026-12-01", LATER)
    assert told(committed) == (0, "")


@pytest.mark.parametrize("left", ["README.md", "policies/README.md"])
def test_a_base_older_than_the_first_policies_held_nothing_in_force(repository, left):
    """The pull request that brings them is fine; also where their folder lay ready."""
    repository.write(left, "nothing yet")
    git(repository, "init", "--quiet", "--initial-branch=main")
    git(repository, "add", left)
    git(repository, "commit", "--quiet", "-m", "nothing yet")
    assert told(repository) == (0, "`main` has no agreement yet: nothing was in force there\n")
    planned = repository.run("plan", "main", "--data", "data", "--as-of", AS_OF, "--format", "markdown")
    assert planned.code == 0, planned.told
    assert "There was no agreement before" in planned.stdout
    assert "small" in repository.run("diff", "main").stdout


def test_annotations_at_changed_lines_come_first(committed):
    """Before more than GitHub shows, and a warning before an error of a line that is as it was."""
    old = "".join(f"  unused_{number}:\n    field: employees\n    at_least: {number}\n" for number in range(1, 13))
    committed.edit(AGREEMENT, "criteria:\n", f"criteria:\n{old}")
    git(committed, "commit", "--quiet", "-am", "much that nobody asks for")
    added = "  unused_now:\n    field: employees\n    at_least: 50\n"
    committed.edit(AGREEMENT, "\ncommitments:\n", f"{added}\ncommitments:\n")
    first, second, *others = committed.validate("--base", "main", "--report", "github").stdout.splitlines()
    assert first.startswith("::warning")
    assert "unused_now" in first
    assert "LP950" in second
    assert [line.split(" ")[0] for line in others] == ["::warning"] * 9 + ["::notice"]


def test_a_folder_named_with_the_revision_must_be_there(committed):
    code, said = told(committed, "main:policy")
    assert code == 2, said
    assert "git has no folder `main:policy`" in said


def test_a_base_without_a_name_is_wrong_usage(committed):
    """A variable that is not set would otherwise turn the check off."""
    code, said = told(committed, "")
    assert code == 2, said
    assert "--base names nothing" in said


def test_a_base_that_is_none_is_wrong_usage(committed):
    code, said = told(committed, "nowhere")
    assert code == 2, said
    assert "nowhere" in said
