"""A change of policies, replayed over the leads that there are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from engine.diagnostics import Diagnostics, did_you_mean, error, has_errors, in_order
from engine.pipeline.comparing import NoSideError, Side, compare
from engine.pipeline.judging import Question, judged_twice, sources_of
from engine.pipeline.numbers import Numbers

if TYPE_CHECKING:
    from engine.compiler.what_if import Variant
    from engine.evaluation.replays import Judging, Replay
    from engine.model.commitments import Commitment
    from engine.model.policy_set import PolicySet
    from engine.model.sources import Source
    from engine.reports.changes import ChangesView
    from engine.reports.plan_commitments import Replayed
    from engine.reports.plan_view import PlanView, Signing
    from engine.reports.replayed_versions import Pair

LISTED = 200
"""How many clocks of each sort of turn a plan names; it counts them all."""
OBJECTIVES = (80, 85, 90, 95, 99)


@dataclass(frozen=True, slots=True)
class PlanWish:
    """What a plan is made of: two sides, the records, the folder of signatures, and which numbers to try."""

    before: Side
    after: Side
    question: Question
    signatures: Path
    numbers: Numbers


def fit_to_judge(side: Side) -> Diagnostics:
    """The faults for which the policies of a side can't judge any lead."""
    from engine.analysis.rules import analyse

    return in_order(analyse(side.policies))


def plan(wish: PlanWish, on_step: Callable[[str], None]) -> tuple[PlanView | None, Diagnostics]:
    """Replay a change; None if a source can't be read.

    Where nothing changes and no number is tried, or nothing was agreed before, nothing is run.

    Raises:
        NoSideError: a commitment to try other numbers for is in no version.
    """
    from engine.evaluation.engines.duckdb import connect
    from engine.evaluation.replays import Asked, replay
    from engine.reports.plans import first_agreement, nothing_changed
    from engine.reports.replayed_versions import as_if_in_force, pairs

    changes = compare(wish.before, wish.after)
    if not wish.before.policies.agreements and wish.after.policies.agreements:
        return first_agreement(changes, wish.question.as_of), ()
    paired = pairs(wish.before.policies, wish.after.policies)
    variants = tuple(_variants(wish, paired, changes))
    if changes.same and not variants:
        return nothing_changed(changes, wish.question.as_of), ()
    proposed = as_if_in_force(wish.after.policies, paired)
    on_step("compiling policies")
    sides, faults = _judged_by(wish, proposed, variants)
    if sides is None:
        return None, faults
    question = wish.question
    asked = Asked(question.data, question.as_of, question.strict_history, on_step)
    done, faults = replay(connect(question.threads), *sides, asked)
    if done is None:
        return None, faults
    runs = ((done.before, sides[0]), (done.after, sides[1]))
    twice = [fault for run, side in runs for fault in judged_twice(run.relations.rows, side.query)]
    if twice:
        return None, (*faults, *dict.fromkeys(twice))
    on_step("comparing")
    return _view(wish, changes, paired, _compared(wish, done, variants)), faults


def _judged_by(
    wish: PlanWish, proposed: PolicySet, variants: Sequence[Variant]
) -> tuple[tuple[Judging, Judging, Judging | None] | None, Diagnostics]:
    from engine.compiler.policy_query import compile_policies
    from engine.compiler.replays import only_for
    from engine.compiler.what_if import with_variants
    from engine.evaluation.replays import Judging

    ours, faults = _sources(wish, wish.before.policies)
    theirs, more = _sources(wish, proposed)
    if has_errors((*faults, *more)):
        return None, (*faults, *(fault for fault in more if fault not in faults))
    trial = None
    if variants:
        copies = with_variants(proposed, variants)
        trial = Judging(copies, only_for(compile_policies(copies), ("attainment", "wider_attainment")), theirs)
    before = wish.before.policies
    first = Judging(before, compile_policies(before), ours)
    return (first, Judging(proposed, compile_policies(proposed), theirs), trial), ()


