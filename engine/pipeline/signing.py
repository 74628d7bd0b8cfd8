"""A version or a waiver signed by the head of a party: the terms, the statement over them, the signature."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from engine.diagnostics import Diagnostic, Diagnostics, error
from engine.pipeline.signing_papers import sign_paper
from engine.pipeline.signing_wishes import (
    NO_KEY,
    SECOND,
    Signed,
    SigningWish,
    UnreadableError,
    content_of,
    digest_of,
    named,
    near,
    signer,
)
from engine.pipeline.writing import write_whole

if TYPE_CHECKING:
    from engine.signing.keys import PrivateKey
    from engine.terms.to_sign import ToSign

NO_ROLE = "LP731"
TERMS = "terms.json"
STATEMENT = ".statement.json"


def sign(wish: SigningWish) -> tuple[Signed | None, Diagnostics]:
    """Sign a version or a waiver; None if it, the role, the key or the document can't be used.

    Raises OSError if the folder can't be written to.
    """
    from engine.signing.faults import UnusableKeyError

    what = named(wish.policies, wish.named)
    if isinstance(what, Diagnostic):
        return None, (what,)
    if wish.role not in what.roles:
        message = f"`{what.called}` is not to be signed as `{wish.role}`"
        return None, (error(NO_ROLE, None, message, near(wish.role, what.roles)),)
    try:
        return _sealed(wish, what)
    except UnusableKeyError as fault:
        return None, (error(NO_KEY, None, f"the key `{wish.key}` can't be used: {fault.message}", fault.way_out),)
    except UnreadableError as fault:
        return None, (fault.fault,)


def new_key() -> tuple[bytes, str]:
    """Make a key that can sign: the content of its file, and its public line."""
    from engine.signing import keys

    return keys.new_key()


def _sealed(wish: SigningWish, what: ToSign) -> tuple[Signed | None, Diagnostics]:
    from engine.signing import certificates, keys, statements

    content = content_of(wish.key, NO_KEY)
    if certificates.holds_certificate(content):
        return sign_paper(wish, what, content)
    private = None if keys.is_public(content) else keys.unlock(content, wish.ask)
    line = keys.public_line(content) if private is None else keys.line_of(private)
    who = signer(wish, line, f"add this line under `keys` of a person in a `kind: Signers` file: {line}")
    if isinstance(who, Diagnostic):
        return None, (who,)
    at = wish.at // SECOND * SECOND
    terms = what.terms
    said = statements.Statement(terms.of, wish.role, at, terms.digest, digest_of(wish.document), what.kind)
    folder = wish.out / what.folder
    folder.mkdir(parents=True, exist_ok=True)
    kept = write_whole(folder / TERMS, terms.content)
    written, to_run = _put_down(folder / who.id, statements.written(said), private, wish.key)
    return Signed(who.name, terms.digest, (written, kept), to_run), ()


def _put_down(stem: Path, payload: bytes, private: PrivateKey | None, key: Path) -> tuple[Path, str]:
    """Write a signature, or the statement for `ssh-keygen` to sign; it takes the place of the person's one before."""
    from engine.signing.envelopes import sealed

    statement, by_ssh = stem.with_name(f"{stem.name}{STATEMENT}"), stem.with_name(f"{stem.name}{STATEMENT}.sig")
    by_ssh.unlink(missing_ok=True)
    if private is not None:
        statement.unlink(missing_ok=True)
        return write_whole(stem.with_name(f"{stem.name}.json"), sealed(payload, private)), ""
    written = write_whole(statement, payload)
    return written, shlex.join(["ssh-keygen", "-Y", "sign", "-n", "leadpact", "-f", str(key), str(written)])
