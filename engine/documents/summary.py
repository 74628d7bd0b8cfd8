"""The terminal's page: both parties' figures, the worst cases, what was not judged, and what to run next."""

from __future__ import annotations

from engine.documents.columns import Columns, aligned, cut, wrapped
from engine.documents.signatures_text import signed_by, standing
from engine.documents.time_words import lateness, moment, span
from engine.documents.words import mark, noun
from engine.model.trials import is_trial
from engine.reports.cases import Case
from engine.reports.commitments import CommitmentView, PeriodVerdict
from engine.reports.compliance import AgreementView, ComplianceView, PartyView
from engine.reports.sentences import verdict_in_words
from engine.reports.shares import Share

COLOURS = {"missed": "\x1b[31m", "met": "\x1b[1m", "at_risk": "\x1b[33m"}
PLAIN = "\x1b[0m"
WORST_FIRST = ("missed", "unknown", "open", "too_few", "met", "no_objective")
MOST_CASES = 5
ROOM_FOR_DUE = 96
UNSIGNED = "*"
VERDICT_COLUMNS = Columns(may_be_cut=(1,), numbers=(3, 4, 5, 6))
CASE_COLUMNS = Columns(may_be_cut=(0, 1, 2))
Line = list[str]


def summary_text(view: ComplianceView, width: int = 100, *, colour: bool = False) -> str:
    """Sum a run up for a head of sales in at most `width` columns; `colour` adds ANSI colour to verdicts."""
    blocks = [block for agreement in view.agreements for block in _agreement(agreement, width, colour=colour)]
    text = "\n\n".join("\n".join(block) for block in [*blocks, _data(view, width), _next(view, width)] if block)
    return text + "\n"


def _agreement(agreement: AgreementView, width: int, *, colour: bool) -> list[Line]:
    head = f"{agreement.title} {agreement.version} · as of {moment(agreement.as_of)}"
    said = [line for sentence in agreement.sentences for line in wrapped(sentence, width)]
    missing = [
        line
        for s in agreement.standings
        if not s.signed
        for line in wrapped(f"{UNSIGNED} {standing(s.signatures)}", width)
    ]
    missing += [
        line
        for w in agreement.waivers
        if w.signatures and w.unsigned and w.clocks
        for line in wrapped(f"{UNSIGNED} {signed_by(w.signatures)}", width)
    ]
    parties = [_party(party, width, colour=colour) for party in agreement.parties if party.commitments]
    broken = sorted((c for k in agreement.commitments for c in k.breaches), key=_newest)
    waiting = sorted((c for k in agreement.commitments for c in k.open_clocks), key=_next_due)
    names = {c.name: c.title for c in agreement.commitments}
    late = [_listed(case, names, lateness(case), width) for case in broken[:MOST_CASES]]
    soon = [_listed(case, names, _left(case), width) for case in waiting[:MOST_CASES]]
    late_head = f"Latest {len(late)} of {noun(len(broken), 'breach', 'breaches')}"
    next_head = f"Next {len(soon)} of {noun(len(waiting), 'open case')}"
    return [
        [cut(head, width)],
        said,
        missing,
        *parties,
        [late_head, *aligned(late, width, CASE_COLUMNS)] if late else [],
        [next_head, *aligned(soon, width, CASE_COLUMNS)] if soon else [],
    ]


def _party(party: PartyView, width: int, *, colour: bool) -> Line:
    pairs = [(c, v) for c in party.commitments for v in c.judged]
    if not pairs:
        return [cut(party.name, width), "  no case in the judged periods"]
    pairs.sort(key=lambda pair: WORST_FIRST.index(pair[1].verdict))
    rows = [["", "", "", "in time", "decided", "promised", "possible"], *(_verdict(*pair) for pair in pairs)]
    head, *lines = aligned(rows, width, VERDICT_COLUMNS)
    if colour:
        lines = [f"{COLOURS.get(v.verdict, '')}{line}{PLAIN}" for line, (_, v) in zip(lines, pairs, strict=True)]
    name = cut(party.name, max(0, len(head) - len(head.lstrip()) - 2))
    return [name + head[len(name) :], *lines]


def _verdict(commitment: CommitmentView, verdict: PeriodVerdict) -> Line:
    share = verdict.share
    words = f"{mark(verdict.verdict)} {verdict_in_words(verdict.verdict)}"
    figures = [share.text, f"{share.whole:,}", verdict.objective or "none", _between(share)]
    trial = ", on trial" if is_trial(verdict.version) else ""
    period = f"{verdict.words}{trial}{UNSIGNED if verdict.signed is False or verdict.unsigned_waivers else ''}"
    return [words, commitment.title, period, *figures]


def _between(share: Share) -> str:
    return f"{share.low.removesuffix(' %')} to {share.high}" if share.low and share.high else ""


def _listed(case: Case, names: dict[str, str], words: str, width: int) -> Line:
    """The time due goes where there is no room for it; how late it is stays."""
    due = moment(case.due) if width >= ROOM_FOR_DUE else ""
    return [case.lead_id, names[case.commitment], case.owner or "unassigned", due, words]


def _data(view: ComplianceView, width: int) -> Line:
    unknown = sum(len(c.unknowns) for a in view.agreements for c in a.commitments)
    said = [noun(unknown, "case") + " can't be judged"] if unknown else []
    said += [f"{noun(count, 'row')} in quarantine ({reason})" for reason, count in view.data.quarantine_reasons]
    said += [f"{noun(count, 'row')} set aside ({reason})" for reason, count in view.data.set_aside]
    said += [f"{noun(count, 'finding')} ({kind.replace('_', ' ')})" for kind, count in view.data.finding_kinds]
    return wrapped("Data: " + "; ".join(said) + ".", width) if said else []


def _next(view: ComplianceView, width: int) -> Line:
    broken = [c for a in view.agreements for k in a.commitments for c in k.breaches]
    lead = min(broken, key=_newest).lead_id if broken else "LEAD"
    return [cut(f"Next: leadpact explain {_as_argument(lead)}", width)]


def _as_argument(lead_id: str) -> str:
    """Quote a lead id for a shell; one that holds more than letters, digits, `.`, `_` and `-` is left to the reader."""
    harmless = lead_id and not lead_id.startswith("-") and all(c.isalnum() or c in "._-" for c in lead_id)
    return lead_id if harmless else "LEAD"


def _left(case: Case) -> str:
    state = {"at_risk": "at risk, ", "paused": "paused, "}.get(case.state, "")
    return f"{state}{span(case.left)} left" if case.left else f"{state}past due"


def _newest(case: Case) -> tuple[int, str, str]:
    return -(case.due.at if case.due else 0), case.lead_id, case.commitment


def _next_due(case: Case) -> tuple[int, str, str]:
    return (case.due.at if case.due else 1 << 62), case.lead_id, case.commitment
