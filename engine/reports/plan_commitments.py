"""One promise on both sides of a change: how it stands, which clocks turn and why, what other numbers would bring."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from fractions import Fraction

from engine.compiler.what_if import Variant
from engine.evaluation.results import Relations, Results, Row
from engine.model.agreements import Agreement
from engine.model.commitments import Cadence, Commitment, FitAtHandOver, Period, kind_of
from engine.reports.cases import policy_line
from engine.reports.clauses import AllowedRow, allowed_rows, in_words, plain, title_of
from engine.reports.commitments import period_verdicts
from engine.reports.instants import Instant, instant
from engine.reports.plan_view import OUTCOMES, AtObjective, Judged, Part, ReplayedCommitment, Standing, Trial, Turn
from engine.reports.plan_view import TurnedCase as Case
from engine.reports.replayed_versions import Pair
from engine.reports.shares import Tally, promised, share_kept, tally_of

Rows = Mapping[tuple[str, ...], list[Row]]


@dataclass(frozen=True, slots=True)
class Side:
    """One run, its name in what was compared, and by agreement, version and commitment what it counted.

    `attainment` has each clock once; `wider` has the spans that decide where there are too few cases.
    """

    name: str
    results: Results
    attainment: Rows
    wider: Rows

    def counted(self, agreement: Agreement | None, commitment: str) -> list[Row]:
        """What one promise of a version counted, each clock once."""
        return self.attainment.get((agreement.name, agreement.version, commitment), []) if agreement else []

    def tally(self, agreement: Agreement | None, commitment: str, of: tuple[str, str | None] = ("all", "")) -> Tally:
        """The same added up over all periods; `of` is a dimension and its value."""
        rows = self.counted(agreement, commitment)
        return sum((tally_of(row) for row in rows if (row["dimension"], row["value"]) == of), Tally())


@dataclass(frozen=True, slots=True)
class Replayed:
    """Both runs with what was compared, and the copies that were tried, if any.

    `common` are objectives told of every promise; others only where they are promised.
    """

    before: Side
    after: Side
    tried: Side | None
    variants: Sequence[Variant]
    turns: Rows
    turned: Rows
    verdicts: Rows
    compared: Relations
    common: AbstractSet[Fraction]


def side(name: str, results: Results) -> Side:
    """Index what a run counted."""
    once, wider = (
        by(results.relations.rows(relation), "policy", "version", "commitment")
        for relation in ("attainment", "wider_attainment")
    )
    return Side(name, results, once, wider)


def by(rows: Iterable[Row], *names: str) -> dict[tuple[str, ...], list[Row]]:
    """Group rows by some of their columns."""
    found: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in rows:
        found[tuple(row[name] for name in names)].append(row)
    return found


def promise(version: Agreement | None, name: str) -> Commitment | None:
    """The commitment of that name in a version."""
    return next((c for c in version.commitments if c.name == name), None) if version else None


def replayed_commitment(run: Replayed, pair: Pair, name: str) -> ReplayedCommitment:
    """Hold one promise of a pair of versions against itself."""
    ours, theirs = promise(pair.before, name), promise(pair.after, name)
    said = theirs or ours
    if said is None:
        raise KeyError(name)
    return ReplayedCommitment(
        name=name,
        title=title_of(said),
        kind=kind_of(said),
        before=_standing(run.before, pair.before, ours),
        after=_standing(run.after, pair.after, theirs),
        turns=tuple(_turns(run, pair, name)),
        parts=tuple(_parts(run, pair, name)),
        trials=tuple(_trials(run, pair, ours, theirs)),
    )


def _standing(side: Side, version: Agreement | None, owed: Commitment | None) -> Standing | None:
    if version is None or owed is None:
        return None
    wider = side.wider.get((version.name, version.version, owed.name), [])
    rows = [row for row in (*side.counted(version, owed.name), *wider) if row["dimension"] == "all"]
    each = {version.version: owed.objective.each if owed.objective else Period.MONTH}
    verdicts = period_verdicts(rows, each)
    share = owed.objective.share if owed.objective else None
    tally = side.tally(version, owed.name)
    return Standing(
        party=next((p.name for p in version.parties if p.id == owed.owed_by), owed.owed_by),
        objective=promised(share) if share is not None else None,
        allowed=tuple(f"{row.time} {row.when}" for row in allowed_rows(owed)),
        policy_line=owed.at.line_reference if owed.at else "",
        share=share_kept(tally, share, verdict=""),
        tally=tally,
        periods=_counted((v.judged_with or v).verdict for v in verdicts),
    )


def _counted(verdicts: Iterable[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(Counter(verdicts).items()))


def _turns(run: Replayed, pair: Pair, name: str) -> Iterator[Turn]:
    sorts = by(run.turned.get((pair.agreement, name), []), "was", "becomes")
    counts: Counter[tuple[str, str]] = Counter()
    for row in run.turns.get((pair.agreement, name), []):
        if of_pair(row, pair) and row["was"] != row["becomes"]:
            counts[row["was"], row["becomes"]] += int(row["clocks"])
    for was, becomes in sorted(counts, key=lambda sort: (OUTCOMES.index(sort[0]), OUTCOMES.index(sort[1]))):
        rows = [row for row in sorts.get((was, becomes), []) if of_pair(row, pair)]
        rows.sort(key=lambda row: (-row["started_at"], row["lead_id"], row["clock_id"]))
        yield Turn(was, becomes, counts[was, becomes], tuple(_case(run, pair, row) for row in rows))


def of_pair(row: Row, pair: Pair) -> bool:
    """Tell whether a compared clock is of a pair: by its version after, else by that before.

    A clock that one side judges by another version belongs where the change puts it.
    """
    ours = pair.before.version if pair.before else None
    theirs = pair.after.version if pair.after else None
    if row["version_after"]:
        return bool(row["version_after"] == theirs)
    return bool(row["version_before"]) and bool(row["version_before"] == ours)


def _case(run: Replayed, pair: Pair, row: Row) -> Case:
    zone = pair.head.zone
    return Case(
        lead_id=row["lead_id"],
        clock_id=row["clock_id"],
        started=Instant(row["started_at"], zone),
        owner=row["owner_after"] or row["owner_before"],
        before=_judged(run.before, row, zone),
        after=_judged(run.after, row, zone),
    )


def _judged(side: Side, row: Row, zone: str) -> Judged | None:
    if row[f"state_{side.name}"] is None:
        return None
    policies = side.results.policies
    version = next((a for a in policies.versions_of(row["policy"]) if a.version == row[f"version_{side.name}"]), None)
    owed = promise(version, row["commitment"])
    place = policy_line(side.results, row[f"node_{side.name}"], owed) if owed else ""
    return Judged(
        state=row[f"state_{side.name}"],
        reason=row[f"reason_{side.name}"],
        due=instant(row[f"due_at_{side.name}"], zone),
        done=instant(row[f"stopped_at_{side.name}"], zone),
        attempts=row[f"attempts_{side.name}"],
        rule=_rule(version, owed, row[f"row_no_{side.name}"]),
        missing=row[f"missing_{side.name}"] or "",
        policy_line=place,
    )


def _rule(version: Agreement | None, owed: Commitment | None, row_no: int | None) -> str:
    if version and isinstance(owed, FitAtHandOver):
        required = {stage.name: stage.requires for stage in version.stages}.get(version.hand_over)
        criterion = next((c for c in version.criteria if c.name == required), None)
        return f"{plain(criterion.name)}: {in_words(criterion.condition)}" if criterion else ""
    rows: Sequence[AllowedRow] = allowed_rows(owed) if owed is not None else ()
    chosen = rows[row_no] if row_no is not None and row_no < len(rows) else None
    return f"{chosen.time} {chosen.when}" if chosen else ""


def _parts(run: Replayed, pair: Pair, name: str) -> Iterator[Part]:
    """Values of a dimension whose share is another one."""
    ours, theirs = run.before.counted(pair.before, name), run.after.counted(pair.after, name)
    keys = {(row["dimension"], row["value"]) for row in (*ours, *theirs)} - {("all", "")}
    for key in sorted(keys, key=lambda key: (key[0], key[1] is None, key[1] or "")):
        one = share_kept(run.before.tally(pair.before, name, key), None, verdict="")
        other = share_kept(run.after.tally(pair.after, name, key), None, verdict="")
        if (one.part, one.whole) != (other.part, other.whole):
            yield Part(*key, before=one, after=other)


def _trials(run: Replayed, pair: Pair, before: Commitment | None, after: Commitment | None) -> Iterator[Trial]:
    if run.tried is None or after is None or pair.after is None:
        return
    for variant in run.variants:
        if (variant.agreement, variant.version, variant.commitment) != (pair.agreement, pair.after.version, after.name):
            continue
        tally = run.tried.tally(pair.after, variant.copy)
        rows = run.verdicts.get(("tried", pair.agreement, pair.after.version, variant.copy), [])
        yield Trial(
            number=f"{variant.attempts} attempts" if variant.attempts else str(variant.allowed),
            stands=tuple(said for said, owed in (("before", before), ("after", after)) if _stands(owed, variant)),
            share=share_kept(tally, None, verdict=""),
            tally=tally,
            at=tuple(
                _at_objectives(rows, {c.objective.share for c in (before, after) if c and c.objective} | run.common)
            ),
        )


def _stands(owed: Commitment | None, variant: Variant) -> bool:
    if owed is None:
        return False
    if isinstance(owed, Cadence) and variant.attempts is not None:
        return owed.attempts.at_least == variant.attempts
    return all(row.allowed in {None, variant.allowed} for row in owed.rows)


def _at_objectives(rows: Sequence[Row], wanted: AbstractSet[Fraction]) -> Iterator[AtObjective]:
    grouped = {Fraction(*key): found for key, found in by(rows, "share_num", "share_den").items()}
    for share in sorted(grouped.keys() & wanted):
        periods = tuple(sorted((row["verdict"], int(row["periods"])) for row in grouped[share]))
        yield AtObjective(promised(share), periods)
