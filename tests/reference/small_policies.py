"""A small schema, its stages and builders, from which cases and random policy sets are made."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from engine.model.agreements import Agreement, Party, Stage
from engine.model.calendars import Calendar, HolidayCountry, Interval, Override
from engine.model.commitments import (
    Acceptance,
    Again,
    Attempts,
    Cadence,
    Commitment,
    Conversion,
    IfSilent,
    Period,
    Response,
)
from engine.model.durations import Duration, Unit
from engine.model.lead_schema import EventType, FieldType, LeadField, LeadSchema, Mode, Outreach, Side
from engine.model.moments import Decision, OutreachMade, StageEntered
from engine.model.policy_set import PolicySet
from engine.model.volumes import NumberObjective, Volume
from engine.model.waivers import Waiver
from engine.model.window_rows import WindowRow

from .instants import begin_of, instant
from .rows import CoverageRow, LeadRecord, LogEvent

ZONE = "America/New_York"
SCHEMA = LeadSchema(
    "crm",
    fields=(
        LeadField("segment", FieldType.CHOICE, choices=("small", "large")),
        LeadField("country", FieldType.TEXT),
        LeadField("employees", FieldType.INTEGER),
        LeadField("growth", FieldType.DECIMAL),
        LeadField("consent", FieldType.BOOLEAN),
        LeadField("founded", FieldType.DATE),
        LeadField("budget", FieldType.MONEY),
    ),
    events=(
        EventType("demo_request", Side.BUYER),
        EventType("download", Side.BUYER),
        EventType("call", Side.SALES, outreach=Outreach.ATTEMPT, channel="phone"),
        EventType("talk", Side.SALES, outreach=Outreach.CONVERSATION, channel="phone"),
        EventType("message", Side.SALES, outreach=Outreach.ATTEMPT, names_channel="through"),
        EventType("sequence_mail", Side.SALES, outreach=Outreach.ATTEMPT, mode=Mode.SEQUENCED, channel="email"),
        EventType("auto_mail", Side.SYSTEM, outreach=Outreach.ATTEMPT, mode=Mode.AUTOMATED, channel="email"),
        EventType("stage_changed", Side.SYSTEM, names_stage="stage", names_reason="reason"),
        EventType("assigned", Side.SYSTEM, names_owner="owner"),
    ),
    attributes=("through", "stage", "reason", "owner"),
)
STAGES = (
    Stage("lead", "marketing"),
    Stage("mql", "sales"),
    Stage("sal", "sales"),
    Stage("sql", "sales", requires="fits"),
    Stage("customer", "sales", final=True),
    Stage("recycled", "marketing", reasons=("no_answer", "bad_timing")),
    Stage("disqualified", "marketing", reasons=("spam", "student")),
)
WORKDAY = (Interval(9 * 60, 17 * 60),)
OFFICE = Calendar(
    "office", "Office", ZONE, (*[WORKDAY] * 5, (), ()), (), (), first=date(2026, 1, 1), last=date(2026, 12, 31)
)
NIGHT = Calendar(
    "night",
    "Night shift",
    "Europe/Berlin",
    ((Interval(22 * 60, 30 * 60),),) * 7,
    (HolidayCountry("DE"),),
    (Override(date(2026, 3, 10), date(2026, 3, 11), (), "move"),),
    first=date(2026, 1, 1),
    last=date(2026, 12, 31),
)
BRIEF = Calendar(
    "brief", "Laid out for a month", ZONE, (WORKDAY,) * 7, (), (), first=date(2026, 2, 1), last=date(2026, 3, 12)
)
MQL, SAL, SQL = (StageEntered((name,)) for name in ("mql", "sal", "sql"))
ANY_ATTEMPT = OutreachMade(Outreach.ATTEMPT)


def wall(text: str, zone: str = ZONE) -> int:
    """µs UTC of an ISO text; without an offset it is wall time in `zone`."""
    moment = datetime.fromisoformat(text)
    return instant(moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone)))


def lasting(text: str) -> Duration:
    """`2 business hours` as a duration."""
    amount, unit = text.split(" ", 1)
    return Duration(int(amount), Unit(unit if unit.endswith("s") else f"{unit}s"))


def within(text: str | None) -> tuple[WindowRow, ...]:
    """One `else` row; None is exempt."""
    return (WindowRow(None, None if text is None else lasting(text)),)


def response(**changes: Any) -> Response:
    """Sales must make an attempt within two hours of each MQL."""
    terms: dict[str, Any] = {
        "name": "answer",
        "owed_by": "sales",
        "title": "",
        "starts": (MQL,),
        "again": Again.NEW,
        "kept_by": (ANY_ATTEMPT,),
        "cancelled_by": (StageEntered(("disqualified",)),),
        "rows": within("2 hours"),
        "calendar": None,
        "warn_at": (),
        "objective": None,
    }
    return Response(**terms | changes)


def cadence(attempts: Attempts, **changes: Any) -> Cadence:
    """Sales must make these attempts within ten hours of each SAL, unless somebody talks."""
    terms: dict[str, Any] = {
        "name": "chase",
        "owed_by": "sales",
        "title": "",
        "starts": (SAL,),
        "again": Again.NEW,
        "attempts": attempts,
        "released_by": (OutreachMade(Outreach.CONVERSATION), SQL),
        "cancelled_by": (StageEntered(("disqualified",), ("spam",)),),
        "rows": within("10 hours"),
        "calendar": None,
        "warn_at": (),
        "objective": None,
    }
    return Cadence(**terms | changes)


def acceptance(**changes: Any) -> Acceptance:
    """Sales must accept or reject each MQL within two hours."""
    terms: dict[str, Any] = {
        "name": "verdict",
        "owed_by": "sales",
        "title": "",
        "starts": (MQL,),
        "again": Again.NEW,
        "accept": Decision(("sal",)),
        "reject": Decision(("recycled", "disqualified"), with_reason=True),
        "if_silent": IfSilent.BREACH,
        "cancelled_by": (),
        "rows": within("2 hours"),
        "calendar": None,
        "warn_at": (),
        "objective": None,
    }
    return Acceptance(**terms | changes)


def conversion(**changes: Any) -> Conversion:
    """Of the MQLs, those that become SAL within two days."""
    terms: dict[str, Any] = {
        "name": "win",
        "owed_by": "marketing",
        "title": "",
        "from_stage": "mql",
        "to_stage": "sal",
        "rows": within("48 hours"),
        "calendar": None,
        "objective": None,
    }
    return Conversion(**terms | changes)


def volume(**changes: Any) -> Volume:
    """Marketing must bring two leads to MQL each month."""
    terms: dict[str, Any] = {
        "name": "delivered",
        "owed_by": "marketing",
        "title": "",
        "stage": "mql",
        "only_met": False,
        "objective": NumberObjective(2, Period.MONTH),
    }
    return Volume(**terms | changes)


def agreement(*commitments: Commitment, **changes: Any) -> Agreement:
    """A version in force since 2026 with the small schema's stages."""
    terms: dict[str, Any] = {
        "name": "pact",
        "version": "1.0.0",
        "title": "Pact",
        "zone": ZONE,
        "starts": wall("2026-01-01"),
        "ends": None,
        "lead_schema": "crm",
        "calendar": "always",
        "glossary": None,
        "parties": (Party("marketing", "Marketing", "cmo"), Party("sales", "Sales", "cro")),
        "hand_over": "mql",
        "scope": None,
        "stages": tuple(Stage(s.name, s.held_by, final=s.final, reasons=s.reasons) for s in STAGES),
        "criteria": (),
        "commitments": commitments,
    }
    return Agreement(**terms | changes)


