"""What YAML's own typing would spoil stays what it looks like, and every figure is exact."""

from __future__ import annotations

import copy
import pickle
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from engine.loading.durations import first_instant, following_instant
from engine.loading.policy_files import load
from engine.loading.yaml_text import read_yaml
from engine.model.conditions import EventCount, FieldTest, Money, Not, Operator
from engine.model.durations import Unit
from engine.model.written import Written, place_of

SMALL = Path(__file__).parents[1] / "fixtures" / "policies_small"


@pytest.fixture(scope="module")
def policies():
    return load(SMALL)[0]


@pytest.fixture(scope="module")
def agreement(policies):
    return policies.versions_of("small")[0]


def micros(*parts):
    return int(datetime(*parts, tzinfo=UTC).timestamp()) * 1_000_000


def test_norway_stays_norway(policies, agreement):
    assert agreement.scope.parts[0].operands == ("DE", "NO", "AT")
    assert policies.calendars["office"].holidays[1].country == "NO"
    assert policies.glossaries["words"].terms[1].term == "NO"


def test_hours_are_minutes_of_the_day_and_nights_run_past_it(policies):
    weekly = policies.calendars["office"].weekly
    assert [(i.opens, i.closes) for i in weekly[1]] == [(540, 720), (780, 1020)]
    assert [(i.opens, i.closes) for i in weekly[4]] == [(540, 720), (1320, 1800)]
    assert [(i.opens, i.closes) for i in weekly[5]] == [(1080, 1440)]
    assert weekly[6] == ()


def test_operands_have_the_type_of_their_field(agreement):
    operands = {c.name: c.condition.operands for c in agreement.criteria if isinstance(c.condition, FieldTest)}
    assert operands["competitor"] == (True,)
    assert operands["large"] == (50,)
    assert operands["rich"] == (Money(Decimal(10000), "EUR"),)
    assert operands["cheap"] == (Decimal("12.5"),)
    assert operands["recent"] == (date(2001, 2, 3),)
    assert operands["right_sector"] == ("software", "fintech")


def test_not_known_is_the_negation_of_known(agreement):
    criteria = {c.name: c.condition for c in agreement.criteria}
    assert criteria["named"] == FieldTest("title", Operator.KNOWN, ())
    assert criteria["nameless"] == Not(FieldTest("title", Operator.KNOWN, ()))


def test_an_event_count_is_at_least_one_unless_it_has_a_most(agreement):
    criteria = {c.name: c.condition for c in agreement.criteria}
    assert criteria["quiet"] == EventCount(("download",), (), None, 0, None)
    assert agreement.commitments[0].rows[0].condition.at_least == 1


def test_shares_are_exact(agreement):
    assert agreement.commitments[0].objective.share == Fraction(39, 40)


def test_a_single_unit_is_the_unit(agreement):
    assert agreement.commitments[0].rows[0].condition.in_last.unit is Unit.HOURS
    assert [str(row.allowed) for row in agreement.commitments[0].rows] == ["5 minutes", "1 business day"]


def test_none_frees_from_the_duty(policies):
    rows = policies.versions_of("ended")[0].commitments[0].rows
    assert rows[0].allowed is None
    assert rows[1].condition is None


def test_channels_of_attempts_are_how_many_not_which(agreement):
    attempts = agreement.commitments[1].attempts
    assert (attempts.channels, attempts.outreach.channels) == (2, ())


def test_a_version_is_in_force_from_midnight_in_its_zone_until_the_end_of_its_last_date(policies):
    ended = policies.versions_of("ended")[0]
    assert ended.starts == micros(2026, 1, 1, 5)
    assert ended.ends == micros(2026, 4, 1, 4)


@pytest.mark.parametrize(
    ("text", "zone", "first", "following"),
    [
        ("2026-03-29", "Europe/Berlin", (2026, 3, 28, 23), (2026, 3, 29, 22)),
        ("2026-04-24", "Africa/Cairo", (2026, 4, 23, 22), (2026, 4, 24, 21)),  # 00:00 is skipped: the first after it
        ("2026-04-01T09:00:00+02:00", "UTC", (2026, 4, 1, 7), (2026, 4, 1, 7)),
        ("2026-04-01T09:00Z", "Europe/Berlin", (2026, 4, 1, 9), (2026, 4, 1, 9)),
    ],
)
def test_dates_and_instants_become_utc(text, zone, first, following):
    assert first_instant(text, zone) == micros(*first)
    assert following_instant(text, zone) == micros(*following)


def test_coverage_includes_its_last_date(policies):
    covered = policies.sources["export"].events[0]
    assert covered.complete_from == micros(2025, 12, 31, 23)
    assert covered.complete_until == micros(2026, 6, 30, 22) - 1


def test_versions_come_by_start_and_lists_by_name(policies):
    assert [a.id for a in policies.agreements] == ["ended@0.1.0", "small@1.0.0"]
    assert list(policies.lead_schemas) == sorted(policies.lead_schemas)


def test_scalars_keep_their_text_and_their_quotes():
    tree, _ = read_yaml("a: 1.10\nb: '17:00'\nc: 17:00\nd: no\ne: ~\n", "x.yaml")
    assert [(str(node.value), node.quoted) for _, node in tree.entries] == [
        ("1.10", False),
        ("17:00", True),
        ("17:00", False),
        ("no", False),
        ("~", False),
    ]


def test_a_word_knows_its_place_and_keeps_it_in_copies():
    tree, _ = read_yaml("key: 'a word' # note\n", "x.yaml")
    word = tree["key"].value
    assert isinstance(word, Written)
    assert (str(word.at), word.at.width, word.at.text) == ("x.yaml:1:6", 8, "key: 'a word' # note")
    assert copy.deepcopy(word).at == pickle.loads(pickle.dumps(word)).at == word.at  # noqa: S301 - our own bytes
    assert place_of("made up") is None


def test_columns_count_characters_not_bytes():
    tree, _ = read_yaml("größe: {straße: x}\n", "x.yaml")
    assert tree["größe"].entries[0][0].at.column == 9
