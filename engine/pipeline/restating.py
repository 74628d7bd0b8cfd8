"""What a report says otherwise than the last signed run of a ledger."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from engine.pipeline.ledger_files import chain
from engine.pipeline.ledger_runs import SINCE, kept, run_seen, turned_between
from engine.pipeline.verifying_runs import run_read
from engine.pipeline.went_in import went_in

if TYPE_CHECKING:
    from engine.evaluation.results import Results
    from engine.model.policy_set import PolicySet
    from engine.reports.compliance import ComplianceView
    from engine.signing.chains import Entry

CLOCKS = "clocks"


def with_restatements(results: Results, view: ComplianceView, folder: Path, now: int) -> ComplianceView:
    """Tell in a report which verdicts are others than in the last run that an attester signed, if there is one.

    Which entry that is becomes part of the run's identity: another gives another report.

    Raises:
        NoEntryError: the verdicts of that run can't be read.
        OSError: something can't be read, or written where temporary files lie.
    """
    from engine.reports.restatements import RunSeen, restatements

    last = _last_signed(results.policies, folder, now)
    options = {**view.identity.options, SINCE: last.digest if last else ""}
    view = replace(view, identity=replace(view.identity, options=options))
    if last is None:
        return view
    said, identity = last.statement, view.identity
    ours = RunSeen("this run", identity.as_of, went_in(results.policies, identity), identity.strict_history)
    number = said.link.number if said.link else last.place
    with TemporaryDirectory(prefix="leadpact-") as place:
        clocks = results.relations.save((CLOCKS,), Path(place))[0]
        rows = turned_between(
            {"before": kept(folder, said), "after": clocks}, {"before": said.as_of, "after": identity.as_of}
        )
    theirs = run_seen(said, f"entry {number} of the ledger")
    return replace(view, restated=restatements(theirs, ours, rows, results.policies.agreements))


def _last_signed(policies: PolicySet, folder: Path, now: int) -> Entry | None:
    from engine.reports.runs import run_view

    for entry in reversed(chain(folder).entries):
        if run_view(policies, run_read(policies, entry.envelope, entry.statement), now).counts:
            return entry
    return None
