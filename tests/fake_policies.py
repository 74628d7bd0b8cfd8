"""A made-up policy set: one agreement in two versions, two parties, four commitments."""

from __future__ import annotations

from fractions import Fraction
from types import MappingProxyType

from engine.diagnostics import Location
from engine.model.agreements import Agreement, Party, Stage
from engine.model.commitments import Again, Attempts, Cadence, Conversion, Objective, Period, Response
from engine.model.conditions import Criterion, EventCount, FieldTest, Operator
from engine.model.durations import Duration, Unit
from engine.model.lead_schema import Outreach
from engine.model.moments import EventHappens, OutreachMade, StageEntered
from engine.model.policy_set import PolicySet
from engine.model.scorecards import Band, Bands, ConditionLine, EventLine, Scorecard, ScorePart
from engine.model.window_rows import WindowRow

ZONE = "Europe/Berlin"
FILE = "policies/agreements/inbound/{}.yaml"
V1_STARTS = 1_767_222_000_000_000  # 2026-01-01 00:00 CET
V2_STARTS = 1_774_994_400_000_000  # 2026-04-01 00:00 CEST


def agreement(version: str, starts: int) -> Agreement:
    at = lambda line: Location(FILE.format(version), line, 5)  # noqa: E731 - a one-line shorthand
    demo = EventCount(("demo_request",), in_last=Duration(1, Unit.HOURS))
    answer = Response(
        name="first_response", owed_by="sales", title="First response", starts=(StageEntered(("mql",)),),
        again=Again.NEW, kept_by=(OutreachMade(Outreach.ATTEMPT),), cancelled_by=(),
        rows=(
            WindowRow(demo, Duration(1, Unit.BUSINESS_HOURS), at=at(61)),
            WindowRow(None, Duration(4 if version[0] == "2" else 8, Unit.BUSINESS_HOURS), at=at(62)),
        ),
        calendar="emea", warn_at=(50, 80), objective=Objective(Fraction(95, 100), Period.MONTH, 20), at=at(52),
    )  # fmt: skip
    follow = Cadence(
        name="persistence", owed_by="sales", title="Six attempts in fifteen days", starts=(StageEntered(("sal",)),),
        again=Again.NEW, attempts=Attempts(6, OutreachMade(Outreach.ATTEMPT), days=4, channels=2), released_by=(),
        cancelled_by=(), rows=(WindowRow(None, Duration(15, Unit.BUSINESS_DAYS), at=at(75)),), calendar="emea",
        warn_at=(), objective=Objective(Fraction(90, 100), Period.QUARTER, 20), at=at(68),
    )  # fmt: skip
    facts = Response(
        name="facts_complete", owed_by="marketing", title="Missing facts completed",
        starts=(StageEntered(("lead",)),), again=Again.IGNORE, kept_by=(StageEntered(("mql",)),), cancelled_by=(),
        rows=(WindowRow(None, Duration(2, Unit.DAYS), at=at(90)),), calendar=None, warn_at=(),
        objective=Objective(Fraction(975, 1000), Period.MONTH, 10), at=at(84),
    )  # fmt: skip
    accepted = Conversion(
        name="acceptance_rate", owed_by="marketing", title="Handed-over leads that sales accepts", from_stage="mql",
        to_stage="sal", rows=(WindowRow(None, Duration(14, Unit.DAYS), at=at(101)),), calendar=None,
        objective=Objective(Fraction(80, 100), Period.MONTH, 20), at=at(96),
    )  # fmt: skip
    demos = EventLine(EventHappens(("demo_request",)), 60, 2)
    interest = Scorecard(
        "interest", "Interest", 0, 100,
        (ScorePart("fit", 60, (ConditionLine(demo, 30),)), ScorePart("deeds", 40, (demos,), 14)),
        rating=(Bands("fit", (Band("A", 30), Band("B", 0))), Bands("deeds", (Band("1", 40), Band("2", 0)))),
    )  # fmt: skip
    return Agreement(
        name="inbound", version=version, title="Inbound lead agreement", zone=ZONE, starts=starts, ends=None,
        lead_schema="crm", calendar="emea", glossary=None,
        parties=(Party("marketing", "Marketing EMEA", "cmo"), Party("sales", "Inside Sales EMEA", "cro")),
        hand_over="mql", scope=None,
        stages=(
            Stage("lead", "marketing", "Somebody who left a way to reach them"),
            Stage("mql", "sales", "Ready for sales by both parties' criteria", requires="right_size"),
            Stage("sal", "sales", "Accepted by a person of sales"), Stage("sql", "sales", "Need and budget confirmed"),
            Stage("customer", "sales", "Signed", final=True),
            Stage("recycled", "marketing", reasons=("no_answer", "bad_timing")),
        ),
        criteria=(Criterion("right_size", FieldTest("employees", Operator.AT_LEAST, (50,)), at=at(30)),),
        commitments=(answer, follow, facts, accepted), segments=("segment",),
        scorecards=(interest,) if version[0] == "2" else (),
    )  # fmt: skip


def policies() -> PolicySet:
    empty: MappingProxyType = MappingProxyType({})
    both = (agreement("1.0.0", V1_STARTS), agreement("2.1.0", V2_STARTS))
    digests = {FILE.format(a.version): f"{i}" * 64 for i, a in enumerate(both)}
    return PolicySet(both, empty, empty, empty, empty, empty, digests)
