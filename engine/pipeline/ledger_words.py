"""Runs made again or held against each other, in the forms in which they are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.reports.recomputations import RecomputationView
    from engine.reports.restatements import RestatementView


def recomputation_in_words(view: RecomputationView) -> str:
    """Each file that did not come out again, for a terminal."""
    from engine.documents.recomputed_text import recomputation_text

    return recomputation_text(view)


def recomputation_as_json(view: RecomputationView, exit_code: int, exit_reason: str) -> str:
    """The same for machines."""
    from engine.documents.recomputed_text import recomputation_json

    return recomputation_json(view, exit_code, exit_reason)


def recomputation_conclusion(view: RecomputationView) -> str:
    """What a run made again comes to, in a sentence."""
    from engine.documents.recomputed_text import recomputation_conclusion

    return recomputation_conclusion(view)


def restatement_in_words(view: RestatementView) -> str:
    """Each verdict that became another, and why, for a terminal."""
    from engine.documents.restated_text import restatement_text

    return restatement_text(view)


def restatement_as_json(view: RestatementView, exit_code: int, exit_reason: str) -> str:
    """The same for machines."""
    from engine.documents.restated_text import restatement_json

    return restatement_json(view, exit_code, exit_reason)


def restatement_conclusion(view: RestatementView) -> str:
    """What two runs come to, in a sentence."""
    from engine.documents.restated_text import restatement_conclusion

    return restatement_conclusion(view)
