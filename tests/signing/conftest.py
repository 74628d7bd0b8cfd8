"""A small policy set whose heads have keys, and a folder for their signatures."""

from __future__ import annotations

import base64
import dataclasses
import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from engine import pipeline
from engine.diagnostics import as_text
from tests.signing.waivers import WAIVER

SMALL = Path(__file__).parents[1] / "cli" / "small" / "policies"
VERSION = "small@1.0.0"
AT = pipeline.instant("2026-06-30T12:00:00+02:00")
LATER = pipeline.instant("2026-07-01T12:00:00+02:00")
SIGNERS = """\
format: leadpact/v1
kind: Signers
signers: heads
zone: Europe/Berlin
people:
  kim:
    name: Kim Berg
    role: cmo
    keys:
      - key: {kim} kim@example.com
  jo:
    name: Jo Ohm
    role: cro
    keys:
      - key: {jo}
"""


def new_key(path, passphrase=b""):
    """Write a private key and its `.pub`; give the public line."""
    key = Ed25519PrivateKey.generate()
    kept = BestAvailableEncryption(passphrase) if passphrase else NoEncryption()
    path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, kept))
    path.chmod(0o600)
    line = key.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode()
    path.with_suffix(".pub").write_text(f"{line} somebody\n", encoding="utf-8")
    return line


@dataclass(frozen=True)
class Desk:
    """A folder with policies, keys and signatures, where heads sign and an auditor looks."""

    folder: Path
    lines: dict[str, str]

    @property
    def signatures(self):
        return self.folder / "signatures" / "small" / "1.0.0"

    def edit(self, name, old, new):
        path = self.folder / "policies" / name
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        path.write_text(text.replace(old, new), encoding="utf-8")

    def policies(self):
        held, faults = pipeline.load_policies(self.folder / "policies")
        assert held, as_text(faults)
        return held

    def sign(self, key, role, **more):
        """Sign, or give the faults that kept from it."""
        wish = pipeline.SigningWish(
            self.policies(), VERSION, role, self.folder / key, None, AT, self.folder / "signatures", lambda: None
        )
        done, faults = pipeline.sign(dataclasses.replace(wish, **more))
        return done or faults

    def sign_both(self, **more):
        for key, role in (("kim", "cmo"), ("jo", "cro")):
            assert not isinstance(self.sign(key, role, **more), tuple)

    def verify(self, policies=None, **more):
        """The small agreement's signatures, as its view."""
        wish = pipeline.VerifyingWish(policies or self.policies(), VERSION, self.folder / "signatures", None, LATER)
        versions, _ = pipeline.verify(dataclasses.replace(wish, **more))
        return versions[0]

    def payload(self, name):
        """The statement in an envelope."""
        return base64.b64decode(json.loads((self.signatures / name).read_text(encoding="utf-8"))["payload"])


@pytest.fixture
def desk(tmp_path):
    shutil.copytree(SMALL, tmp_path / "policies")
    lines = {name: new_key(tmp_path / name) for name in ("kim", "jo", "stranger")}
    (tmp_path / "policies" / "signers.yaml").write_text(SIGNERS.format(**lines), encoding="utf-8")
    return Desk(tmp_path, lines)


@pytest.fixture
def agreed(desk):
    """The desk with a waiver that sales asked for and marketing approves."""
    (desk.folder / "policies" / "outage.yaml").write_text(WAIVER, encoding="utf-8")
    return desk
