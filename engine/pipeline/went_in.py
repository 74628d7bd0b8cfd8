"""What went into a run, as attestations and reports hold it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.evaluation.results import RunIdentity
    from engine.model.policy_set import PolicySet


def went_in(policies: PolicySet, identity: RunIdentity) -> Mapping[str, Mapping[str, str]]:
    """All that goes into a run, by group and name: digests and versions, those of trials as they are written."""
    from engine.model.trials import trials_joined
    from engine.terms.version_terms import terms_of

    whole = trials_joined(policies)
    return {
        "policies": identity.policies,
        "terms": {agreement.id: terms_of(whole, agreement).digest for agreement in whole.agreements},
        "signatures": identity.signatures,
        "inputs": identity.inputs,
        "files": identity.files,
        "versions": identity.versions,
    }
