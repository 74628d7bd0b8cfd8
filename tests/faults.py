"""Everything that leadpact says of a folder of policies."""

from __future__ import annotations

from engine.analysis.lint import lint
from engine.analysis.rules import analyse
from engine.diagnostics import has_errors
from engine.loading.policy_files import load


def faults_of(folder):
    """Faults of text and shape; else those of meaning; and the lint, once nothing is an error."""
    policies, faults = load(folder)
    if policies is None:
        return faults
    faults = (*faults, *analyse(policies))
    return faults if has_errors(faults) else (*faults, *lint(policies))
