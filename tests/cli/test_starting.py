"""`leadpact init`: the printed next steps are all that a newcomer needs, and nothing that is there is touched."""

from __future__ import annotations

import json
import re
import shlex
import subprocess

import pytest
import yaml

from tests.cli.conftest import run

GIT = {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@b", "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@b"}


def git(folder, *arguments):
    done = subprocess.run(["git", *arguments], cwd=folder, env=GIT, capture_output=True, text=True, check=False)  # noqa: S603, S607 - git of the path
    return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def started(tmp_path_factory):
    """A fresh repository of git, laid out; what was printed."""
    folder = tmp_path_factory.mktemp("started")
    git(folder, "init", "--quiet")
    return folder, run(folder, "init")


def next_steps(answer):
    assert "\nnext:\n" in answer.stdout
    return [shlex.split(line) for line in answer.stdout.partition("\nnext:\n")[2].splitlines()]


def test_the_printed_next_steps_alone_validate_test_check_and_plan(started):
    folder, answer = started
    assert answer.code == 0, answer.told
    steps = next_steps(answer)
    assert [step[1] for step in steps if step[0] == "leadpact"][:4] == ["validate", "fmt", "test", "check"]
    for program, *arguments in steps:
        if program == "git":
            code, told = git(folder, *arguments)
        else:
            done = run(folder, *arguments, timeout=900)  # a dozen scenarios, maybe on a busy machine
            code, told = done.code, done.told
        assert code == 0, f"{program} {arguments}: {told}"
    assert arguments[:2] == ["plan", "HEAD"]
    assert "None of 21 clocks would have come out otherwise." in told
    assert re.search(r"What if: First call .*\n(.*\n)+ *2 business days +100 % of 7", told), told
    assert git(folder, "status", "--porcelain") == (0, "")


def test_nothing_that_is_there_is_overwritten(tmp_path):
    (tmp_path / "README.md").write_text("mine")
    (tmp_path / ".gitignore").symlink_to(tmp_path / "elsewhere")
    answer = run(tmp_path, "init")
    assert answer.code == 0, answer.told
    assert (tmp_path / "README.md").read_text() == "mine"
    assert not (tmp_path / "elsewhere").exists()
    assert answer.stdout.count("kept as it was: ") == 2
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    again = run(tmp_path, "init")
    assert again.code == 2, again.told
    assert "`policies` is there already" in again.stderr
    assert before == {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}


def test_another_folder_is_made_and_the_steps_begin_there(tmp_path):
    answer = run(tmp_path, "init", "our agreement")
    assert answer.code == 0, answer.told
    assert next_steps(answer)[0] == ["cd", "our agreement"]
    assert ["git", "init"] in next_steps(answer)
    assert (tmp_path / "our agreement" / "policies").is_dir()


def test_a_folder_that_cannot_be_written_to_is_no_crash(tmp_path):
    (tmp_path / "file").write_text("")
    answer = run(tmp_path, "init", "file/below")
    assert answer.code == 3, answer.told


def test_every_policy_names_its_schema_from_where_it_lies(started):
    folder, _ = started
    policies = sorted((folder / "policies").rglob("*.yaml"))
    assert policies
    for path in policies:
        named = re.match(r"# yaml-language-server: \$schema=(\S+)\n", path.read_text(encoding="utf-8"))
        assert named, path
        schema = (path.parent / named[1]).resolve()
        assert schema.is_relative_to(folder.resolve())
        kind = yaml.safe_load(path.read_text(encoding="utf-8"))["kind"]
        assert schema.stem == kind
        assert json.loads(schema.read_text(encoding="utf-8"))["$schema"].endswith("2020-12/schema")


def test_editors_hooks_and_the_workflow_can_be_read_and_run_verbs_that_there_are(started):
    folder, _ = started
    for path in (folder / ".vscode").iterdir():
        json.loads(path.read_text(encoding="utf-8"))
    workflow = yaml.safe_load((folder / ".github" / "workflows" / "agreement.yml").read_text(encoding="utf-8"))
    hooks = yaml.safe_load((folder / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"][0]["hooks"]
    lines = [step["run"] for job in workflow["jobs"].values() for step in job["steps"] if "run" in step]
    verbs = {line.split()[1] for line in [*lines, *(hook["entry"] for hook in hooks)] if line.startswith("leadpact")}
    assert verbs >= {"validate", "fmt", "test", "check", "plan"}
    for verb in verbs:
        assert run(folder, verb, "--help").code == 0, verb
    assert re.fullmatch(r"leadpact==\d+\.\d+\.\d+", workflow["env"]["LEADPACT"])
    assert "@VERSION@" not in "".join(path.read_text("utf-8") for path in folder.rglob("*.y*ml"))


def test_the_agreement_prints_with_the_repository_s_own_words(started):
    folder, _ = started
    answer = run(folder, "render", "handover")
    assert answer.code == 0, answer.told
    assert "## How we meet" in answer.stdout
