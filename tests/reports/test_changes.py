"""What an edit of a policy means: for whom, whether terms changed, and which version it needs."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from engine.loading.policy_files import load
from engine.reports.changes import changes_between, changes_of_versions, rewritten
from engine.reports.version_bumps import Bump, bump_of

SMALL = Path(__file__).parents[1] / "fixtures" / "policies_small"
RESPONSE = "commitments / first_response"
ROW = f"{RESPONSE} / allowed_time / else"
PAUSE = f"{RESPONSE} / paused_while / from event webinar until the buyer's next event"
COUNTED = "event: webinar\n        until: buyer"


def edited(folder, file, *edits):
    """The small set with edits; each text stands exactly once where it is replaced."""
    shutil.copytree(SMALL, folder, dirs_exist_ok=True)
    text = (folder / file).read_text(encoding="utf-8")
    for old, new in edits:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
        text = text.replace(old, new)
    (folder / file).write_text(text, encoding="utf-8")
    policies, faults = load(folder)
    assert policies, faults
    return policies


@pytest.fixture(scope="module")
def small():
    return load(SMALL)[0]


def changes(small, folder, *edits, file="agreement.yaml"):
    compared = changes_between(small, edited(folder, file, *edits))
    return [change for one in compared for change in one.changes]


def told(change):
    effects = ", ".join(f"{e.direction.value} {e.party}".strip() for e in change.effects)
    return " / ".join(change.place), effects


EDITS = [
    ("- else: 1 business day", "- else: 2 business days", ROW, "loosens sales"),
    ("- else: 1 business day", "- else: none", ROW, "loosens sales"),
    ("- else: 1 business day", "- else: 30 business minutes", ROW, "unknown"),  # a day has as many as its calendar says
    ("time: 5 minutes", "time: 60 seconds", f"{RESPONSE} / allowed_time / if at least 1 download in the last 1 hour",
     "tightens sales"),
    ("share: 97.5%", "share: 98%", f"{RESPONSE} / objective / share", "tightens sales"),
    ("min_cases: 20", "min_cases: 30", f"{RESPONSE} / objective / min_cases", "unknown"),
    ("warn_at: [50%, 80%]", "warn_at: [50%]", f"{RESPONSE} / warn_at / 80", "neither"),
    ("title: First response", "title: Answer", f"{RESPONSE} / title", "neither"),
    ("again: new\n    kept_by:", "again: ignore\n    kept_by:", f"{RESPONSE} / again", "loosens sales"),
    ("        from: team\n        modes: [manual]\n        channels: [phone]",
     "        from: owner\n        modes: [manual]\n        channels: [phone]",
     f"{RESPONSE} / kept_by / manual attempt by team through phone / from", "tightens sales"),
    ("modes: [manual]\n        channels: [phone]", "modes: [manual, sequenced]\n        channels: [phone]",
     f"{RESPONSE} / kept_by / manual attempt by team through phone / modes / sequenced", "loosens sales"),
    ("        modes: [manual]\n        channels: [phone]", "        modes: [manual]",
     f"{RESPONSE} / kept_by / manual attempt by team through phone / channels", "loosens sales"),
    ("      - leaves: mql\n    looks_back", "    looks_back", f"{RESPONSE} / kept_by / leaves mql", "tightens sales"),
    ("looks_back: 2 business hours", "looks_back: 3 business hours", f"{RESPONSE} / looks_back", "loosens sales"),
    ("    looks_back: 2 business hours\n", "", f"{RESPONSE} / looks_back", "tightens sales"),
    ("    looks_back:", "    every: 2 days\n    looks_back:", f"{RESPONSE} / every", "tightens sales"),
    ("becomes: {at_least: 50}", "becomes: {at_least: 60}",
     "commitments / answered / cancelled_by / employees comes to at least 50 / becomes", "unknown"),
    ("      - field: employees\n        becomes: {at_least: 50}\n", "",
     "commitments / answered / cancelled_by / employees comes to at least 50", "tightens sales"),
    ("log_within: 1 hour", "log_within: 2 hours", f"{RESPONSE} / log_within", "neither"),
    ("again: new\n    kept_by:", "again: continue\n    kept_by:", f"{RESPONSE} / again", "unknown"),
    ("enters: [disqualified]\n      reason: [spam, competitor]", "enters: [disqualified]\n      reason: [spam]",
     f"{RESPONSE} / cancelled_by / enters disqualified with reason spam, competitor / reasons", "tightens sales"),
    ("    paused_while:\n      - stage: lead\n", "    paused_while:\n", f"{RESPONSE} / paused_while / in lead",
     "tightens sales"),
    (COUNTED, COUNTED.replace("webinar", "download"),
     f"{PAUSE} / opens / event webinar / event / webinar", "unknown"),
    ("    owed_by: sales\n    title: First response", "    owed_by: marketing\n    title: First response",
     f"{RESPONSE} / owed_by", "loosens sales, tightens marketing"),
    ("at_least: 50\n    good_for", "at_least: 60\n    good_for", "criteria / large", "unknown"),
    ("question: Is it a competitor?", "question: A rival?", "criteria / competitor / question", "neither"),
    ("definition: Someone we can reach.", "definition: Someone.", "stages / lead / definition", "neither"),
    ("segments: [country, industry]", "segments: [country]", "segments / industry", "unknown"),
    ("signs: cro", "signs: ceo", "parties / sales / signs", "neither"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "place", "effects"), EDITS)
def test_an_edit_is_told_with_its_place_and_whom_it_binds(small, tmp_path, old, new, place, effects):  # noqa: PLR0913, PLR0917 - a row of the table
    found = changes(small, tmp_path, (old, new))
    assert (place, effects) in list(map(told, found))
    assert all(change.normative == (change.place[-1] != "title") for change in found)


@pytest.mark.parametrize(
    ("edit", "place"),
    [
        (
            ("number: 10\n      each: quarter", "number: 20\n      each: year"),
            "commitments / talked_to / objective / number",
        ),
        (("- else: 1 business day\n        calendar: office", "- else: 2 days\n        calendar: always"), ROW),
        (("- else: 1 business day\n        calendar: office", "- else: 2 business days\n        calendar: night"), ROW),
    ],
)
def test_what_is_measured_otherwise_too_can_t_be_told(small, tmp_path, edit, place):
    """20 a year are fewer than 10 a quarter."""
    assert (place, "unknown") in list(map(told, changes(small, tmp_path, edit)))


def test_a_start_more_is_a_clock_more_and_one_that_is_named_narrower_a_clock_less(small, tmp_path):
    head = "title: First response\n    starts:\n      enters: mql\n"
    (found,) = changes(small, tmp_path, (head, head.replace("enters: mql", "enters: [mql, sal]")))
    assert told(found) == (f"{RESPONSE} / starts / enters mql / enters / sal", "tightens sales")


def test_a_commitment_that_comes_or_goes_binds_the_party_that_owes_it(small, tmp_path):
    head = "commitments:\n"
    more = "  extra:\n    kind: response\n    owed_by: marketing\n    starts: {enters: lead}\n"
    more += "    kept_by: {leaves: lead}\n    allowed_time: 2 days\n"
    (found,) = changes(small, tmp_path, (head, head + more))
    assert told(found) == ("commitments / extra", "tightens marketing")
    assert found.before is None
    assert found.after.startswith("response, owed_by marketing")
    one, other = small.versions_of("small")[0], load(tmp_path)[0].versions_of("small")[0]
    (back,) = changes_of_versions(other, one).changes
    assert told(back) == ("commitments / extra", "loosens marketing")


def test_an_objective_that_goes_loosens(small, tmp_path):
    old = "    objective:\n      share: 97.5%\n      each: month\n      min_cases: 20\n"
    (found,) = changes(small, tmp_path, (old, ""))
    assert told(found) == (f"{RESPONSE} / objective", "loosens sales")


def test_a_change_carries_both_its_lines(small, tmp_path):
    (found,) = changes(small, tmp_path, ("- else: 1 business day", "- else: 2 business days"))
    assert (found.before, found.after) == ("1 business day", "2 business days")
    number = (SMALL / "agreement.yaml").read_text("utf-8").splitlines().index("      - else: 1 business day") + 1
    assert found.before_line.endswith(f"agreement.yaml:{number}")
    assert found.after_line.endswith(f"{tmp_path.name}/agreement.yaml:{number}")


def test_the_order_of_stages_is_a_term_and_that_of_segments_is_not(small, tmp_path):
    (found,) = changes(small, tmp_path, ("segments: [country, industry]", "segments: [industry, country]"))
    assert (found.order, found.normative) == (True, True), "a list is signed in its order"
    first, second = "  - id: lead\n    held_by: marketing\n    definition: Someone we can reach.\n", "  - id: sal\n"
    text = (SMALL / "agreement.yaml").read_text("utf-8")
    lead = text[text.index(first) : text.index("  - id: mql\n")]
    (found,) = changes(small, tmp_path, (lead, ""), (second, lead + second))
    assert (found.place, found.order, found.normative) == (("stages",), True, True)


def test_names_of_people_are_editorial_and_their_teams_are_not(small, tmp_path):
    roster = (SMALL / "roster.yaml").read_text("utf-8")
    line = next(text for text in roster.splitlines() if "name: " in text and "team" not in text.split("name:")[0])
    (found,) = changes(small, tmp_path, (line, line.replace("name: ", "name: Dr ")), file="roster.yaml")
    assert not found.normative


def test_hours_are_told_by_their_day(small, tmp_path):
    calendar = (SMALL / "calendar.yaml").read_text("utf-8")
    line = next(text for text in calendar.splitlines() if text.strip().startswith("tuesday:"))
    (found,) = changes(small, tmp_path, (line, "  tuesday: ['22:00-06:00']"), file="calendar.yaml")
    assert found.place == ("hours", "tuesday")
    assert found.after == "22:00-06:00"


def test_a_changed_calendar_changes_the_terms_of_the_agreements_that_use_it(small, tmp_path):
    after = edited(tmp_path, "calendar.yaml", ("until: 2027-12-31", "until: 2028-12-31"))
    found = {(one.kind, one.name): one for one in changes_between(small, after)}
    assert found["calendar", "office"].changes[0].place == ("laid_out until",)
    bump = found["agreement", "small"].bump
    assert (bump.needed, bump.made) == (Bump.MAJOR, False)
    assert found["agreement", "small"].changes == ()
    assert found["agreement", "small"].through == ("calendar office",)


def test_a_new_version_is_held_against_the_one_it_follows(small, tmp_path):
    shutil.copytree(SMALL, tmp_path, dirs_exist_ok=True)
    text = (tmp_path / "agreement.yaml").read_text("utf-8")
    text = text.replace("version: 1.0.0", "version: 1.1.0").replace(
        "in_force_from: 2026-01-01", "in_force_from: 2026-07-01"
    )
    (tmp_path / "new.yaml").write_text(text.replace("- else: 1 business day", "- else: 2 business days"), "utf-8")
    (found,) = changes_between(small, load(tmp_path)[0])
    assert (found.before, found.after, found.follows) == ("1.0.0", "1.1.0", True)
    assert [" / ".join(change.place) for change in found.changes] == [ROW]
    assert (found.bump.needed, found.bump.made) == (Bump.MAJOR, False)


def test_a_version_renamed_in_place_is_held_against_what_it_was(small, tmp_path):
    after = edited(tmp_path, "agreement.yaml", ("version: 1.0.0", "version: 2.0.0"), ("share: 97.5%", "share: 90%"))
    (found,) = changes_between(small, after)
    assert (found.before, found.after, found.follows) == ("1.0.0", "2.0.0", False)
    assert (found.bump.needed, found.bump.made) == (Bump.MAJOR, True)


def test_what_comes_and_goes_as_a_whole_is_told(small, tmp_path):
    shutil.copytree(SMALL, tmp_path, dirs_exist_ok=True)
    (tmp_path / "ended.yaml").unlink()
    (tmp_path / "more.yaml").write_text("format: leadpact/v1\nkind: Glossary\nglossary: more\nterms: {MQL: a lead}\n")
    found = [(one.kind, one.name, one.before, one.after) for one in changes_between(small, load(tmp_path)[0])]
    assert found == [("agreement", "ended", "0.1.0", None), ("glossary", "more", None, "more")]


def test_a_number_that_the_plan_makes_otherwise_is_a_change_of_the_volume(small, tmp_path):
    """45 % of 4,000,000 is 100 deals of 18,000 a year, and 250 MQLs at 40 %: 20.8 a month. Twice the quota: 41.7."""
    found = {told(c)[0]: c for c in changes(small, tmp_path, ("quota: 4000000", "quota: 8000000"))}
    number = found["commitments / delivered / objective / number"]
    assert (number.before, number.after) == ("21 each month by the revenue plan", "42 each month by the revenue plan")
    assert told(number)[1] == "tightens marketing"


def test_the_same_is_the_same(small, tmp_path):
    assert changes_between(small, small) == ()
    assert changes(small, tmp_path) == []


def test_a_file_with_other_bytes_and_the_same_meaning_is_only_rewritten():
    digests = ({"a.yaml": "1", "b.yaml": "1", "c.yaml": "1"}, {"a.yaml": "2", "b.yaml": "1", "d.yaml": "1"})
    assert rewritten(*digests, (), "policies/") == ("policies/a.yaml",)


@pytest.mark.parametrize(
    ("after", "changed", "terms", "needed", "made"),
    [
        ("2.0.0", True, True, Bump.MAJOR, True),
        ("1.5.0", True, True, Bump.MAJOR, False),
        ("1.4.2", True, True, Bump.MAJOR, False),
        ("1.4.3", True, False, Bump.PATCH, True),
        ("1.4.2", True, False, Bump.PATCH, True),
        ("1.4.1", True, False, Bump.PATCH, False),
        ("1.4.2", False, False, Bump.NONE, True),
        ("1.10.0", True, False, Bump.PATCH, True),
    ],
)
def test_terms_ask_for_a_major_version_and_the_rest_for_a_patch_at_most(after, changed, terms, needed, made):
    found = bump_of("1.4.2", after, changed=changed, terms_changed=terms)
    assert (found.needed, found.made) == (needed, made)
