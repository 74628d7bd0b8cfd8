"""`leadpact diff`: folders, git revisions and versions, in three forms, with exit codes that scripts can use."""

from __future__ import annotations

import subprocess

import pytest
from markdown_it import MarkdownIt

AGREEMENT = "policies/agreement.yaml"


def git(repository, *arguments):
    author = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main")
    subprocess.run(["git", *author, *arguments], cwd=repository.folder, check=True, capture_output=True)  # noqa: S603, S607 - our own folder


@pytest.fixture
def committed(repository):
    """The small repository under git, with the first response tightened in the working copy."""
    git(repository, "init")
    git(repository, "add", ".")
    git(repository, "commit", "--message", "first")
    repository.edit(AGREEMENT, "- else: 4 business hours", "- else: 2 business hours")
    return repository


def test_the_working_copy_against_a_revision(committed):
    answer = committed.run("diff", "HEAD")
    assert answer.code == 0, answer.told
    assert "commitments › first_response › allowed_time › else" in answer.stdout  # noqa: RUF001 - as printed
    assert "4 business hours → 2 business hours" in answer.stdout
    assert "tightens for sales  (policies/agreement.yaml:" in answer.stdout
    assert "needs a major version, as the terms changed: not made (still 1.0.0)" in answer.stdout
    assert answer.stdout.endswith("1 change: 1 tightens for sales\n")
    assert not answer.stderr


def test_a_folder_below_the_top_of_the_repository(committed):
    below = type(committed)(committed.folder / "policies")
    answer = below.run("diff", "HEAD", "--policies", ".")
    assert "tightens for sales  (agreement.yaml:" in answer.stdout, answer.told


def test_a_title_alone_asks_for_a_patch_at_most_as_the_terms_stay(committed):
    git(committed, "checkout", "--", ".")
    committed.edit(AGREEMENT, "title: First response", "title: Answer")
    answer = committed.run("diff", "HEAD")
    assert "needs a patch version at most, as the terms stay the same (still 1.0.0)" in answer.stdout, answer.told
    assert answer.stdout.endswith("1 change: 1 editorial\n")
    assert committed.run("validate", "--base", "HEAD").code == 0
    committed.edit(AGREEMENT, "version: 1.0.0", "version: 1.0.1")
    told = "needs a patch version at most, as the terms stay the same (1.0.0 → 1.0.1)"
    assert told in committed.run("diff", "HEAD").stdout


def test_a_difference_is_exit_one_where_it_is_asked_for(committed):
    assert committed.run("diff", "HEAD", "--exit-code").code == 1
    assert committed.run("diff", "HEAD", "main:policies", "--exit-code").code == 0
    assert committed.run("diff", "HEAD", "HEAD").stdout == "HEAD and HEAD mean the same.\n"


def test_changes_as_json(committed):
    answer = committed.run("diff", "HEAD", "--format", "json", "--exit-code")
    assert (answer.code, answer.json["exit_code"], answer.json["exit_reason"]) == (
        1,
        1,
        "1 change: 1 tightens for sales",
    )
    (compared,) = answer.json["compared"]
    (change,) = compared["changes"]
    assert change["effects"] == [{"direction": "tightens", "party": "sales"}]
    assert change["place"] == ["commitments", "first_response", "allowed_time", "else"]
    assert change["before_line"].startswith("HEAD:policies/agreement.yaml:")
    assert compared["bump"] == {"before": "1.0.0", "after": "1.0.0", "needed": "major", "made": False}
    same = committed.run("diff", "HEAD", "HEAD", "--format", "json")
    assert (same.json["exit_reason"], same.json["compared"]) == ("same", [])


