"""Scenarios of a policy repository, run by pytest in a process of its own with leadpact's steps."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.model.policy_set import PolicySet

PLUGIN = "engine.specs.policy_tests"
# Nothing of the folder decides how its scenarios run: no other plugin, no settings of pytest, no cache left behind.
ALONE = ("-p", "no:terminal", "-p", "no:cacheprovider", "-p", "pytest_bdd.plugin", "-p", PLUGIN)
SETTINGS = Path(__file__).parent.parent / "specs" / "pytest.ini"
OUR_CODES = {0: 0, 1: 1, 2: 130, 3: 70, 4: 2, 5: 5}  # pytest's: fine, failed, interrupted, internal, usage, nothing


@dataclass(frozen=True, slots=True)
class TestWish:
    """Run the scenarios and examples in `paths`, or all of `features` and `examples_in`, on the policies of `policies`.

    Where they show less than `threshold` percent of what can come out, they have failed.
    """

    policies: Path
    features: Path
    examples_in: Sequence[Path] = ()
    paths: Sequence[Path] = ()
    junit: Path | None = None
    list_steps: bool = False
    list_uncovered: bool = False
    threshold: int = 0


def run_tests(wish: TestWish) -> int:
    """Run them; what comes out is told on stdout and stderr, and by the exit code."""
    asked = ["--leadpact-policies", str(wish.policies), "--leadpact-features", str(wish.features)]
    asked += ["--leadpact-steps"] * wish.list_steps + ["--leadpact-named"] * bool(wish.paths)
    asked += ["--leadpact-coverage"] * wish.list_uncovered + [f"--leadpact-threshold={wish.threshold}"]
    asked += [f"--junit-xml={wish.junit}"] if wish.junit else []
    named = [str(path) for path in wish.paths or [wish.features, *wish.examples_in] if path.exists()]
    # -P: a folder of the repository named like a package of ours is not imported in its place.
    command = [sys.executable, "-P", "-m", "pytest", "-c", str(SETTINGS), "--rootdir", ".", *ALONE, *asked, *named]
    environment = {name: text for name, text in os.environ.items() if name not in {"PYTEST_ADDOPTS", "PYTEST_PLUGINS"}}
    environment |= {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    # A folder of its own: what pytest runs share, each of them clears of what it takes for left over.
    with TemporaryDirectory(prefix="leadpact-") as place:
        command += ["--basetemp", str(Path(place, "scenarios"))]
        environment["TMPDIR"] = place  # also what the engine would keep until the end of a process
        done = subprocess.run(command, env=environment, check=False)  # noqa: S603 - our own program
    return OUR_CODES.get(done.returncode, 70)


def files_with_examples(policies: PolicySet) -> Sequence[Path]:
    """The policy files that hold examples, sorted."""
    found = (example.at.file for agreement in policies.agreements for example in agreement.examples if example.at)
    return [Path(file) for file in sorted(set(found))]
