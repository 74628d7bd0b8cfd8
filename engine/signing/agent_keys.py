"""Keys whose private half leadpact never sees: an agent or a token holds it, and `ssh-keygen -Y sign` asks for it."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass

from engine.signing import ssh_signatures
from engine.signing.faults import UnreadableSignatureError, UnsignedError

PATIENCE = 300
"""Seconds that somebody has to touch a token or to type."""


@dataclass(frozen=True, slots=True)
class AgentKey:
    """A public key (`type base64`) in a `.pub` file, for which `ssh-keygen` finds the private half."""

    line: str
    file: str

    def sign(self, message: bytes) -> bytes:
        """Let `ssh-keygen` sign these bytes for leadpact; give the signature as PROTOCOL.sshsig lays it out.

        Raises:
            UnsignedError: it isn't there, it doesn't sign, or something else than this key over these bytes came out.
        """
        try:
            blob = ssh_signatures.unarmoured(self._asked(message))
            fits = ssh_signatures.opened(blob).fits_key(self.line, message)
        except UnreadableSignatureError as fault:
            raise UnsignedError(fault.message, fault.way_out) from fault
        if not fits:
            raise UnsignedError("another key than this one signed", "name the `.pub` file of the key that it holds")
        return blob

    def _asked(self, message: bytes) -> bytes:
        """What `ssh-keygen` prints; it asks for a passphrase or a touch at the terminal by itself."""
        program = shutil.which("ssh-keygen")
        if program is None:
            raise UnsignedError("it is not installed", "install OpenSSH, or sign with a private key")
        command = [program, "-Y", "sign", "-n", ssh_signatures.NAMESPACE, "-f", self.file]
        try:
            done = subprocess.run(command, input=message, capture_output=True, check=False, timeout=PATIENCE)  # noqa: S603 - no shell
        except subprocess.TimeoutExpired as fault:
            way_out = "touch the token, or unlock the agent"
            raise UnsignedError("nobody answered it for five minutes", way_out) from fault
        if done.returncode:
            told = done.stderr.decode(errors="replace").strip().splitlines()
            way_out = "`ssh-add -l` lists what an agent holds"
            raise UnsignedError(told[-1] if told else f"exit {done.returncode}", way_out)
        return done.stdout
