"""What is to be signed, by whom and with what; and what every way of signing asks first."""

from __future__ import annotations

import hashlib
import shlex
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from engine.diagnostics import Diagnostic, did_you_mean, error

if TYPE_CHECKING:
    from engine.model.agreements import Agreement
    from engine.model.policy_set import PolicySet
    from engine.model.signers import Signer
    from engine.terms.to_sign import ToSign

NO_VERSION, NO_KEY, NOT_A_SIGNER, NO_DOCUMENT = "LP730", "LP732", "LP733", "LP734"
SECOND = 1_000_000


@dataclass(frozen=True, slots=True)
class SigningWish:
    """Sign what is `named` (`agreement@version`, or a waiver's id) in a role at an instant (µs UTC), into `out`.

    `key` is a private OpenSSH key, or a public one: then only the statement is written, for `ssh-keygen -Y sign`. Or it
    is a certificate with its key: then `document`, the PDF that is rendered with `templates`, carries the signature.
    `ask` gives the passphrase of a key that is kept under one, or None.
    """

    policies: PolicySet
    named: str
    role: str
    key: Path
    document: Path | None
    at: int
    out: Path
    ask: Callable[[], str | None]
    templates: Path | None = None


@dataclass(frozen=True, slots=True)
class Signed:
    """What was written for whom; `to_run` is the command that still has to make the signature, if one has."""

    name: str
    terms: str
    written: tuple[Path, ...]
    to_run: str = ""


class UnreadableError(Exception):
    """A file that was named and can't be read."""

    def __init__(self, fault: Diagnostic) -> None:
        """Carry the fault to where it is told."""
        super().__init__(fault.message)
        self.fault = fault


def content_of(path: Path, code: str) -> bytes:
    """Read a file that the user named. Raises UnreadableError."""
    try:
        return path.read_bytes()
    except OSError as fault:
        message = f"can't read `{path}`: {fault.strerror}"
        raise UnreadableError(error(code, None, message, "name a file that is there")) from fault


def digest_of(document: Path | None) -> str | None:
    """Give the SHA-256 of a document, in hex. Raises UnreadableError."""
    return None if document is None else hashlib.sha256(content_of(document, NO_DOCUMENT)).hexdigest()


def version_named(policies: PolicySet, version: str) -> Agreement | Diagnostic:
    """Find a version by `agreement@version`."""
    known = {agreement.id: agreement for agreement in policies.agreements}
    if version in known:
        return known[version]
    return error(NO_VERSION, None, f"no agreement version `{version}`", near(version, list(known)))


def named(policies: PolicySet, name: str) -> ToSign | Diagnostic:
    """Find what can be signed: a version by `agreement@version`, a waiver by its id."""
    from engine.terms.to_sign import names_to_sign, to_sign

    if found := to_sign(policies, name):
        return found
    known = list(names_to_sign(policies))
    return error(NO_VERSION, None, f"no agreement version or waiver `{name}`", near(name, known))


def near(word: str, known: Sequence[str]) -> str:
    """Give the way out of a name that isn't there."""
    found = did_you_mean(word, known)
    return f"did you mean `{found}`?" if found else f"there is {', '.join(f'`{k}`' for k in known) or 'none'}"


def signer(wish: SigningWish, line: str, to_be_listed: str) -> Signer | Diagnostic:
    """Find the person whose key it is, or tell why the signature would count for nothing."""
    from engine.reports.signatures import key_of, unfit_because
    from engine.signing.keys import fingerprint

    found = key_of(wish.policies, line)
    if found is None:
        return error(NOT_A_SIGNER, None, f"nobody among the signers has the key {fingerprint(line)}", to_be_listed)
    person, key, zone = found
    if unfit := unfit_because(key, zone, wish.at):
        return error(NOT_A_SIGNER, key.at, f"this key can't sign: {unfit}", "sign with a key that counts today")
    if person.role != wish.role:
        message = f"`{person.name}` signs as `{person.role}`, not as `{wish.role}`"
        return error(
            NOT_A_SIGNER,
            person.role_at,
            message,
            f"write `--as {shlex.quote(person.role)}`, or let the other head sign",
        )
    return person
