"""A fault in a policy file: one message with its place, exit 1 of `validate` and 3 of `check`, never a trace."""

from __future__ import annotations

import time

import pytest

BOMB = "".join(
    f"x{n}: &x{n} [{', '.join([f'*x{n - 1}'] * 9)}]\n" if n else "x0: &x0 [lol, lol, lol]\n" for n in range(10)
)
TYPOS = [
    ("agreement", "in_force_from:", "in_force_form:", "in_force_from"),
    ("agreement", "    kept_by:\n      outreach: attempt\n", "    kept_bye:\n      outreach: attempt\n", "kept_by"),
    ("agreement", "allowed_time: 14 days", "alowed_time: 14 days", "allowed_time"),
    ("agreement", "      share: 50%", "      shares: 50%", "share"),
    ("agreement", "    at_least: 50", "    at_leest: 50", "at_least"),
    ("calendar", "  wednesday:", "  wensday:", "wednesday"),
    ("calendar", "    subdivision:", "    subdivison:", "subdivision"),
    ("lead_schema", "attributes:", "atributes:", "attributes"),
    ("lead_schema", "download: {side:", "download: {sides:", "side"),
    ("glossary", "terms:", "term:", "terms"),
    ("roster", "people:", "peoples:", "people"),
    ("source", "    complete_until:", "    complete_untill:", "complete_until"),
    ("source", "records:", "record:", "records"),
]
FAULTS = {
    "a missing calendar": (
        "agreement",
        "  calendar: office",
        "  calendar: offices",
        "LP302",
        "10:13",
        "did you mean `office`",
    ),
    "an unknown field": ("agreement", "field: employees", "field: employes", "LP305", "40:12", "employees"),
    "an unknown criterion": ("agreement", "requires: ready", "requires: raedy", "LP304", "28:15", "ready"),
    "a wrong type": ("agreement", "at_least: 50", "at_least: many", "LP401", "41:15", "whole number"),
    "a duplicate key": ("agreement", "title: First response\n", "title: A\n    title: B\n", "LP111", "56:5", "title"),
    "a tab": ("calendar", "  monday: ", "\tmonday: ", "LP107", "7:1", "spaces"),
    "17:00 unquoted": ("calendar", "monday: [09:00-17:00]", "monday: [17:00]", "LP205", "7:12", "17:00"),
    "an alias bomb": ("glossary", "terms:\n", f"{BOMB}terms:\n", "LP112", "4:5", "anchor"),
    "text that is not YAML": ("roster", "teams:\n  inside", "teams: [\n  inside", "LP110", "", ""),
    "a country by name": ("calendar", "country: DE", "country: Germany", "LP205", "13:14", "two"),
}


def fails_with_places(repository, code):
    """Run both verbs; give what validate said."""
    begun = time.monotonic()
    validated = repository.validate()
    assert time.monotonic() - begun < 10
    assert validated.code == 1, validated.told
    assert f"error[{code}]" in validated.stderr
    assert not validated.stdout
    checked = repository.check()
    assert checked.code == 3, checked.told
    assert not checked.stdout
    for answer in (validated, checked):
        assert "Traceback" not in answer.told
        assert "internal error" not in answer.told
    assert checked.stderr == validated.stderr
    assert not (repository.folder / "out").exists()
    return validated.stderr


@pytest.mark.parametrize(("file", "right", "wrong", "meant"), TYPOS)
def test_a_mistyped_key_is_found_where_it_stands(repository, file, right, wrong, meant):
    name = f"policies/{file}.yaml"
    repository.edit(name, right, wrong)
    text = (repository.folder / name).read_text()
    line = text[: text.index(wrong)].count("\n") + 1
    told = fails_with_places(repository, "LP202")
    assert f"{name}:{line}:" in told
    assert f"did you mean `{meant}`" in told


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_has_its_own_located_message(repository, fault):
    file, right, wrong, code, place, words = FAULTS[fault]
    repository.edit(f"policies/{file}.yaml", right, wrong)
    told = fails_with_places(repository, code)
    assert f"policies/{file}.yaml:{place}" in told
    assert words in told
    assert "^" in told
    assert len(told) < 10_000


def test_a_file_of_ten_megabytes_is_refused(repository):
    repository.write("policies/huge.yaml", b"# filler\n" * (10_000_000 // 9))
    assert "policies/huge.yaml" in fails_with_places(repository, "LP104")


def test_all_faults_of_all_files_are_told_at_once_and_in_order(repository):
    repository.edit("policies/agreement.yaml", "field: employees", "feild: employees")
    repository.edit("policies/calendar.yaml", "title: ", "titel: ")
    repository.edit("policies/roster.yaml", "zone: Europe/Berlin", "zone: Europe/Berlinn")
    told = fails_with_places(repository, "LP202")
    places = [line.split(":")[0] for line in told.splitlines() if line.startswith("policies/")]
    assert set(places) == {f"policies/{name}.yaml" for name in ("agreement", "calendar", "roster")}
    assert places == sorted(places)


def test_no_is_norway_wherever_it_stands(judged):
    """As a country of holidays, as a choice, as an operand and as a value of the data."""
    repository, answer = judged
    assert answer.code == 0, answer.told
    explained = repository.explain("NA").stdout
    assert "met: country is NO (read NO" in explained
    funnel = repository.report()["agreements"][0]["funnel"]["by_dimension"]
    assert [d["value"] for d in funnel] == ["DE", "NO", "SE"]


def test_a_missing_folder_and_an_empty_one_are_told_apart(repository):
    missing = repository.run("validate", "--policies", "polices")
    assert (missing.code, "error[LP101]" in missing.stderr) == (1, True), missing.told
    (repository.folder / "empty").mkdir()
    empty = repository.run("validate", "--policies", "empty")
    assert (empty.code, "error[LP102]" in empty.stderr) == (1, True), empty.told
    for folder in ("polices", "empty"):
        assert repository.check("--policies", folder).code == 3


def test_warnings_alone_leave_a_set_valid_unless_they_are_asked_to_count(repository):
    repository.edit("policies/agreement.yaml", "  ready:\n", "  spare:\n    event: download\n  ready:\n")
    fine = repository.validate()
    assert fine.code == 0
    assert "warning[LP901]" in fine.stderr
    assert "valid" in fine.stdout
    assert repository.validate("--fail-on", "warning").code == 1


def test_a_set_without_an_agreement_is_a_fault_and_the_file_that_hides_it_is_named(repository):
    """A check of nothing would pass."""
    here = repository.folder / "policies" / "agreement.yaml"
    here.rename(here.with_name("agreement.yaml.bak"))
    answer = repository.validate()
    assert answer.code == 1, answer.told
    assert "policies/agreement.yaml.bak:1:1 error[LP926] no agreement in `policies`" in answer.stderr
    assert "is not read: let its name end in `.yaml`" in answer.stderr
    repository.write("leadpact.toml", '[lint]\nLP926 = "off"\n')
    assert repository.validate().code == 2
    (repository.folder / "leadpact.toml").unlink()
    here.with_name("agreement.yaml.bak").unlink()
    answer = repository.validate()
    assert answer.code == 1, answer.told
    assert "policies:1:1 error[LP926]" in answer.stderr


def test_a_rule_of_the_lint_in_small_letters_is_answered_with_its_name_and_file(repository):
    repository.write("leadpact.toml", '[lint]\nlp901 = "off"\n')
    answer = repository.validate()
    assert answer.code == 2, answer.told
    assert "leadpact.toml:1:1 error[LP702] `lint.lp901` is no rule of the lint" in answer.stderr
    assert "did you mean `LP901`?" in answer.stderr
