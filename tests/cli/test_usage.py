"""Wrong usage is exit 2 in a line or two; what can't be written or found is told, and never as a finding."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from engine.reports.outcome import PRECEDENCE, ExitCode

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["check", "--as-of", "yesterday"], "`yesterday` is no instant"),
        (["check", "--as-of", "2026-07-01T09:00:00"], "write it like 2026-07-01T09:00:00+02:00"),
        (["check", "--as-of", "2026-02-30T09:00:00Z"], "is no instant"),
        (["check", "--as-off", "2026-07-01T09:00:00Z"], "No such option"),
        (["check", "--max-unknown", "-1"], "--max-unknown"),
        (["check", "--max-unknown", "some"], "--max-unknown"),
        (["check", "--threads", "0"], "--threads"),
        (["check", "--format", "xml"], "--format"),
        (["check", "--fail-on", "sometimes"], "--fail-on"),
        (["chek"], "No such command"),
        (["explain"], "LEAD"),
        (["validate", "policies"], "unexpected extra argument"),
        (["validate", "--base", ""], "--base names nothing\n  help: is a variable empty?"),
        (["validate", "--base="], "--base names nothing"),
        (["validate", "--policies", ""], "--policies names nothing"),
        (["check", "--as-of", ""], "--as-of names nothing"),
        (["ledger", "verify", "--head", ""], "--head names nothing"),
        (["diff", ""], "an argument names nothing"),
    ],
)
def test_wrong_usage_is_exit_two(repository, arguments, told):
    answer = repository.run(*arguments)
    assert answer.code == 2, answer.told
    assert told in answer.stderr
    assert not answer.stdout
    assert len(answer.stderr.splitlines()) < 10
    assert not (repository.folder / "out").exists()


def test_an_unknown_source_names_the_known_ones(repository):
    answer = repository.check("--source", "exprot")
    assert answer.code == 3, answer.told
    assert "error[LP610] no source `exprot`" in answer.stderr
    assert "export" in answer.stderr.splitlines()[1]


@pytest.mark.parametrize("taken", ["out", "out/results", "out/report.json/x", "out/results/clocks.parquet.partial/x"])
def test_a_place_that_cannot_be_written_to_is_no_crash(repository, taken):
    """A file lies where a folder should be, or a folder where a file should be."""
    repository.write(taken, "a file")
    answer = repository.check()
    assert answer.code == 3, answer.told
    assert answer.stderr.startswith("can't write to `out`: ")
    assert "internal error" not in answer.stderr
    assert (repository.folder / taken).read_text() == "a file"


def test_a_lead_that_is_not_there_is_nothing_evaluated(repository):
    answer = repository.explain("na")
    assert answer.code == 5, answer.told
    assert answer.stderr.startswith("no lead `na`")


@pytest.mark.parametrize("period", ["June", "2026-13", "2026-Q5", "26-06", "2026-06-01"])
def test_a_period_that_was_mistyped_is_not_judged_in_silence(repository, period):
    answer = repository.check("--period", period)
    assert answer.code == 2, answer.told
    assert f"`{period}` is no period" in answer.stderr


def test_periods_without_a_case_are_nothing_evaluated(repository):
    answer = repository.check("--period", "2026-03")
    assert answer.code == 5, answer.told
    assert "exit 5: no clock started in the judged periods" in answer.stdout
    assert repository.check(as_of="2026-12-01T00:00:00Z").code == 5
    assert repository.check("--period", "2026-06").code == 0


def test_settings_of_the_folder_stand_in_for_options_and_options_win(repository):
    repository.write("leadpact.toml", 'data = "data"\nas_of = "2026-05-01T00:00:00+02:00"\nout = "reports"\n')
    answer = repository.run("check")
    assert answer.code == 5, answer.told
    assert (repository.folder / "reports" / "report.json").is_file()
    assert repository.check().code == 0


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ('[lint]\nLP999 = "off"\n', "LP702"),
        ('[lint]\nLP304 = "off"\n', "LP702"),
        ('[lint]\nLP950 = "off"\n', "LP702"),
        ('[lint]\nLP901 = "fatal"\n', "LP703"),
        ('policy = "policies"\n', "LP702"),
        ('max_unknown = "3"\n', "LP703"),
        ("policies = [\n", "LP701"),
    ],
)
def test_settings_at_fault_are_wrong_usage(repository, settings, code):
    repository.write("leadpact.toml", settings)
    answer = repository.validate()
    assert answer.code == 2, answer.told
    assert f"error[{code}]" in answer.stderr


UNUSED = "criteria:\n  unused:\n    field: employees\n    at_least: 9\n"


@pytest.mark.parametrize(
    ("settings", "code", "told"),
    [("", 0, "warning[LP901]"), ('[lint]\nLP901 = "error"\n', 1, "error[LP901]"), ('[lint]\nLP901 = "off"\n', 0, "")],
)
def test_a_rule_of_the_lint_weighs_what_the_settings_say(repository, settings, code, told):
    """Only in `validate`: what is judged depends on no lint."""
    repository.edit("policies/agreement.yaml", "criteria:\n", UNUSED)
    repository.write("leadpact.toml", settings)
    answer = repository.validate()
    assert answer.code == code, answer.told
    assert told in answer.stderr
    assert bool(told) is ("LP901" in answer.stderr)
    assert repository.check().code == 0


def test_the_readme_prints_the_exit_codes_that_there_are():
    rows = re.findall(r"^\| (\d+) \| ", README, flags=re.MULTILINE)
    assert [int(row) for row in rows] == sorted(ExitCode)
    order = re.search(r"the first of ([\d, ]+) wins", README)
    assert order, "README states the precedence"
    assert [int(code) for code in order[1].split(",")] == [*PRECEDENCE, ExitCode.FINE]


def commands():
    """The command lines of README and Makefile that judge, validate, explain or ask."""
    text = README + (ROOT / "Makefile").read_text(encoding="utf-8")
    return sorted(
        set(
            re.findall(
                r"(?:^|/)leadpact (.*(?:validate|fmt|diff|plan|check|explain|calendar|schema|sign|verify|ledger).*)$",
                text,
                flags=re.MULTILINE,
            )
        )
    )


def test_every_command_of_the_readme_is_one():
    assert len(commands()) >= 4


@pytest.mark.parametrize("line", commands())
def test_a_command_that_is_documented_is_understood(repository, line):
    """It may find no such lead or data here; wrong usage it is not."""
    arguments = [word.strip('"') for word in re.findall(r'"[^"]*"|\S+', line)]
    answer = repository.run(*arguments)
    assert "No such option" not in answer.stderr, answer.told
    assert "Usage:" not in answer.stderr, answer.told


def test_the_command_is_the_one_that_the_package_installs():
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["scripts"]
    assert scripts == {"leadpact": "cli:main"}
