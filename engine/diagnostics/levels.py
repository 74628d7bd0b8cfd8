"""How much a warning of the lint weighs, as the settings of a repository say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum

from engine.diagnostics.diagnostic import Diagnostics, Severity


class Level(StrEnum):
    """What becomes of a rule's warnings: they fail the command, are told, or are not."""

    ERROR = "error"
    WARNING = "warning"
    OFF = "off"


Levels = Mapping[str, Level]
"""By code, where it isn't `warning`."""


def at_levels(faults: Diagnostics, levels: Levels) -> Diagnostics:
    """Give faults as heavy as the levels say; those of a rule that is off are left out."""
    told = (fault for fault in faults if levels.get(fault.code) is not Level.OFF)
    return tuple(
        replace(fault, severity=Severity.ERROR) if levels.get(fault.code) is Level.ERROR else fault for fault in told
    )
