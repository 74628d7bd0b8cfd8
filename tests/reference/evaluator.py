"""Everything about every lead, one lead at a time: the whole journey from rows to verdicts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from engine.model.calendars import Calendar
from engine.model.conditions import CriterionRef
from engine.model.policy_set import PolicySet

from .alerts import alert_rows
from .attainment import attainment_of
from .clock_owners import late_hand_over_rows, share_rows
from .clock_rows import row_of
from .clocks import Clock
from .conversions import finding_rows, members_of
from .criteria import Asked, ask, standing
from .cycles import Cycle, cycles_of
from .disconnects import Lead, disconnects_of
from .field_history import Past
from .field_moments import fields_awaited, with_changes
from .fits import handed_over
from .freshness import facts_to_find
from .moments import Log, entries_of
from .response_parts import response_part_rows
from .rows import Inputs, LeadRecord, ReferenceResults, Row
from .score_rows import Use, distinct, head, ledger_rows, part_rows, score_row, uses_of
from .silence import with_silence
from .then import follow_ups
from .unanswered import with_unanswered
from .versions import Reign, reigns_of
from .volumes import volumes_of
from .waivers import with_waiver

OF_A_CLOCK = ("policy", "version", "commitment", "lead_id", "started_at", "start_event")


@dataclass(frozen=True)
class Case:
    """One lead under one agreement: its log as each version reads it, and how it stood at `as_of`."""

    lead: LeadRecord
    logs: Sequence[Log]
    inputs: Inputs
    as_of: int

    @property
    def commitments(self) -> list[str]:
        return sorted({name for log in self.logs for name in log.reign.commitments})

    def asked(self, log: Log, at: int) -> Asked:
        agreement, criteria, past = log.reign.agreement, log.reign.criteria, Past.of(self.inputs, self.as_of)
        cards = agreement.scorecards
        return Asked(
            self.lead,
            log.events,
            self.inputs.coverage,
            criteria,
            agreement.zone,
            at,
            cards,
            past,
            self.inputs.quarantine,
        )


def evaluate(policies: PolicySet, inputs: Inputs, as_of: int) -> ReferenceResults:
    """The results as they were at `as_of` (µs UTC); later events are not looked at."""
    recorded = replace(inputs, events=tuple(sorted((e for e in inputs.events if e.at <= as_of), key=lambda e: e.ord)))
    changed = with_changes(recorded, fields_awaited(policies), as_of)
    seen = with_silence(changed, lambda told: clocks_in(policies, told, as_of))
    segments = sorted({name for agreement in policies.agreements for name in agreement.segments})
    cases = cases_in(policies, seen, as_of)
    judged = [clocks_of(case, policies) for case in cases]
    running = [clock for of_lead in judged for clock in of_lead]
    clocks = [with_waiver(row_of(clock, segments), clock, policies.waivers.values()) for clock in running]
    used = [
        (use, head(use, name, version))
        for case, of_lead in zip(cases, judged, strict=True)
        for name, version, use in scores_in(case, [clock.cycle for clock in of_lead])
    ]
    names = sorted({a.name for a in policies.agreements}) if inputs.leads else []
    volumes = [
        volumes_of([c for c in cases if c.logs[0].reign.agreement.name == name], seen, policies.calendars, as_of)
        for name in names
    ]
    return ReferenceResults(
        clocks=by(clocks, "policy", "version", "commitment", "kind", "lead_id", "started_at", "start_event"),
        entries=by(
            (r for c in cases for r in entry_rows(c)), "policy", "version", "lead_id", "stage", "at", "event_id"
        ),
        criteria=by(
            (r for c in cases for r in criteria_rows(c)), "policy", "version", "lead_id", "asked", "criterion", "at"
        ),
        attainment=attainment_of(policies.agreements, clocks),
        findings=by(
            (r for c in cases for r in finding_rows(c.logs, c.lead.lead_id, c.commitments)),
            "kind",
            "policy",
            "lead_id",
            "stage_or_commitment",
            "at",
        ),
        scores=distinct(score_row(*use) for use in used),
        score_parts=distinct(row for use in used for row in part_rows(*use)),
        score_ledger=distinct(row for use in used for row in ledger_rows(*use)),
        disconnects=by((r for c in cases for r in disconnect_rows(c)), "kind", "policy", "lead_id", "stage", "detail"),
        volumes=by((row for rows, _ in volumes for row in rows), "policy", "version", "commitment", "period"),
        volume_entries=by(
            (row for _, rows in volumes for row in rows), "policy", "version", "commitment", "lead_id", "at", "reason"
        ),
        clock_shares=by(share_rows(running), *OF_A_CLOCK, "owner"),
        late_hand_overs=by(late_hand_over_rows(running), *OF_A_CLOCK, "at"),
        response_parts=by(response_part_rows(running), *OF_A_CLOCK),
        alerts=by(alert_rows(zip(running, clocks, strict=True)), *OF_A_CLOCK, "kind", "percent", "who"),
    )


def cases_in(policies: PolicySet, seen: Inputs, as_of: int) -> list[Case]:
    return [
        case_of(lead, reigns_of(policies.versions_of(name), policies.lead_schemas), seen, as_of, policies.calendars)
        for name in sorted({a.name for a in policies.agreements})
        for lead in seen.leads
    ]


def clocks_in(policies: PolicySet, seen: Inputs, as_of: int) -> list[Clock]:
    return [clock for case in cases_in(policies, seen, as_of) for clock in clocks_of(case, policies)]


def clocks_of(case: Case, policies: PolicySet) -> list[Clock]:
    """Those that the lead's log starts, and those that follow one of these."""

    def clock(cycle: Cycle) -> Clock:
        return Clock(cycle, case.lead, case.inputs, policies.calendars, case.as_of)

    found = [clock(cycle) for cycle in cycles_in(case)]
    told = with_unanswered(found)
    return [*told, *(clock(cycle) for cycle in follow_ups(told))]


