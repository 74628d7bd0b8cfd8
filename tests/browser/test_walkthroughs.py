"""What a walk-through tells somebody to look at is on the page, and says what it promises; CI keeps the pictures."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from tests.examples.sample_run import REPOSITORY

FOLDER = REPOSITORY / "docs" / "walkthroughs"
WALKS = sorted(path.stem for path in FOLDER.glob("*.md") if path.stem != "README")
LOOK = re.compile(r"^Look at `([^`]+)`\n\n((?:> .+\n?)+)", re.MULTILINE)
WHERE = "LEADPACT_PICTURES"


@pytest.mark.parametrize("name", WALKS)
def test_a_walk_through_finds_its_answers_where_it_looks(opened, tmp_path, name):
    text = (FOLDER / f"{name}.md").read_text(encoding="utf-8")
    steps = LOOK.findall(text)
    assert len(steps) == text.count("Look at `") >= 3
    pictures = Path(os.environ.get(WHERE) or tmp_path)
    pictures.mkdir(parents=True, exist_ok=True)
    page = opened("sample report").page
    for number, (selector, promised) in enumerate(steps, 1):
        place = page.locator(selector).first
        said = re.sub(r"\s+", " ", place.text_content())
        missing = [line for line in promised.replace("> ", "").splitlines() if line not in said]
        assert missing == [], f"{selector} does not say so"
        assert place.is_visible()
        picture = pictures / f"{name}_{number}.png"
        place.screenshot(path=picture)
        assert picture.stat().st_size > 1000
