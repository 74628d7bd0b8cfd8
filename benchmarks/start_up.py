"""How long a command takes to say its first word, against a Python that says nothing.

Run it as `.venv/bin/python benchmarks/start_up.py`; it prints the median of some runs in seconds and
its ratio to `python -c pass`. Fails with the exit code of a command that fails.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
LEADPACT = str(Path(sys.executable).with_name("leadpact"))
RUNS = 7
COMMANDS = {
    "python -c pass": [sys.executable, "-c", "pass"],
    "leadpact --help": [LEADPACT, "--help"],
    "leadpact validate": [LEADPACT, "validate"],
}


def seconds(command: list[str]) -> float:
    """Give the median wall time of a command in seconds, after one run that warms the caches."""
    taken = []
    for _ in range(RUNS + 1):
        begun = time.perf_counter()
        subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)  # noqa: S603 - our own commands
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken[1:])


def main() -> None:
    """Print one line per command."""
    floor = 0.0
    for name, command in COMMANDS.items():
        median = seconds(command)
        floor = floor or median
        print(f"{name:<20} {median:6.3f} s  {median / floor:5.1f} x")


if __name__ == "__main__":
    main()
