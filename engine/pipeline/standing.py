"""Whether what judges is signed: told on every figure of a report, and reason enough to refuse one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from engine.pipeline.verifying import VerifyingWish, conclusion, signature_digests, verify

if TYPE_CHECKING:
    from engine.evaluation.results import Results
    from engine.reports.compliance import ComplianceView
    from engine.reports.signatures import VersionView


def with_standings(results: Results, view: ComplianceView, folder: Path) -> ComplianceView:
    """Mark each figure with whether every party had signed its version, by the signatures in a folder.

    Raises OSError if the folder can't be read.
    """
    from engine.model.trials import trials_joined, whole_version
    from engine.reports.standings import as_of, marked

    policies, now = trials_joined(results.policies), results.identity.as_of
    found, _ = verify(VerifyingWish(policies, "", folder, None, now))
    held = {version.of: as_of(version, now) for version in found or ()}
    held |= {a.id: held[whole_version(a.id)] for a in results.policies.agreements}
    identity = replace(view.identity, signatures=signature_digests(folder, policies))
    return replace(marked(view, results.policies.agreements, held), identity=identity)


def not_signed(view: ComplianceView) -> tuple[VersionView, ...]:
    """The versions in force, or behind a judged figure, that are not signed."""
    from engine.reports import standings

    return standings.not_signed(view)


def refusal(unsigned: Sequence[VersionView]) -> str:
    """Why nothing is reported, where only signed versions may judge."""
    return f"only what is signed may be reported: {conclusion(unsigned)}"
