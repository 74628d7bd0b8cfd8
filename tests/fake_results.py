"""A made-up run over six months of the made-up policies; seeded, so always the same."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from dataclasses import replace

from engine.evaluation.results import Results, Row, RunIdentity
from engine.model.agreements import Agreement
from engine.model.commitments import Objective, Period
from engine.model.durations import DAY, HOUR, MINUTE
from engine.reports.instants import Instant
from engine.reports.periods import period_at
from tests.dict_relations import DictRelations
from tests.fake_arrivals import arrivals
from tests.fake_disconnects import counted, longest
from tests.fake_owners import owners
from tests.fake_policies import V1_STARTS, V2_STARTS, ZONE, policies

AS_OF = 1_782_828_000_000_000  # 2026-06-30 16:00 CEST
OWNERS = ("A. Berger", "J. O'Neill", "M. Silva", "Zoë Kratz", None)
STATES = ("kept", "late", "breached", "running", "at_risk", "paused")
STATES += ("cancelled", "exempt", "waived", "unknown", "not_applicable")


def clock(number: int, state: str, commitment: str, started: int, **other: object) -> Row:
    version = "2.1.0" if started >= V2_STARTS else "1.0.0"
    zoned = Instant(started, ZONE)
    row_no = 0 if commitment != "first_response" else 1
    broken, done = state in {"late", "breached"}, state in {"kept", "late"}
    due = started + (26 * HOUR if commitment == "first_response" else 12 * DAY)
    due = min(due, AS_OF - 8 * HOUR) if broken else due
    late_by = (3 * HOUR + number * 7 * MINUTE) if state == "late" else AS_OF - due if state == "breached" else None
    elapsed = 4 * HOUR + number * 7 * MINUTE
    row = {
        "policy": "inbound", "version": version, "commitment": commitment, "kind": "response",
        "lead_id": f"L-{1000 + number}", "started_at": started, "clock_id": f"{number:016x}", "started_last": started,
        "start_event": f"e{number}", "row_no": row_no, "calendar": "emea", "due_at": due, "due_last": due,
        "stopped_at": due + (late_by or -HOUR) if done else None, "stop_event": f"s{number}" if done else None,
        "cancelled_at": None, "state": state, "waiver": None, "waived_after": None, "waived_as": None,
        "reason": {"late": "late", "breached": "not_done", "unknown": "source", "kept": "in_time"}.get(state, "open"),
        "elapsed": elapsed, "paused_for": 0, "remaining": None, "late_by": late_by if broken else None, "warned": None,
        "attempts": number % 6 if commitment == "persistence" else None, "attempt_days": None,
        "attempt_channels": None, "owner": OWNERS[number % 5], "team": "inside_sales",
        "owed_by": "sales" if commitment in {"first_response", "persistence"} else "marketing",
        "month": period_at(zoned, Period.MONTH), "quarter": period_at(zoned, Period.QUARTER),
        "year": period_at(zoned, Period.YEAR), "s_segment": ("enterprise", "smb", None)[number % 3],
        "node": f"inbound@{version}/{commitment}/{row_no}",
    }  # fmt: skip
    return {**row, **other}


SHARES = {"first_response": 0.93, "persistence": 0.88, "facts_complete": 0.985, "acceptance_rate": 0.82}
VOLUME = {"first_response": 65, "persistence": 34, "facts_complete": 40, "acceptance_rate": 60}


def clocks(times: int = 1) -> list[Row]:
    dice, made = random.Random(7), []  # noqa: S311 - made-up data
    month = 30 * DAY
    for commitment, share in SHARES.items():
        for i in range(VOLUME[commitment] * 6 * times):
            started = V1_STARTS + DAY + (i * 5 * month + i * 12 * DAY) // (VOLUME[commitment] * 6 * times) * 6 // 5
            recent = started > AS_OF - 9 * DAY
            roll = dice.random()
            state = "kept" if roll < share else "late" if roll < share + (1 - share) * 0.7 else "breached"
            if recent and dice.random() < 0.5:
                state = "at_risk" if dice.random() < 0.2 else "running"
            elif dice.random() < 0.02:
                state = dice.choice(["unknown", "cancelled", "not_applicable"])
            made.append(clock(len(made), state, commitment, min(started, AS_OF - HOUR)))
    return made


def attainment(rows: list[Row], both: tuple[Agreement, ...], *, wider: bool = False) -> list[Row]:
    """Counts by each objective's own period, or by the wider ones."""
    spans = ("month", "quarter", "year")
    objectives = {(a.version, c.name): c.objective for a in both for c in a.commitments}
    groups: dict[tuple, Counter] = defaultdict(Counter)
    for row in rows:
        own = spans.index(objectives[row["version"], row["commitment"]].each)
        for span in spans[own + 1 :] if wider else spans[own : own + 1]:
            for dimension, value in (("all", ""), ("owner", row["owner"]), ("segment", row["s_segment"])):
                key = (row["policy"], row["version"], row["commitment"], row[span], dimension, value)
                groups[key][row["state"]] += 1
    return [attained(key, counts, objectives[key[1], key[2]]) for key, counts in groups.items()]


