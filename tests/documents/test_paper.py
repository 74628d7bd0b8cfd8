"""Papers, read back by tools that know nothing of us: complete, tagged, embedded, harmless, and the same bytes."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from pypdf import PdfReader

from engine import pipeline
from engine.diagnostics import md
from engine.documents.agreement_forms import agreement_document
from engine.documents.paper import Running, paper
from engine.documents.paper_fonts import printable
from engine.documents.paper_nodes import PaperPicture
from engine.documents.units import with_units
from engine.reports.agreement_view import agreement_view

ROOT = Path(__file__).parents[2]
POLICIES, _ = pipeline.load_policies(ROOT / "policies")
VIEW = agreement_view(POLICIES, POLICIES.agreements[-1])
RUNNING = Running("A paper", "above", "below", 1_774_994_400_000_000)
SQUARE = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><rect width="40" height="40"/></svg>'


def made(form, own=None):
    document, faults = agreement_document(VIEW, form, own)
    assert faults == ()
    return document.content


@pytest.fixture(scope="module")
def agreement(tmp_path_factory):
    path = tmp_path_factory.mktemp("paper") / "a.pdf"
    path.write_bytes(made("pdf"))
    return path


@pytest.fixture
def drawn(tmp_path):
    def draw(text, pictures=None):
        path = tmp_path / "p.pdf"
        path.write_bytes(paper(text, pictures or {}, RUNNING, {}).content)
        return path

    return draw


def told(tool, *arguments):
    done = subprocess.run([tool, *map(str, arguments)], capture_output=True, check=True, timeout=60)  # noqa: S603 - poppler's tools
    return done.stdout.decode()


def words(text):
    return re.sub(r"\s+", "", text.replace("\u200b", ""))


def test_every_word_of_the_text_stands_on_paper(agreement):
    paper_says = words(told("pdftotext", "-raw", agreement, "-"))
    tokens = MarkdownIt("commonmark").enable("table").parse(made("md").decode())
    cells = ["".join(c.content for c in token.children) for token in tokens if token.type == "inline"]
    missing = [cell for cell in cells if words(cell) not in paper_says]
    assert len(cells) > 300
    assert [cell for cell in missing if not _across_lines(cell, paper_says)] == []


def _across_lines(cell, paper_says):
    """A cell whose lines stand beside those of its neighbours is read line by line; each of its words must be there."""
    return all(words(word) in paper_says for word in cell.split())


def test_it_is_tagged_archivable_accessible_and_says_its_title_and_language(agreement):
    facts = told("pdfinfo", agreement)
    assert re.search(r"^Title: +Inbound lead agreement$", facts, re.MULTILINE)
    assert re.search(r"^Tagged: +yes$", facts, re.MULTILINE)
    assert re.search(r"^JavaScript: +no$", facts, re.MULTILINE)
    metadata = told("pdfinfo", "-meta", agreement)
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert "<pdfaid:part>3</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata
    assert b"/Lang (en)" in agreement.read_bytes() or "<rdf:li>en</rdf:li>" in metadata


def test_headings_lists_tables_and_the_picture_are_what_they_look_like(agreement):
    tags = [node["/S"] for node in marked(agreement)]
    assert set(tags) >= {
        f"/{tag}" for tag in ("H1", "H2", "H3", "L", "LI", "Table", "THead", "TH", "TD", "Figure", "Link")
    }
    assert tags.count("/H1") == 1
    (life,) = spoken(agreement)
    assert life.startswith("The life of a lead: prospect (Demand Generation) to lead, disqualified")


def marked(path):
    """The elements that a reader is told of, in the order of reading."""

    def walk(node):
        node = node.get_object()
        if isinstance(node, dict):
            yield from [node] if "/S" in node else ()
            yield from walk(node["/K"]) if "/K" in node else ()
        elif isinstance(node, list):
            for child in node:
                yield from walk(child)

    return walk(PdfReader(path).trailer["/Root"]["/StructTreeRoot"])


def spoken(path):
    """The texts that stand for pictures."""
    return [str(node["/Alt"]) for node in marked(path) if node["/S"] == "/Figure"]


def test_all_typefaces_lie_inside(agreement):
    rows = told("pdffonts", agreement).splitlines()[2:]
    assert {re.sub(r"^[A-Z]{6}\+", "", row.split()[0]) for row in rows} >= {"SourceSansPro-Regular", "DejaVuSansMono"}
    assert all(row.split()[-5:-2] == ["yes", "yes", "yes"] for row in rows), rows  # embedded, a subset, readable


def test_every_page_has_its_number_and_what_was_agreed(agreement):
    pages = told("pdftotext", "-layout", agreement, "-").split("\f")[:-1]
    assert len(pages) > 5
    for number, page in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in page
        assert f"inbound@2.0.0, terms SHA-256 {VIEW.terms_digest}" in page
    assert "inbound 2.0.0" in pages[1].splitlines()[0] + pages[1].splitlines()[1]


def test_there_is_room_to_sign_on_one_page_with_its_heading(agreement):
    last = told("pdftotext", "-layout", agreement, "-").split("\f")[-2]
    for said in ("Signatures", "chief marketing officer", "chief revenue officer", "leadpact verify inbound@2.0.0"):
        assert words(said) in words(last)


def test_no_clause_and_no_criterion_is_parted_by_the_end_of_a_page(agreement):
    pages = [words(page) for page in told("pdftotext", "-layout", agreement, "-").split("\f")[:-1]]
    parts = re.split(r"\n#{2,4} ", made("md").decode())
    first, last = (n for n, part in enumerate(parts) if part.startswith(("What qualifies", "The calendars")))
    for part in parts[first + 1 : last]:
        heading, *lines = [words(re.sub(r"[\\`*]", "", line)) for line in part.splitlines() if line and "|" not in line]
        if lines:
            assert any(heading in page and lines[-1].lstrip("-0123456789. ") in page for page in pages), heading


def test_a_picture_leaves_room_on_the_page_that_speaks_of_it(agreement):
    """It stands below its heading, words follow it, and it leaves no half of the page before it empty."""
    pages = told("pdftotext", "-layout", agreement, "-").split("\f")
    (at,) = (n for n, page in enumerate(pages, 1) if re.search(r"^ *The life of a lead$", page, re.MULTILINE))
    heading, picture, follows = map(
        pages[at - 1].find, ("The life of a lead", "hand-over\n", "Held by Demand Generation")
    )
    assert -1 < heading < picture < follows
    before = told("pdftotext", "-bbox", "-f", at - 1, "-l", at - 1, agreement, "-")
    height = float(re.search(r'<page width="[\d.]+" height="([\d.]+)"', before)[1])
    *body, _footer = sorted({float(bottom) for bottom in re.findall(r'yMax="([\d.]+)"', before)})
    assert body[-1] > height / 2


def test_the_text_itself_is_attached(agreement, tmp_path):
    assert "inbound-2.0.0.md" in told("pdfdetach", "-list", agreement)
    told("pdfdetach", "-saveall", "-o", tmp_path, agreement)
    assert (tmp_path / "inbound-2.0.0.md").read_bytes() == made("md")


def test_the_same_bytes_twice_and_in_another_process_elsewhere(agreement, tmp_path):
    assert made("pdf") == agreement.read_bytes()
    program = "import sys; from cli import main; sys.argv[1:] = ['render', 'inbound@2.0.0', '--out', 'b.pdf']; main()"
    (tmp_path / "policies").symlink_to(ROOT / "policies")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "LC_ALL": "C"}
    subprocess.run([sys.executable, "-c", program], cwd=tmp_path, env=environment, check=True, timeout=120)  # noqa: S603
    assert (tmp_path / "b.pdf").read_bytes() == agreement.read_bytes()


def test_what_the_typeface_lacks_and_what_steers_is_told_by_its_number(drawn):
    assert printable("Łódź, Ελλάδα, Київ: 日\u202e\u200b\x07") == "Łódź, Ελλάδα, Київ: <U+65E5><U+202E><U+200B><U+0007>"
    assert "Kim <U+65E5> ✓ ✗" in told("pdftotext", drawn("Kim 日 ✓ ✗\n"), "-")


@pytest.mark.parametrize(
    "hostile",
    [
        *('#panic("x")', "$ x $", '#read("/etc/passwd")', '] #image("x") [', "\\u{41}"),
        *("<label>", "@cite", "// gone", "*/", "{{ 1 }}"),
    ],
)
def test_no_text_is_a_command_of_the_typesetter(drawn, hostile):
    said = md(hostile)  # as templates escape
    text = told("pdftotext", "-raw", drawn(f"# {said}\n\n{said}\n\n| {said} |\n|--|\n| {said} |\n"), "-")
    assert words(text).count(words(hostile)) == 4


def test_links_lead_to_headings_and_safe_addresses_only(drawn):
    path = drawn("# A\n\n[in](#a) [gone](#b) [web](https://example.com) [bad](javascript:x) [file](file:///etc)\n")
    links = told("pdfinfo", "-url", path)
    assert "https://example.com" in links
    assert "javascript" not in links
    assert "file:" not in links
    assert words("in gone web [bad](javascript:x)") in words(told("pdftotext", path, "-"))


def test_a_heading_that_skips_a_level_and_a_picture_known_by_its_heading(drawn):
    pictures = {"Deep": [PaperPicture(SQUARE, "first", "one"), PaperPicture(SQUARE, "second", "two")]}
    path = drawn("# Top\n\n#### Deep\n\n### Deep\n\n### Deep\n", pictures)
    assert [node["/S"] for node in marked(path) if node["/S"].startswith("/H")] == ["/H1", "/H2", "/H3", "/H3"]
    assert spoken(path) == ["first", "second"]


def test_a_picture_is_known_by_a_heading_whose_figures_were_bound_to_their_units(drawn):
    path = drawn(with_units("# Due within 2 days\n"), {"Due within 2 days": [PaperPicture(SQUARE, "first")]})
    assert spoken(path) == ["first"]


def test_a_long_table_has_its_head_on_every_page(drawn):
    rows = "\n".join(f"| lead {n} | {n} |" for n in range(200))
    path = drawn(f"# T\n\n| Name of it | Count |\n|:--|--:|\n{rows}\n")
    pages = told("pdftotext", "-layout", path, "-").split("\f")[:-1]
    assert len(pages) > 2
    assert all("Name of it" in page for page in pages)
