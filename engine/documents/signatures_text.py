"""Signatures for a terminal and for machines."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator, Sequence

from engine.diagnostics import printable_json, visible
from engine.documents.report_json import plain_data
from engine.documents.time_words import iso
from engine.model.trials import is_trial
from engine.reports.commitments import PeriodVerdict
from engine.reports.signatures import SignatureView, VersionView
from engine.reports.volumes import VolumePeriod

SCHEMA = "https://leadpact.example/schemas/signatures/v1"
MOST_SHOWN = 10


def signatures_text(versions: Sequence[VersionView]) -> str:
    """Tell each version's signatures and what they come to, one fact a line."""
    return "\n\n".join("\n".join(map(visible, _version(version))) for version in versions)


def signatures_json(versions: Sequence[VersionView], exit_code: int, exit_reason: str) -> str:
    """The same for machines: sorted keys, instants in ISO 8601, digests as SHA-256 in hex."""
    rows = [{**plain_data(v), "signed": v.signed, "unsigned": plain_data(v.unsigned)} for v in versions]
    body = {"$schema": SCHEMA, "exit_code": exit_code, "exit_reason": exit_reason, "versions": rows}
    return printable_json(json.dumps(body, indent=1, sort_keys=True, ensure_ascii=False))


def in_a_sentence(versions: Sequence[VersionView]) -> str:
    """What all of it comes to."""
    return "; ".join(_conclusion(version) for version in versions)


def standing(version: VersionView) -> str:
    """Say whether one version is signed, or who has to sign it and what is void."""
    return _conclusion(version)


def unsigned(figure: PeriodVerdict | VolumePeriod) -> str:
    """Mark a figure that an unsigned version judged, or one on trial."""
    return f"{would_have_been(figure)}{' (unsigned)' if figure.signed is False else ''}"


def would_have_been(figure: PeriodVerdict | VolumePeriod) -> str:
    """Mark a figure of a version on trial."""
    return ", would have been" if is_trial(figure.version or "") else ""


def _version(version: VersionView) -> Iterator[str]:
    yield version.of
    yield f"  terms     sha256 {version.terms}"
    for signature in version.signatures:
        yield from _signature(signature)
    yield from (f"  fault     {fault}" for fault in (*version.faults, *version.unreadable))
    yield from (f"  changed   {change}" for change in version.changes[:MOST_SHOWN])
    if more := version.changes[MOST_SHOWN:]:
        yield f"            and {len(more)} more"
    yield _conclusion(version)
    into = f" --document {shlex.quote(version.paper)}" if version.paper else ""
    for role in version.unsigned:
        yield f"  help: leadpact sign {version.of} --as {shlex.quote(role)} --key FILE{into}"


def _signature(signature: SignatureView) -> Iterator[str]:
    who = f"{signature.name or 'somebody'}, {signature.role}, {iso(signature.signed_at)}"
    yield f"  {'void' if signature.void_because else 'valid':<8}  {who}"
    if signature.void_because:
        yield f"            because {signature.void_because}"
    yield f"            key {signature.keyid}, {signature.file}"
    if signature.covers:
        yield f"            covers {signature.covers}"
    if signature.covers_document is False:
        yield f"            {'another document' if signature.document else 'no document'} was signed, not the one given"
    elif signature.document:
        yield f"            document sha256 {signature.document}{', before any signature' * bool(signature.covers)}"


def _missing(version: VersionView) -> Iterator[str]:
    """Name each role that has to sign, with how many of it where one person is not enough."""
    for role in version.roles:
        if role.signed < role.needed:
            yield role.role if role.needed == 1 else f"{role.needed - role.signed} more of {role.needed} as {role.role}"


def _conclusion(version: VersionView) -> str:
    if version.signed:
        return f"{version.of} is signed by every party"
    other = " this document" if any(s.covers_document is False for s in version.signatures) else ""
    void = sum(1 for s in version.signatures if s.void_because)
    facts = [
        f"{' and '.join(_missing(version))} still to sign{other}" if version.unsigned else "",
        f"{void} void signature{'s' * (void != 1)}" if void else "",
        *version.faults,
        f"{len(version.unreadable)} unreadable file{'s' * (len(version.unreadable) != 1)}" * bool(version.unreadable),
    ]
    said = ", ".join(fact for fact in facts if fact) or "a signature is over another document"
    return f"{version.of} is not signed: {said}"
