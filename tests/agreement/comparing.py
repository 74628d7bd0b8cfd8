"""What engine and reference must agree on, relation by relation."""

from __future__ import annotations

from engine.model.policy_set import PolicySet
from tests.agreement.judged_by_engine import judge_only
from tests.reference.evaluator import evaluate
from tests.reference.rows import Inputs, ReferenceResults, Row

CLOCK = ("policy", "commitment", "lead_id", "started_at", "start_event", "version", "kind", "state", "reason")
CLOCK += ("started_last", "row_no", "due_at", "due_last", "stopped_at", "stop_event", "cancelled_at", "elapsed")
CLOCK += ("paused_for", "remaining", "deemed", "logged_late")
CLOCK += ("late_by", "warned", "attempts", "attempt_days", "attempt_channels", "owner", "owed_by")
CLOCK += ("month", "quarter", "year", "waiver", "waived_after", "waived_as", "waived_as_reason")
VOLUME = ("policy", "version", "commitment", "period", "entries", "counted", "unsure", "not_met", "out_of_scope")
VOLUME += ("re_entries", "no_version", "doubtful", "covered", "possible", "promised", "verdict")
VOLUME += ("working_days", "days_gone", "pace")
DISCONNECT = ("kind", "policy", "version", "lead_id", "owner", "since", "stage", "detail")
VOLUME_ENTRY = ("policy", "version", "commitment", "period", "lead_id", "at", "reason")
CRITERION = ("policy", "version", "lead_id", "asked", "criterion", "at", "truth", "because", "as_it_stands")
SCORE = ("policy", "version", "lead_id", "at", "scorecard", "asked", "lower", "upper", "rating")
SCORE_PART = ("policy", "version", "lead_id", "at", "scorecard", "part", "lower", "upper", "band")
LEDGER = ("policy", "version", "lead_id", "at", "scorecard", "part", "line", "kind", "occurrence", "event_id")
LEDGER += ("happened_at", "age", "lower", "upper")
SHARE = ("policy", "version", "commitment", "lead_id", "started_at", "start_event", "owner", "at_due", "share", "whole")
LATE_HAND_OVER = ("policy", "version", "commitment", "lead_id", "started_at", "start_event", "at", "from_owner")
LATE_HAND_OVER += ("to_owner", "time_left", "whole")
PARTS = (
    "policy",
    "version",
    "commitment",
    "lead_id",
    "started_at",
    "start_event",
    "routing",
    "assignment",
    "rep",
    "whole",
)
ALERT = ("policy", "version", "commitment", "lead_id", "started_at", "start_event", "kind", "percent", "who")
ALERT += ("person", "at", "tell_at", "is_due")
ENTRY = ("policy", "version", "lead_id", "stage", "at", "until", "event_id", "in_scope")


COMPARED = ("clocks", "clock_shares", "late_hand_overs", "response_parts", "criteria", "entries", "scores")
COMPARED += ("score_parts", "score_ledger", "attainment", "disconnects", "longest_disconnects", "volumes")
COMPARED += ("volume_entries", "alerts")


def in_agreement(policies: PolicySet, inputs: Inputs, as_of: int) -> ReferenceResults:
    """Judge by both; give the reference's results once they are found equal."""
    expected = evaluate(policies, inputs, as_of)
    found = judge_only(COMPARED, policies, inputs, as_of)
    same("clocks", CLOCK, found.rows("clocks"), expected.clocks)
    clocks = {row["clock_id"]: row for row in found.rows("clocks")}
    of_clocks = {"clock_shares": SHARE, "late_hand_overs": LATE_HAND_OVER, "response_parts": PARTS, "alerts": ALERT}
    for name, columns in of_clocks.items():
        rows = [{**clocks[row["clock_id"]], **row} for row in found.rows(name)]
        same(name, columns, rows, getattr(expected, name))
    same("criteria", CRITERION, found.rows("criteria"), expected.criteria)
    entries = [row for row in found.rows("entries") if row["version"]]
    same("entries", ENTRY, entries, [row for row in expected.entries if row["version"]])
    same("scores", SCORE, found.rows("scores"), expected.scores)
    same("score_parts", SCORE_PART, found.rows("score_parts"), expected.score_parts)
    same("score_ledger", LEDGER, found.rows("score_ledger"), expected.score_ledger)
    counted = [row for row in expected.attainment if row["version"]]
    if counted:
        columns = tuple(c for c in counted[0])
        rows = [row for row in found.rows("attainment") if row["version"]]
        dimensions = {row["dimension"] for row in counted}
        same("attainment", columns, [row for row in rows if row["dimension"] in dimensions], counted)
    same("disconnects", DISCONNECT, found.rows("disconnects"), expected.disconnects)
    same("longest_disconnects", DISCONNECT, found.rows("longest_disconnects"), expected.disconnects)
    same("volumes", VOLUME, found.rows("volumes"), expected.volumes)
    same("volume_entries", VOLUME_ENTRY, found.rows("volume_entries"), expected.volume_entries)
    return expected


def same(name: str, columns: tuple[str, ...], found: list[Row], expected: list[Row]) -> None:
    def cut(rows: list[Row]) -> list[dict[str, object]]:
        shown = [{c: row.get(c) for c in columns} for row in rows]
        return sorted(shown, key=repr)

    left, right = cut(found), cut(expected)
    if left != right:
        only_engine = [row for row in left if row not in right]
        only_reference = [row for row in right if row not in left]
        lines = [f"{name}: engine and reference differ"]
        for mine, theirs in zip(only_engine, only_reference, strict=False):
            lines.append(str({c: (mine[c], theirs[c]) for c in columns if mine[c] != theirs[c]}))
            lines.append(f"   engine {mine}")
        lines += [f"only engine {row}" for row in only_engine[len(only_reference) :]]
        lines += [f"only reference {row}" for row in only_reference[len(only_engine) :]]
        raise AssertionError("\n".join(lines[:12]))
