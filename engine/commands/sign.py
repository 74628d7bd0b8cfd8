"""`leadpact sign`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from engine import pipeline
from engine.commands.answers import NEGATIVE, UNDECIDABLE, USAGE, instant, loaded, stop, tell
from engine.commands.options import Policies
from engine.commands.passphrases import passphrase
from engine.diagnostics import visible

EXITS = {"LP730": USAGE, "LP731": USAGE, "LP732": UNDECIDABLE, "LP733": NEGATIVE, "LP734": UNDECIDABLE}


def sign(  # noqa: PLR0913, PLR0917 - one parameter an option
    what: Annotated[str, typer.Argument(metavar="AGREEMENT@VERSION|WAIVER", help="`inbound@2.0.0`, or a waiver's id.")],
    role: Annotated[str, typer.Option("--as", metavar="ROLE", help="The role of the party's head, as under `signs`.")],
    key: Annotated[
        Path, typer.Option("--key", help="OpenSSH private key (Ed25519), or a .pub for `ssh-keygen -Y sign`.")
    ],
    policies: Policies = Path("policies"),
    document: Annotated[Path | None, typer.Option(help="The document you have read; its digest is signed too.")] = None,
    out: Annotated[Path, typer.Option(help="Folder for signatures, to be committed.")] = Path("signatures"),
) -> None:
    """Sign a version, or a waiver that your party approves, as its head; changed terms void the signature."""
    held = loaded(policies)
    wish = pipeline.SigningWish(held, what, role, key, document, instant(""), out, passphrase)
    try:
        done, faults = pipeline.sign(wish)
    except OSError as fault:
        stop(
            UNDECIDABLE, f"can't write to `{visible(str(out))}`: {fault.strerror}\n  help: name another folder by --out"
        )
    tell(faults)
    if done is None:
        raise typer.Exit(EXITS[faults[0].code])
    lines = [
        f"{'to sign' if done.to_run else 'signed'}: {what} as {role}, {done.name}",
        f"terms sha256 {done.terms}",
    ]
    lines += [f"wrote {path}" for path in done.written]
    lines += (
        [f"now run: {done.to_run}"] if done.to_run else [f"next: leadpact verify {what}, and commit what was written"]
    )
    typer.echo("\n".join(map(visible, lines)))
