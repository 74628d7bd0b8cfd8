"""100,000 questions to calendars in one run of the command, each answer compared with the slow reference.

Run it as `.venv/bin/python benchmarks/calendar_questions.py [how many]`. It writes calendars in eight zones
(office hours with
a lunch break, overnight shifts) and seeded questions around DST changes to a temporary folder, times
`leadpact calendar --questions`, then walks the days for every question. Exits 1 at the first answer that differs.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from engine.loading.policy_files import load  # noqa: E402 - found through the line above
from engine.model.durations import Unit  # noqa: E402
from tests.reference import calendar as reference  # noqa: E402

LEADPACT = str(Path(sys.executable).with_name("leadpact"))
ZONES = ("Europe/Berlin", "America/New_York", "America/Sao_Paulo", "Asia/Kathmandu", "Australia/Lord_Howe", "UTC")
ZONES += ("Europe/Lisbon", "Pacific/Auckland")
HOURS = {
    "office": ["09:00-12:00", "13:30-18:00"],
    "nights": ["22:00-06:00"],
}
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
FIRST = datetime.fromisoformat("2026-01-05T00:00:00+00:00")
UNITS = [unit for unit in Unit if unit is not Unit.SECONDS]


def calendar_document(name: str, zone: str, hours: list[str]) -> str:
    """A calendar as YAML."""
    listed = ", ".join(f'"{span}"' for span in hours)
    days = "\n".join(f"  {day}: [{listed}]" for day in WEEKDAYS)
    head = f"format: leadpact/v1\nkind: Calendar\ncalendar: {name}\ntitle: {name}\nzone: {zone}\n"
    return f"{head}hours:\n{days}\nlaid_out: {{from: 2025-12-01, until: 2027-12-31}}\n"


def questions(count: int) -> Iterator[dict[str, str]]:
    """Seeded questions over all calendars and units, some exactly on the hour."""
    chance = Random(2026)  # noqa: S311 - no secret
    names = [(f"{kind}_{number}", zone) for number, zone in enumerate(ZONES) for kind in HOURS]
    for number in range(count):
        name, zone = chance.choice(names)
        at = FIRST + timedelta(seconds=chance.randrange(350 * 86_400))
        at = at if number % 3 else at.replace(minute=0, second=0)
        unit = chance.choice(UNITS)
        asked = {"id": str(number), "calendar": name, "from": at.astimezone(ZoneInfo(zone)).isoformat()}
        yield asked | {"within": f"{chance.randrange(1, 40)} {unit.value}"}


def main() -> None:
    """Time the command, then hold every answer against the reference."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for number, zone in enumerate(ZONES):
            for kind, hours in HOURS.items():
                text = calendar_document(f"{kind}_{number}", zone, hours)
                (folder / f"{kind}_{number}.yaml").write_text(text, encoding="utf-8")
        asked = list(questions(count))
        lines = folder / "questions.jsonl"
        lines.write_text("".join(json.dumps(one) + "\n" for one in asked), encoding="utf-8")
        begun = time.perf_counter()
        command = [LEADPACT, "calendar", "--policies", str(folder), "--questions", str(lines)]
        answered = subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603 - our own
        taken = time.perf_counter() - begun
        begun = time.perf_counter()
        verify(folder, asked, [json.loads(line) for line in answered.splitlines()])
        walked = time.perf_counter() - begun
    print(f"{count:,} questions answered in {taken:.2f} s, start-up included; all equal to the reference,")
    print(f"which took {walked:.1f} s: {walked / taken:.0f} x")


def verify(folder: Path, asked: list[dict[str, str]], answers: list[dict[str, str]]) -> None:
    """Compare every due instant with a walk over the days; exits 1 at the first that differs."""
    policies, faults = load(folder)
    if policies is None or len(asked) != len(answers):
        sys.exit(f"not all answered, or no calendars: {faults}")
    for question, answer in zip(asked, answers, strict=True):
        calendar = policies.calendars[question["calendar"]]
        amount, unit = question["within"].split(" ", 1)
        start = micros(question["from"])
        due = reference.due(calendar, calendar.zone, Unit(unit), int(amount), start)
        found = micros(answer["due"]) if "due" in answer else None
        if due != found:
            sys.exit(f"differs: {question} answered {answer}, the reference says {due}")


def micros(text: str) -> int:
    """µs since 1970 of an ISO instant."""
    return (datetime.fromisoformat(text) - reference.EPOCH) // timedelta(microseconds=1)


if __name__ == "__main__":
    main()
