"""YAML text to a located tree, by its events: nothing of YAML's own typing ever happens.

Anchors, aliases, merge keys, tags and second documents are refused, because what a clause says must stand where it
is read. Every refusal has its own code; the first one that makes the tree untrustworthy ends the reading.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import yaml

from engine.diagnostics import Diagnostic, Diagnostics, Location, error
from engine.loading.located_tree import Block, Items, Node, Text
from engine.loading.policy_text import NOT_PRINTABLE
from engine.model.written import Written

MOST_NESTED = 32
Loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True)
class _Open:
    """A mapping or list whose end has not come yet."""

    mapping: bool
    start: Location
    keys: list[Written] = field(default_factory=list)
    values: list[Node] = field(default_factory=list)

    @property
    def awaits_key(self) -> bool:
        return self.mapping and len(self.keys) == len(self.values)


@dataclass(slots=True)
class _Reading:
    """One file being read: the containers still open, the tree so far, the faults so far."""

    file: str
    lines: list[str]
    stack: list[_Open] = field(default_factory=list)
    root: Node | None = None
    documents: int = 0
    faults: list[Diagnostic] = field(default_factory=list)

    def place(self, event: yaml.Event) -> Location:
        """Give the span of an event, cut at the end of its first line."""
        return self.span(event.start_mark, event.end_mark)

    def span(self, start: Any, end: Any) -> Location:  # both parsers' marks, which share no type
        """Give the span of two marks, cut at the end of its first line."""
        line = self.lines[start.line] if start.line < len(self.lines) else ""
        last = end.column if end.line == start.line else len(line)
        return Location(self.file, start.line + 1, start.column + 1, max(1, last - start.column), line)

    def fault(self, code: str, at: Location, message: str, way_out: str) -> None:
        self.faults.append(error(code, at, message, way_out))


class _GiveUpError(Exception):
    """The rest of the file can't be trusted; the faults so far are told."""


def read_yaml(text: str, file: str) -> tuple[Node | None, Diagnostics]:
    """Read one document; the tree is None if there is any fault.

    Args:
        text: the file's content.
        file: its name, as a user would type it.
    """
    reading = _Reading(file, text.splitlines())
    loader = Loader(text)
    try:
        while loader.check_event():
            _take(loader.get_event(), reading)
        _demand_document(reading)
    except _GiveUpError:
        pass
    except yaml.MarkedYAMLError as fault:
        reading.faults.append(_syntax(fault, reading))
    finally:
        loader.dispose()
    faults = tuple(reading.faults)
    return (None if faults else reading.root), faults


def _take(event: yaml.Event, reading: _Reading) -> None:
    if isinstance(event, yaml.DocumentStartEvent):
        _start_document(event, reading)
    elif isinstance(event, yaml.AliasEvent):
        at = reading.place(event)
        reading.fault("LP113", at, f"alias `*{event.anchor}`", "write the value out: a clause says all it means")
        raise _GiveUpError
    elif isinstance(event, yaml.ScalarEvent):
        _refuse_marks(event, reading)
        _scalar(event, reading)
    elif isinstance(event, yaml.CollectionStartEvent):
        _refuse_marks(event, reading)
        _open(event, reading)
    elif isinstance(event, yaml.CollectionEndEvent):
        _close(event, reading)


def _start_document(event: yaml.DocumentStartEvent, reading: _Reading) -> None:
    reading.documents += 1
    at = reading.place(event)
    if reading.documents > 1:
        reading.fault("LP116", at, "a second document in one file", "move it to a file of its own")
        raise _GiveUpError
    if event.version or event.tags:
        reading.fault("LP115", at, "a YAML directive", "remove the line that begins with `%`")
        raise _GiveUpError


def _refuse_marks(event: yaml.ScalarEvent | yaml.CollectionStartEvent, reading: _Reading) -> None:
    at = reading.place(event)
    if event.anchor is not None:
        reading.fault("LP112", at, f"anchor `&{event.anchor}`", "remove it, and write the value out where it is meant")
    if event.tag is not None:
        reading.fault("LP115", at, f"tag `{event.tag}`", "remove it: the key decides how its value is read")


