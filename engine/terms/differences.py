"""Where the terms that were signed and those of today part.

This walks texts, not loaded values as `reports/differences.py` does: what was signed may be older than the model.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

ABSENT = object()


def differences(signed: bytes, today: bytes) -> Iterator[str]:
    """Name each place in which two terms differ, `agreement.commitments.answer.…: 2 was signed, 3 is written`.

    Raises:
        ValueError: one of them is no JSON.
    """
    yield from _parting("", json.loads(signed), json.loads(today))


def _parting(place: str, signed: Any, today: Any) -> Iterator[str]:
    if isinstance(signed, dict) and isinstance(today, dict):
        for key in sorted(signed.keys() | today.keys()):
            inside = f"{place}.{key}" if place else key
            yield from _parting(inside, signed.get(key, ABSENT), today.get(key, ABSENT))
    elif isinstance(signed, list) and isinstance(today, list) and len(signed) == len(today):
        for index, (before, after) in enumerate(zip(signed, today, strict=True)):
            yield from _parting(f"{place}[{index}]", before, after)
    elif type(signed) is not type(today) or signed != today:
        yield f"{place}: {_shown(signed)} was signed, {_shown(today)} is written"


def _shown(value: Any, room: int = 60) -> str:
    text = "nothing" if value is ABSENT else json.dumps(value, ensure_ascii=False, sort_keys=True)
    return text if len(text) <= room else f"{text[:room]}…"