def by(rows: Iterable[Row], *columns: str) -> list[Row]:
    return sorted(rows, key=lambda row: tuple((row[c] is not None, row[c]) for c in columns))


def case_of(
    lead: LeadRecord, reigns: Sequence[Reign], inputs: Inputs, as_of: int, calendars: Mapping[str, Calendar]
) -> Case:
    events = [e for e in inputs.events if e.lead_id == lead.lead_id]
    return Case(lead, [Log(events, reign, inputs.memberships, lead, calendars) for reign in reigns], inputs, as_of)


def cycles_in(case: Case) -> list[Cycle]:
    logs, past = case.logs, Past.of(case.inputs, case.as_of)
    return [
        c
        for name in case.commitments
        for found in (cycles_of(logs, name), members_of(logs, name), handed_over(logs, name))
        for c in found
    ] + [c for name in case.commitments for c in facts_to_find(logs, name, case.lead, past)]


def scores_in(case: Case, cycles: list[Cycle]) -> list[tuple[str, str, Use]]:
    found = []
    for log in case.logs:
        agreement, version = log.reign.agreement.name, log.reign.version
        found += [(agreement, version, use) for use in uses_of([log], cycles, case.as_of, case.asked)]
    return found


def in_scope(case: Case, log: Log, at: int) -> bool | None:
    """Whether a version is in force and its scope holds."""
    scope = log.reign.agreement.scope
    if not log.reign.version:
        return False
    return True if scope is None else ask(scope, case.asked(log, at)).value


def entry_rows(case: Case) -> list[Row]:
    """Entries with the stages of the version in force at each; `nth` counts a stage's entries from 1."""
    rows: list[Row] = []
    entries = [(log, e) for log in case.logs for e in entries_of(log) if log.reign.governs(e.event.at)]
    for log, entry in entries:
        event = entry.event
        row = {
            "policy": log.reign.agreement.name,
            "version": log.reign.version,
            "lead_id": case.lead.lead_id,
            "stage": entry.stage.name,
            "at": event.at,
            "until": event.until,
            "event_id": event.event_id,
            "nth": 1 + sum(earlier["stage"] == entry.stage.name for earlier in rows),
            "in_scope": in_scope(case, log, event.at),
        }
        rows.append(row)
    return rows


def criteria_rows(case: Case) -> list[Row]:
    """Every criterion at `as_of`, and what a stage requires at each of its entries, by the version then in force."""
    rows = []
    for log in case.logs:
        if not log.reign.version:
            continue
        if log.reign.governs(case.as_of):
            rows += [criterion_row(case, log, "as_of", name, case.as_of) for name in log.reign.criteria]
        for entry in entries_of(log):
            stage, at = entry.stage, entry.event.at
            if stage.requires and log.reign.governs(at):
                rows.append(criterion_row(case, log, f"entry:{stage.name}", stage.requires, at))
    return rows


def criterion_row(case: Case, log: Log, asked: str, criterion: str, at: int) -> Row:
    truth = ask(CriterionRef(criterion), case.asked(log, at))
    as_it_stands = standing(CriterionRef(criterion), case.asked(log, at))
    return {
        "policy": log.reign.agreement.name,
        "version": log.reign.version,
        "lead_id": case.lead.lead_id,
        "asked": asked,
        "criterion": criterion,
        "at": at,
        "truth": truth.value,
        "because": truth.why,
        "as_it_stands": ", ".join(sorted(as_it_stands)),
    }


def disconnect_rows(case: Case) -> Iterable[Row]:
    histories = [h for h in case.inputs.histories if h.lead_id == case.lead.lead_id]
    return disconnects_of(Lead(list(case.logs), histories, case.as_of, case.asked))
