"""What a report says otherwise than the last signed run of its period."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from engine.pipeline.kept_runs import kept, promises_kept, promises_of, turned_between
from engine.pipeline.ledger_files import chain
from engine.pipeline.ledger_runs import SINCE, run_seen
from engine.pipeline.verifying_runs import run_read
from engine.pipeline.went_in import went_in

if TYPE_CHECKING:
    from engine.evaluation.results import Option, Results
    from engine.model.policy_set import PolicySet
    from engine.reports.compliance import ComplianceView
    from engine.signing.chains import Entry

CLOCKS, PERIODS = "clocks", "periods"


def with_restatements(results: Results, view: ComplianceView, folder: Path, now: int) -> ComplianceView:
    """Tell in a report which verdicts are others than in the last run of its period that an attester signed, if any.

    A run that looks back has nothing to hold against one that looked later than itself. Which entry that is becomes
    part of the run's identity: another gives another report.

    Raises:
        NoEntryError: the verdicts of that run can't be read.
        OSError: something can't be read, or written where temporary files lie.
    """
    from engine.reports.causes import RunSeen
    from engine.reports.restated_promises import PromisesKept
    from engine.reports.restatements import restatements

    options = view.identity.options
    asked = _periods(options) if PERIODS in options else _told(view)
    last = last_signed(results.policies, folder, view.identity.as_of, asked, now)
    options = {**options, SINCE: last.digest if last else ""}
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
        promises = PromisesKept(promises_kept(folder, said), promises_of(results, Path(place)))
    theirs = run_seen(said, f"entry {number} of the ledger")
    return replace(view, restated=restatements(theirs, ours, rows, promises, results.policies.agreements))


def last_signed(policies: PolicySet, folder: Path, as_of: int, asked: Collection[str], now: int) -> Entry | None:
    """Find the last entry that counts as of `now`, looked no later than `as_of`, and judged a month that is asked for.

    Nothing asked is the last ended and the current period, as in a run.
    """
    from engine.reports.runs import run_view

    ours = _judged(policies, as_of, asked)
    for entry in reversed(chain(folder).entries):
        said = entry.statement
        of_our_time = said.as_of <= as_of and ours & _judged(policies, said.as_of, _periods(said.options))
        if of_our_time and run_view(policies, run_read(policies, entry.envelope, said), now).counts:
            return entry
    return None


def _judged(policies: PolicySet, as_of: int, asked: Collection[str]) -> set[str]:
    """The months that a run judged: of the periods that it was asked for, else of the last ended and the current."""
    from engine.model.commitments import Period
    from engine.reports.instants import Instant
    from engine.reports.periods import last_and_current, months_of

    agreements = policies.agreements
    objectives = [c.objective for a in agreements for c in (*a.commitments, *a.volumes)]
    spans = {Period.MONTH, *(objective.each for objective in objectives if objective)}
    usual = {name for a in agreements for name in last_and_current(Instant(as_of, a.zone), spans)}
    return {month for name in asked or usual for month in months_of(name)}


def _periods(options: Mapping[str, Option]) -> tuple[str, ...]:
    asked = options.get(PERIODS, ())
    return () if isinstance(asked, str | int) else tuple(asked)


def _told(view: ComplianceView) -> set[str]:
    """The periods that a report tells of, where no option of the run chose them."""
    promised = {v.period for a in view.agreements for c in a.commitments for v in c.judged}
    return promised | {v.period for a in view.agreements for c in a.volumes for v in c.judged}
