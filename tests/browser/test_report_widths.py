"""What the report looks like where there is little room: nothing runs into its neighbour, is torn apart or cut off."""

from __future__ import annotations

import pytest

BPIC2012 = pytest.param("bpic2012 report", marks=pytest.mark.real)
A4 = 672  # what margins of 16 mm leave of 210 mm, in CSS pixels
OPEN = "all => all.forEach(one => { one.open = true; })"
# Texts of a row of figures that share a line and a spot, or have no space between them.
OVERPRINTED = """rows => rows.flatMap(row => {
  const placed = [...row.children].map(one => {
    const range = document.createRange(); range.selectNodeContents(one);
    return [one.textContent, range.getBoundingClientRect()];
  });
  return placed.flatMap(([text, a], at) => placed.slice(at + 1)
    .filter(([, b]) => a.right + 4 > b.left && b.right + 4 > a.left && a.bottom > b.top + 4 && b.bottom > a.top + 4)
    .map(([other]) => `${text} | ${other}`));
})"""
# Texts that stand on more than one line. A text that may end a line somewhere is cut into several nodes there.
TORN = """all => all.flatMap(one => {
  const found = [], texts = document.createTreeWalker(one, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const range = document.createRange(); range.selectNodeContents(texts.currentNode);
    if (new Set([...range.getClientRects()].map(line => Math.round(line.top))).size > 1) found.push(range.toString());
  }
  return found;
})"""
BEYOND = """main => {
  const edge = main.getBoundingClientRect().right;
  return [...main.querySelectorAll(':not(svg *)')]
    .filter(one => one.getBoundingClientRect().right > edge + 1)
    .map(one => `${one.tagName}.${one.className}: ${one.textContent.trim().slice(0, 60)}`);
}"""
CUT_WITHOUT_A_HINT = """all => all
  .filter(one => one.scrollWidth > one.clientWidth && getComputedStyle(one).backgroundImage === 'none')
  .map(one => one.getAttribute('aria-label'))"""


@pytest.mark.parametrize("name", ["long months", "sample report", BPIC2012])
@pytest.mark.parametrize("width", [1200, 390, 320])
def test_no_month_runs_into_the_figure_beside_it(opened, name, width):
    page = opened(name, width=width).page
    assert page.locator(".judged").count() > 3
    assert page.eval_on_selector_all(".judged", OVERPRINTED) == []


@pytest.mark.parametrize("name", ["sample report", BPIC2012])
@pytest.mark.parametrize("width", [1200, 800, 390])
def test_ids_stand_on_one_line_and_policy_lines_break_after_slashes_only(opened, name, width):
    page = opened(name, width=width).page
    page.eval_on_selector_all("details", OPEN)
    assert page.locator("code.line").count() > 3
    assert page.eval_on_selector_all(".cards tbody th bdi, code.line", TORN) == []


@pytest.mark.parametrize("name", ["sample report", BPIC2012])
def test_on_a_phone_a_table_that_scrolls_sideways_shows_that_it_does(opened, name):
    page = opened(name, width=390).page
    page.eval_on_selector_all("details", OPEN)
    assert page.locator(".wide").count() > 3
    assert page.eval_on_selector_all(".wide", CUT_WITHOUT_A_HINT) == []


@pytest.mark.parametrize("name", ["sample report", "sampled report", "long months", BPIC2012])
def test_on_paper_nothing_is_wider_than_the_page(opened, name):
    page = opened(name, width=A4).page
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.eval_on_selector("main", BEYOND) == []


def test_a_line_of_an_explanation_goes_on_further_in_than_it_began(opened):
    page = opened("sampled report", width=A4).page
    page.eval_on_selector_all("details", OPEN)
    lefts = page.eval_on_selector_all(
        "pre > span > :last-child",
        """all => all.map(one => {
          const range = document.createRange(); range.selectNodeContents(one);
          return [...range.getClientRects()].filter(line => line.width).map(line => line.left);
        })""",
    )
    wrapped = [lines for lines in lefts if len({round(left) for left in lines}) > 1]
    assert len(wrapped) > 3
    assert all(min(lines[1:]) > lines[0] for lines in wrapped)
