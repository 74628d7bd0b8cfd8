"""The agreement on paper: complete, escaped, self-contained, the same bytes, and open to templates of one's own."""

import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from engine import pipeline
from engine.documents.agreement_forms import agreement_document
from engine.documents.agreement_words import code, mermaid, slug
from engine.documents.units import page_with_units, with_units
from engine.model.glossary import Glossary, Term
from engine.reports.agreement_view import WaiverText, agreement_view
from engine.reports.clauses import allowed_rows
from engine.reports.shares import promised
from engine.reports.waivers import WaiverTerms
from tests.html_page import Page

ROOT = Path(__file__).parents[2]
POLICIES, _ = pipeline.load_policies(ROOT / "policies")
AGREEMENT = POLICIES.agreements[-1]
VIEW = agreement_view(POLICIES, AGREEMENT)
HOSTILE = [
    "<script>alert(1)</script>", "\"><img src=x onerror='x'>", "{{ 7 * 7 }}", "\u202eevil", "[a](javascript:x)",
    "| a | b |", "a\r\nb", "```", '"] --> x["', "# head", "-->", "NA",
]  # fmt: skip


def printed(form, view=VIEW, own=None):
    """A form as it reads; that figures keep to their units is told by test_units.py."""
    made, faults = agreement_document(view, form, own)
    assert faults == ()
    text = made.content.decode()
    plain = text.replace("\N{NO-BREAK SPACE}", " ")
    assert (page_with_units if form == "html" else with_units)(plain) == text, "a space that binds something else"
    return plain


def read(markdown):
    """What somebody reads of a Markdown text, cell by cell and line by line."""
    tokens = MarkdownIt("commonmark").enable("table").parse(markdown)
    return "\n".join("".join(c.content for c in t.children or ()) for t in tokens if t.type == "inline")


def test_a_waiver_is_listed_in_both_forms_and_its_words_stay_words():
    said = "<b>Down</b> | {{ 7 * 7 }}"
    terms = WaiverTerms(
        "outage", "first_response", "First response", "L-1", VIEW.in_force_from, VIEW.in_force_from, said, "Sales",
        "Kim <Berg>", "Marketing", "2026-03-02", "policies/outage.yaml:3",
    )  # fmt: skip
    view = replace(VIEW, waivers=(WaiverText(terms, "ab" * 32),))
    text, page = read(printed("md", view)), Page(printed("html", view)).text
    for words in (said, "Kim <Berg>", "outage", "ab" * 32):
        assert words in text, words
        assert words in page, words
    assert "Waivers" not in TEXT.splitlines()


TEXT, PAGE = read(printed("md")), Page(printed("html"))


def test_every_clause_stands_in_both_forms_with_its_numbers_id_and_place():
    for owed in AGREEMENT.commitments:
        for words in (
            owed.title, owed.name, owed.at.line_reference, promised(owed.objective.share),
            *(part for row in allowed_rows(owed) for part in (row.time, row.when)),
        ):  # fmt: skip
            assert words in TEXT, words
            assert words in PAGE.text, words


def test_every_row_has_its_own_line():
    for owed in AGREEMENT.commitments:
        lines = [str(row.at.line) for row in owed.rows if row.at]  # a fit has no rows
        after = TEXT[TEXT.index(owed.at.line_reference) :].splitlines()
        found = iter(after)
        assert all(line in found for line in lines), owed.name


def test_stages_criteria_terms_holidays_and_versions_stand_in_it():
    said = [
        *(s.definition for s in AGREEMENT.stages), *(c.question for c in AGREEMENT.criteria),
        *(t.means for t in POLICIES.glossaries["core"].terms), *(reason for s in VIEW.stages for reason in s.reasons),
        "Christmas Eve, half a day", "Day after Thanksgiving", "09:00–13:00",  # noqa: RUF001 - as printed
        "Mon to Thu", "Wed 1 Apr 2026, 00:00 CEST",
        "Thu 1 Jan 2026, 00:00 CET", "chief revenue officer", "762", "every month", "30 days",
    ]  # fmt: skip
    for words in said:
        assert words in TEXT, words
        assert words in PAGE.text, words


def test_the_example_is_printed_in_the_zone_of_the_agreement():
    row = next(line for line in printed("md").splitlines() if "asked for demo |" in line and "1 business hour" in line)
    assert "Mon 13 Apr 2026, 10:00 CEST" in row


