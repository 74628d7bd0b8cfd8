"""What the verbs that make runs do to attest them: a key is asked for early, and the run is signed at its end."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from engine import pipeline
from engine.commands.answers import UNDECIDABLE, give_up, instant, stop, tell
from engine.commands.passphrases import passphrase
from engine.diagnostics import in_words, visible

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from engine.commands.options import Format


def places(policies: Path, data: Path, signatures: Path, source: str) -> dict[str, str]:
    """Name the folders of a run as they were typed, so that it can be run again."""
    named = {"policies": policies.as_posix(), "data": data.as_posix(), "signatures": signatures.as_posix()}
    return {**named, "source": source} if source else named


def restated(results: pipeline.Results, view: pipeline.ComplianceView, ledger: Path | None) -> pipeline.ComplianceView:
    """The report with what it says otherwise than the ledger's last signed run; ends where that can't be read."""
    if ledger is None:
        return view
    try:
        return pipeline.with_restatements(results, view, ledger, instant(""))
    except pipeline.NoEntryError as fault:
        stop(UNDECIDABLE, f"{visible(str(fault))}\n  help: `leadpact ledger verify` tells what is wrong with it")
    except OSError as fault:
        stop(UNDECIDABLE, f"can't read `{visible(str(fault.filename or ledger))}`: {visible(str(fault.strerror))}")


@dataclass
class Attesting:
    """A run to be signed with a key (None: not at all) and noted in a ledger (None: in none)."""

    key: Path | None
    ledger: Path | None
    places: Mapping[str, str]
    at: int = field(default_factory=lambda: instant(""))

    def ready(self, policies: pipeline.PolicySet, form: Format) -> None:
        """End the run where its key can't sign, or its ledger can't be added to, before any data is read."""
        self._private, faults = pipeline.attester_key(policies, self._wish)
        try:
            faults = (*faults, *pipeline.ledger_faults(self._wish))
        except OSError as fault:
            reason = f"can't read `{visible(str(fault.filename or self.ledger))}`: {visible(str(fault.strerror))}"
            give_up(UNDECIDABLE, faults, reason, form)
        if faults:
            tell(faults)
            give_up(UNDECIDABLE, faults, f"the run can't be attested: {in_words(faults)}", form)

    def done(self, results: pipeline.Results, out: Path, made: Callable[[], pipeline.RunMade]) -> list[Path]:
        """Sign what was written, a folder or one file; give the files that this wrote. Raises OSError."""
        if not self._wish.is_one:
            pipeline.take_attestation_away(out)
            return []
        try:
            attested, faults = pipeline.attest(self._wish, self._private, results.policies, made())
        except OSError as fault:
            stop(UNDECIDABLE, f"can't write to `{visible(str(fault.filename or out))}`: {visible(str(fault.strerror))}")
        if attested is None:
            tell(faults)
            stop(UNDECIDABLE, f"the run can't be attested: {in_words(faults)}")
        if attested.entry is not None:
            signed = "" if attested.file else ", unsigned"
            typer.echo(f"entry {attested.entry} of the ledger {visible(str(self.ledger))}{signed}", err=True)
        return [attested.file] if attested.file else []

    @property
    def _wish(self) -> pipeline.AttestingWish:
        return pipeline.AttestingWish(self.key, self.ledger, self.at, passphrase, self.places)
