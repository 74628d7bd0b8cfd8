"""The terminal's page: both parties' figures, the worst cases, what was not judged, and what to run next."""

from __future__ import annotations

from collections.abc import Sequence

from engine.diagnostics import visible
from engine.documents.time_words import lateness, moment, span
from engine.documents.words import mark, noun, possible
from engine.reports.cases import Case
from engine.reports.commitments import CommitmentView, PeriodVerdict
from engine.reports.compliance import AgreementView, ComplianceView
from engine.reports.sentences import verdict_in_words

COLOURS = {"missed": "\x1b[31m", "met": "\x1b[1m", "at_risk": "\x1b[33m"}
PLAIN = "\x1b[0m"
WORST_FIRST = ("missed", "unknown", "open", "too_few", "met", "no_objective")
MOST_CASES = 5
Line = list[str]


def summary_text(view: ComplianceView, width: int = 100, *, colour: bool = False) -> str:
    """Sum a run up for a head of sales in at most `width` columns; `colour` adds ANSI colour to verdicts."""
    blocks = [block for agreement in view.agreements for block in _agreement(agreement, width, colour=colour)]
    text = "\n\n".join("\n".join(block) for block in [*blocks, _data(view, width), _next(view, width)] if block)
    return text + "\n"


def _agreement(agreement: AgreementView, width: int, *, colour: bool) -> list[Line]:
    head = f"{agreement.title} {agreement.version} · as of {moment(agreement.as_of)}"
    said = [line for sentence in agreement.sentences for line in _wrapped(sentence, width)]
    broken = sorted((c for k in agreement.commitments for c in k.breaches), key=_newest)
    waiting = sorted((c for k in agreement.commitments for c in k.open_clocks), key=_next_due)
    late_head = f"Latest {min(MOST_CASES, len(broken))} of {noun(len(broken), 'breach', 'breaches')}"
    next_head = f"Next {min(MOST_CASES, len(waiting))} of {noun(len(waiting), 'open case')}"
    names = {c.name: c.title for c in agreement.commitments}
    late = [[c.lead_id, names[c.commitment], c.owner or "unassigned", moment(c.due), lateness(c)] for c in broken]
    soon = [[c.lead_id, names[c.commitment], c.owner or "unassigned", moment(c.due), _left(c)] for c in waiting]
    return [
        [_cut(head, width)],
        said,
        _verdicts(agreement, width, colour=colour),
        [late_head, *_table(late[:MOST_CASES], width)] if late else [],
        [next_head, *_table(soon[:MOST_CASES], width)] if soon else [],
    ]


def _verdicts(agreement: AgreementView, width: int, *, colour: bool) -> Line:
    pairs = [(c, v) for c in agreement.commitments for v in c.judged]
    pairs.sort(key=lambda pair: WORST_FIRST.index(pair[1].verdict))
    lines = _table([_verdict(commitment, verdict) for commitment, verdict in pairs], width)
    if not colour:
        return lines
    return [f"{COLOURS.get(v.verdict, '')}{line}{PLAIN}" for line, (_, v) in zip(lines, pairs, strict=True)]


def _verdict(commitment: CommitmentView, verdict: PeriodVerdict) -> Line:
    share = verdict.share
    of = f" of {share.whole:,}" if share.whole else ""
    promised = f"{verdict.objective} promised" if verdict.objective else ""
    left = f"{possible(share)} possible" if share.low else ""
    words = f"{mark(verdict.verdict)} {verdict_in_words(verdict.verdict)}"
    return [words, commitment.title, commitment.party, verdict.words, f"{share.text}{of}", promised, left]


def _data(view: ComplianceView, width: int) -> Line:
    unknown = sum(len(c.unknowns) for a in view.agreements for c in a.commitments)
    said = [noun(unknown, "case") + " can't be judged"] if unknown else []
    said += [f"{noun(count, 'row')} in quarantine ({reason})" for reason, count in view.data.quarantine_reasons]
    said += [f"{noun(count, 'row')} set aside ({reason})" for reason, count in view.data.set_aside]
    said += [f"{noun(count, 'finding')} ({kind.replace('_', ' ')})" for kind, count in view.data.finding_kinds]
    return _wrapped("Data: " + "; ".join(said) + ".", width) if said else []


def _next(view: ComplianceView, width: int) -> Line:
    broken = [c for a in view.agreements for k in a.commitments for c in k.breaches]
    lead = min(broken, key=_newest).lead_id if broken else "LEAD"
    return [_cut(f"Next: leadpact explain {_as_argument(lead)}", width)]


def _as_argument(lead_id: str) -> str:
    """Quote a lead id for a shell; one that holds more than letters, digits, `.`, `_` and `-` is left to the reader."""
    harmless = lead_id and not lead_id.startswith("-") and all(c.isalnum() or c in "._-" for c in lead_id)
    return lead_id if harmless else "LEAD"


def _left(case: Case) -> str:
    state = "at risk, " if case.state == "at_risk" else ""
    return f"{state}{span(case.left)} left" if case.left else f"{state}past due"


def _newest(case: Case) -> tuple[int, str, str]:
    return -(case.due.at if case.due else 0), case.lead_id, case.commitment


def _next_due(case: Case) -> tuple[int, str, str]:
    return (case.due.at if case.due else 1 << 62), case.lead_id, case.commitment


def _table(rows: Sequence[Line], width: int) -> Line:
    """Align columns; where the page is too narrow the widest columns are cut first, and show it."""
    if not rows:
        return []
    cells = [[visible(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    gaps = 2 * sum(1 for w in widths if w) + 2
    while sum(widths) + gaps > width and max(widths) > 4:
        widths[widths.index(max(widths))] -= 1
    lines = [
        "  " + "  ".join(_cut(cell, w).ljust(w) for cell, w in zip(row, widths, strict=True) if w) for row in cells
    ]
    return [line.rstrip() for line in lines]


def _cut(text: str, width: int) -> str:
    shown = visible(text)
    return shown if len(shown) <= width else shown[: max(0, width - 1)] + "…"


def _wrapped(text: str, width: int) -> Line:
    lines, line = [], ""
    for word in visible(text).split(" "):
        if line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = ""
        line = f"{line} {word}" if line else word
    return [_cut(found, width) for found in [*lines, line]]
