"""How long `leadpact test` takes for a hundred scenarios, in a repository that `leadpact init` laid out.

Run it as `.venv/bin/python benchmarks/scenarios.py`; it prints seconds on the clock and of all processes. The twelve
scenarios of the starter are written again and again, each time some days later, so that no two are the same run.
"""

from __future__ import annotations

import re
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

LEADPACT = str(Path(sys.executable).with_name("leadpact"))
WEEKS = range(-5, 4)
"""January to March 2026, which have no holiday on the starter's days."""
DATE = re.compile(r"(\w{3} )?(?:2026-03-(\d\d)|(\d+) Mar 2026)")


def later(text: str, weeks: int) -> str:
    """The same scenarios some weeks on, which come to the same."""

    def moved(found: re.Match[str]) -> str:
        day = date(2026, 3, int(found[2] or found[3])) + timedelta(weeks=weeks)
        return f"{found[1] or ''}{day.isoformat() if found[2] else f'{day.day} {day:%b %Y}'}"

    return DATE.sub(moved, text.replace("Scenario: ", f"Scenario: {weeks} weeks on: "))


def main() -> None:
    """Lay out, write, run, print."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        subprocess.run([LEADPACT, "init"], cwd=folder, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own command
        features = {path.stem: path.read_text(encoding="utf-8") for path in (folder / "features").iterdir()}
        for week in WEEKS:
            for name, text in features.items():
                (folder / "features" / f"{name}_{week}.feature").write_text(later(text, week), encoding="utf-8")
        for name in features:
            (folder / "features" / f"{name}.feature").unlink()
        begun = time.perf_counter()
        done = subprocess.run([LEADPACT, "test"], cwd=folder, check=False, capture_output=True, text=True)  # noqa: S603
        taken = time.perf_counter() - begun
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(done.stdout.splitlines()[-1], done.stderr, sep="\n")
    print(f"{taken:.1f} s on the clock, {used.ru_utime + used.ru_stime:.1f} s of all processes, `init` included")


if __name__ == "__main__":
    main()
