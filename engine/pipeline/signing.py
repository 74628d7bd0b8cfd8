"""A version or a waiver signed by the head of a party: the terms, the statement over them, the signature."""

from __future__ import annotations

import hashlib
import shlex
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from engine.diagnostics import Diagnostic, Diagnostics, did_you_mean, error
from engine.pipeline.writing import write_whole

if TYPE_CHECKING:
    from engine.model.agreements import Agreement
    from engine.model.policy_set import PolicySet
    from engine.signing.keys import PrivateKey
    from engine.terms.to_sign import ToSign

NO_VERSION, NO_ROLE, NO_KEY, NOT_A_SIGNER, NO_DOCUMENT = "LP730", "LP731", "LP732", "LP733", "LP734"
TERMS = "terms.json"
SECOND = 1_000_000
STATEMENT = ".statement.json"


@dataclass(frozen=True, slots=True)
class SigningWish:
    """Sign what is `named` (`agreement@version`, or a waiver's id) in a role at an instant (µs UTC), into `out`.

    `key` is a private OpenSSH key, or a public one: then only the statement is written, for `ssh-keygen -Y sign`.
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


@dataclass(frozen=True, slots=True)
class Signed:
    """What was written for whom; `to_run` is the command that still has to make the signature, if one has."""

    name: str
    terms: str
    written: tuple[Path, ...]
    to_run: str = ""


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
        return None, (error(NO_ROLE, None, message, _near(wish.role, what.roles)),)
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
    return error(NO_VERSION, None, f"no agreement version `{version}`", _near(version, list(known)))


def named(policies: PolicySet, name: str) -> ToSign | Diagnostic:
    """Find what can be signed: a version by `agreement@version`, a waiver by its id."""
    from engine.terms.to_sign import names_to_sign, to_sign

    if found := to_sign(policies, name):
        return found
    known = list(names_to_sign(policies))
    return error(NO_VERSION, None, f"no agreement version or waiver `{name}`", _near(name, known))


def _near(word: str, known: Sequence[str]) -> str:
    near = did_you_mean(word, known)
    return f"did you mean `{near}`?" if near else f"there is {', '.join(f'`{k}`' for k in known) or 'none'}"


def _sealed(wish: SigningWish, what: ToSign) -> tuple[Signed | None, Diagnostics]:
    from engine.signing import keys, statements

    content = content_of(wish.key, NO_KEY)
    private = None if keys.is_public(content) else keys.unlock(content, wish.ask)
    line = keys.public_line(content) if private is None else keys.line_of(private)
    who = _signer(wish, line, keys.fingerprint(line))
    if isinstance(who, Diagnostic):
        return None, (who,)
    at = wish.at // SECOND * SECOND
    terms = what.terms
    said = statements.Statement(terms.of, wish.role, at, terms.digest, digest_of(wish.document), what.kind)
    folder = wish.out / what.folder
    folder.mkdir(parents=True, exist_ok=True)
    kept = write_whole(folder / TERMS, terms.content)
    written, to_run = _put_down(folder / who[0], statements.written(said), private, wish.key)
    return Signed(who[1], terms.digest, (written, kept), to_run), ()


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


def _signer(wish: SigningWish, line: str, fingerprint: str) -> tuple[str, str] | Diagnostic:
    """Give the id and name of the person whose key it is, or tell why the signature would count for nothing."""
    from engine.reports.signatures import key_of, unfit_because

    found = key_of(wish.policies, line)
    if found is None:
        help_ = f"add this line under `keys` of a person in a `kind: Signers` file: {line}"
        return error(NOT_A_SIGNER, None, f"nobody among the signers has the key {fingerprint}", help_)
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
    return person.id, person.name
