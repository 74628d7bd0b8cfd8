"""A command loads what it uses: the first word comes early because the heavy rooms stay closed."""

from __future__ import annotations

import pytest

HEAVY = {
    "duckdb",
    "sqlglot",
    "rich",
    "jinja2",
    "vl_convert",
    "holidays",
    "jsonschema",
    "pytest",
    "yaml",
    "markdown_it",
    "cryptography",
}
TELL = """
import atexit, sys
atexit.register(lambda: print(*sorted({name.split('.')[0] for name in sys.modules}), file=sys.stderr))
"""


def loaded(repository, *arguments):
    answer = repository.run(*arguments, setup=TELL)
    assert answer.code == 0, answer.told
    return HEAVY & set(answer.stderr.split())


def test_help_loads_nothing_heavy(repository):
    assert loaded(repository, "--help") == set()


@pytest.mark.parametrize(
    "verb",
    [
        "init",
        "validate",
        "fmt",
        "test",
        "diff",
        "check",
        "explain",
        "calendar",
        "schema",
        "lock",
        "render",
        "sign",
        "verify",
    ],
)
def test_the_help_of_a_verb_loads_nothing_heavy(repository, verb):
    assert loaded(repository, verb, "--help") == set()


def test_validate_loads_no_engine_and_no_report(repository):
    """Calendars name their holidays by country; only a run lays them out."""
    assert loaded(repository, "validate") <= {"yaml", "jsonschema"}


def test_a_schema_is_printed_without_loading_anything(repository):
    assert loaded(repository, "schema", "Calendar") == set()


def test_fmt_loads_what_reads_yaml(repository):
    assert loaded(repository, "fmt", "--diff") == {"yaml"}


def test_diff_loads_no_engine(repository):
    assert not loaded(repository, "diff", "policies", "policies") & {
        "duckdb",
        "sqlglot",
        "rich",
        "vl_convert",
        "pytest",
    }


def test_signatures_are_verified_without_an_engine(repository):
    """Terms name the dates of holidays, so their package comes along."""
    answer = repository.run("verify", setup=TELL)
    assert answer.code == 1, answer.told
    assert HEAVY & set(answer.stderr.split()) <= {"yaml", "jsonschema", "holidays", "cryptography"}


def test_check_in_a_pipe_loads_neither_a_terminal_nor_a_test_runner(repository):
    found = loaded(repository, "check", "--data", "data", "--as-of", "2026-06-30T12:00:00Z")
    assert found >= {"duckdb", "sqlglot"}
    assert not found & {"rich", "pytest", "markdown_it"}
