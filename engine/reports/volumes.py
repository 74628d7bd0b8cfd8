"""How many leads came in each period, against the number promised and the pace of the month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engine.evaluation.results import Row
from engine.model.trials import is_trial
from engine.model.volumes import Volume
from engine.reports.clauses import plain, title_of
from engine.reports.judged_periods import Judging
from engine.reports.periods import in_words, period_before
from engine.reports.told_periods import others_told, told_in


@dataclass(frozen=True, slots=True)
class VolumePeriod:
    """First entries of one period: `counted` surely count, `possible` is the most that may (None: no bound is known).

    `verdict` is met, missed, open, unknown or no_objective; `pace` is what the working days gone should have brought;
    `signed` tells whether every party signed the version, None where nobody asked.
    """

    period: str
    words: str
    version: str
    verdict: str
    promised: int | None
    counted: int
    possible: int | None
    unsure: int
    doubtful: int
    not_met: int
    out_of_scope: int
    re_entries: int
    no_version: int
    working_days: int | None
    days_gone: int | None
    pace: int | None
    signed: bool | None = None


@dataclass(frozen=True, slots=True)
class VolumeView:
    """A volume in the words of the version in force, with every period so far; `judged` are those asked for."""

    name: str
    title: str
    owed_by: str
    party: str
    counts: str
    sentence: str
    policy_line: str
    judged: tuple[VolumePeriod, ...]
    history: tuple[VolumePeriod, ...]
    told_in: str
    only_met: bool

    @property
    def told(self) -> VolumePeriod | None:
        """The judged period that the sentence tells of; None where nothing was judged."""
        return next((p for p in self.judged if p.period == self.told_in), None)

    @property
    def before(self) -> VolumePeriod | None:
        """The period before that one, if it was under a version."""
        then = period_before(self.told_in) if self.told_in else ""
        return next((p for p in self.history if p.period == then and p.version), None)


def volumes(judging: Judging) -> tuple[VolumeView, ...]:
    """Give every volume of an agreement."""
    results, head = judging.results, judging.head
    said = {v.name: v for a in (*results.policies.versions_of(head.name), head) for v in a.volumes}
    if not said:
        return ()
    rows = [r for r in results.relations.rows("volumes") if r["policy"] == head.name]
    return tuple(
        _volume(judging, v, [r for r in rows if r["commitment"] == name], judging.periods([v.objective.each]))
        for name, v in said.items()
    )


def _volume(judging: Judging, volume: Volume, rows: list[Row], chosen: tuple[str, ...]) -> VolumeView:
    history = tuple(sorted((volume_period(r) for r in rows), key=lambda p: (p.period, p.version)))
    judged = tuple(p for name in chosen for p in history if p.period == name)
    first = told_in(judged, judging.now)
    leading = [p for p in judged if p.period == first]
    party = next((p.name for p in judging.head.parties if p.id == volume.owed_by), volume.owed_by)
    title = title_of(volume)
    requirement = " with its requirement met" if volume.only_met else ""
    return VolumeView(
        name=volume.name,
        title=title,
        owed_by=volume.owed_by,
        party=party,
        counts=f"leads that enter {plain(volume.stage)} for the first time{requirement}",
        sentence=_sentence(party, title, leading, chosen) + others_told(judged, judging.asked),
        policy_line=volume.at.line_reference if volume.at else "",
        judged=judged,
        history=history,
        told_in=first,
        only_met=volume.only_met,
    )


def volume_period(row: Row) -> VolumePeriod:
    """Read a row of `volumes`."""
    numbers = (
        "promised", "counted", "possible", "unsure", "doubtful", "not_met", "out_of_scope", "re_entries", "no_version",
        "working_days", "days_gone", "pace",
    )  # fmt: skip
    return VolumePeriod(
        row["period"],
        in_words(row["period"]),
        row["version"],
        row["verdict"],
        *(None if row[name] is None else int(row[name]) for name in numbers),  # type: ignore[arg-type]
    )


def _sentence(party: str, title: str, judged: Sequence[VolumePeriod], chosen: tuple[str, ...]) -> str:
    if not judged:
        asked = in_words(chosen[0]) if chosen else "no period"
        return f"{party} promised no number of “{title}” in {asked}."
    one = judged[0]
    came = f"{one.counted:,} leads of “{title}”"
    if one.possible is None:
        came = f"at least {came}"
    elif one.possible > one.counted:
        came = f"{one.counted:,} to {one.possible:,} leads of “{title}”"
    promised = f"; {one.promised:,} were promised" if one.promised is not None else ""
    if promised and is_trial(one.version or ""):
        promised = f"; {one.promised:,} would have been promised, by a version on trial"
    return f"{party} brought {came} in {one.words}{promised}."
