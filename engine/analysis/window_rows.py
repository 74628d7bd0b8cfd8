"""Rows of allowed times that no lead ever gets, or only in doubt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.analysis.constants import Constants
from engine.analysis.proofs.questions import can_be
from engine.analysis.proofs.truths import MET, NOT_MET, UNKNOWN
from engine.analysis.uses import with_schema
from engine.diagnostics import warning

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from engine.diagnostics import Diagnostic
    from engine.model.agreements import Agreement
    from engine.model.conditions import Condition
    from engine.model.lead_schema import LeadSchema
    from engine.model.policy_set import PolicySet
    from engine.model.window_rows import WindowRow

Wanted = list[tuple["Condition", int]]


def rows_are_not_covered(policies: PolicySet) -> Iterator[Diagnostic]:
    """Warn of rows that no lead gets, as rows before it, or the scope, take every lead that meets it."""
    for version, row, before in shadowed(policies):
        named = version.covering(row, before)
        message = f"no lead gets this row: {named}" if named else "no lead in scope meets this row"
        help_ = "move it up, or remove it" if named else "widen the scope, or remove the row"
        yield warning("LP909", row.at, message, help_)


def rows_are_told_apart(policies: PolicySet) -> Iterator[Diagnostic]:
    """Warn of rows that a lead meets only where a row before them is unknown: which of them counts is then open."""
    for version, row, before in _rows(policies):
        if row.is_else or version.impossible(row, before, NOT_MET | UNKNOWN):
            continue
        if version.impossible(row, before, NOT_MET):
            message = "a lead meets this row only while a row before it is unknown: either could be its row"
            yield warning("LP910", row.at, message, "move it up: the first row that is met counts")


def shadowed(held: PolicySet) -> Iterator[tuple[Version, WindowRow, Sequence[WindowRow]]]:
    """Give the rows that no lead in scope gets, with those before them."""
    for version, row, before in _rows(held):
        if version.impossible(row, before, NOT_MET | UNKNOWN):
            yield version, row, before


class Version:
    """A version's scope and what can't be under it."""

    def __init__(self, agreement: Agreement, schema: LeadSchema) -> None:
        """Bind to the version."""
        self.agreement, self._schema = agreement, schema
        self._scope: Wanted = [(agreement.scope, MET)] if agreement.scope else []

    def impossible(self, row: WindowRow, before: Sequence[WindowRow], truths: int) -> bool:
        """Tell whether no lead in scope meets a row while those before it have none but some truths.

        Rows before it that ask for another time of arrival take nothing away for sure: the start may lie elsewhere.
        """
        alike = [other for other in before if other.arrives in {None, row.arrives}]
        if any(other.condition is None for other in alike):
            return True
        met: Wanted = [(row.condition, MET)] if row.condition else []
        wanted = [*self._scope, *met, *((other.condition, truths) for other in alike if other.condition)]
        return bool(wanted) and can_be(self.agreement, self._schema, wanted).impossible

    def covering(self, row: WindowRow, before: Sequence[WindowRow]) -> str:
        """Name as few rows as take every lead that meets a row; none if no lead in scope meets it anyway."""
        left = list(before)
        for other in before:
            fewer = [one for one in left if one is not other]
            if self.impossible(row, fewer, NOT_MET | UNKNOWN):
                left = fewer
        lines = [str(other.at.line) for other in left if other.at]
        if len(lines) > 1:
            return f"the rows of lines {' and '.join(lines)} take every lead that meets it"
        return f"the row of line {lines[0]} takes every lead that meets it" if lines else ""


def _rows(policies: PolicySet) -> Iterator[tuple[Version, WindowRow, Sequence[WindowRow]]]:
    """Give the rows whose own conditions can come out either way, with those before them."""
    for agreement, schema in with_schema(policies):
        version, constants = Version(agreement, schema), Constants(agreement, schema)
        for commitment in agreement.commitments:
            for number, row in enumerate(commitment.rows):
                before = commitment.rows[:number]
                open_ = not any(r.condition and constants.is_constant(r.condition) for r in (row, *before))
                if open_ and (before or not row.is_else):
                    yield version, row, before