def _scalar(event: yaml.ScalarEvent, reading: _Reading) -> None:
    at = reading.place(event)
    written = Written(event.value, at)
    if found := NOT_PRINTABLE.search(event.value):
        shown = f"a control character (U+{ord(found.group()):04X}) in a text"
        reading.fault("LP106", at, shown, "remove the escape that makes it")
    quoted = bool(event.style)  # plain is None to one parser and empty to the other
    if reading.stack and reading.stack[-1].awaits_key:
        _key(written, reading, quoted=quoted)
    else:
        _put(Text(written, quoted, at), reading)


def _key(key: Written, reading: _Reading, *, quoted: bool) -> None:
    keys = reading.stack[-1].keys
    if key == "<<" and not quoted:
        reading.fault("LP114", key.at, "merge key `<<`", "write the keys out where they are meant")
    elif key in keys:
        first = keys[keys.index(key)].at.line
        reading.fault("LP111", key.at, f"duplicate key `{key}`", f"it already stands on line {first}; keep one of them")
    keys.append(key)


def _open(event: yaml.CollectionStartEvent, reading: _Reading) -> None:
    at = reading.place(event)
    if reading.stack and reading.stack[-1].awaits_key:
        reading.fault("LP119", at, "a key that is not a text", "write a plain word before the colon")
        raise _GiveUpError
    if len(reading.stack) >= MOST_NESTED:
        reading.fault("LP118", at, f"nested deeper than {MOST_NESTED} levels", "name the inner parts and refer to them")
        raise _GiveUpError
    reading.stack.append(_Open(isinstance(event, yaml.MappingStartEvent), at))


def _close(event: yaml.CollectionEndEvent, reading: _Reading) -> None:
    done = reading.stack.pop()
    at = done.start
    end: Any = event.end_mark
    last = end.column if end.line + 1 == at.line else len(at.text)
    at = Location(at.file, at.line, at.column, max(1, last - at.column + 1), at.text)
    values = tuple(done.values)
    node = Block(tuple(zip(done.keys, values, strict=True)), at) if done.mapping else Items(values, at)
    _put(node, reading)


def _put(node: Node, reading: _Reading) -> None:
    if reading.stack:
        reading.stack[-1].values.append(node)
    else:
        reading.root = node


def _demand_document(reading: _Reading) -> None:
    empty = isinstance(reading.root, Text) and not reading.root.value and not reading.root.quoted
    if reading.root is None or empty:
        at = Location(reading.file, 1, 1, 1, reading.lines[0] if reading.lines else "")
        reading.fault("LP117", at, "the file holds no document", "begin with `format: leadpact/v1` and `kind:`")


def _syntax(fault: yaml.MarkedYAMLError, reading: _Reading) -> Diagnostic:
    mark = fault.problem_mark or fault.context_mark
    problem = " ".join(str(part) for part in (fault.context, fault.problem) if part)
    at = reading.span(mark, mark) if mark else Location(reading.file, 1, 1)
    opened = fault.context_mark.line + 1 if fault.context_mark else at.line
    return error("LP110", at, f"not valid YAML: {problem}", _syntax_help(problem, opened))


def _syntax_help(problem: str, opened: int) -> str:
    if "mapping values are not allowed" in problem:
        return 'a text that holds `: ` needs quotes: "like: this"; else check the indentation'
    if "cannot start any token" in problem or "unknown escape" in problem:
        return "put the text in quotes: 'like this'"
    if "flow" in problem:
        return f"the `[` or `{{` of line {opened} is not closed, or a comma is missing"
    if "quoted scalar" in problem:
        return f"the quote of line {opened} is not closed"
    return "check the indentation here and on the line above: spaces only, the same depth for keys of one mapping"
