"""Each code has a page, and what the page shows is what leadpact says."""

from __future__ import annotations

import ast
import re
import shutil
import textwrap
from functools import cache
from pathlib import Path

import pytest

from engine.documents.code_pages import code_page, code_titles, codes
from tests.faults import faults_of

ROOT = Path(__file__).parents[2]
SAMPLES = sorted((ROOT / "tests" / "bad").glob("*.yaml"))
SHAPE = re.compile(
    r"# (?P<code>LP\d{3}) · (?P<title>[^\n]+)\n\n(?P<meaning>.+?)\n\n## Example\n\n"
    r"(?:```yaml\n(?P<yaml>.+?)\n```\n\n)?```text\n(?P<told>.+?)\n```\n\n## Way out\n\n(?P<way_out>.+)\n",
    re.DOTALL,
)
HOLE = ".+"
ERRORS = {"LP926", "LP950", "LP951"}  # tests/cli/test_policies_at_fault.py, tests/cli/test_base.py


def page(code):
    found = SHAPE.fullmatch(code_page(code))
    assert found, f"{code} has another shape than the other pages"
    return found


def in_use():
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "engine").rglob("*.py")]
    return {code for text in texts for code in re.findall(r"\"(LP\d{3})\"", text)}


def sampled():
    return sorted({code for path in SAMPLES for code in re.findall(r"LP\d{3}", path.name)})


@cache
def templates():
    """Every text that the engine can put together, its values as holes."""
    found = set()
    for path in (ROOT / "engine").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr):
                parts = [re.escape(p.value) if isinstance(p, ast.Constant) else HOLE for p in node.values]
                found.add("".join(parts))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(re.escape(node.value))
    return [text for text in found if len(text.replace(HOLE, "")) > 12]


@pytest.fixture
def told_of(tmp_path, monkeypatch):
    """What leadpact says of the bad samples of a code: the sample's text, and its faults as a page prints them."""

    def told(code):
        for sample in SAMPLES:
            if code in sample.stem.split("_"):
                folder = tmp_path / sample.stem
                shutil.copytree(ROOT / "tests" / "fixtures" / "policies_small", folder / "policies")
                shutil.copy(sample, folder / "policies" / "z_bad.yaml")
                monkeypatch.chdir(folder)
                text = sample.read_text(encoding="utf-8")
                for f in faults_of(Path("policies")):
                    yield text, f.code, f"{f.severity}[{f.code}] {f.message}\n  help: {f.help}"

    return told


def test_there_is_a_page_for_each_code_and_a_code_for_each_page():
    assert set(codes()) == in_use()
    assert {path.name for path in (ROOT / "docs" / "diagnostics").iterdir()} == {f"{code}.md" for code in codes()}


@pytest.mark.parametrize("code", codes())
def test_a_page_says_what_a_code_means_and_the_way_out(code):
    found = page(code)
    assert found["code"] == code
    assert len(found["meaning"].split()) > 7
    assert len(found["way_out"].split()) > 3
    assert code_titles([code]) == {code: found["title"]}


@pytest.mark.parametrize("code", sampled())
def test_the_example_of_a_page_is_a_bad_sample_and_what_is_said_of_it(code, told_of):
    found = page(code)
    samples = [text for text, of, told in told_of(code) if (of, told) == (code, found["told"])]
    assert samples, f"no bad sample of {code} is told so"
    if found["yaml"]:
        indented = [textwrap.indent(found["yaml"], " " * width) for width in range(0, 16, 2)]
        assert any(f"\n{text}\n" in sample for text in indented for sample in samples)


@pytest.mark.parametrize("code", sorted(set(codes()) - set(sampled())))
def test_a_message_on_a_page_without_a_sample_is_one_that_the_engine_makes(code):
    first, *more = page(code)["told"].splitlines()
    severity = "warning" if code.startswith("LP9") and code not in ERRORS else "error"
    assert first.startswith(f"{severity}[{code}] ")
    for message in (first.removeprefix(f"{severity}[{code}] "), *(line.removeprefix("  help: ") for line in more)):
        assert any(re.fullmatch(text, message) for text in templates()), message


def test_the_wheel_carries_the_pages():
    included = re.search(r"^only-include = \[(.*)\]$", (ROOT / "pyproject.toml").read_text("utf-8"), re.MULTILINE)
    assert '"docs/diagnostics"' in included[1]


def test_no_page_is_a_code_made_up():
    assert code_page("LP000") is None
    assert code_page("../diagnostics") is None
    assert code_titles(["LP000"]) == {}
