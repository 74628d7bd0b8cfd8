"""A template of one's own may be wrong or hostile: it ends in bounded time with bounded output, and is told."""

from __future__ import annotations

import time

import pytest
from jinja2 import TemplateError

from engine.documents.environment import markdown_environment
from engine.documents.filling import MIB, Bounds, OutOfBoundsError, filled

BOUNDS = Bounds(seconds=2, characters=100_000, memory=1024 * MIB)
LOOPS = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"


def fill(folder, text, values=None, bounds=BOUNDS):
    (folder / "agreement.md.j2").write_text(text, encoding="utf-8")
    return filled(folder, "agreement.md.j2", values or {}, bounds)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (LOOPS, "takes more than 2 seconds of computing"),
        ("{% for a in range(99999) %}{% for b in range(99999) %}x{% endfor %}{% endfor %}", "prints more than 100,000"),
        ('{{ ("x" * 9000000) | md }}', "prints more than 100,000 characters"),
        ('{% set a = "x" * 99999999999 %}', "takes more than 1,024 MiB of memory"),
        ('{% set a = ["x" * 99999999] * 999999999 %}', "takes more than 1,024 MiB of memory"),
    ],
)
def test_what_the_sandbox_lets_through_is_stopped(tmp_path, text, told):
    started = time.monotonic()
    with pytest.raises(OutOfBoundsError, match=told):
        fill(tmp_path, text)
    assert time.monotonic() - started < BOUNDS.patience


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{{ (1 / 0) | md }}", "ZeroDivisionError"),
        ("{% for a in range(9999999) %}{% endfor %}", "Range too big"),
        ('{% include "agreement.md.j2" %}', "RecursionError"),
        ("{{ nothing | md }}", "'nothing' is undefined"),
        ("{{ ''.__class__.__mro__ | md }}", "unsafe|undefined"),
        ("{{ [].append(1) | md }}", "unsafe|not safely"),
        ('{% include "../secret" %}', "secret"),
        ("{{ (7).bit_length | nofilter }}", "nofilter"),
    ],
)
def test_what_fails_is_told_and_is_no_crash(tmp_path, text, told):
    with pytest.raises(TemplateError, match=told):
        fill(tmp_path, text)


def test_within_its_bounds_it_prints_what_it_would_print_anyway(tmp_path):
    text = "{% for name in names %}{{ name | md }}\n{% endfor %}"
    names = ["Kim *Berg*", "\u202e"]
    assert fill(tmp_path, text, {"names": names}) == markdown_environment().from_string(text).render(names=names)
