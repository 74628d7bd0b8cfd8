"""The style and script that a page carries inside itself, and the hashes by which a browser lets them run."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256

from markupsafe import Markup

from engine.documents.environment import TEMPLATES


@cache
def own_file(name: str) -> Markup:
    """Style and script are leadpact's own text; nothing of a policy or of data is in them."""
    return Markup((TEMPLATES / name).read_text(encoding="utf-8"))  # noqa: S704 - a file of ours, not a value


def csp_hash(text: str) -> str:
    """Give a text's hash as a content security policy names it."""
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"
