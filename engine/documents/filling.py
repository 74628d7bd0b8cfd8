"""Templates filled in: ours as they are, the user's own in a process of its own that has bounds.

The sandbox keeps a template from what it must not touch, but loops inside loops and `"x" * 9999999999` are nothing it
forbids; only a process can be stopped.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import TemplateError

from engine.documents.environment import html_environment, markdown_environment
from engine.documents.template_faults import FailedTemplateError, described

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from jinja2.sandbox import ImmutableSandboxedEnvironment

MIB = 1 << 20
ITS_OWN_FAULTS = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What an expression of a template can raise beside Jinja's own errors: `1 / 0`, a range beyond Jinja's limit."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a template may take: seconds of computing, characters of output, bytes of memory.

    `patience` is for systems that count no computing: so many seconds by the clock on the wall.
    """

    seconds: int = 10
    characters: int = 10_000_000
    memory: int = 2048 * MIB
    patience: int = 120


BOUNDS = Bounds()


class OutOfBoundsError(Exception):
    """A template took more than it may; the text says of what."""


def filled(own: Path | None, name: str, values: Mapping[str, Any], bounds: Bounds = BOUNDS) -> str:
    """Fill a template in; those of the folder `own` stand in for ours of the same name, and have bounds.

    Raises:
        FailedTemplateError: one of the user's own fails.
        OutOfBoundsError: one of the user's own takes too long or too much.
    """
    if own is None:
        return _environment(None, name).get_template(name).render(values)
    context = get_context("spawn")  # nothing of this process is in the other but what is handed over
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_fill, args=(there, own, name, values, bounds), daemon=True)
    process.start()
    there.close()
    answer: tuple[str, ...] = ("time", "")
    try:
        if here.poll(bounds.patience):
            answer = here.recv()
    except EOFError:  # it was stopped before it could say anything
        process.join(bounds.patience)
        answer = (_ended(process.exitcode), "")
    finally:
        process.kill()
        process.join()
        here.close()
    return _told(answer, bounds)


def _told(answer: tuple[str, ...], bounds: Bounds) -> str:
    match answer:
        case ("done", text):
            return text
        case ("failed", message, file, line):
            raise FailedTemplateError(message, file, int(line))
        case ("time", _):
            raise OutOfBoundsError(f"takes more than {bounds.seconds} seconds of computing")
        case ("output", _):
            raise OutOfBoundsError(f"prints more than {bounds.characters:,} characters")
        case _:
            raise OutOfBoundsError(f"takes more than {bounds.memory // MIB:,} MiB of memory")


def _ended(exitcode: int | None) -> str:
    return "time" if sys.platform != "win32" and exitcode == -signal.SIGXCPU else "memory"


def _fill(answer: Connection, own: Path, name: str, values: Mapping[str, Any], bounds: Bounds) -> None:
    """Run in the other process: fill in, and say what came of it."""
    _bind(bounds)
    try:
        answer.send(_filled(own, name, values, bounds))
    except MemoryError:
        answer.send(("memory", ""))
    except (TemplateError, *ITS_OWN_FAULTS) as fault:
        message, file, line = described(fault)
        answer.send(("failed", message, file, str(line)))


def _filled(own: Path, name: str, values: Mapping[str, Any], bounds: Bounds) -> tuple[str, str]:
    parts, size = [], 0
    for part in _environment(own, name).get_template(name).generate(values):
        size += len(part)
        if size > bounds.characters:
            return "output", ""
        parts.append(part)
    return "done", "".join(parts)


def _environment(own: Path | None, name: str) -> ImmutableSandboxedEnvironment:
    return html_environment(own) if name.endswith(".html.j2") else markdown_environment(own)


if sys.platform == "win32":  # pragma: no cover - another system's way

    def _bind(_bounds: Bounds) -> None:
        """Nothing here stops a process by itself: the patience of the one that waits does."""
else:

    def _bind(bounds: Bounds) -> None:
        import resource  # noqa: PLC0415 - not every system has it

        used = resource.getrusage(resource.RUSAGE_SELF)
        seconds = int(used.ru_utime + used.ru_stime) + 1 + bounds.seconds
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
        resource.setrlimit(resource.RLIMIT_AS, (bounds.memory, bounds.memory))
