"""A million leads with ten million events under the sample agreement: how long `check` takes, and how much memory.

Run it as `.venv/bin/python benchmarks/a_million_leads.py [LEADS]`; it makes the data as Parquet in a temporary folder,
runs the command, and prints seconds, the peak of resident memory and how many clocks were decided. Fails with the
exit code of a run that could not decide, and if most clocks were not judged.
"""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

ROOT = Path(__file__).parents[1]
LEADPACT = str(Path(sys.executable).with_name("leadpact"))
AS_OF = "2026-07-01T09:00:00+02:00"
GIB = 1 << 20  # ru_maxrss counts KiB

SOURCE = """
format: leadpact/v1
kind: Source
source: warehouse
lead_schema: crm
zone: Europe/Berlin
records:
  file: leads.parquet
  lead: lead_id
  fields:
    owner: owner
    country: country
    segment: segment
    channel: channel
    industry: industry
    employees:
      column: employees
      known_since: {column: enriched_at, format: epoch milliseconds}
    revenue:
      column: revenue
      currency: EUR
      known_since: {column: enriched_at, format: epoch milliseconds}
    seniority: seniority
    existing_customer: existing_customer
events:
  log:
    file: events.parquet
    id: event_id
    lead: lead_id
    event: type
    at: {column: at, format: epoch milliseconds}
    actor: actor
    attributes:
      to_stage: to_stage
      reason: reason
      new_owner: new_owner
      medium: medium
    complete_from: 2025-12-01
    complete_until: 2026-07-01T06:00:00+02:00
"""

# `dice(n)` is a number from 0 to 999 that only the lead and n decide.
LEADS = """
CREATE MACRO dice(lead, n) AS CAST(hash(lead * 64 + n) % 1000 AS BIGINT);
CREATE TABLE people AS SELECT 'u' || CAST(300 + i AS VARCHAR) AS person, i FROM range(1, 7) AS r(i);
CREATE TABLE leads AS
SELECT i AS lead, 'L' || CAST(i AS VARCHAR) AS lead_id,
  1764604800000 + CAST(hash(i) % 18000000 AS BIGINT) * 1000 AS born,
  'u' || CAST(301 + dice(i, 1) % 6 AS VARCHAR) AS owner,
  (['DE', 'AT', 'CH', 'US', 'GB', 'FR', 'BR'])[1 + dice(i, 2) % 7] AS country,
  (['small_business', 'mid_market', 'enterprise'])[1 + dice(i, 3) % 3] AS segment,
  (['organic_search', 'paid_search', 'webinar', 'trade_show', 'partner'])[1 + dice(i, 4) % 5] AS channel,
  CASE WHEN dice(i, 5) >= 50 THEN (['software', 'fintech', 'retail', 'education'])[1 + dice(i, 5) % 4] END AS industry,
  CASE WHEN dice(i, 6) >= 80 THEN CAST(dice(i, 6) * 3 AS VARCHAR) END AS employees,
  CASE WHEN dice(i, 7) >= 90 THEN CAST(dice(i, 7) * 20000 AS VARCHAR) END AS revenue,
  (['student', 'specialist', 'manager', 'director', 'vp', 'c_level'])[1 + dice(i, 8) % 6] AS seniority,
  CASE WHEN dice(i, 9) >= 20 THEN CAST(dice(i, 9) < 70 AS VARCHAR) END AS existing_customer,
  1764604800000 AS enriched_at,
  dice(i, 10) < 600 AS handed_over, dice(i, 11) < 700 AS accepted, dice(i, 12) AS fate
FROM range({leads}) AS r(i);
"""
MINUTES = 60_000
STEPS = (
    # type, minutes after birth, spread in minutes, condition, stage, reason, by the owner
    ("stage_changed", 0, 1, "true", "'lead'", "NULL", False),
    ("page_visited", 5, 9000, "true", "NULL", "NULL", False),
    ("content_downloaded", 30, 9000, "true", "NULL", "NULL", False),
    ("page_visited", 60, 9000, "true", "NULL", "NULL", False),
    ("form_submitted", 100, 8000, "dice(lead, 20) < 800", "NULL", "NULL", False),
    ("demo_requested", 9500, 400, "dice(lead, 21) < 250", "NULL", "NULL", False),
    ("owner_changed", 9990, 10, "handed_over", "NULL", "NULL", False),
    ("stage_changed", 10000, 1, "handed_over", "'mql'", "NULL", False),
    ("call_not_answered", 10001, 3000, "handed_over", "NULL", "NULL", True),
    ("email_sent", 10100, 4000, "handed_over", "NULL", "NULL", True),
    ("stage_changed", 10060, 3000, "handed_over and accepted", "'sal'", "NULL", True),
    ("call_not_answered", 14000, 6000, "handed_over and accepted", "NULL", "NULL", True),
    ("email_sequenced", 14000, 9000, "handed_over and accepted", "NULL", "NULL", True),
    ("call_not_answered", 16000, 12000, "handed_over and accepted", "NULL", "NULL", True),
    ("call_connected", 18000, 15000, "handed_over and accepted and fate < 500", "NULL", "NULL", True),
    ("email_sent", 18000, 15000, "handed_over", "NULL", "NULL", True),
    ("page_visited", 15000, 30000, "true", "NULL", "NULL", False),
    ("page_visited", 18000, 30000, "true", "NULL", "NULL", False),
    ("stage_changed", 33500, 9000, "handed_over and accepted and fate < 300", "'sql'", "NULL", True),
    ("stage_changed", 34000, 9000, "handed_over and fate >= 600", "'recycled'", "'no_answer'", True),
    ("nurture_enrolled", 43500, 9000, "handed_over and fate >= 650", "NULL", "NULL", False),
)  # fmt: skip


