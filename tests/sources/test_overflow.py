"""What doesn't fit into memory holds leads' data: it must be nobody else's to read, and be gone afterwards."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from engine.evaluation.engines.duckdb import MOST_MEMORY, connect

SPILLING = """
from pathlib import Path
from engine.evaluation.engines.duckdb import connect
connection = connect(1)
connection.execute("set memory_limit = '60MB'")
connection.execute("create table large as select range as n, md5(range::varchar) as text from range(4_000_000)")
folder = connection.execute("select current_setting('temp_directory')").fetchone()[0]
print(folder, len(list(Path(folder).iterdir())))
"""


def setting(name: str) -> str:
    found = connect().execute("select value from duckdb_settings() where name = ?", [name]).fetchone()
    assert found is not None
    return found[0]


def test_a_run_takes_no_more_memory_for_tables_than_was_measured():
    number, unit = setting("memory_limit").split()
    assert unit in {"MiB", "GiB"}
    assert float(number) * (1 << (20 if unit == "MiB" else 30)) <= MOST_MEMORY


def test_what_overflows_can_be_read_by_nobody_else():
    assert Path(setting("temp_directory")).stat().st_mode & 0o077 == 0


def test_what_overflowed_is_gone_when_the_run_ends():
    command = [sys.executable, "-c", SPILLING]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - our own script
    folder, files = done.stdout.split()[-2:]  # where it takes long, DuckDB draws its progress before
    assert int(files) > 0
    assert not Path(folder).exists()
