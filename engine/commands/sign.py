"""`leadpact sign`."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer

from engine import pipeline
from engine.commands.answers import NEGATIVE, UNDECIDABLE, USAGE, instant, loaded, stop, tell
from engine.commands.options import Policies
from engine.commands.passphrases import passphrase
from engine.diagnostics import visible

EXITS = {"LP730": USAGE, "LP731": USAGE, "LP732": UNDECIDABLE, "LP733": NEGATIVE, "LP734": UNDECIDABLE}
EXITS |= {"LP747": NEGATIVE, "LP748": UNDECIDABLE}


def sign(  # noqa: PLR0913, PLR0917 - one parameter an option
    what: Annotated[str, typer.Argument(metavar="AGREEMENT@VERSION|WAIVER", help="`inbound@2.0.0`, or a waiver's id.")],
    role: Annotated[str, typer.Option("--as", metavar="ROLE", help="The role of the party's head, as under `signs`.")],
    key: Annotated[
        Path,
        typer.Option(
            "--key",
            help="OpenSSH private key (Ed25519), a .pub for `ssh-keygen -Y sign`, or a certificate (.p12, .pem).",
        ),
    ],
    policies: Policies = Path("policies"),
    document: Annotated[
        Path | None,
        typer.Option(help="What you have read; its digest is signed too. A certificate signs inside it, a PDF."),
    ] = None,
    out: Annotated[Path, typer.Option(help="Folder for signatures, to be committed.")] = Path("signatures"),
) -> None:
    """Sign a version, or a waiver that your party approves, as its head; changed terms void the signature."""
    held = loaded(policies)
    templates = pipeline.templates_beside(policies)
    wish = pipeline.SigningWish(held, what, role, key, document, instant(""), out, passphrase, templates)
    try:
        done, faults = pipeline.sign(wish)
    except OSError as fault:
        where = visible(str(fault.filename or out))
        stop(UNDECIDABLE, f"can't write to `{where}`: {fault.strerror}\n  help: name another folder by --out")
    tell(faults)
    if done is None:
        raise typer.Exit(EXITS.get(faults[0].code, UNDECIDABLE))
    lines = [
        f"{'to sign' if done.to_run else 'signed'}: {what} as {role}, {done.name}",
        f"terms sha256 {done.terms}",
    ]
    lines += [f"wrote {path}" for path in done.written]
    lines += (
        [f"now run: {done.to_run}"]
        if done.to_run
        else [f"next: leadpact verify {_verified_by(what, done)}, and commit what was written"]
    )
    typer.echo("\n".join(map(visible, lines)))


def _verified_by(what: str, done: pipeline.Signed) -> str:
    """What `verify` is to be given: the paper that carries the signature, else what was signed."""
    (only, *more) = done.written
    return what if more else shlex.quote(str(only))
