"""Whether what judges is signed: told on every figure of a report, and reason enough to refuse one."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from engine.pipeline.verifying import VerifyingWish, conclusion, signature_digests, verify

WHENEVER = sys.maxsize
"""An instant that no signature lies after."""

if TYPE_CHECKING:
    from engine.evaluation.results import Results
    from engine.reports.compliance import ComplianceView
    from engine.reports.explanations import ExplanationView
    from engine.reports.signatures import SignaturesView


def with_standings(results: Results, view: ComplianceView, folder: Path) -> ComplianceView:
    """Mark each figure with whether its version, and what was waived of it, is signed by whoever must.

    Raises OSError if the folder of signatures can't be read.
    """
    from engine.reports.standings import marked

    held = _held(results, folder)
    identity = replace(view.identity, signatures=signature_digests(folder, held))
    return replace(marked(view, results.policies.agreements, {v.of: v for v in held}), identity=identity)


def with_waivers_signed(results: Results, view: ExplanationView, folder: Path) -> ExplanationView:
    """Tell of each waiver that covers a clock whether it is signed. Raises OSError if the folder can't be read."""
    from engine.reports.standings import explained

    if not any(clock.waiver for policy in view.policies for clock in policy.clocks):
        return view
    return explained(view, {v.of: v for v in _held(results, folder)})


def _held(results: Results, folder: Path) -> tuple[SignaturesView, ...]:
    """The signatures of all that can be signed, as they stood when the run looks."""
    from engine.model.trials import trials_joined
    from engine.reports.standings import as_of

    now = results.identity.as_of
    found, _ = verify(VerifyingWish(trials_joined(results.policies), "", folder, None, now))
    return tuple(as_of(view, now) for view in found or ())


def not_signed(view: ComplianceView) -> tuple[SignaturesView, ...]:
    """The versions in force, or behind a judged figure, and the waivers behind one, that are not signed."""
    from engine.reports import standings

    return standings.not_signed(view)


def refusal(unsigned: Sequence[SignaturesView], results: Results, folder: Path) -> str:
    """Why nothing is reported, where only what is signed may decide; and what was signed only after the run looks."""
    from engine.documents.signatures_text import signed_later
    from engine.model.trials import trials_joined

    missing, now = {view.of for view in unsigned}, results.identity.as_of
    found, _ = verify(VerifyingWish(trials_joined(results.policies), "", folder, None, WHENEVER))
    later = signed_later([view for view in found or () if view.of in missing], now)
    return "; ".join(filter(None, (f"only what is signed may be reported: {conclusion(unsigned)}", later)))
