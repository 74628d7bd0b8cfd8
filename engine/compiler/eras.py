"""Which version judges: the spans of time over which one version's words are in force."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlglot import exp

from engine.compiler.sql import literal, tree
from engine.model.agreements import Agreement

NEVER = 1 << 62


@dataclass(frozen=True, slots=True)
class Era:
    """Instants [since, until) in which `agreement`'s words are read; it judges only if `governs`.

    Before the first version and after a declared end no version governs; the nearest version's words
    are read all the same, so that what started then is shown as not applicable, never lost.
    """

    agreement: Agreement
    since: int
    until: int
    governs: bool

    @property
    def version(self) -> str:
        """The version that judges, or `` where none does."""
        return self.agreement.version if self.governs else ""


def eras(versions: Sequence[Agreement]) -> tuple[Era, ...]:
    """Cut time into eras: one per version (earliest first), and one on each side without a version."""
    result = [Era(versions[0], -NEVER, versions[0].starts, governs=False)]
    for version, following in zip(versions, [*versions[1:], None], strict=True):
        ends = version.ends if version.ends is not None else NEVER
        until = min(ends, following.starts) if following else ends
        result.append(Era(version, version.starts, until, governs=True))
        if until == ends != NEVER:
            result.append(Era(version, ends, following.starts if following else NEVER, governs=False))
    return tuple(result)


def within(era: Era, instant: exp.Expr) -> exp.Expr:
    """TRUE for instants of the era."""
    return tree(":at >= :since and :at < :until", at=instant, since=era.since, until=era.until)


def by_era(spans: Sequence[tuple[Era, exp.Expr]], instant: exp.Expr) -> exp.Expr:
    """Choose an expression by the era an instant falls in."""
    case = exp.Case()
    for era, result in spans:
        case = case.when(tree(":at < :until", at=instant, until=era.until), result.copy(), copy=False)
    return case


def text_by_era(spans: Sequence[tuple[Era, str | int | bool]], instant: exp.Expr) -> exp.Expr:
    """Choose a constant by the era an instant falls in."""
    return by_era([(era, literal(value)) for era, value in spans], instant)
