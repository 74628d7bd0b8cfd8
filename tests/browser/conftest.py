"""A real browser on pages as they lie on disk; whatever it asks of a network is refused and written down."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, sync_playwright

from engine.documents.agreement_forms import agreement_document
from engine.documents.document import Document
from engine.documents.report_html import report_html
from engine.pipeline import Question, instant, judge, load_policies
from engine.reports.agreement_view import agreement_view
from engine.reports.audit_samples import audit_sample
from engine.reports.compliance import compliance
from tests import fake_results
from tests.examples.sample_run import REPOSITORY, sample_results
from tests.real.conftest import real_data_folder

NAMES = ("chromium", "chromium-browser", "google-chrome")
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
SWITCHES += ["--disable-component-update", "--disable-sync", "--no-first-run"]


@dataclass
class Opened:
    """A page, and what went wrong in it: messages of the console, errors of scripts, requests beyond its own file."""

    page: Page
    console: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """End with the module: while it lives it keeps an event loop running, which is no business of other tests."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.skip("no Chromium here: install the package chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=SWITCHES)
        yield started
        started.close()


def sample_report() -> Document:
    return report_html(compliance(sample_results()))


def sampled_report() -> Document:
    results = sample_results()
    return report_html(compliance(results, ("2026-Q2",)), audit_sample(results, ("2026-Q2",), 4, 7))


def sample_agreement() -> Document:
    policies, faults = load_policies(REPOSITORY / "policies")
    assert faults == ()
    document, _ = agreement_document(agreement_view(policies, policies.agreements[-1]), "html", None)
    return document


def bpic2012_report() -> Document:
    """The report on 13,087 loan applications, by the first of the two agreements on them: half the page and time."""
    policies, faults = load_policies(REPOSITORY / "tests" / "real" / "bpic2012" / "policies")
    assert faults == ()
    policies = replace(policies, agreements=policies.agreements[:1])
    question = Question(policies, real_data_folder() / "bpic2012", instant("2012-03-14T18:00:00+01:00"))
    results, faults = judge(question, lambda _step: None)
    assert results is not None, faults
    return report_html(compliance(results))


def made_up_report() -> Document:
    """A report as the sample's, but made without judging anybody."""
    return report_html(compliance(fake_results.results(fake_results.clocks(4)), PERIODS))


def long_months() -> Document:
    """The made-up report where every period has the longest name that a month has, and an unsigned version."""
    made = made_up_report()
    page = re.sub(r"\b[A-Z][a-z]+(?=(?: |\N{NO-BREAK SPACE})2026\b)", "September", made.content.decode())
    return replace(made, content=page.encode())


def thousands_of_breaches() -> Document:
    rows = fake_results.clocks(4)
    broken = [row for row in rows if row["state"] in {"late", "breached"}]
    many = [{**row, "lead_id": f"M-{nth}-{row['lead_id']}"} for nth in range(30) for row in broken]
    return report_html(compliance(fake_results.results(rows, breaches=many), PERIODS))


PERIODS = ("2026-05", "2026-Q2")
PAGES = {
    "sample report": sample_report,
    "bpic2012 report": bpic2012_report,
    "sampled report": sampled_report,
    "sample agreement": sample_agreement,
    "report": made_up_report,
    "long months": long_months,
    "thousands": thousands_of_breaches,
}


@pytest.fixture(scope="session")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Give the file of a page; each is made once, and only if a test asks for it."""
    folder = tmp_path_factory.mktemp("pages")

    @cache
    def made(name: str) -> Path:
        path = folder / f"{name}.html"
        path.write_bytes(PAGES[name]().content)
        return path

    return made


@pytest.fixture
def opened(browser, page_file):
    """Open a page by its name, at a width, light or dark."""
    contexts = []

    def open_(name: str, *, width: int = 1200, scheme: str = "light", script: bool = True) -> Opened:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=script
        )
        contexts.append(context)
        address = page_file(name).as_uri()
        seen = Opened(context.new_page())

        def asked(route: Route) -> None:
            if route.request.url.partition("#")[0] == address:
                route.continue_()
            else:
                seen.requests.append(route.request.url)
                route.abort()

        context.route("**/*", asked)
        seen.page.on("console", lambda message: seen.console.append(f"{message.type}: {message.text}"))
        seen.page.on("pageerror", lambda error: seen.errors.append(str(error)))
        seen.page.goto(address)
        return seen

    yield open_
    for context in contexts:
        context.close()