def make(folder: Path, leads: int) -> int:
    """Write leads.parquet and events.parquet; give the number of events."""
    connection = duckdb.connect()
    for statement in LEADS.format(leads=leads).split(";\n"):
        if statement.strip():
            connection.execute(statement)
    connection.execute(f"COPY (SELECT * EXCLUDE (lead, born) FROM leads) TO '{folder}/leads.parquet'")
    events = " UNION ALL ".join(
        f"""SELECT 'e{n}-' || lead_id AS event_id, lead_id, '{kind}' AS type,
        born + ({after} + dice(lead, {30 + n}) * {spread} // 1000) * {MINUTES} + dice(lead, {n}) * 59 AS "at",
        {"owner" if by_owner else "CAST(NULL AS VARCHAR)"} AS actor, CAST({stage} AS VARCHAR) AS to_stage,
        CAST({reason} AS VARCHAR) AS reason, {"owner" if kind == "owner_changed" else "CAST(NULL AS VARCHAR)"}
        AS new_owner, CAST(NULL AS VARCHAR) AS medium FROM leads WHERE {condition}"""
        for n, (kind, after, spread, condition, stage, reason, by_owner) in enumerate(STEPS)
    )
    # In the order of time, as a log grows; the engine has to find each lead's events itself.
    connection.execute(f"""COPY (SELECT * FROM ({events}) AS e ORDER BY e."at") TO '{folder}/events.parquet'""")
    return int(connection.execute(f"SELECT count(*) FROM '{folder}/events.parquet'").fetchall()[0][0])


def main() -> None:
    """Make the data, run `check` on it, print what it took."""
    leads = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory(prefix="leadpact-benchmark-") as scratch:
        folder = Path(scratch)
        events = make(folder, leads)
        policies = folder / "policies"
        shutil.copytree(ROOT / "policies", policies)
        (policies / "sources" / "crm_export.yaml").write_text(SOURCE, encoding="utf-8")
        command = [LEADPACT, "check", "--policies", str(policies), "--data", str(folder), "--as-of", AS_OF]
        command += ["--out", str(folder / "out"), "--fail-on", "never", "--quiet"]
        begun = time.perf_counter()
        done = subprocess.run(command, check=False, cwd=folder)  # noqa: S603 - our own command
        seconds = time.perf_counter() - begun
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / GIB
        print(f"{leads:,} leads, {events:,} events: {seconds:.1f} s, {peak:.2f} GiB at most, exit {done.returncode}")
        if done.returncode:
            sys.exit(done.returncode)
        decided, clocks = _decided(folder / "out")
        print(f"{decided:,} of {clocks:,} clocks were kept or broken")
        if decided * 2 < clocks:
            sys.exit("most clocks were not judged: such a run tells little of how long judging takes")


def _decided(out: Path) -> tuple[int, int]:
    counted = "count(*) FILTER (state IN ('kept', 'late', 'breached')), count(*)"
    decided, clocks = duckdb.execute(f"SELECT {counted} FROM '{out}/results/clocks.parquet'").fetchall()[0]
    return int(decided), int(clocks)


if __name__ == "__main__":
    main()