def attained(key: tuple, counts: Counter, objective: Objective) -> Row:
    states = {state: counts[state] for state in STATES}
    kept, decided = states["kept"], states["kept"] + states["late"] + states["breached"]
    open_, unknown = states["running"] + states["at_risk"], states["unknown"]
    whole = decided + open_ + unknown
    verdict = "open" if open_ else "unknown"
    if whole < objective.min_cases:
        verdict = "too_few"
    elif kept >= objective.share * whole:
        verdict = "met"
    elif kept + open_ + unknown < objective.share * whole:
        verdict = "missed"
    names = ("policy", "version", "commitment", "period", "dimension", "value")
    return {
        **dict(zip(names, key, strict=True)), "clocks": sum(states.values()), **states, "verdict": verdict,
        "deemed_kept": 0, "deemed_broken": 0, "logged_late_kept": 0, "logged_late_broken": 0,
        "waived_kept": 0, "waived_broken": 0,
        "share_num": objective.share.numerator, "share_den": objective.share.denominator,
        "min_cases": objective.min_cases,
    }  # fmt: skip


def relations(rows: list[Row]) -> dict[str, list[Row]]:
    both = policies().agreements
    broken = sorted(
        (r for r in rows if r["state"] in {"late", "breached"}), key=lambda r: (r["commitment"], -r["due_at"])
    )
    key = {"policy": "inbound"}
    funnel = [("lead", 640, 388), ("mql", 388, 311), ("sal", 311, 142), ("sql", 142, 31), ("customer", 31, 0)]
    return {
        "clocks": rows, "explained_merges": [],
        "entries": [
            key | {"version": "2.1.0", "lead_id": "L-1001", "stage": "mql", "position": 1, "ord": 1,
                   "at": V2_STARTS + DAY, "until": None, "event_id": "e1", "nth": 1, "in_scope": True}
        ],
        "criteria": [
            key | {"version": "2.1.0", "lead_id": "L-1001", "asked": "entry:mql", "criterion": "right_size",
                   "at": V2_STARTS + DAY, "truth": None, "because": "employees", "as_it_stands": "country"}
        ],
        "attainment": attainment(rows, both),
        "wider_attainment": attainment(rows, both, wider=True),
        "funnel": [
            key | {"dimension": "all", "value": "", "stage": s, "position": i, "leads": n, "converted": c}
            for i, (s, n, c) in enumerate([*funnel, ("recycled", 58, 0)])
        ],
        "clock_spans": [
            {"clock_id": f"{1:016x}", "lead_id": "L-1001", "segment": segment, "kind": kind,
             "starts": V2_STARTS + a * HOUR, "ends": V2_STARTS + b * HOUR}
            for segment, kind, a, b in (("late", "counted", 27, 28), ("to_first", "counted", 20, 26),
                                        ("to_first", "closed", 0, 20), ("late", "closed", 26, 27))
        ],
        "condition_nodes": [
            key | {"version": "2.1.0", "lead_id": "L-1001", "at": V2_STARTS + DAY, "about": "criterion:right_size",
                   "path": "", "truth": None, "value": None, "since": None, "complete": None}
        ],
        **owners(broken[:30]),
        "longest_disconnects": longest(key),
        **counted(key),
        "rating_counts": [
            key | {"version": "2.1.0", "scorecard": "interest", "asked": asked, "rating": rating, "leads": n}
            for asked in ("entry:mql", "as_of") for n, rating in ((40, "A1"), (21, "A2"), (3, "B2"), (6, None))
        ],
        "scores": [
            key | {"version": "2.1.0", "lead_id": "L-1001", "asked": asked, "at": V2_STARTS + DAY,
                   "scorecard": "interest", "lower": 40, "upper": 70, "rating": None}
            for asked in ("entry:mql", "start:first_response")
        ],
        "score_parts": [
            key | {"version": "2.1.0", "lead_id": "L-1001", "at": V2_STARTS + DAY, "scorecard": "interest",
                   "part": part, "lower": low, "upper": high, "band": band}
            for part, low, high, band in (("deeds", 40, 40, "1"), ("fit", 0, 30, None))
        ],
        "score_ledger": [
            key | {"version": "2.1.0", "lead_id": "L-1001", "at": V2_STARTS + DAY, "scorecard": "interest",
                   "part": part, "line": line, "kind": kind, "occurrence": nth, "event_id": nth and f"e{nth}",
                   "happened_at": nth and V2_STARTS, "age": nth and 1, "lower": low, "upper": high,
                   "node": f"inbound@2.1.0/interest/{part}/{line}" if line is not None else None}
            for part, line, kind, nth, low, high in (
                ("deeds", None, "cap", None, -35, -35), ("fit", 0, "condition", None, 0, 30),
                ("deeds", 0, "event", 2, 15, 15), ("deeds", 0, "event", 1, 60, 60),
            )
        ],
        "findings": [
            key | {"kind": "skipped stage", "lead_id": "L-1007", "stage_or_commitment": "sal",
                   "at": V2_STARTS + 3 * DAY, "detail": "sql was entered from mql"}
        ],
        "leads": [],
        "volumes": [],
        "waiver_counts": [],
        **arrivals(key),
        "quarantine": [
            {"file": "crm_events.csv", "row_no": 118, "lead_id": "L-1009", "type": "call", "reason": "unreadable time",
             "raw": "31.02.2026"}
        ],
        "set_aside": [
            {"reason": "duplicate", "file": "crm_events.csv", "rows": 12},
            {"reason": "after as_of", "file": "crm_events.csv", "rows": 3},
        ],
        "coverage": [{"type": "call", "source": "crm/events", "since": None, "until": AS_OF - HOUR}],
        "breaches": broken,
        "open_clocks": sorted((r for r in rows if r["state"] in {"running", "at_risk"}), key=lambda r: r["due_at"]),
        "unknown_clocks": [r for r in rows if r["state"] == "unknown"],
        "response_times": [
            key | {"version": v, "commitment": c, "month": "2026-05", "bucket": k, "clocks": 3 + 4 * (10 - abs(11 - k))}
            for v in ("1.0.0", "2.1.0") for c in ("first_response", "facts_complete") for k in range(4, 17)
        ],
        "response_quantiles": [
            key | {"version": v, "commitment": c, "clocks": 389, "median": 47 * MINUTE, "p90": 5 * HOUR + 12 * MINUTE}
            for v in ("1.0.0", "2.1.0") for c in ("first_response", "facts_complete")
        ],
        "attempt_counts": [
            key | {"version": "2.1.0", "commitment": "persistence", "attempts": k, "clocks": n, "broken": n * (k < 6)}
            for k, n in enumerate((2, 9, 7, 11, 8, 14, 96, 21, 4))
        ],
        "lead_counts": [key | {"what": "in_scope", "leads": 640}, key | {"what": "out_of_scope", "leads": 22}],
    }  # fmt: skip