def test_changes_as_markdown_hold_no_markup_of_a_policy(committed):
    committed.edit(AGREEMENT, "title: First response", "title: '<b>x</b> | [y](http://evil.example)'")
    answer = committed.run("diff", "HEAD", "--format", "markdown")
    page = MarkdownIt("commonmark").enable("table").render(answer.stdout)
    assert "<h2>Changes from HEAD to policies</h2>" in page
    assert page.count("<tr>") == 3
    assert "<b>" not in page
    assert "href" not in page


def test_comments_and_layout_are_no_change(committed):
    committed.edit(AGREEMENT, "- else: 2 business hours", "- else: 4 business hours # as ever")
    answer = committed.run("diff", "HEAD", "--exit-code")
    assert answer.code == 0, answer.told
    assert answer.stdout.startswith("HEAD and policies mean the same.\n")
    assert "rewritten, but judged the same: policies/agreement.yaml" in answer.stdout


def test_two_versions_and_their_files(repository):
    text = (repository.folder / AGREEMENT).read_text()
    text = text.replace("version: 1.0.0", "version: 2.0.0").replace("from: 2026-01-01", "from: 2026-07-01")
    repository.write("policies/second.yaml", text.replace("share: 50%", "share: 60%"))
    answer = repository.run("diff", "small@1.0.0", "small@2.0.0")
    assert "50 % → 60 %" in answer.stdout, answer.told
    assert "needs a major version, as the terms changed: made (1.0.0 → 2.0.0)" in answer.stdout
    assert repository.run("diff", AGREEMENT, "policies/second.yaml").stdout == answer.stdout


def test_two_folders(repository):
    repository.write("other/agreement.yaml", (repository.folder / AGREEMENT).read_text())
    for name in ("calendar", "glossary", "lead_schema", "roster"):
        repository.write(f"other/{name}.yaml", (repository.folder / f"policies/{name}.yaml").read_text())
    answer = repository.run("diff", "policies", "other")
    assert answer.code == 0, answer.told
    assert "source export is gone" in answer.stdout


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["HAED"], "`HAED` is no folder, and git has no folder `HAED:policies`"),
        (["HEAD:nowhere"], "git has no folder `HEAD:nowhere`"),
        (["--", "--output=x"], "is no folder"),
        (
            ["small@9.9.9"],
            "no version `small@9.9.9` in the policies of `policies`\n  help: did you mean `small@1.0.0`?",
        ),
        (["policies/calendar.yaml"], "no agreement's file `policies/calendar.yaml`"),
        (["HEAD", "small@1.0.0"], "`small@1.0.0` is one version, `HEAD` a whole set of policies"),
        ([], "Missing argument"),
    ],
)
def test_a_side_that_is_not_there_is_wrong_usage(committed, arguments, told):
    answer = committed.run("diff", *arguments)
    assert (answer.code, answer.stdout) == (2, ""), answer.told
    assert told in answer.stderr
    assert "Traceback" not in answer.told


def test_outside_of_git_the_reason_is_told(repository):
    answer = repository.run("diff", "HEAD", environment={"GIT_CEILING_DIRECTORIES": str(repository.folder.parent)})
    assert answer.code == 2, answer.told
    assert "is no folder" in answer.stderr


def test_without_git_the_reason_is_told(repository):
    answer = repository.run("diff", "HEAD", environment={"PATH": str(repository.folder)})
    assert answer.code == 2, answer.told
    assert "git can't be run" in answer.stderr


def test_policies_that_do_not_load_are_told_where_they_lie(committed):
    git(committed, "commit", "--all", "--message", "second")
    committed.edit(AGREEMENT, "owed_by: marketing", "owdby: marketing")
    answer = committed.run("diff", "HEAD", "--format", "json")
    assert (answer.code, answer.json["exit_code"]) == (3, 3), answer.told
    git(committed, "commit", "--all", "--message", "third")
    git(committed, "checkout", "HEAD~1", "--", "policies")
    answer = committed.run("diff", "HEAD")
    assert answer.code == 3, answer.told
    assert answer.stderr.startswith("HEAD:policies/agreement.yaml:")
