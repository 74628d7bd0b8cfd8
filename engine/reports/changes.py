"""What changed between two policy sets, or two versions of one agreement: for whom, and which version it asks for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import partial
from typing import Any

from engine.diagnostics import Location
from engine.model.agreements import Agreement
from engine.model.conditions import Condition
from engine.model.policy_set import PolicySet
from engine.reports.change_effects import effects, effects_of_use
from engine.reports.change_terms import changed_through, is_normative, same_document, says_the_same
from engine.reports.change_words import key_in_yaml, said_of
from engine.reports.differences import Difference, differences
from engine.reports.directions import Direction, Effect
from engine.reports.version_bumps import VersionBump, bump_of

TOLD_APART = ("version", "starts")  # two versions differ in these by being two
COMPARED_APART = {"agreements", "digests"}


@dataclass(frozen=True, slots=True)
class Change:
    """One difference in words: the keys that lead to it, and what stood and stands there; None is nothing.

    `place` holds keys as policies write them; lines are `file:line`, empty where the value was made, not written.
    """

    place: tuple[str, ...]
    before: str | None
    after: str | None
    order: bool
    normative: bool
    effects: tuple[Effect, ...]
    before_line: str
    after_line: str


@dataclass(frozen=True, slots=True)
class Compared:
    """A document on both sides. `before` and `after` are versions of an agreement, else the name; None: not there.

    `through` names documents that an agreement uses and that changed its terms; `other_terms`: it is such a document,
    should an agreement use it. `follows`: it is new and held against the version before it.
    """

    kind: str
    name: str
    before: str | None
    after: str | None
    changes: tuple[Change, ...]
    bump: VersionBump | None = None
    through: tuple[str, ...] = ()
    follows: bool = False
    other_terms: bool = False

    @property
    def differs(self) -> bool:
        """True for a document that is new, gone, or changed itself or through another."""
        return bool(self.changes or self.through) or self.before != self.after


@dataclass(frozen=True, slots=True)
class ChangesView:
    """Everything that differs between what `before` and `after` name; `rewritten` are judged the same."""

    before: str
    after: str
    compared: tuple[Compared, ...]
    rewritten: tuple[str, ...] = ()

    @property
    def same(self) -> bool:
        """True where both sides mean the same."""
        return not self.compared


def changes_between(before: PolicySet, after: PolicySet) -> tuple[Compared, ...]:
    """Compare every document of two policy sets, matched by its name; those that are the same are left out."""
    used = tuple(_documents(before, after))
    others = frozenset((c.kind, c.name) for c in used if c.other_terms)
    agreements = tuple(_agreements(before, after, others))
    return tuple(found for found in (*agreements, *used) if found.differs)


def changes_of_versions(
    before: Agreement, after: Agreement, through: tuple[str, ...] = (), waived: Sequence[Condition] = ()
) -> Compared:
    """Compare two versions of an agreement; `through` names the documents that changed its terms.

    `waived` are the conditions of its waivers.
    """
    leave_out = TOLD_APART if before.version != after.version else ()
    found = differences(before, after, leave_out)
    told = tuple(_change(one, partial(effects, before=before, after=after, waived=waived), after.zone) for one in found)
    told += tuple(_promised_otherwise(before, after, told))
    terms_changed = bool(through) or not says_the_same(before, after)
    bump = bump_of(before.version, after.version, changed=bool(told), terms_changed=terms_changed)
    return Compared(
        "agreement", after.name, before.version, after.version, told, bump if told or through else None, through
    )


def _documents(before: PolicySet, after: PolicySet) -> Iterator[Compared]:
    for field in (f.name for f in fields(PolicySet) if f.name not in COMPARED_APART):
        kind, ours, theirs = _singular(field), getattr(before, field), getattr(after, field)
        for name in sorted({*ours, *theirs}):
            one, other = ours.get(name), theirs.get(name)
            changes: tuple[Change, ...] = ()
            if one is not None and other is not None:
                zone = getattr(other, "zone", "UTC")
                changes = tuple(_change(found, effects_of_use, zone) for found in differences(one, other))
            others = not same_document(one, other)
            yield Compared(kind, name, one and name, other and name, changes, other_terms=others)


def _singular(field: str) -> str:
    """`lead_schemas` hold a lead schema, `glossaries` a glossary."""
    return (field.removesuffix("ies") + "y" if field.endswith("ies") else field.removesuffix("s")).replace("_", " ")


def _agreements(before: PolicySet, after: PolicySet, others: Collection[tuple[str, str]]) -> Iterator[Compared]:
    for name in sorted({a.name for a in (*before.agreements, *after.agreements)}):
        ours, theirs = _by_version(before, name), _by_version(after, name)
        gone = [version for version in ours if version not in theirs]
        come = [version for version in theirs if version not in ours]
        renamed = (gone[0], come[0]) if len(gone) == len(come) == 1 else None
        waived = tuple(
            waiver.condition for waiver in before.waivers.values() if waiver.agreement == name and waiver.condition
        )
        for version, agreement in theirs.items():
            was = ours.get(version) or (ours[renamed[0]] if renamed else None)
            if was:
                through = changed_through((before, was), (after, agreement), others)
                yield changes_of_versions(was, agreement, through, waived)
            else:
                yield _come(agreement, tuple(theirs.values()), waived)
        yield from (Compared("agreement", name, v, None, ()) for v in gone if not renamed)


def _come(agreement: Agreement, versions: Sequence[Agreement], waived: Sequence[Condition]) -> Compared:
    """A new version is held against the one that it follows."""
    place = versions.index(agreement)
    if place == 0:
        return Compared("agreement", agreement.name, None, agreement.version, ())
    found = changes_of_versions(versions[place - 1], agreement, (), waived)
    return Compared("agreement", found.name, found.before, found.after, found.changes, found.bump, (), follows=True)


def _by_version(policies: PolicySet, name: str) -> Mapping[str, Agreement]:
    return {agreement.version: agreement for agreement in policies.versions_of(name)}


def _change(found: Difference, judge: Callable[[Difference], tuple[Effect, ...]], zone: str) -> Change:
    last = found.steps[-1]
    place = (word for step in found.steps for word in (key_in_yaml(step.owner, step.field), step.key))
    normative = is_normative(found)
    return Change(
        place=tuple(word for word in place if word),
        before=said_of(last.owner, last.field, found.before, zone),
        after=said_of(last.owner, last.field, found.after, zone),
        order=found.order,
        normative=normative,
        effects=judge(found) if normative else (Effect(Direction.NEITHER),),
        before_line=_line(found.before_at),
        after_line=_line(found.after_at),
    )


def _promised_otherwise(before: Agreement, after: Agreement, told: Sequence[Change]) -> Iterator[Change]:
    """A volume may keep its words while the revenue plan makes another number of them."""
    ours = {volume.name: volume for volume in before.volumes}
    for volume in (v for v in after.volumes if v.name in ours):
        one, other = _number(before, ours[volume.name]), _number(after, volume)
        place = ("commitments", volume.name, "objective", "number")
        if one is None or other is None or one == other or any(change.place == place for change in told):
            continue
        direction = Direction.TIGHTENS if other > one else Direction.LOOSENS
        said = f"each {volume.objective.each.value} by the revenue plan"
        effect, lines = Effect(direction, volume.owed_by), (_line(ours[volume.name].at), _line(volume.at))
        yield Change(
            place,
            f"{one} {said}",
            f"{other} {said}",
            order=False,
            normative=True,
            effects=(effect,),
            before_line=lines[0],
            after_line=lines[1],
        )


def _number(agreement: Agreement, volume: Any) -> int | None:
    """The number promised; None where the plan doesn't derive it, or by nothing."""
    try:
        return agreement.number_promised(volume)
    except (KeyError, ZeroDivisionError):
        return None


def _line(at: Location | None) -> str:
    return at.line_reference if at else ""


def rewritten(
    before: Mapping[str, str], after: Mapping[str, str], compared: Sequence[Compared], prefix: str
) -> tuple[str, ...]:
    """Name the files with other bytes and nothing judged otherwise; both sides are digests by path below the folder."""
    changed = {c.after_line.rpartition(":")[0] for found in compared for c in found.changes}
    changed |= {c.before_line.rpartition(":")[0] for found in compared for c in found.changes}
    other = (name for name, digest in after.items() if name in before and before[name] != digest)
    return tuple(f"{prefix}{name}" for name in sorted(other) if not any(f"/{c}".endswith(f"/{name}") for c in changed))
