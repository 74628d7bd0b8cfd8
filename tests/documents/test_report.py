"""The report in all its forms: deterministic, escaped, self-contained, complete."""

import csv
import io
import json
import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256

import pytest

from engine.documents.breach_csv import breach_csv
from engine.documents.explanation_html import explanation_html
from engine.documents.explanation_text import explanation_json, explanation_text
from engine.documents.report_html import report_html
from engine.documents.report_json import report_json
from engine.documents.report_markdown import report_markdown
from engine.documents.summary import summary_text
from engine.documents.units import page_with_units, with_units
from engine.evaluation.kept_verdicts import OF_A_CLOCK
from engine.reports.causes import RunSeen
from engine.reports.compliance import compliance
from engine.reports.explanations import explanation
from engine.reports.restated_promises import PromisesKept
from engine.reports.restatements import restatements
from tests import fake_results
from tests.html_page import Page

VIEW = compliance(fake_results.results())
HOSTILE = [
    "<script>alert(1)</script>", "\"><img src=x onerror='x'>", "=cmd|' /C calc'!A0", "{{ 7 * 7 }}", "\x1b[31mred",
    "\u202eevil", "[a](javascript:x)", "| a | b |", "a\r\nb", "${7*7}", "]]>", "-->", "NA",
]  # fmt: skip


def forms(view) -> dict[str, str]:
    made = {
        "json": report_json(view, 1, "a breach over target"),
        "markdown": report_markdown(view),
        "html": report_html(view),
        "csv": breach_csv(view),
    }
    return {name: document.content.decode() for name, document in made.items()} | {"summary": summary_text(view)}


def test_the_same_run_gives_the_same_bytes_twice():
    assert forms(VIEW) == forms(compliance(fake_results.results()))


def test_a_documents_digest_is_that_of_its_bytes():
    made = report_html(VIEW)
    assert made.digest == sha256(made.content).hexdigest()


@pytest.fixture(params=HOSTILE, ids=range(len(HOSTILE)))
def hostile(request):
    run = fake_results.renamed(fake_results.results(), request.param)
    return request.param, run, forms(compliance(run))


def test_hostile_text_brings_no_element_into_the_html_page(hostile):
    _, _, made = hostile
    page = Page(made["html"])
    tags = [tag for tag, _ in page.tags]
    assert tags.count("script") == 1
    assert "img" not in tags
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on") or name == "style"]


def test_hostile_text_is_still_read_as_it_was_written(hostile):
    text, _, made = hostile
    visible = "".join(c if c.isprintable() else f"<U+{ord(c):04X}>" for c in text)
    assert visible in Page(made["html"]).text


def test_no_control_or_bidi_character_reaches_a_terminal_or_a_page(hostile):
    _, run, made = hostile
    lead = run.relations.rows("clocks")[0]["lead_id"]
    spoken = explanation_text(explanation(run, lead))
    page = explanation_html(explanation(run, lead)).content.decode()
    for form in (made["summary"], made["markdown"], made["html"], spoken, page):
        plain = form.replace("\N{NO-BREAK SPACE}", " ")
        assert form in {plain, with_units(plain), page_with_units(plain)}
        assert not [c for c in plain if not c.isprintable() and c != "\n"]


def test_json_and_csv_hold_the_raw_text(hostile):
    text, _, made = hostile
    parties = json.loads(made["json"])["agreements"][0]["parties"]
    assert {b["lead_id"] for p in parties for c in p["commitments"] for b in c["breaches"]} == {text}
    rows = list(csv.DictReader(io.StringIO(made["csv"], newline="")))
    assert rows[0]["lead"].removeprefix("'") == text
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@"))]


def test_an_id_that_reads_like_a_figure_is_printed_as_explain_is_asked_for_it():
    odd = compliance(fake_results.renamed(fake_results.results(), "1001 USA"))
    page, text = (made(odd).content.decode() for made in (report_html, report_markdown))
    assert "<bdi>1001 USA</bdi>" in page
    assert "<td><bdi>1001 USA</bdi></td></tr>" in page  # the raw text of a row in quarantine
    assert "| 1001 USA |" in text
    assert "1001\N{NO-BREAK SPACE}USA" not in page + text
    assert "\0" not in text


def test_the_summary_keeps_to_its_width(hostile):
    _, run, _ = hostile
    for width in (80, 100):
        assert max(map(len, summary_text(compliance(run), width).splitlines())) <= width


def test_the_summary_suggests_no_hostile_command():
    hostile = compliance(fake_results.renamed(fake_results.results(), "x; rm -rf ~"))
    assert summary_text(hostile).splitlines()[-1] == "Next: leadpact explain LEAD"


def test_the_summary_has_colour_only_when_asked():
    assert "\x1b" not in summary_text(VIEW)
    assert "\x1b[31m" in summary_text(VIEW, colour=True)


def test_the_page_loads_nothing_and_its_policy_names_its_own_script_and_style():
    source = report_html(VIEW).content.decode()
    page = Page(source)
    policy = next(a["content"] for tag, a in page.tags if tag == "meta" and "http-equiv" in a)
    for tag in ("script", "style"):
        (inside,) = re.findall(rf"<{tag}>(.*?)</{tag}>", source, re.DOTALL)
        assert b64encode(sha256(inside.encode()).digest()).decode() in policy
    links = [a[key] for _, a in page.tags for key in ("src", "href") if key in a]
    assert all(link.startswith("#") for link in links)
    assert not [a for _, a in page.tags if "style" in a]


