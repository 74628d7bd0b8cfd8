"""What one run says otherwise than an earlier one: which verdicts became others, and what could have made them so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.evaluation.results import Row
from engine.model.agreements import Agreement
from engine.reports.causes import Differing, RunSeen, differing
from engine.reports.clauses import plain, title_of
from engine.reports.instants import Instant, instant
from engine.reports.restated_promises import PromisesKept, PromisesSeen, RestatedPromise, restated_promises

CHANGED = ("restated", "gone", "late")
BROKEN = ("late", "breached")


@dataclass(frozen=True, slots=True)
class Restated:
    """A verdict of another state, reason or due time: `what` is `restated`, `gone` or `late`; `none` where no clock is.

    `causes` are those of which it can be one or all; one alone is it. `withdrawn` tells that what the
    earlier run announced as a breach, by this id, is none any longer.
    """

    what: str
    agreement: str
    commitment: str
    title: str
    lead_id: str
    clock_id: str
    version: str
    started: Instant
    was: str
    was_because: str
    becomes: str
    because: str
    due_before: Instant | None
    due_after: Instant | None
    causes: tuple[str, ...]
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class RestatementView:
    """Two runs held against each other; `decided` and `new` count clocks that time decided or brought.

    Time is what lies between the two looks, whichever was the earlier; `went_on` counts promises whose verdict it
    turned while their period was not over. `untold` says why causes could not be told apart, where they could not;
    `promises_not_kept` names the runs of which the ledger keeps no promises: then none could be compared.
    """

    before: str
    after: str
    before_as_of: Instant
    after_as_of: Instant
    differing: Differing
    verdicts: tuple[Restated, ...]
    decided: int
    new: int
    untold: str = ""
    promises: tuple[RestatedPromise, ...] = ()
    went_on: int = 0
    promises_not_kept: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """How many verdicts became others, on clocks and on promises."""
        return len(self.verdicts) + len(self.promises)

    @property
    def by_cause(self) -> tuple[tuple[tuple[str, ...], int], ...]:
        """How many verdicts each cause, or doubt between causes, accounts for; most first."""
        return tuple(Counter([v.causes for v in self.verdicts] + [p.causes for p in self.promises]).most_common())


def restatements(  # noqa: PLR0913, PLR0917 - the two runs, and what is known of them
    before: RunSeen,
    after: RunSeen,
    rows: Sequence[Row],
    kept: PromisesKept,
    known: Sequence[Agreement],
    untold: str = "",
) -> RestatementView:
    """Arrange what two runs tell otherwise of clocks (`rows`) and promises; `known` versions give zones and titles."""
    apart = differing(before, after)
    zones, titles = {a.name: a.zone for a in known}, _titles(known)
    zone = next(iter(zones.values()), "UTC")
    promises, went_on = restated_promises(kept, PromisesSeen((before.as_of, after.as_of), zones, titles, apart))
    missing = [run.label for run, told in ((before, kept.before), (after, kept.after)) if told is None]
    return RestatementView(
        before=before.label,
        after=after.label,
        before_as_of=Instant(before.as_of, zone),
        after_as_of=Instant(after.as_of, zone),
        differing=apart,
        verdicts=tuple(
            _restated(row, zones.get(row["policy"], "UTC"), titles, _causes(row, apart))
            for row in rows
            if row["what"] in CHANGED
        ),
        decided=sum(row["what"] == "decided" for row in rows),
        new=sum(row["what"] == "new" for row in rows),
        untold=untold,
        promises=promises,
        went_on=went_on,
        promises_not_kept=tuple(missing),
    )


def _titles(known: Sequence[Agreement]) -> dict[tuple[str, str], str]:
    owed = {(a.name, c.name): title_of(c) for a in known for c in a.commitments}
    return owed | {(a.name, v.name): title_of(v) for a in known for v in a.volumes}


def _causes(row: Row, apart: Differing) -> tuple[str, ...]:
    return apart.causes_of(row["between_as_before"], row["between_as_after"])


def _restated(row: Row, zone: str, titles: Mapping[tuple[str, str], str], causes: tuple[str, ...]) -> Restated:
    started = row["started_at_before"] if row["started_at_after"] is None else row["started_at_after"]
    return Restated(
        what=row["what"],
        agreement=row["policy"],
        commitment=row["commitment"],
        title=titles.get((row["policy"], row["commitment"]), plain(row["commitment"])),
        lead_id=row["lead_id"],
        clock_id=row["clock_id"],
        version=row["version_after"] or row["version_before"],
        started=Instant(started, zone),
        was=row["state_before"] or "none",
        was_because=row["reason_before"] or "",
        becomes=row["state_after"] or "none",
        because=row["reason_after"] or "",
        due_before=instant(row["due_at_before"], zone),
        due_after=instant(row["due_at_after"], zone),
        causes=causes,
        withdrawn=row["state_before"] in BROKEN and row["state_after"] not in BROKEN,
    )
