"""Signatures for a terminal and for machines."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator, Sequence
from typing import Any

from engine.diagnostics import printable_json, visible
from engine.documents.report_json import plain_data
from engine.documents.time_words import iso
from engine.model.trials import is_trial
from engine.reports.commitments import PeriodVerdict
from engine.reports.signatures import SignaturesView, SignatureView
from engine.reports.volumes import VolumePeriod
from engine.terms.to_sign import AGREEMENT, WAIVER

SCHEMA = "https://leadpact.example/schemas/signatures/v1"
MOST_SHOWN = 10


def signatures_text(views: Sequence[SignaturesView]) -> str:
    """Tell the signatures of each version and waiver, and what they come to, one fact a line."""
    return "\n\n".join("\n".join(map(visible, _told(view))) for view in views)


def signatures_json(views: Sequence[SignaturesView], exit_code: int, exit_reason: str) -> str:
    """The same for machines: sorted keys, instants in ISO 8601, digests as SHA-256 in hex."""
    body: dict[str, Any] = {"$schema": SCHEMA, "exit_code": exit_code, "exit_reason": exit_reason}
    for listed, kind in (("versions", AGREEMENT), ("waivers", WAIVER)):
        body[listed] = [
            {**plain_data(v), "signed": v.signed, "unsigned": plain_data(v.unsigned)} for v in views if v.kind == kind
        ]
    return printable_json(json.dumps(body, indent=1, sort_keys=True, ensure_ascii=False))


def in_a_sentence(views: Sequence[SignaturesView]) -> str:
    """What all of it comes to."""
    return "; ".join(_conclusion(view) for view in views)


def standing(view: SignaturesView) -> str:
    """Say whether a version or a waiver is signed, or who has to sign it and what is void."""
    return _conclusion(view)


def void_signatures(view: SignaturesView) -> str:
    """Say whose signatures count for nothing, and why; an empty text where all of them count."""
    return "; ".join(f"{s.name or 'somebody'} as {s.role}: {s.void_because}" for s in view.signatures if s.void_because)


def signed_by(view: SignaturesView) -> str:
    """Say who signed a waiver and on which dates, or that it isn't signed, and why nothing of it counts."""
    if not view.signed:
        void = void_signatures(view)
        return f"{_conclusion(view)}{f' ({void})' if void else ''}"
    return "signed " + ", ".join(f"{s.signed_at.local:%Y-%m-%d} by {s.name}, {s.role}" for s in view.signatures)


def signed_later(views: Sequence[SignaturesView], as_of: int) -> str:
    """Say who signed after the instant (µs UTC) that a report looks at, and when; an empty text if nobody did."""
    found = [(s, view) for view in views for s in view.signatures if s.signed_at.at > as_of and not s.void_because]
    said = (f"as {s.role} {view.called} was signed on {s.signed_at.local:%Y-%m-%d}" for s, view in found)
    return f"{', '.join(said)}, after this report's as_of" if found else ""


def unsigned(figure: PeriodVerdict | VolumePeriod) -> str:
    """Mark a figure that an unsigned version judged, or an unsigned waiver leaves cases out of, or one on trial."""
    waived = " (waiver unsigned)" if isinstance(figure, PeriodVerdict) and figure.unsigned_waivers else ""
    return f"{would_have_been(figure)}{' (unsigned)' if figure.signed is False else ''}{waived}"


def would_have_been(figure: PeriodVerdict | VolumePeriod) -> str:
    """Mark a figure of a version on trial."""
    return ", would have been" if is_trial(figure.version or "") else ""


def _told(view: SignaturesView) -> Iterator[str]:
    yield view.called
    yield f"  terms     sha256 {view.terms}"
    for signature in view.signatures:
        yield from _signature(signature)
    yield from (f"  fault     {fault}" for fault in (*view.faults, *view.unreadable))
    yield from (f"  changed   {change}" for change in view.changes[:MOST_SHOWN])
    if more := view.changes[MOST_SHOWN:]:
        yield f"            and {len(more)} more"
    yield _conclusion(view)
    into = f" --document {shlex.quote(view.paper)}" if view.paper else ""
    for role in view.unsigned:
        yield f"  help: leadpact sign {view.of} --as {shlex.quote(role)} --key FILE{into}"


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


def _missing(view: SignaturesView) -> Iterator[str]:
    """Name each role that has to sign, with how many of it where one person is not enough."""
    for role in view.roles:
        if role.signed < role.needed:
            yield role.role if role.needed == 1 else f"{role.needed - role.signed} more of {role.needed} as {role.role}"


def _conclusion(view: SignaturesView) -> str:
    if view.signed:
        by = "by every party" if view.kind == AGREEMENT else f"as {' and '.join(role.role for role in view.roles)}"
        return f"{view.called} is signed {by}"
    other = " this document" if any(s.covers_document is False for s in view.signatures) else ""
    void = sum(1 for s in view.signatures if s.void_because)
    facts = [
        f"{' and '.join(_missing(view))} still to sign{other}" if view.unsigned else "",
        f"{void} void signature{'s' * (void != 1)}" if void else "",
        *view.faults,
        f"{len(view.unreadable)} unreadable file{'s' * (len(view.unreadable) != 1)}" * bool(view.unreadable),
    ]
    said = ", ".join(fact for fact in facts if fact) or "a signature is over another document"
    return f"{view.called} is not signed: {said}"
