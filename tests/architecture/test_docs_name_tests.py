"""What docs/testing.md names is there: a rule that names a test which is gone shows nothing."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs/testing.md").read_text(encoding="utf-8")
TESTS = "\n".join(p.read_text(encoding="utf-8") for p in (ROOT / "tests").rglob("*.py"))
FEATURES = {p.name: p.read_text(encoding="utf-8") for p in (ROOT / "features").glob("*.feature")}


def test_every_test_that_is_named_exists() -> None:
    named = set(re.findall(r"\btest_\w+\b(?!\.py|\w|/)", TEXT))
    missing = {name for name in named if not re.search(rf"def {name}\(|{name}\.py", TESTS)}
    files = {p.stem for p in (ROOT / "tests").rglob("test_*.py")}
    assert len(named) > 50
    assert missing - files == set()


def test_every_file_that_is_named_exists() -> None:
    named = set(re.findall(r"(?:tests/)?[\w/]*\btest_\w+\.py", TEXT))
    there = [p.relative_to(ROOT).as_posix() for p in (ROOT / "tests").rglob("test_*.py")]
    assert {name for name in named if not any(f"/{path}".endswith(f"/{name}") for path in there)} == set()


def test_every_scenario_that_is_named_exists() -> None:
    rows = re.findall(r"(?:features/)?(\w+\.feature)`?(?:: |,? [\"“*])([^|\n]*)", TEXT)
    titles = [t for text in FEATURES.values() for t in re.findall(r"Scenario(?: Outline)?: (.*)", text)]
    named = [t.strip(' "*`…') for _, said in rows for t in re.split(r'; |", "|…, ', said)]
    named = [t for t in named if t[:1].isupper()]
    assert {file for file, _ in rows} <= FEATURES.keys()
    assert len(named) > 50
    assert [t for t in named if not any(title.startswith(t) for title in titles)] == []