def results(rows: list[Row] | None = None, **changed: list[Row]) -> Results:
    """A realistic run; relations named in `changed` are replaced."""
    known = policies()
    places = {
        f"inbound@{a.version}/{c.name}/{i}": row.at
        for a in known.agreements for c in a.commitments for i, row in enumerate(c.rows) if row.at
    }  # fmt: skip
    identity = RunIdentity(
        AS_OF, known.digests, {"crm_events.csv": "e" * 64, "crm_leads.csv": "f" * 64},
        {"leadpact": "0.1.0", "duckdb": "2.0.0", "sqlglot": "30.20.0", "tzdata": "2026.1", "holidays": "0.109"},
    )  # fmt: skip
    return Results(identity, known, places, DictRelations(relations(clocks() if rows is None else rows) | changed))


def renamed(run: Results, text: str) -> Results:
    """The same run with `text` for every lead id, owner, segment value, raw cell and detail."""
    hostile = ("lead_id", "owner", "s_segment", "raw", "detail", "team", "because", "start_event", "file", "event_id")
    hostile += ("from_owner", "to_owner")
    made = {
        name: [
            {k: text if (k in hostile and v is not None) or (k == "value" and v) else v for k, v in row.items()}
            for row in run.relations.rows(name)[:40]
        ]
        for name in run.relations.relations  # type: ignore[attr-defined] - a DictRelations
    }
    for row in made["attainment"]:
        row["value"] = row["value"] if row["dimension"] == "all" else text
    return replace(run, relations=DictRelations(made))