def policy_set(
    *agreements: Agreement, calendars: Iterable[Calendar] = (OFFICE, NIGHT, BRIEF), waivers: tuple[Waiver, ...] = ()
) -> PolicySet:
    by_name = {c.name: c for c in calendars}
    return PolicySet(agreements, by_name, {"crm": SCHEMA}, {}, {}, {}, {}, waivers={w.name: w for w in waivers})


def history(*lines: tuple[str, str] | tuple[str, str, dict[str, Any]], lead: str = "a") -> tuple[LogEvent, ...]:
    """Events of a lead: when, type, and `actor` or attributes. A date alone stands for its whole day."""
    found = []
    for number, (when, kind, *rest) in enumerate(lines):
        said: dict[str, Any] = dict(*rest)
        actor = said.pop("actor", "rep")
        at = until = wall(when)
        if len(when) == len("2026-01-01"):
            until = begin_of(ZONE, date.fromisoformat(when) + timedelta(days=1)) - 1
        found.append(LogEvent(0, f"e{number}", lead, kind, at, until, actor=actor, attributes=said))
    return numbered(found)


def numbered(events: Iterable[LogEvent]) -> tuple[LogEvent, ...]:
    """The events in the order of the log, each with its `ord`."""
    ordered = sorted(events, key=lambda e: (e.lead_id, e.at, e.event_id))
    return tuple(
        LogEvent(n, e.event_id, e.lead_id, e.type, e.at, e.until, e.recorded_at, e.actor, e.source, e.attributes)
        for n, e in enumerate(ordered)
    )


def complete(since: int | None = None, until: int | None = 2**61) -> tuple[CoverageRow, ...]:
    """Every event type of the small schema, and the history of every field, from one source."""
    names = (*(t.name for t in SCHEMA.events), *(f"field:{f.name}" for f in SCHEMA.fields))
    return tuple(CoverageRow(name, "crm/log", since, until) for name in names)


def lead(**fields: Any) -> LeadRecord:
    return LeadRecord("a", fields)
