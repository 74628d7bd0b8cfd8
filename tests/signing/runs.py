"""Runs made up: statements of them, an attester with a key, and a ledger of several."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

from engine import pipeline
from engine.pipeline.kept_runs import CLOCKS
from engine.pipeline.ledger_files import verdicts_file
from engine.signing import keys
from engine.signing.chains import line_of, next_link
from engine.signing.envelopes import signed
from engine.signing.run_statements import RunStatement, written
from tests.signing.conftest import AT, LATER

ATTESTERS = """\
attesters:
  nightly:
    name: The nightly run
    keys:
      - key: {}
"""
DAY = 86_400_000_000
VERDICTS = b"what a run said of clocks"
SAID = RunStatement(
    made={"report.json": "a" * 64, "results/clocks.parquet": hashlib.sha256(VERDICTS).hexdigest()},
    as_of=AT,
    made_at=AT,
    exit_code=1,
    went_in={"policies": {"policies/agreement.yaml": "c" * 64}, "terms": {"small@1.0.0": "d" * 64}},
    options={"max_unknown": 0, "periods": ("2026-06",), "strict_history": False},
    places={"policies": "policies", "data": "data"},
    commit="e" * 40,
    link=None,
)


@dataclass(frozen=True)
class Books:
    """A ledger's folder and who verifies it."""

    policies: object
    folder: Path
    key: object

    @property
    def path(self):
        return self.folder / "ledger.jsonl"

    @property
    def lines(self):
        return self.path.read_bytes().splitlines(keepends=True)

    def note(self, runs, key="own"):
        """Add runs, each a day after the one before; signed unless `key` is None."""
        for day in range(runs):
            self.note_run(AT + day * DAY, SAID.options["periods"], key)

    def note_run(self, as_of, periods, key="own"):
        """Add a run that looked as of an instant and was asked for periods."""
        self.folder.mkdir(exist_ok=True)
        kept = verdicts_file(self.folder, SAID.made[CLOCKS])
        kept.parent.mkdir(exist_ok=True)
        kept.write_bytes(VERDICTS)
        before = self.path.read_bytes() if self.path.exists() else b""
        options = {**SAID.options, "periods": periods}
        said = replace(SAID, as_of=as_of, options=options, link=next_link(before))
        self.path.write_bytes(before + line_of(signed(written(said), self.key if key == "own" else key)))

    def verify(self, head="", now=LATER, policies=None):
        return pipeline.verify_ledger(pipeline.LedgerWish(policies or self.policies, self.folder, head, now))


def books_of(desk):
    """The desk's ledger; its stranger's key is the nightly run's."""
    path = desk.folder / "policies" / "signers.yaml"
    path.write_text(path.read_text(encoding="utf-8") + ATTESTERS.format(desk.lines["stranger"]), encoding="utf-8")
    key = keys.unlock((desk.folder / "stranger").read_bytes(), lambda: None)
    return Books(desk.policies(), desk.folder / "ledger", key)
