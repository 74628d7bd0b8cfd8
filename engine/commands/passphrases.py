"""Where the passphrase of a key comes from."""

from __future__ import annotations

import os
import sys

import typer

PASSPHRASE = "LEADPACT_PASSPHRASE"  # noqa: S105 - the name of a variable


def passphrase() -> str | None:
    """From the environment, else typed where somebody can; never from an option, which others could read."""
    if (given := os.environ.get(PASSPHRASE)) is not None:
        return given
    if not sys.stdin.isatty():
        return None
    try:
        typed: str = typer.prompt("Passphrase of the key", hide_input=True, err=True)
    except typer.Abort:  # Ctrl-C at the prompt: nothing was decided, which is not what exit 1 means
        return None
    return typed
