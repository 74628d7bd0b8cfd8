"""A policies folder, checked: what the reports for machines are made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.diagnostics.diagnostic import Diagnostic, Diagnostics, Severity, in_order


@dataclass(frozen=True, slots=True)
class Validation:
    """The faults of a folder's files, sorted; `files` are all that were looked at, named as the faults name them.

    `changed` are the lines, each with its file, that a reviewer looks at. `warnings_count` where a warning is as bad as
    an error; `titles` says in a few words what a code means.
    """

    faults: Diagnostics
    files: tuple[str, ...]
    exit_code: int
    warnings_count: bool = False
    titles: Mapping[str, str] = field(default_factory=dict)
    changed: frozenset[tuple[str, int]] = frozenset()

    @property
    def by_file(self) -> Mapping[str, Diagnostics]:
        """The faults of each file, also of those without any; a fault without a place is under an empty name."""
        found: dict[str, list[Diagnostic]] = {file: [] for file in self.files}
        for fault in in_order(self.faults):
            found.setdefault(fault.location.file if fault.location else "", []).append(fault)
        return {file: tuple(faults) for file, faults in sorted(found.items())}

    def is_changed(self, fault: Diagnostic) -> bool:
        """Tell whether a fault lies on a changed line."""
        at = fault.location
        return at is not None and (at.file, at.line) in self.changed

    def counts(self, fault: Diagnostic) -> bool:
        """Tell whether a fault makes its file a bad one."""
        return self.warnings_count or fault.severity is Severity.ERROR
