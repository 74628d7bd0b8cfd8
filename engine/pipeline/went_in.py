"""What went into a run, as attestations and reports hold it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.evaluation.results import RunIdentity
    from engine.model.policy_set import PolicySet


def went_in(policies: PolicySet, identity: RunIdentity) -> Mapping[str, Mapping[str, str]]:
    """All that goes into a run, by group and name: digests and versions."""
    from engine.terms.version_terms import terms_of

    return {
        "policies": identity.policies,
        "terms": {agreement.id: terms_of(policies, agreement).digest for agreement in policies.agreements},
        "signatures": identity.signatures,
        "inputs": identity.inputs,
        "files": identity.files,
        "versions": identity.versions,
    }
