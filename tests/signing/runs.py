"""Runs made up: statements of them, an attester with a key, and a ledger of several."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from engine import pipeline
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
SAID = RunStatement(
    made={"report.json": "a" * 64, "results/clocks.parquet": "b" * 64},
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
        self.folder.mkdir(exist_ok=True)
        before = self.path.read_bytes() if self.path.exists() else b""
        for day in range(runs):
            link = next_link(before)
            said = replace(SAID, as_of=AT + day * 86_400_000_000, link=link)
            before += line_of(signed(written(said), self.key if key == "own" else key))
        self.path.write_bytes(before)

    def verify(self, head="", now=LATER, policies=None):
        return pipeline.verify_ledger(pipeline.LedgerWish(policies or self.policies, self.folder, head, now))


def books_of(desk):
    """The desk's ledger; its stranger's key is the nightly run's."""
    path = desk.folder / "policies" / "signers.yaml"
    path.write_text(path.read_text(encoding="utf-8") + ATTESTERS.format(desk.lines["stranger"]), encoding="utf-8")
    key = keys.unlock((desk.folder / "stranger").read_bytes(), lambda: None)
    return Books(desk.policies(), desk.folder / "ledger", key)
