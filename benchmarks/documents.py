"""How long the documents take: the sample agreement in each form, and a report of 10,000 breaches in a browser.

Run it as `.venv/bin/python benchmarks/documents.py` on a quiet machine; it prints a table in Markdown, for
docs/performance.md. The browser is the Chromium of the machine; what is measured there ends when the page is laid out.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from engine.documents.report_html import report_html  # noqa: E402 - the made-up run lies beside this folder
from engine.reports.compliance import compliance  # noqa: E402
from tests import fake_results  # noqa: E402

LEADPACT = str(Path(sys.executable).with_name("leadpact"))
RUNS = 5
BREACHES = 10_000
MOST = {"md": 3.0, "html": 3.0, "pdf": 6.0}
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
FILTERED = """wanted => { const at = performance.now(); const field = document.querySelector('input[type=search]');
    field.value = wanted; field.dispatchEvent(new Event('input')); document.body.offsetHeight;
    return performance.now() - at; }"""
SORTED = """column => { const at = performance.now();
    document.querySelectorAll('table.breaches th button')[column].click(); document.body.offsetHeight;
    return performance.now() - at; }"""
OPENED = "performance.getEntriesByType('navigation')[0].loadEventEnd"


def rendered(form: str, folder: Path) -> float:
    """Give the median wall time of `leadpact render` in seconds, start-up included, after one run for the caches."""
    taken = []
    for _ in range(RUNS + 1):
        begun = time.perf_counter()
        command = [LEADPACT, "render", "--out", str(folder / f"agreement.{form}")]
        subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)  # noqa: S603 - our own command
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken[1:])


def many_breaches(path: Path) -> None:
    """Write a report in which so many breaches are listed."""
    rows = fake_results.clocks(4)
    broken = [row for row in rows if row["state"] in {"late", "breached"}]
    listed = [row for row in broken if row["month"] == "2026-05"]
    often = BREACHES // len(listed) + 1
    many = [{**row, "lead_id": f"M-{nth}-{row['lead_id']}"} for nth in range(often) for row in listed][:BREACHES]
    view = compliance(fake_results.results(rows, breaches=many), ("2026-05", "2026-Q2"))
    path.write_bytes(report_html(view).content)


def in_browser(page: Page, path: Path) -> dict[str, float]:
    """Give medians in seconds: to open the page, to filter it and to sort it."""
    opened, filtered, sorted_ = [], [], []
    for _ in range(RUNS):
        page.goto(path.as_uri(), wait_until="load")
        opened.append(page.evaluate(OPENED) / 1000)
        filtered += [page.evaluate(FILTERED, wanted) / 1000 for wanted in ("Silva", "M-17", "")]
        sorted_ += [page.evaluate(SORTED, column) / 1000 for column in (0, 2, 4)]
    count = page.locator("table.breaches tbody tr").count()
    if count != BREACHES:
        raise SystemExit(f"{count} breaches are listed, not {BREACHES}")
    return {
        f"a report of {BREACHES:,} breaches opens": statistics.median(opened),
        "it filters, the slowest of some": max(filtered),
        "it sorts, the slowest of some": max(sorted_),
    }


def main() -> None:
    """Print one row for each figure; exit 1 where one is over what is asked."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        raise SystemExit("no Chromium here: install the package chromium")
    print("| what | seconds |\n|:--|--:|")
    slow = False
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for form, most in MOST.items():
            seconds = rendered(form, folder)
            slow |= seconds > most
            print(f"| the sample agreement as {form}, at most {most:.0f} s | {seconds:.2f} |")
        path = folder / "report.html"
        many_breaches(path)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=found, args=SWITCHES)
            for what, seconds in in_browser(browser.new_page(), path).items():
                print(f"| {what} | {seconds:.2f} |")
            browser.close()
        print(f"\nThe report has {path.stat().st_size / 1e6:.1f} MB.")
    sys.exit(slow)


if __name__ == "__main__":
    main()
