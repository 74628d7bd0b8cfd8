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


def walked(page, path, pictures):
    """Look at every place that a walk-through names, and take its picture."""
    text = path.read_text(encoding="utf-8")
    steps = LOOK.findall(text)
    assert len(steps) == text.count("Look at `") >= 3
    pictures.mkdir(parents=True, exist_ok=True)
    for number, (selector, promised) in enumerate(steps, 1):
        place = page.locator(selector).first
        said = re.sub(r"\s+", " ", place.text_content())
        missing = [line for line in promised.replace("> ", "").splitlines() if line not in said]
        assert missing == [], f"{selector} does not say so"
        assert place.is_visible()
        picture = pictures / f"{path.stem}_{number}.png"
        place.screenshot(path=picture)
        assert picture.stat().st_size > 1000


@pytest.mark.parametrize("name", WALKS)
def test_a_walk_through_finds_its_answers_where_it_looks(opened, tmp_path, name):
    walked(opened("sample report").page, FOLDER / f"{name}.md", Path(os.environ.get(WHERE) or tmp_path))


@pytest.mark.real
def test_each_walk_through_of_real_data_finds_its_answers_too(opened, tmp_path):
    page = opened("bpic2012 report").page
    walks = sorted(path for path in (FOLDER / "bpic2012").glob("*.md") if path.stem != "README")
    assert [path.stem for path in walks] == WALKS
    for path in walks:
        walked(page, path, Path(os.environ.get(WHERE) or tmp_path) / "bpic2012")