def test_the_page_has_one_first_heading_and_skips_no_level():
    levels = [int(tag[1]) for tag, _ in PAGE.tags if re.fullmatch("h[1-6]", tag)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_every_link_leads_to_a_heading_and_no_name_is_given_twice():
    ids = [a["id"] for _, a in PAGE.tags if "id" in a]
    links = [a["href"].removeprefix("#") for tag, a in PAGE.tags if tag == "a"]
    assert len(ids) == len(set(ids))
    assert len(links) > len(AGREEMENT.commitments)
    assert set(links) <= set(ids)


def test_every_table_names_its_columns_and_rows():
    heads = [a for tag, a in PAGE.tags if tag == "th"]
    assert {a.get("scope") for a in heads} == {"col", "row"}
    assert all(a.get("data-label") for tag, a in PAGE.tags if tag == "td")


def test_the_page_loads_nothing_runs_nothing_and_styles_nothing_in_place():
    source = printed("html")
    policy = next(a["content"] for tag, a in PAGE.tags if "http-equiv" in a)
    style = re.search(r"<style>(.*?)</style>", source, re.DOTALL)[1]
    assert f"'sha256-{b64encode(sha256(style.encode()).digest()).decode()}'" in policy
    assert not {tag for tag, _ in PAGE.tags} & {"script", "img", "link", "iframe", "object"}
    assert not [name for _, a in PAGE.tags for name in a if name.startswith("on") or name in {"style", "src"}]


def test_the_picture_tells_every_way_and_is_drawn_only_in_the_page():
    pictures = [a for tag, a in PAGE.tags if tag == "svg"]
    assert len(pictures) == 1
    for stage in VIEW.stages:
        assert f"{stage.name} ({stage.holder})" in pictures[0]["aria-label"]
    chart = mermaid(VIEW.stages)
    assert "s1 -->|hand-over| s2" in chart
    assert chart in printed("md")
    assert "flowchart" not in PAGE.text


def test_the_same_policies_give_the_same_bytes():
    again, _ = pipeline.load_policies(ROOT / "policies")
    for form in ("md", "html"):
        assert printed(form) == printed(form, agreement_view(again, again.agreements[-1]))


def hostile_view(text):
    """The sample with the text for every name, title, definition, question and term."""
    parties = tuple(replace(p, name=text, signs=text) for p in AGREEMENT.parties)
    stages = tuple(replace(s, definition=text, reasons=(text,) if s.reasons else ()) for s in AGREEMENT.stages)
    agreement = replace(
        AGREEMENT, title=text, parties=parties, stages=stages,
        criteria=tuple(replace(c, question=text) for c in AGREEMENT.criteria),
        commitments=tuple(replace(c, title=text) for c in AGREEMENT.commitments),
    )  # fmt: skip
    calendars = {
        name: replace(c, title=text, overrides=tuple(replace(o, reason=text) for o in c.overrides))
        for name, c in POLICIES.calendars.items()
    }
    terms = {"core": Glossary("core", (Term(text, text),))}
    policies = replace(POLICIES, agreements=(agreement,), calendars=calendars, glossaries=terms)
    return agreement_view(policies, agreement)


def tables(markdown):
    """The tables as lists of rows as lists of cells, as written: a bar that is not escaped makes a cell more."""
    blocks = re.findall(r"(?:^\|.*\n)+", markdown, re.MULTILINE)
    return [[re.split(r"(?<!\\)\|", line) for line in block.splitlines()] for block in blocks]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_read_as_written_and_brings_no_markup(text):
    view = hostile_view(text)
    page, markdown = Page(printed("html", view)), printed("md", view)
    seen = "".join(c if c.isprintable() else f"<U+{ord(c):04X}>" for c in text)
    assert seen in page.text
    assert seen in read(markdown)
    assert {tag for tag, _ in page.tags} <= {tag for tag, _ in PAGE.tags}
    assert not [name for _, a in page.tags for name in a if name.startswith("on") or name in {"style", "src"}]
    assert not [a for tag, a in page.tags if tag == "a" and not a["href"].startswith("#")]
    assert all(len(row) == len(rows[0]) for rows in tables(markdown) for row in rows)
    assert len(re.findall("^```", markdown, re.MULTILINE)) == 2
    assert not [c for c in markdown + page.text if not c.isprintable() and c != "\n"]


def test_a_template_of_ones_own_stands_in_for_one_of_ours_in_both_forms(tmp_path):
    (tmp_path / "agreement").mkdir()
    own = "## Our words\n\nSee the wiki of {{ view.parties[0].name | md }}.\n\n"
    (tmp_path / "agreement/terms.md.j2").write_text(own, encoding="utf-8")
    assert "See the wiki of Demand Generation." in printed("md", own=tmp_path)
    page = printed("html", own=tmp_path)
    assert '<h2 id="our-words">Our words</h2>' in page
    assert 'href="#our-words"' in page
    assert "What Inside Sales owes" in page
    assert "no other" not in page


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("{{ view.nobody | md }}", "nobody"),
        ("{{ view.__class__.__mro__ | md }}", "__class__"),
        ("{% include 'gone.md.j2' %}", "gone.md.j2"),
    ],
)
def test_a_template_that_fails_is_a_fault_and_no_document(tmp_path, source, told):
    (tmp_path / "agreement.md.j2").write_text(source, encoding="utf-8")
    made, (fault,) = agreement_document(VIEW, "md", tmp_path)
    assert made is None
    assert fault.code == "LP713"
    assert told in fault.message


def test_code_spans_hold_ids_and_places_only():
    assert code("policies/inbound/2.1.0.yaml:57") == "`policies/inbound/2.1.0.yaml:57`"
    assert code("a`b|c") == "a\\`b\\|c"


def test_links_are_named_as_code_hosts_name_headings():
    assert slug("S3 Accept, give back or close") == "s3-accept-give-back-or-close"


def test_a_fit_says_what_is_met_and_has_no_allowed_time():
    (party,) = [party for party in VIEW.owed if any(clause.name == "fit" for clause in party.clauses)]
    (clause,) = [clause for clause in party.clauses if clause.name == "fit"]
    assert "then meets what that requires: ready for sales." in clause.sentences[0]
    assert (clause.rows, clause.time_rules) == ((), ())
    markdown = printed("md")
    section = markdown[markdown.index(f"### {clause.number} ") :].split("\n### ")[0]
    assert "is decided at once" in section
    assert "0 minutes" not in section
    assert "allowed time" not in section.lower()
