"""Policies from a folder, and what they hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from engine.diagnostics import Diagnostic, Diagnostics, Levels, Location, at_levels, error, has_errors, in_order

if TYPE_CHECKING:
    from engine.loading.settings import Settings
    from engine.model.policy_set import PolicySet

NO_LINT = {"LP926", "LP950", "LP951"}  # nothing to check, or history rewritten: errors, which no setting makes less


def settings(folder: Path) -> tuple[Settings, Diagnostics]:
    """The settings that a folder keeps for all verbs."""
    from engine.loading.settings import read_settings, settings_file

    found, faults = read_settings(folder)
    levels = found.get("lint")
    path = settings_file(folder)
    at = Location(path.name, 1, 1) if path else None
    return found, (*faults, *_unknown_rules(levels, at)) if isinstance(levels, Mapping) else faults


def _unknown_rules(levels: Levels, at: Location | None) -> Iterator[Diagnostic]:
    """Tell what is no rule of the lint: a rule that is off under a mistyped name would be on."""
    from engine.documents.code_pages import codes
    from engine.loading.settings import UNKNOWN_SETTING

    known = [code for code in codes() if code.startswith("LP9") and code not in NO_LINT]
    for name in (name for name in levels if name not in known):
        help_ = f"rules are those from `{known[0]}` to `{known[-1]}`"
        if name in codes():
            help_ = "an error is one always"
        elif name.upper() in known:
            help_ = f"did you mean `{name.upper()}`?"
        yield error(UNKNOWN_SETTING, at, f"`lint.{name}` is no rule of the lint", help_)


def load_policies(folder: Path) -> tuple[PolicySet | None, Diagnostics]:
    """Load and analyse a policies folder; None if anything in it is an error, with every fault at once.

    What a version uses must be what its lock pins, where it has one.
    """
    from engine.pipeline.locking import lock_digests, lock_faults

    policies, faults = load_unlocked(folder)
    if policies is None:
        return None, faults
    faults = in_order((*faults, *lock_faults(policies)))
    digests = dict(sorted({**policies.digests, **lock_digests(policies)}.items()))
    return (None if has_errors(faults) else replace(policies, digests=digests)), faults


def validate_policies(
    folder: Path, levels: Levels, as_of: int, base: PolicySet | None = None, ledger: Path | None = None
) -> tuple[PolicySet | None, Diagnostics]:
    """Load a policies folder and, if nothing is an error, lint it; None if anything is one, also by its level.

    Args:
        folder: the policies.
        levels: what the rules of the lint weigh.
        as_of: the instant (µs UTC) that says what was in force, and what ends soon.
        base: the policies as they were, whose versions in force must be the same still.
        ledger: the folder of a ledger, whose runs must have judged by the terms that there are.

    Raises:
        OSError: the ledger can't be read.
        BrokenLedgerError: it is no sound chain, so that nothing can be held against it.
    """
    from engine.analysis.lint import lint
    from engine.analysis.timely import timely
    from engine.analysis.untested import untested

    policies, faults = load_policies(folder)
    if policies is not None and not policies.agreements:
        faults = in_order((*faults, _no_agreement(folder)))
    elif policies is not None:
        since = _since(base, policies, as_of) if base else ()
        noted = _since_runs(ledger, policies, as_of) if ledger else ()
        faults = in_order((*faults, *lint(policies), *timely(policies, as_of), *since, *noted))
        faults = in_order((*faults, *untested(policies, _scenarios_beside(folder))))
    faults = at_levels(faults, levels)
    return (None if has_errors(faults) else policies), faults


def _no_agreement(folder: Path) -> Diagnostic:
    """Tell that there is nothing to check; of a file whose name hides an agreement, that it is not read."""
    from engine.loading.policy_text import as_typed, unread_agreements

    help_ = "`leadpact init` lays out a first set"
    place = as_typed(folder)
    for path in unread_agreements(folder):
        place, help_ = as_typed(path), "this file holds one and is not read: let its name end in `.yaml`"
        break
    return error("LP926", Location(place, 1, 1), f"no agreement in `{as_typed(folder)}`", help_)


def _scenarios_beside(folder: Path) -> Iterator[str]:
    """The texts of the scenarios that `leadpact test` would run; what it can't read it tells itself."""
    for path in sorted((folder.parent / "features").rglob("*.feature")):
        with suppress(OSError):
            yield path.read_text(encoding="utf-8", errors="replace")


def _since(base: PolicySet, policies: PolicySet, as_of: int) -> Diagnostics:
    from engine.terms.rewritten import rewritten

    return rewritten(base, policies, as_of)


class BrokenLedgerError(Exception):
    """A ledger that nothing can be held against: its chain is broken, or there is none."""


def _since_runs(ledger: Path, policies: PolicySet, as_of: int) -> Diagnostics:
    from engine.pipeline.ledger_files import chain
    from engine.terms.rewritten import NotedRun, terms_since_runs

    found = chain(ledger)
    if not found.entries or found.faults:
        raise BrokenLedgerError(next(iter(found.faults), "no run is noted in it"))
    runs = [
        NotedRun(f"entry {e.place} of the ledger", e.statement.as_of, e.statement.went_in.get("terms", {}))
        for e in found.entries
    ]
    return terms_since_runs(runs, policies, as_of)


def load_unlocked(folder: Path) -> tuple[PolicySet | None, Diagnostics]:
    """The same, whatever locks say."""
    from engine.analysis.rules import analyse
    from engine.loading.policy_files import load

    policies, faults = load(folder)
    if policies is None:
        return None, in_order(faults)
    faults = in_order((*faults, *analyse(policies)))
    return (None if has_errors(faults) else policies), faults


def with_sources(policies: PolicySet, folder: Path) -> tuple[PolicySet | None, Diagnostics]:
    """The same policies, which also know the source maps of another folder."""
    from engine.analysis.rules import analyse
    from engine.loading.policy_files import load

    read, faults = load(folder)
    if read is None:
        return None, in_order(faults)
    known = {**policies.sources, **read.sources}
    both = replace(policies, sources=known, digests={**policies.digests, **read.digests})
    faults = in_order((*faults, *analyse(both)))
    return (None if has_errors(faults) else both), faults


def policy_files(folder: Path) -> tuple[str, ...]:
    """The files that a policies folder is read from, named as faults name them; none where there is no folder."""
    from engine.loading.policy_text import as_typed, files_below

    return tuple(as_typed(path) for path in files_below(folder))


def policies_in_words(policies: PolicySet) -> str:
    """What a valid set holds: agreements with the time line of their versions, and what they use."""
    from engine.reports.time_line import time_line

    return time_line(policies)
