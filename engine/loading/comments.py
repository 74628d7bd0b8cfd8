"""The comments of a YAML text, which its parser passes over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

COMMENT = re.compile(r"#[^\n]*")  # outside of texts nothing else has a `#`


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment with its sign, without blanks at its end; `index` counts characters from 0, `line` lines from 0."""

    text: str
    index: int
    line: int


def comments_of(text: str, root: yaml.Node) -> list[Comment]:
    """Find every comment of a document; a `#` inside a text of it is none."""
    texts = sorted((node.start_mark.index, node.end_mark.index) for node in _texts(root))
    found, place = [], 0
    for begins, ends in [*texts, (len(text), len(text))]:
        found += list(_comments_in(text, place, begins))
        place = max(place, ends)
    return found


def _comments_in(text: str, start: int, end: int) -> Iterator[Comment]:
    place = start
    while match := COMMENT.search(text, place, end):
        yield Comment(match[0].rstrip(), match.start(), text.count("\n", 0, match.start()))
        place = match.end()


def _texts(node: yaml.Node) -> Iterator[yaml.ScalarNode]:
    if isinstance(node, yaml.ScalarNode):
        yield node
        return
    for part in node.value:
        for one in part if isinstance(part, tuple) else (part,):
            yield from _texts(one)
