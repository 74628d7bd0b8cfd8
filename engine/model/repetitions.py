"""What a commitment names besides its own words: all rows of allowed times, and every calendar."""

from __future__ import annotations

from engine.model.commitments import Commitment, Response
from engine.model.window_rows import Arrival, WindowRow


def repetition_of(commitment: Commitment) -> WindowRow | None:
    """The time that each stop allows for the next one, as a row; None where nothing repeats."""
    every = commitment.every if isinstance(commitment, Response) else None
    return None if every is None else WindowRow(None, every, at=every.at)


def all_rows(commitment: Commitment) -> tuple[WindowRow, ...]:
    """All rows of allowed times, that of a repetition last; clocks name them by number."""
    repetition = repetition_of(commitment)
    return commitment.rows if repetition is None else (*commitment.rows, repetition)


def calendars_named(commitment: Commitment) -> tuple[str | None, ...]:
    """Every calendar that it names: its own, those that its rows run on or ask for, and those of whom it tells."""
    tells = getattr(commitment, "tells", ())
    arriving = (row.arrives.calendar for row in commitment.rows if isinstance(row.arrives, Arrival))
    own = (row.calendar for row in commitment.rows)
    return (commitment.calendar, *own, *arriving, *(tell.calendar for tell in tells))