def test_ids_are_unique_and_every_link_of_the_page_leads_somewhere():
    page = Page(report_html(VIEW).content.decode())
    ids = [a["id"] for _, a in page.tags if "id" in a]
    assert len(ids) == len(set(ids))
    assert {a["href"][1:] for tag, a in page.tags if tag == "a"} <= set(ids)


def test_every_picture_says_what_it_shows():
    page = Page(report_html(VIEW).content.decode())
    pictures = [a for tag, a in page.tags if tag == "svg"]
    assert len(pictures) == 9
    assert all(a["role"] == "img" and a["aria-label"].endswith(".") for a in pictures)


def test_the_json_report_is_versioned_and_says_how_the_run_ended():
    report = json.loads(report_json(VIEW, 1, "a breach over target").content)
    assert report["$schema"].endswith("/report/v1")
    assert (report["exit_code"], report["exit_reason"]) == (1, "a breach over target")
    assert report["as_of"] == "2026-06-30T16:00:00+02:00"
    assert report["run"]["versions"]["duckdb"] == "2.0.0"


def test_the_json_report_names_no_row_of_an_input_file():
    report = json.loads(report_json(VIEW, 0, "").content)
    assert report["data"]["quarantine"] == {"unreadable time": 1}
    assert "crm_events.csv" not in json.dumps(report["data"])


def test_a_run_without_any_case_still_gives_every_form():
    made = forms(compliance(fake_results.results([], funnel=[], quarantine=[], findings=[], set_aside=[], coverage=[])))
    assert "No commitment had a case to judge." in made["markdown"]
    assert "0 breaches" in made["html"]


def test_an_explanation_gives_the_time_in_the_policys_zone_and_its_line():
    view = explanation(fake_results.results(), "L-1001")
    text = explanation_text(view)
    assert "Fri 2 Jan 2026, 11:57:47 CET" in text
    assert "judged   version 1.0.0, policies/agreements/inbound/1.0.0.yaml:62" in text
    assert "missing: employees" in text
    assert "unknown: employees is at least 50 (read nothing)" in text
    assert json.loads(explanation_json(view).content)["lead_id"] == "L-1001"


def test_a_clocks_time_is_added_up_to_the_second():
    text = explanation_text(explanation(fake_results.results(), "L-1001"))
    at = text.index("  time ")
    lines = [line.split("CEST: ")[1] for line in text[at:].splitlines()[:2]]
    assert lines == ["6:00:00, in all 6:00:00", "1:00:00 past due, in all 7:00:00"]


def test_an_explanations_page_loads_nothing_and_runs_nothing():
    source = explanation_html(explanation(fake_results.results(), "L-1001")).content.decode()
    page = Page(source)
    assert not {"script", "img", "link", "iframe"} & {tag for tag, _ in page.tags}
    style = source[source.index("<style>") + 7 : source.index("</style>")]
    hashed = b64encode(sha256(style.encode()).digest()).decode()
    policy = next(given["content"] for tag, given in page.tags if given.get("http-equiv") == "Content-Security-Policy")
    assert policy == f"default-src 'none'; style-src 'sha256-{hashed}'; base-uri 'none'; form-action 'none'"


def test_five_thousand_breaches_are_all_listed():
    rows = [r | {"state": "late", "late_by": r["late_by"] or 10**9, "stopped_at": r["due_at"] + 10**9}
            for r in fake_results.clocks(5)][:5000]  # fmt: skip
    made = forms(compliance(fake_results.results(rows), sorted({r["month"] for r in rows})))
    assert made["html"].count("<tr>") > 5000


def test_a_page_lists_no_more_cases_than_can_be_read_and_says_where_all_are(monkeypatch):
    monkeypatch.setattr("engine.documents.report_html.MOST_CASES", 1)
    many = max(VIEW.agreements, key=lambda a: sum(len(c.breaches) for c in a.commitments))
    assert sum(len(c.breaches) for c in many.commitments) > 1
    page = report_html(VIEW).content.decode()
    assert "The first 1 are listed here; all of them lie in <code>breaches.csv</code>." in page
    listed = re.search(r'<table class="sorted cards breaches".*?</table>', page, re.DOTALL)
    assert listed is not None
    assert listed[0].count('<th scope="row">') == 1


@pytest.mark.parametrize(("most", "said"), [(1, True), (2, False)])
def test_a_page_says_where_all_restated_verdicts_are(monkeypatch, most, said):
    monkeypatch.setattr("engine.documents.report_html.MOST_CASES", most)
    sides = {f"{name}_{side}": None for name in OF_A_CLOCK for side in ("before", "after")}
    row = sides | {
        "between_as_before": None,
        "between_as_after": None,
        "what": "gone",
        "policy": "inbound",
        "commitment": "first_response",
        "started_at_before": 0,
    }
    rows = [row | {"lead_id": lead, "clock_id": lead, "version_before": "1.0.0"} for lead in ("L1", "L2")]
    then = RunSeen("entry 1", 0, {})
    page = report_html(
        replace(VIEW, restated=restatements(then, then, rows, PromisesKept(None, None), ()))
    ).content.decode()
    told = re.search(r'<section id="restated">.*?</section>', page, re.DOTALL)
    assert told is not None
    assert told[0].count('<th scope="row">') == most
    assert ("The first 1 are listed here; <code>report.json</code> has all." in told[0]) is said


def test_a_kind_of_disconnect_says_how_many_there_are_beside_those_it_lists():
    assert "The longest 1 of 30,000 are listed here" in Page(report_html(VIEW).content.decode()).text