def _sources(wish: PlanWish, policies: PolicySet) -> tuple[tuple[Source, ...], Diagnostics]:
    """The source maps of a side, else those of the policies at hand: a base may be older than its first map."""
    known = policies if policies.sources else replace(policies, sources=wish.after.policies.sources)
    found, faults = sources_of(replace(wish.question, policies=known))
    wanted = {agreement.lead_schema for agreement in policies.agreements}
    absent = sorted({s.lead_schema for s in found} - policies.lead_schemas.keys()) if wanted else []
    if absent:
        message = f"the records are read by the lead schema `{absent[0]}`, which one side of the change doesn't have"
        faults = (*faults, error("LP760", None, message, "compare with a base that has it, or name another --source"))
    return tuple(found), faults


def _compared(wish: PlanWish, done: Replay, variants: Sequence[Variant]) -> Replayed:
    from engine.compiler.replays import replay_query
    from engine.evaluation.replays import held_against
    from engine.reports.plan_commitments import Replayed, by, side

    policies = {"before": done.before.policies, "after": done.after.policies}
    query = replay_query(policies, _objectives(wish), tuple(done.runs), LISTED)
    relations = held_against(done, query)
    return Replayed(
        side("before", done.before),
        side("after", done.after),
        side("tried", done.tried) if done.tried else None,
        variants,
        by(relations.rows("turn_counts"), "policy", "commitment"),
        by(relations.rows("turned"), "policy", "commitment"),
        by(relations.rows("objective_verdicts"), "side", "policy", "version", "commitment"),
        relations,
        _common(wish),
    )


def _common(wish: PlanWish) -> frozenset[Fraction]:
    return frozenset(wish.numbers.objectives or (Fraction(share, 100) for share in OBJECTIVES))


def _objectives(wish: PlanWish) -> tuple[Fraction, ...]:
    """Those asked for, else common ones; and those promised."""
    promised = [
        c.objective.share
        for one in (wish.before, wish.after)
        for agreement in one.policies.agreements
        for c in agreement.commitments
        if c.objective
    ]
    return tuple(sorted({*promised, *_common(wish)}))


def _variants(wish: PlanWish, paired: Sequence[Pair], changes: ChangesView) -> Iterator[Variant]:
    """Other numbers for the promises named, else for those that the change touches; in their last version."""
    from engine.compiler.what_if import variants_of
    from engine.reports.plan_commitments import promise

    there = {c.name for pair in paired if pair.after for c in pair.after.commitments}
    for name in wish.numbers.commitments:
        if name not in there:
            near = did_you_mean(name, there)
            raise NoSideError(f"no commitment `{name}`", f"did you mean `{near}`?" if near else "see the agreement")
    last = {(p.agreement, c.name): p for p in paired if p.after for c in p.after.commitments}
    for (agreement, name), pair in last.items():
        if pair.after and (
            name in wish.numbers.commitments if wish.numbers.commitments else _touched(changes, agreement, name)
        ):
            owed: Commitment | None = promise(pair.after, name)
            if owed:
                yield from variants_of(pair.after, promise(pair.before, name), owed, wish.numbers.windows)


def _touched(changes: ChangesView, agreement: str, name: str) -> bool:
    places = [c.place for found in changes.compared if found.name == agreement for c in found.changes]
    return any(place[:2] == ("commitments", name) for place in places)


def _view(wish: PlanWish, changes: ChangesView, paired: tuple[Pair, ...], run: Replayed) -> PlanView:
    from engine.reports.plans import Planned, plan_view

    return plan_view(Planned(changes, paired, run, _Signatures(wish)))


@dataclass(frozen=True, slots=True)
class _Signatures:
    """What becomes of the signatures over a version, as they lie in their folder today."""

    wish: PlanWish

    def __call__(self, pair: Pair) -> Signing | None:
        from engine.reports.plan_work import signing_of
        from engine.terms.version_terms import terms_of

        if pair.before is None or pair.after is None:
            return None
        ours, theirs = self.wish.before.policies, self.wish.after.policies
        before, after = terms_of(ours, pair.before), terms_of(theirs, pair.after)
        same = before.digest == after.digest
        return signing_of(pair, same, self._counting(pair.before.id))

    def _counting(self, version: str) -> tuple[tuple[str, str], ...]:
        from engine.pipeline.verifying import VerifyingWish, verify

        ours = self.wish.before.policies
        if not ours.signers:
            return ()
        views, _ = verify(VerifyingWish(ours, version, self.wish.signatures, None, self.wish.question.as_of))
        return tuple((s.role, s.name) for view in views or () for s in view.signatures if not s.void_because)
