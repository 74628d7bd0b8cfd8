"""Random cases: a policy set, leads with their logs, and an instant to judge them at."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from engine.model.conditions import Money
from engine.model.policy_set import PolicySet

from .instants import begin_of, local_date
from .random_conditions import EVENT_TYPES, REASONS, STAGE_NAMES
from .random_policies import FIRST, HOUR, ZONES, instants, policy_sets
from .random_waivers import with_waivers
from .random_windows import CALENDARS
from .rows import CoverageRow, FieldChange, FieldHistory, Inputs, LeadRecord, LogEvent, MembershipRow, QuarantinedRow
from .small_policies import complete, numbered
from .small_rosters import staffed

LEAD_IDS = ("a", "NA", "o'hara", "=1+1", "ä", "0", "a ", "null", "<b>", "01", "a;b", "%")
ACTORS = ("ann", "ann", "ann", "ann", "bob", "cid", "eve", None)
LIKELY = ("stage_changed",) * 6 + ("call", "call", "message", "message", "talk")
FIELDS: dict[str, tuple[Any, ...]] = {
    "segment": ("small", "large"),
    "country": ("DE", "NA", "xa_%'x", "spam"),
    "employees": (9, 10, 50, 51),
    "growth": (Decimal("0.5000"), Decimal("-1.0000")),
    "consent": (True, False),
    "founded": (date(2020, 2, 29), date(2020, 3, 2)),
    "budget": (Money(Decimal(10000), "EUR"), Money(Decimal("9999.9999"), "EUR"), Money(Decimal(5), "USD")),
}
HISTORIES = tuple(f"field:{name}" for name in FIELDS)


@dataclass(frozen=True)
class RandomCase:
    """Arguments of `evaluate`; all events are at or before `as_of`, as the normalised log has them."""

    policies: PolicySet
    inputs: Inputs
    as_of: int


@st.composite
def leads(draw: st.DrawFn, lead_id: str) -> LeadRecord:
    """Every field is there, unknown, or known but of unknown age."""
    fields = {name: draw(st.none() | st.sampled_from(values)) for name, values in FIELDS.items()}
    set_at = {name: draw(st.none() | instants()) for name in FIELDS}
    return LeadRecord(lead_id, fields, set_at)


@st.composite
def histories(draw: st.DrawFn, lead_id: str) -> list[FieldHistory]:
    """Changes of some fields: taken, cleared, unreadable, dated by their day; what was before is told, or garbled."""
    found = []
    for name in draw(st.lists(st.sampled_from(tuple(FIELDS)), max_size=4, unique=True)):
        value = st.none() | st.sampled_from(FIELDS[name])
        changes = []
        for n in range(draw(st.integers(0, 4))):
            (at, until), tells = draw(spans()), draw(st.sampled_from((True, True, True, True, False)))
            changes.append(FieldChange(f"{lead_id}-{name}-{n}", at, until, draw(value) if tells else None, tells))
        changes.sort(key=lambda change: change.at)
        told, garbled = draw(st.sampled_from(((True, False), (True, False), (False, False), (False, True))))
        found.append(FieldHistory(lead_id, name, tuple(changes), draw(value) if told else None, told, garbled))
    return found


@st.composite
def spans(draw: st.DrawFn) -> tuple[int, int]:
    """An instant, or now and then a whole day in some zone."""
    at = draw(instants())
    if draw(st.sampled_from((True, False, False, False, False, False))):
        zone = draw(st.sampled_from(ZONES))
        day = local_date(zone, at)
        return begin_of(zone, day), begin_of(zone, day + timedelta(days=1)) - 1
    return at, at


@st.composite
def log_events(draw: st.DrawFn, lead_id: str) -> LogEvent:
    kind = draw(st.sampled_from((*EVENT_TYPES, *LIKELY)))
    at, until = draw(spans())
    attributes: dict[str, str | None] = {}
    match kind:
        case "stage_changed":
            attributes["stage"] = draw(st.sampled_from(("mql", *STAGE_NAMES, "mql", "sal", "nowhere", None)))
            attributes["reason"] = draw(st.none() | st.sampled_from(REASONS))
        case "message":
            attributes["through"] = draw(st.sampled_from((None, "email", "chat", "phone")))
        case "assigned":
            attributes["owner"] = draw(st.sampled_from(ACTORS))
    actor = draw(st.sampled_from(ACTORS))
    recorded = draw(st.sampled_from((None, 0, HOUR // 2, HOUR, HOUR + 1, 30 * HOUR)))
    recorded_at = None if recorded is None else until + recorded
    return LogEvent(0, "", lead_id, kind, at, until, recorded_at, actor, source="crm/log", attributes=attributes)


@st.composite
def logs(draw: st.DrawFn, lead_id: str) -> list[LogEvent]:
    """Up to a dozen events whose ids, which break ties, are in no order of time."""
    found = draw(st.lists(log_events(lead_id), min_size=4, max_size=14))
    return [
        LogEvent(
            0, f"{lead_id}-{n:02d}", e.lead_id, e.type, e.at, e.until, e.recorded_at, e.actor, e.source, e.attributes
        )
        for n, e in enumerate(found)
    ]


@st.composite
def coverages(draw: st.DrawFn) -> tuple[CoverageRow, ...]:
    """Mostly complete; sometimes one more source of some types begins or ends within the days judged."""
    untold = draw(st.sampled_from(((), (), (), HISTORIES, HISTORIES[:2])))
    rows = [row for row in complete() if row.type not in untold]
    if draw(st.sampled_from((False, False, True))):
        types = draw(st.lists(st.sampled_from((*EVENT_TYPES, *HISTORIES)), min_size=1, max_size=3, unique=True))
        since, until = draw(st.none() | instants()), draw(st.sampled_from((2**61, None)) | instants())
        rows += [CoverageRow(name, "crm/other", since, until) for name in types]
    return tuple(rows)


@st.composite
def quarantined(draw: st.DrawFn, row_no: int) -> QuarantinedRow:
    kind = draw(st.sampled_from((*EVENT_TYPES, None, None, *HISTORIES)))
    cells = tuple(
        f"unreadable value of {name}" for name in ("stage", "reason", "through", "owner", "recorded_at", *FIELDS)
    )
    whole = ("unreadable time", "missing time", "conflicting events", "conflicting changes", "unknown field")
    reason = draw(st.sampled_from((*whole, *cells)))
    return QuarantinedRow("log.csv", row_no, draw(st.sampled_from((*LEAD_IDS[:3], None))), kind, reason)


@st.composite
def quarantines(draw: st.DrawFn) -> tuple[QuarantinedRow, ...]:
    """Mostly none; now and then up to three, of one lead or of several; two may be one row with two reasons."""
    rows = draw(st.sampled_from((0,) * 8 + (1, 2, 3)))
    return tuple(draw(quarantined(n + draw(st.sampled_from((1, 2))))) for n in range(rows))


@st.composite
def rosters(draw: st.DrawFn) -> tuple[MembershipRow, ...]:
    """Ann sells always, Bob from or until an instant, Cid is in marketing; Eve is nowhere."""
    change = draw(instants())
    bob = draw(
        st.sampled_from(
            (MembershipRow("bob", "inside", "sales", change), MembershipRow("bob", "inside", "sales", until=change))
        )
    )
    known = (MembershipRow("ann", "inside", "sales"), bob, MembershipRow("cid", "demand", "marketing"))
    return tuple(replace(m, calendar=draw(st.sampled_from((None, None, *CALENDARS)))) for m in known)


@st.composite
def cases(draw: st.DrawFn, fewest: int = 1, most: int = 3) -> RandomCase:
    """A whole case: policies, leads (of such a number) with their logs, and `as_of` near the events or long after."""
    late = FIRST + 10 * 24 * HOUR
    as_of = draw(st.sampled_from((late, late, late - 5 * 24 * HOUR, late + 50 * 24 * HOUR)) | instants())
    ids = LEAD_IDS[: draw(st.integers(fewest, most))]
    events = numbered(e for lead_id in ids for e in draw(logs(lead_id)) if e.at <= as_of)
    inputs = Inputs(
        tuple(draw(leads(lead_id)) for lead_id in ids),
        events,
        draw(coverages()),
        draw(quarantines()),
        draw(rosters()),
        tuple(h for lead_id in ids for h in draw(histories(lead_id))),
        draw(st.sampled_from((False, False, False, True))),
    )
    policies = draw(policy_sets())
    policies = replace(policies, waivers={w.name: w for w in draw(with_waivers(policies, ids))})
    return RandomCase(staffed(policies, inputs.memberships), inputs, as_of)
