"""How many leads came in each period, against the number promised and the pace of the month."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from engine.evaluation.results import Results, Row
from engine.model.agreements import Agreement
from engine.model.commitments import Period
from engine.model.trials import is_trial
from engine.model.volumes import Volume
from engine.reports.clauses import plain
from engine.reports.periods import in_words


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


def volumes(
    results: Results, head: Agreement, periods: Callable[[Iterable[Period]], tuple[str, ...]]
) -> tuple[VolumeView, ...]:
    """Give every volume of an agreement; `periods` names those that are judged for a span."""
    said = {v.name: v for a in (*results.policies.versions_of(head.name), head) for v in a.volumes}
    if not said:
        return ()
    rows = [r for r in results.relations.rows("volumes") if r["policy"] == head.name]
    return tuple(
        _volume(head, v, [r for r in rows if r["commitment"] == name], periods([v.objective.each]))
        for name, v in said.items()
    )


def _volume(head: Agreement, volume: Volume, rows: list[Row], chosen: tuple[str, ...]) -> VolumeView:
    history = tuple(sorted((volume_period(r) for r in rows), key=lambda p: (p.period, p.version)))
    judged = tuple(p for name in chosen for p in history if p.period == name)
    party = next((p.name for p in head.parties if p.id == volume.owed_by), volume.owed_by)
    title = title_of_volume(volume)
    requirement = " with its requirement met" if volume.only_met else ""
    return VolumeView(
        name=volume.name,
        title=title,
        owed_by=volume.owed_by,
        party=party,
        counts=f"leads that enter {plain(volume.stage)} for the first time{requirement}",
        sentence=_sentence(party, title, judged, chosen),
        policy_line=volume.at.line_reference if volume.at else "",
        judged=judged,
        history=history,
    )


def title_of_volume(volume: Volume) -> str:
    """The title of a volume; the name in words where it has none."""
    return volume.title or plain(volume.name).capitalize()


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


def _sentence(party: str, title: str, judged: tuple[VolumePeriod, ...], chosen: tuple[str, ...]) -> str:
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
