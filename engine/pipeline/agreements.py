"""The agreement on paper: which version is meant, and its document."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from engine.diagnostics import Diagnostics, has_errors

if TYPE_CHECKING:
    from engine.model.agreements import Agreement
    from engine.model.policy_set import PolicySet


def chosen_agreements(policies: PolicySet, wish: str, as_of: int) -> tuple[Agreement, ...]:
    """The versions that `name`, `name@version` or nothing means: without a version those in force at `as_of`."""
    name, _, version = wish.partition("@")
    named = [a for a in policies.agreements if name in {"", a.name}]
    if version:
        return tuple(a for a in named if a.version == version)
    latest = {a.name: a for a in named if a.starts <= as_of}
    return tuple(a for a in latest.values() if a.ends is None or as_of < a.ends)


def templates_beside(policies: Path) -> Path | None:
    """Find the user's own templates: a folder beside that of the policies."""
    beside = policies.parent / "templates"
    return beside if beside.is_dir() else None


def rendered(
    policies: PolicySet, agreement: Agreement, form: str, own_templates: Path | None
) -> tuple[bytes | None, Diagnostics]:
    """The document as `md`, `html` or `pdf`; None if a template of the user's own can't be used."""
    from engine.documents.agreement_forms import agreement_document
    from engine.documents.own_templates import own_template_faults
    from engine.reports.agreement_view import agreement_view

    faults = own_template_faults(own_templates) if own_templates else ()
    if has_errors(faults):
        return None, faults
    made, faults = agreement_document(agreement_view(policies, agreement), form, own_templates)
    return (made.content if made else None), faults
