"""The canonical layout of a policy: every clause where one looks for it, words and comments as they were written.

Two spaces a level, list items one level below their key, one key a line. A mapping or list in braces or brackets
stays in its line where it holds no mapping and fits; what is written out stays so. One blank line in a row at most.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from engine.loading.comments import Comment, comments_of

OTHER_BREAKS = re.compile("[\x85\u2028\u2029]")  # to YAML they end a line, to an editor they don't
WIDEST = 100
STEP = 2
NOT_THE_SAME = "something that would not mean the same when laid out"


class NoLayoutError(Exception):
    """A way of writing that would not survive being laid out anew; the text names it."""


def laid_out(text: str) -> str:
    """Lay out the text of one document, which must be one that `read_yaml` takes.

    Raises:
        NoLayoutError: no list or mapping at the top, a text that states its own indentation or keeps the blank lines
            at its end, a strange line break, or anything that would not mean the same afterwards.
    """
    if found := OTHER_BREAKS.search(text):
        raise NoLayoutError(f"a line that ends by U+{ord(found[0]):04X}")
    made = _laid_out(text.replace("\r\n", "\n").replace("\r", "\n"))
    if _meaning(made) != _meaning(text) or _laid_out(made) != made:
        raise NoLayoutError(NOT_THE_SAME)
    return made


def _meaning(text: str) -> tuple[Any, list[str]]:
    """What a text says, quotes included, and its comments."""
    root = _root(text)
    return _plain(root), sorted(comment.text for comment in comments_of(text, root))


def _plain(node: yaml.Node) -> Any:
    if isinstance(node, yaml.ScalarNode):
        return node.value, node.style or ""
    if isinstance(node, yaml.MappingNode):
        return [(_plain(key), _plain(value)) for key, value in node.value]
    return ("list", [_plain(item) for item in node.value])


def _root(text: str) -> yaml.CollectionNode:
    try:
        root = yaml.compose(text, Loader=yaml.BaseLoader)
    except yaml.YAMLError:
        raise NoLayoutError(NOT_THE_SAME) from None
    if not isinstance(root, yaml.CollectionNode) or not root.value:
        raise NoLayoutError("a document that is no mapping")
    return root


def _laid_out(text: str) -> str:
    root = _root(text)
    printing = _Printing(text, comments_of(text, root))
    printing.block(root, 0)
    printing.rest()
    return "\n".join(printing.out).strip("\n") + "\n"


@dataclass(slots=True)
class _Printing:
    """The source, the comments that are still to come in its order, and the lines made so far."""

    text: str
    waiting: list[Comment]
    out: list[str] = field(default_factory=list)
    source: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self.source = self.text.split("\n")

    def block(self, node: yaml.CollectionNode, indent: int, head: str | None = None) -> None:
        """Lay out a collection; `head` is what its first line begins with in place of the indentation."""
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                begin = self.begin(key, indent, head)
                self.value(f"{begin}{self.raw(key)}:", key, value, indent)
                head = None
        else:
            for item in node.value:
                begin = f"{self.begin(item, indent, head)}- "
                self.item(begin, item, indent)
                head = None

    def begin(self, node: yaml.Node, indent: int, head: str | None) -> str:
        """Write the comments that stand before a node, and a blank line where there was one."""
        if head is not None:
            return head
        while self.waiting and self.waiting[0].index < node.start_mark.index:
            self.comment(self.waiting.pop(0), indent)
        self.blank_before(node.start_mark.line)
        return " " * indent

    def comment(self, comment: Comment, indent: int) -> None:
        """Write a comment on a line of its own."""
        self.blank_before(comment.line)
        self.out.append(" " * indent + comment.text)

    def blank_before(self, line: int) -> None:
        """Keep one blank line above what stood on a line of the source."""
        if line and not self.source[line - 1].strip() and self.out and self.out[-1]:
            self.out.append("")

    def value(self, head: str, key: yaml.Node, node: Any, indent: int) -> None:
        """Write what a key holds: beside it where it may stand in a line, else below it."""
        flow = self.flow(node)
        if flow is not None and (isinstance(node, yaml.ScalarNode) or len(head) + 1 + len(flow) <= WIDEST):
            self.line(f"{head} {flow}".rstrip(), node.end_mark)
        elif isinstance(node, yaml.ScalarNode):
            self.long_text(head, node, indent)
        else:
            self.line(head, key.end_mark)
            self.block(node, indent + STEP)

    def item(self, head: str, node: Any, indent: int) -> None:
        """Write an item of a list; a mapping begins beside its dash."""
        flow = self.flow(node)
        if flow is not None and (isinstance(node, yaml.ScalarNode) or len(head) + len(flow) <= WIDEST):
            self.line(head + flow, node.end_mark)
        elif isinstance(node, yaml.ScalarNode):
            self.long_text(head.rstrip(), node, indent)
        else:
            self.first_comments(node, indent, head)
            self.block(node, indent + STEP, self.out.pop())

    def first_comments(self, node: yaml.Node, indent: int, head: str) -> None:
        """Comments between a dash and what it begins go above the dash; the dash itself is the last line then."""
        inner = node.value[0][0] if isinstance(node, yaml.MappingNode) else node.value[0]
        while self.waiting and self.waiting[0].index < inner.start_mark.index:
            self.comment(self.waiting.pop(0), indent)
        self.out.append(head)

    def line(self, text: str, end: yaml.Mark) -> None:
        """Write a line, with the comment that stood behind its end."""
        if self.waiting and self.waiting[0].line == end.line and self.waiting[0].index >= end.index:
            text = f"{text}  {self.waiting.pop(0).text}"
        self.out.append(text)

    def long_text(self, head: str, node: yaml.ScalarNode, indent: int) -> None:
        """Write a text of several lines, moved to its new indentation."""
        first, *more = self.raw(node).rstrip("\n").split("\n")
        if node.style in {"|", ">"}:
            if set(first.split("#")[0]) & set("+123456789"):
                raise NoLayoutError(f"a text that begins with `{first.strip()}`")
            margin = min((len(line) - len(line.lstrip(" ")) for line in more if line.strip()), default=0)
            more = [line[margin:] for line in more]
        else:
            more = [line.strip() for line in more]
        self.out.append(f"{head} {first.rstrip()}")
        self.out += [(" " * (indent + STEP) + line).rstrip() for line in more]
        if self.waiting and self.waiting[0].line == node.end_mark.line and node.style not in {"|", ">"}:
            self.out[-1] += f"  {self.waiting.pop(0).text}"

    def flow(self, node: Any) -> str | None:
        """Give a node as it stands in a line; None where it can't."""
        if isinstance(node, yaml.ScalarNode):
            raw = self.raw(node)
            return None if "\n" in raw else raw
        if node.value and (not node.flow_style or self.holds_comment(node)):
            return None
        parts = []
        for part in node.value:
            said = [self.flow(one) for one in (part if isinstance(part, tuple) else (part,))]
            if not all(said) or _holds_mapping(part[-1] if isinstance(part, tuple) else part):
                return None
            parts.append(": ".join(map(str, said)))
        return f"{{{', '.join(parts)}}}" if isinstance(node, yaml.MappingNode) else f"[{', '.join(parts)}]"

    def holds_comment(self, node: yaml.Node) -> bool:
        """Tell whether a comment stands between the beginning and the end of a node."""
        return any(node.start_mark.index < comment.index < node.end_mark.index for comment in self.waiting)

    def raw(self, node: yaml.Node) -> str:
        """Give a scalar as it was written, quotes and all."""
        return self.text[node.start_mark.index : node.end_mark.index]

    def rest(self) -> None:
        """Write the comments below the last clause."""
        for comment in self.waiting:
            self.comment(comment, 0)
        self.waiting = []


def _holds_mapping(node: yaml.Node) -> bool:
    if isinstance(node, yaml.SequenceNode):
        return any(map(_holds_mapping, node.value))
    return isinstance(node, yaml.MappingNode)
