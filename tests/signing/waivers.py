"""A waiver in the small policies, and who signs and looks at it."""

from __future__ import annotations

WAIVER = """\
format: leadpact/v1
kind: Waiver
waiver: outage
agreement: small
commitment: first_response
leads: [L-1, "NA"]
if: {criterion: large}
from: 2026-06-01
until: 2026-06-03
reason: The telephones were down.
requested_by: sales
approved_by: {party: marketing, name: Kim Berg, on: 2026-06-04}
"""


def folder(desk):
    return desk.folder / "signatures" / "waivers" / "outage"


def sign(desk, key="kim", role="cmo", **more):
    return desk.sign(key, role, named="outage", **more)


def verify(desk, policies=None, **more):
    return desk.verify(policies, named="outage", **more)


def reasons(view):
    return [signature.void_because for signature in view.signatures]
