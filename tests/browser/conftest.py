"""A real browser on pages as they lie on disk; whatever it asks of a network is refused and written down."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, sync_playwright

from engine.documents.agreement_forms import agreement_document
from engine.documents.report_html import report_html
from engine.reports.agreement_view import agreement_view
from engine.reports.compliance import compliance
from tests import fake_results
from tests.examples.sample_run import sample_results

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


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.skip("no Chromium here: install the package chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=SWITCHES)
        yield started
        started.close()


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The sample's report and agreement, and a report with thousands of breaches."""
    results = sample_results()
    policies = results.policies
    agreement, _ = agreement_document(agreement_view(policies, policies.agreements[-1]), "html", None)
    many = compliance(fake_results.results(fake_results.clocks(120)), ["2026-05", "2026-Q2"])
    made = {"report": report_html(compliance(results)), "agreement": agreement, "thousands": report_html(many)}
    folder = tmp_path_factory.mktemp("pages")
    paths = {name: folder / f"{name}.html" for name in made}
    for name, document in made.items():
        paths[name].write_bytes(document.content)
    return paths


@pytest.fixture
def opened(browser, pages):
    """Open a page by its name, at a width, light or dark."""
    contexts = []

    def open_(name: str, *, width: int = 1200, scheme: str = "light", script: bool = True) -> Opened:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=script
        )
        contexts.append(context)
        address = pages[name].as_uri()
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
