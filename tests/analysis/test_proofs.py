"""What is proved of conditions agrees with brute force; each lead shown behaves as claimed."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from engine.analysis.proofs import solver
from engine.analysis.proofs.questions import can_be
from engine.analysis.proofs.search import Verdict
from engine.analysis.proofs.truths import MET, NOT_MET, UNKNOWN
from engine.model.conditions import All, Criterion, EventCount, FieldTest, Money, Operator, ScoreTest
from engine.model.scorecards import ConditionLine, Scorecard, ScorePart
from tests.agreement.judged_by_engine import judge
from tests.analysis.sampled_leads import as_lead, drawn, worth
from tests.reference.random_conditions import conditions, field_tests
from tests.reference.random_policies import ZONES, scored
from tests.reference.rows import Inputs, LeadRecord
from tests.reference.small_policies import SCHEMA, agreement, complete, lasting, numbered, policy_set

alike = settings(
    deadline=None, suppress_health_check=list(HealthCheck), database=None, derandomize=True, phases=(Phase.generate,)
)
SAMPLED = 10
WORDS = {True: MET, False: NOT_MET, None: UNKNOWN}


@st.composite
def versions(draw):
    """A version with two criteria, and maybe scorecards."""
    cards, warm = draw(scored())
    rich, fits = draw(conditions()), draw(conditions(("rich",)))
    criteria = (Criterion("rich", rich), Criterion("fits", fits), *warm)
    return agreement(zone=draw(st.sampled_from(ZONES)), criteria=criteria, scorecards=cards)


@st.composite
def three_of_a_field(draw):
    """Three tests that narrow one field down."""
    name = draw(st.sampled_from(("employees", "country", "budget", "growth", "founded")))
    tests = field_tests().filter(lambda test: test.field == name)
    return [*zip((draw(tests), draw(tests), draw(tests)), (MET, MET, NOT_MET), strict=True)]


def agreed(version, wanted, rng):
    """Hold one answer against sampled leads, or against the lead that it shows."""
    answer = can_be(version, SCHEMA, wanted)
    if answer.verdict is Verdict.POSSIBLE:
        shown = as_lead(answer.example)
        assert all(worth(condition, version, shown) & truths for condition, truths in wanted), answer.example
    elif answer.verdict is Verdict.IMPOSSIBLE:
        for lead in (drawn(rng, version.zone) for _ in range(SAMPLED)):
            assert not all(worth(condition, version, lead) & truths for condition, truths in wanted), lead
    return answer.verdict


def test_a_thousand_verdicts_agree_with_brute_force():
    """Whether a condition can be met, not met or unknown, and whether conditions can come out together."""
    counted = Counter()

    @settings(alike, max_examples=200)
    @given(versions(), st.integers(0, 2**32), st.data())
    def judged(version, seed, data):
        rng = random.Random(seed)  # noqa: S311 - it draws leads, and keeps no secret
        names = tuple(c.name for c in version.criteria)
        one, other = data.draw(conditions(names)), data.draw(conditions(names))
        pair = [(one, MET), (other, NOT_MET | UNKNOWN)]
        alone = [[(one, truth)] for truth in (MET, NOT_MET, UNKNOWN)]
        for wanted in (*alone, pair, data.draw(three_of_a_field())):
            counted[agreed(version, wanted, rng)] += 1

    judged()
    assert counted.total() >= 1000
    assert counted[Verdict.IMPOSSIBLE] > 100
    assert counted[Verdict.POSSIBLE] > 500
    assert counted[Verdict.UNDECIDED] < 40


def test_each_lead_shown_behaves_as_claimed_in_the_engine():
    """Several conditions of one version at once, each with a lead for each of its truths."""
    shown = 0

    @settings(alike, max_examples=6)
    @given(versions(), st.lists(conditions(("rich", "fits")), min_size=12, max_size=12))
    def run(version, asked):
        nonlocal shown
        version = replace(version, criteria=(*version.criteria, *(Criterion(f"c{n}", c) for n, c in enumerate(asked))))
        leads = {}
        for criterion in version.criteria:
            for truth in (MET, NOT_MET, UNKNOWN):
                answer = can_be(version, SCHEMA, [(criterion.condition, truth)])
                if answer.verdict is Verdict.POSSIBLE and not answer.example.coverages:
                    leads[criterion.name, truth] = answer.example
        for at in {example.asking.at for example in leads.values()}:
            these = {key: example for key, example in leads.items() if example.asking.at == at}
            judged = judge(policy_set(version), inputs(these), at).rows("criteria")
            told = {(row["lead_id"], row["criterion"]): row["truth"] for row in judged if row["asked"] == "as_of"}
            for (name, truth), example in these.items():
                assert WORDS[told[lead_id(name, truth), name]] == truth, example
                shown += 1

    run()
    assert shown > 150


def lead_id(name, truth):
    return f"{name}-{truth}"


def inputs(examples):
    """All example leads at once, each under an id of its own."""
    leads, log, histories = [], [], []
    for key, example in examples.items():
        record, events, _, untold, _ = as_lead(example)
        its = lead_id(*key)
        leads.append(LeadRecord(its, record.fields, record.set_at))
        log += [replace(e, lead_id=its, event_id=f"{its}-{e.event_id}") for e in events]
        histories += [replace(h, lead_id=its) for h in untold]
    return Inputs(tuple(leads), numbered(log), complete(), histories=tuple(histories))


def field(name, operator, *operands, good_for=None):
    return FieldTest(name, Operator(operator), operands, good_for and lasting(good_for))


def size(operator, *operands, good_for=None):
    return field("employees", operator, *operands, good_for=good_for)


def counts(*names, least=1, days=None):
    return EventCount(names, at_least=least, in_last=days and lasting(days))


MISSING = NOT_MET | UNKNOWN
EUROS, DOLLARS = Money(Decimal(5), "EUR"), Money(Decimal(5), "USD")
IMPOSSIBLE = {
    "no whole number in between": [(All((size("more_than", 5), size("less_than", 6))), MET)],
    "a bound below another": [(size("at_least", 50), MET), (size("at_least", 10), MISSING)],
    "how a text begins": [
        (field("country", "starts_with", "DE"), MET),
        (field("country", "starts_with", "D"), MISSING),
    ],
    "what a text holds": [(field("country", "is", "DE"), MET), (field("country", "contains", "E"), MISSING)],
    "choices used up": [(field("segment", "in", "small", "large"), NOT_MET)],
    "one amount in two currencies": [(field("budget", "is", EUROS), MET), (field("budget", "is", DOLLARS), MET)],
    "a window in a window": [(counts("call", days="1 day"), MET), (counts("call", days="2 days"), MISSING)],
    "a sum below its parts": [
        (counts("call", least=2), MET),
        (counts("talk", least=3), MET),
        (counts("call", "talk", least=5), MISSING),
    ],
    "parts below their sum": [
        (counts("call", "talk", least=2), MET),
        (counts("call"), NOT_MET),
        (counts("talk"), NOT_MET),
    ],
    "fresh, but not for longer": [(size("known", good_for="2 days"), MET), (size("known", good_for="3 days"), NOT_MET)],
}
POSSIBLE = {
    "a missing fact": [(size("at_least", 50), UNKNOWN), (size("at_most", 10), UNKNOWN)],
    "another currency": [(field("budget", "known"), MET), (field("budget", "at_least", EUROS), UNKNOWN)],
    "a stale fact": [(size("known"), MET), (size("at_least", 1, good_for="2 days"), UNKNOWN)],
    "today, but not within the hour": [(counts("call", days="0 days"), MET), (counts("call", days="1 hour"), NOT_MET)],
    "within the hour, but not today": [(counts("call", days="1 hour"), MET), (counts("call", days="0 days"), NOT_MET)],
}


@pytest.mark.parametrize("wanted", IMPOSSIBLE.values(), ids=IMPOSSIBLE)
def test_what_can_t_be_is_proved_without_z3(wanted, monkeypatch):
    monkeypatch.setattr(solver, "is_there", lambda: False)
    assert can_be(agreement(zone="Asia/Tokyo"), SCHEMA, wanted).verdict is Verdict.IMPOSSIBLE


@pytest.mark.parametrize("wanted", POSSIBLE.values(), ids=POSSIBLE)
def test_what_can_be_is_shown(wanted):
    version = agreement(zone="Asia/Seoul")
    answer = can_be(version, SCHEMA, wanted)
    assert answer.verdict is Verdict.POSSIBLE
    assert [worth(condition, version, as_lead(answer.example)) for condition, _ in wanted] == [t for _, t in wanted]


@pytest.mark.parametrize(("points", "verdict"), [(27, Verdict.IMPOSSIBLE), (28, Verdict.POSSIBLE)])
def test_what_takes_the_search_too_long_is_decided_by_z3_or_not_at_all(points, verdict, monkeypatch):
    """Points of 4 and 8 never add up to an odd sum, however they are put together."""
    types = [event.name for event in SCHEMA.events]
    lines = [ConditionLine(counts(types[n % 9], least=1 + n // 9), 4 + 4 * (n % 2)) for n in range(24)]
    card = Scorecard("sum", "", 0, 9999, (ScorePart("only", 9999, tuple(lines)),))
    exactly = [(ScoreTest("sum", Operator(o), points), MET) for o in ("at_least", "at_most")]
    assert can_be(agreement(scorecards=(card,)), SCHEMA, exactly).verdict is verdict
    monkeypatch.setattr(solver, "is_there", lambda: False)
    without = replace(card, title="asked anew")
    found = can_be(agreement(scorecards=(without,)), SCHEMA, exactly).verdict
    assert found is (Verdict.UNDECIDED if verdict is Verdict.IMPOSSIBLE else Verdict.POSSIBLE)
