"""The scenarios and examples of a policy repository, run for `leadpact test`: what it is asked with, and how it ends.

It is a pytest plugin in a process of its own, which tells people what came out in place of pytest's own words.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from engine import pipeline
from engine.diagnostics import Diagnostics, as_text, has_errors, in_order, in_words
from engine.specs.catalogue import catalogue
from engine.specs.collecting import FeatureModule
from engine.specs.coverage import latest
from engine.specs.examples import ExampleFiles
from engine.specs.feature_files import FeatureFile, feature_files, read_feature
from engine.specs.guard import faults_of, not_loaded, unused_steps
from engine.specs.sharing import cores, run_shared
from engine.specs.step_definitions import step_definitions
from engine.specs.telling import Telling, say
from engine.specs.watching import Watching

FAILED, NOTHING = 1, 5
pytest_plugins = ("engine.specs", "engine.specs.collecting")


def pytest_addoption(parser: pytest.Parser) -> None:
    """What `leadpact test` passes on."""
    group = parser.getgroup("leadpact")
    group.addoption("--leadpact-policies", type=Path, default=Path("policies"), help="Folder with the policies.")
    group.addoption("--leadpact-features", type=Path, default=Path("features"), help="Folder with the scenarios.")
    group.addoption("--leadpact-named", action="store_true", help="Only what was named is run.")
    group.addoption("--leadpact-coverage", action="store_true", help="List the outcomes that no scenario shows.")
    group.addoption("--leadpact-threshold", type=int, default=0, help="The least coverage, in percent.")
    group.addoption("--leadpact-steps", action="store_true", help="List the steps instead.")


def pytest_configure(config: pytest.Config) -> None:
    """Tell in leadpact's words."""
    config.pluginmanager.register(Run(config), "leadpact-run")


class Run:
    """One run: the guard before the scenarios, the words after them."""

    def __init__(self, config: pytest.Config) -> None:
        """Nothing is known yet."""
        self.config = config
        self.faults: Diagnostics = ()
        self.telling = Telling(config.rootpath)
        self.listing = bool(config.getoption("--leadpact-steps"))
        folder = config.getoption("--leadpact-policies")
        policies, _ = pipeline.load_policies(folder)
        self.watching = Watching(latest(policies) if policies else ())
        config.pluginmanager.register(self.telling, "leadpact-telling")
        config.pluginmanager.register(self.watching, "leadpact-watching")
        if policies:
            config.pluginmanager.register(ExampleFiles(folder, policies, self.watching), "leadpact-examples")

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Hold the files against the steps once both are known; a file at fault is not run."""
        known = step_definitions()
        if self.listing:
            say(catalogue(known))
            session.items.clear()
            return
        folder = self.config.getoption("--leadpact-policies").absolute().parent
        features = self.config.getoption("--leadpact-features")
        named = bool(self.config.getoption("--leadpact-named"))
        loaded = {item.path for item in session.items} | _modules(session)
        there = tuple(sorted(loaded)) if named else tuple(sorted({*feature_files(folder), *loaded}))
        read = [read_feature(path, self.telling.called(path)) for path in there if path.suffix == ".feature"]
        files = [one for one in read if isinstance(one, FeatureFile)]
        found = [*(one for one in read if not isinstance(one, FeatureFile)), *faults_of(files, known)]
        at_fault = {one.location.file for one in found if one.location}
        session.items[:] = [item for item in session.items if self.telling.called(item.path) not in at_fault]
        if not named:
            found += unused_steps(files, known, self.telling.called)
            readable = [path for path in there if self.telling.called(path) not in at_fault]
            found += not_loaded(readable, loaded, self.telling.called, str(features))
        self.faults = in_order(found)

    def pytest_runtestloop(self, session: pytest.Session) -> bool | None:
        """Run nothing where steps were only listed; else on all cores, or by pytest's own loop."""
        return True if self.listing or run_shared(session, self.telling, self.watching, cores()) else None

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Say what came out, and end by it."""
        if self.listing:
            session.exitstatus = 0
            return
        self.telling.finish()
        if self.faults:
            say(as_text(self.faults), err=True)
        threshold = self.config.getoption("--leadpact-threshold")
        short = not self.watching.reaches(threshold)
        if short or self.config.getoption("--leadpact-coverage"):
            say(self.watching.uncovered())
        failed = self.telling.failed or self.telling.broken or has_errors(self.faults) or short
        nothing = not self.telling.ran and not self.faults
        told = f"; {in_words(self.faults)}" if self.faults else ""
        say(f"{self.telling.in_words()}{told}; {self.watching.in_words()}", err=bool(self.faults))
        if short:
            say(f"less is covered than {threshold} %\n  help: paste a stub from above, and fill it in", err=True)
        if nothing:
            say(
                "nothing was tested\n  help: write scenarios into files that end in .feature, in `features`, "
                "or `examples` into policies",
                err=True,
            )
        session.exitstatus = NOTHING if nothing else FAILED if failed else 0


def _modules(session: pytest.Session) -> set[Path]:
    """The files whose scenarios were collected, also where they have none."""
    return {Path(node.path) for item in session.items for node in item.listchain() if isinstance(node, FeatureModule)}
