"""What several verbs are asked with, each option once."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

import typer


class Format(StrEnum):
    """What stdout gets."""

    TEXT = "text"
    JSON = "json"


class FailOn(StrEnum):
    """What turns the exit code: errors, warnings too, or findings never (a run that can't decide still does)."""

    ERROR = "error"
    WARNING = "warning"
    NEVER = "never"


Policies = Annotated[Path, typer.Option("--policies", help="Folder with the policies.", show_default=True)]
Data = Annotated[Path, typer.Option("--data", help="Folder that the files of a source map are relative to.")]
AsOf = Annotated[str, typer.Option("--as-of", metavar="INSTANT", help="Judge as it was then; default now.")]
SourceName = Annotated[str, typer.Option("--source", metavar="NAME", help="The source map to read; default all.")]
Signatures = Annotated[Path, typer.Option("--signatures", help="Folder with the signatures.")]
OnlySigned = Annotated[bool, typer.Option("--require-signed", help="Report nothing by an unsigned version or waiver.")]
ATTESTER = "OpenSSH key (Ed25519) that signs the run; or a .pub, for which ssh-keygen asks an agent or a token."
AttestWith = Annotated[Path | None, typer.Option("--attest-with", metavar="FILE", help=ATTESTER)]
Ledger = Annotated[Path | None, typer.Option("--ledger", metavar="DIR", help="Folder of the ledger of runs.")]
Page = Literal["text", "json", "html"]
Form = Annotated[Format, typer.Option("--format", help="What stdout gets.")]
Fails = Annotated[FailOn, typer.Option("--fail-on", help="What a finding does to the exit code.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="No progress, no summary.")]
Strict = Annotated[bool, typer.Option("--strict-history", help="Fields without history are unknown before --as-of.")]
Threads = Annotated[int | None, typer.Option("--threads", min=1, help="Threads of the engine; default all cores.")]
