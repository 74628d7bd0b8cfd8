"""The action's shell steps, run as GitHub would: each in bash, with what they are given as variables."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml
from junitparser import JUnitXml

from tests.cli.conftest import PROGRAM, ROOT, run

ACTION = yaml.safe_load((ROOT / ".github" / "actions" / "leadpact" / "action.yml").read_text(encoding="utf-8"))
STEPS = {step["name"]: step for step in ACTION["runs"]["steps"]}
GIVEN = {"github.event.pull_request.base.sha": "HEAD", "github.event.pull_request.number": "7"}
SCENARIO = """Feature: Words
  Scenario: Nobody need change anything
    Given the policies of this repository
    When 1 business hour starts in calendar "office" on 2026-03-02T09:00:00+01:00
    Then they end on Mon 2 Mar 2026 10:00
"""
RECORD = '#!/bin/sh\nprintf "%s\\n" "$0" "$@" >> "$RECORD"\n'


def filled_in(text, inputs):
    """A value of the action with its expressions worked out."""
    known = GIVEN | {f"inputs.{name}": value for name, value in inputs.items()}
    return re.sub(r"\$\{\{ ([\w.-]+) \}\}", lambda found: known[found[1]], text)


@pytest.fixture
def runner(tmp_path):
    """A policy repository under git, and a machine on which `gh` and `pipx` only note what they are asked."""
    folder, machine = tmp_path / "repository", tmp_path / "machine"
    assert run(tmp_path, "init", str(folder)).code == 0
    for path in (folder / "features").iterdir():
        path.unlink()
    (folder / "features" / "words.feature").write_text(SCENARIO)
    for arguments in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "a"]):
        git(folder, *arguments)
    (machine / "bin").mkdir(parents=True)
    for name, text in {
        "gh": RECORD,
        "pipx": RECORD,
        "leadpact": f'#!/bin/sh\nexec "{sys.executable}" -c "{PROGRAM[2]}" "$@"\n',
    }.items():
        (machine / "bin" / name).write_text(text)
        (machine / "bin" / name).chmod(0o755)
    return Runner(folder, machine)


def git(folder, *arguments):
    author = ("-c", "user.name=a", "-c", "user.email=a@b")
    subprocess.run(["git", *author, *arguments], cwd=folder, check=True)  # noqa: S603, S607 - git of the path


class Runner:
    """Runs a step of the action as GitHub's runner does."""

    def __init__(self, folder: Path, machine: Path):
        self.folder, self.machine = folder, machine
        self.summary, self.record = machine / "summary.md", machine / "record"
        self.inputs = {n: filled_in(str(i["default"]), {}) for n, i in ACTION["inputs"].items()}

    def promise_more(self):
        """In a new version, from next month on."""
        policy = self.folder / "policies" / "agreements" / "handover" / "1.0.0.yaml"
        start = datetime.now(UTC).date() + timedelta(days=30)
        text = policy.read_text(encoding="utf-8").replace("in_force_from: 2026-01-01", f"in_force_from: {start}")
        text = text.replace("version: 1.0.0", "version: 2.0.0").replace("share: 80%", "share: 90%", 1)
        text = re.sub(r"    examples:\n(?:      .*\n)+", "", text)  # they tell of last spring
        policy.with_name("2.0.0.yaml").write_text(text, encoding="utf-8")

    def rewrite_terms(self):
        """Those in force."""
        policy = self.folder / "policies" / "agreements" / "handover" / "1.0.0.yaml"
        policy.write_text(policy.read_text(encoding="utf-8").replace("share: 80%", "share: 90%", 1), encoding="utf-8")

    def step(self, name):
        step = STEPS[name]
        assert step["shell"] == "bash"
        return self.bash(step["run"], {key: filled_in(text, self.inputs) for key, text in step.get("env", {}).items()})

    def bash(self, line, given):
        environment = (
            os.environ
            | given
            | {
                "PATH": f"{self.machine / 'bin'}:{os.environ['PATH']}",
                "PYTHONPATH": str(ROOT),
                "RUNNER_TEMP": str(self.machine),
                "GITHUB_STEP_SUMMARY": str(self.summary),
                "RECORD": str(self.record),
            }
        )
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", line]
        return subprocess.run(command, cwd=self.folder, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - the project's own


def test_no_expression_stands_in_a_shell_line():
    """A branch or an input named like a command would be one."""
    assert STEPS
    assert not [name for name, step in STEPS.items() if "${{" in step["run"]]


def test_a_fine_pull_request_passes_every_step_and_is_told_in_a_comment(runner):
    runner.inputs |= {"token": "t", "requirement": "leadpact==0.1.0"}
    runner.promise_more()
    for name in STEPS:
        done = runner.step(name)
        assert done.returncode == 0, f"{name}: {done.stdout}{done.stderr}"
    asked = runner.record.read_text().splitlines()
    assert [line.rpartition("/")[2] for line in asked if "/bin/" in line] == ["pipx", "gh"]
    assert asked[1:3] == ["install", "leadpact==0.1.0"]
    body = Path(asked[asked.index("--body-file") + 1]).read_text(encoding="utf-8")
    assert body.startswith("## What the change would have done")
    assert "tightens for" in body
    assert body in runner.summary.read_text(encoding="utf-8")
    assert "leadpact validate: valid" in runner.summary.read_text(encoding="utf-8")
    (suite,) = JUnitXml.fromfile(str(runner.machine / "leadpact-tests.xml"))
    assert (suite.tests, suite.failures, {case.is_passed for case in suite}) == (5, 0, {True}), (
        "a scenario and four examples"
    )


def test_policies_at_fault_fail_with_annotations_and_a_summary(runner):
    policy = runner.folder / "policies" / "agreements" / "handover" / "1.0.0.yaml"
    policy.write_text(
        policy.read_text(encoding="utf-8").replace("requires: ready", "requires: raedy"), encoding="utf-8"
    )
    done = runner.step("validate")
    assert done.returncode == 1, done.stderr
    assert done.stdout.startswith("::error file=policies/agreements/handover/1.0.0.yaml,line=")
    assert "leadpact validate: invalid" in runner.summary.read_text(encoding="utf-8")


def test_terms_in_force_that_were_changed_fail_though_the_clock_of_the_sample_stands_still(runner):
    """By the action, and by the workflow that `init` lays out."""
    runner.rewrite_terms()
    for done in (runner.step("validate"), workflow_validates(runner, "HEAD")):
        assert done.returncode == 1, done.stdout + done.stderr
        assert "LP950" in done.stdout
    assert workflow_validates(runner, "").returncode == 0, "a push has no base"


def test_versions_that_start_by_today_s_clock_are_held_against_the_base(runner):
    """Yesterday is after the morning of the sample."""
    runner.promise_more()
    later = runner.folder / "policies" / "agreements" / "handover" / "2.0.0.yaml"
    text = later.read_text(encoding="utf-8")
    start = re.search(r"in_force_from: (\S+)", text)[1]
    later.write_text(text.replace(start, str(datetime.now(UTC).date() - timedelta(days=1))), encoding="utf-8")
    assert "LP951" in runner.step("validate").stdout


def test_a_ledger_is_asked_as_well(runner):
    (runner.folder / "ledger").mkdir()
    (runner.folder / "ledger" / "ledger.jsonl").write_text("no entry\n", encoding="utf-8")
    assert "ledger" in workflow_validates(runner, "HEAD").stderr
    runner.inputs["ledger"] = "ledger"
    assert runner.step("validate").returncode == 3


def test_the_first_pull_request_is_fine(runner):
    """Its base has no policies yet."""
    git(runner.folder, "checkout", "-q", "--orphan", "first")
    git(runner.folder, "rm", "-rq", "--cached", ".")
    git(runner.folder, "add", "README.md")
    git(runner.folder, "commit", "-qm", "nothing yet")
    for done in (runner.step("validate"), runner.step("plan")):
        assert done.returncode == 0, done.stdout + done.stderr
    assert "There was no agreement before" in runner.summary.read_text(encoding="utf-8")
    assert workflow_validates(runner, "HEAD").returncode == 0


def workflow_validates(runner, base):
    """What the workflow's step does, on a pull request to that base or on a push."""
    path = runner.folder / ".github" / "workflows" / "agreement.yml"
    job = yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"]["check"]
    assert job["env"] == {"BASE": "${{ github.event.pull_request.base.sha }}"}
    assert job["steps"][0]["with"] == {"fetch-depth": 0}
    (step,) = [step for step in job["steps"] if step.get("name") == "validate"]
    return runner.bash(step["run"], {"BASE": base})


def test_what_looks_like_a_command_is_none(runner):
    runner.inputs["requirement"] = "$(touch taken); `touch taken`"
    assert runner.step("install").returncode == 0
    assert runner.record.read_text().splitlines()[2] == runner.inputs["requirement"]
    assert not (runner.folder / "taken").exists()


def test_pre_commit_takes_the_hooks_for_each_file_and_lets_a_fine_repository_pass(runner):
    """Those of the manifest, with the leadpact that is installed; and those that `init` lays out."""
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert pre_commit(runner, "validate-manifest", str(ROOT / ".pre-commit-hooks.yaml")) == ""
    ours = [hook | {"language": "system", "id": f"ours-{hook['id']}"} for hook in hooks]
    config = runner.folder / ".pre-commit-config.yaml"
    there = yaml.safe_load(config.read_text(encoding="utf-8"))["repos"][0]["hooks"]
    assert [(hook["id"], hook["files"]) for hook in there] == [(hook["id"], hook["files"]) for hook in hooks]
    both = [*ours, *(hook for hook in there if hook["id"] == "leadpact-fmt")]
    config.write_text(yaml.safe_dump({"repos": [{"repo": "local", "hooks": both}]}), encoding="utf-8")
    told = pre_commit(runner, "run", "--all-files", "--verbose")
    assert re.findall(r"^leadpact (\w+)\.*(\w+)$", told, flags=re.MULTILINE) == [
        ("validate", "Passed"),
        ("fmt", "Passed"),
        ("test", "Passed"),
        ("fmt", "Passed"),
    ]
    assert "1 passed" in told


def pre_commit(runner, *arguments):
    """What pre-commit says; it has to be content."""
    at = {"PRE_COMMIT_HOME": str(runner.machine / "cache"), "PYTHONPATH": str(ROOT)}
    path = {"PATH": f"{runner.machine / 'bin'}:{os.environ['PATH']}"}
    done = subprocess.run(  # noqa: S603 - of the tools that the project pins
        [sys.executable, "-m", "pre_commit", *arguments],
        cwd=runner.folder, env=os.environ | at | path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_leads_that_cannot_be_read_fail_the_plan_and_without_a_replay_none_are_asked_for(runner):
    runner.promise_more()
    runner.inputs |= {"data": "nowhere", "token": "t"}
    done = runner.step("plan")
    assert (done.returncode, "LP601" in done.stderr) == (3, True), done.stderr
    assert runner.step("comment").returncode == 0
    assert not runner.record.exists(), "an empty comment"
    runner.inputs["replay"] = "no"
    done = runner.step("plan")
    assert done.returncode == 0, done.stderr
    assert "tightens for" in runner.summary.read_text(encoding="utf-8")
