"""Everything that leadpact says of a folder of policies."""

from __future__ import annotations

from engine.analysis.lint import lint
from engine.analysis.rules import analyse
from engine.analysis.timely import timely
from engine.analysis.untested import untested
from engine.diagnostics import has_errors
from engine.loading.policy_files import load

NEVER_SHOWN = "never_shown"
"""All other criteria of bad samples are spoken of in scenarios."""
AS_OF = 1_768_435_200 * 10**6  # 2026-01-15T00:00:00Z, to which bad samples are laid out


def faults_of(folder):
    """Faults of text and shape; else those of meaning; and the lint, once nothing is an error."""
    policies, faults = load(folder)
    if policies is None:
        return faults
    faults = (*faults, *analyse(policies))
    if has_errors(faults):
        return faults
    criteria = {criterion.name for agreement in policies.agreements for criterion in agreement.criteria}
    scenarios = [f'Then criterion "{name}" of "Berg" is met' for name in sorted(criteria - {NEVER_SHOWN})]
    return (*faults, *lint(policies), *timely(policies, AS_OF), *untested(policies, scenarios))
