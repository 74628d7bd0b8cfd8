"""Markdown of ours as the tree that a paper is drawn from: no value becomes markup of another language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from engine.documents.agreement_words import slug
from engine.documents.paper_fonts import printable
from engine.documents.units import NO_BREAK

Node = dict[str, Any]
SAFE = ("https://", "mailto:")
LED = {"table", "bullet_list", "ordered_list", "fence"}  # what a paragraph may lead into, on the same page
SECTION = 2  # the level of a heading that the contents list
MOST_LINES, MOST_ROWS = 28, 12  # about three fifths of a page; a longer table has its head on every page
WIDE, NARROW, SMALL = 100, 50, 0.8  # letters in a line and in a cell, and a row's height
WRAPPED = {"strong": "strong", "em": "em"}


@dataclass(frozen=True, slots=True)
class PaperPicture:
    """An SVG and what is said of it to those who can't see it; `note` stands below."""

    svg: str
    alt: str
    note: str = ""


@dataclass(slots=True)
class Tree:
    """What a text is made of; `drawn` are its pictures in order, which the nodes name by number.

    `pictures` are known by the text of a fenced block that they replace, or of a heading that they follow; where
    several pictures have one heading, they come in its order.
    """

    pictures: Mapping[str, Sequence[PaperPicture]]
    nodes: list[Node] = field(default_factory=list)
    drawn: list[PaperPicture] = field(default_factory=list)
    _targets: dict[str, int] = field(default_factory=dict)
    _used: dict[str, int] = field(default_factory=dict)
    _level: int = 0

    def heading(self, node: SyntaxTreeNode) -> Iterator[Node]:
        """Give a heading, never more than a level below the one before, and its picture."""
        words = plain_text(node)
        name = slug(words) or "part"
        self._targets[name] = self._targets.get(name, -1) + 1
        name = f"{name}-{self._targets[name]}" if self._targets[name] else name
        self._level = min(int(node.tag[1:]), self._level + 1)
        yield {"t": "heading", "level": self._level, "id": name, "c": inlines(node.children[0])}
        yield from self.picture(words)

    def picture(self, known_by: str) -> Iterator[Node]:
        """Give the next picture that is known by a text, if there is one."""
        known_by = known_by.replace(NO_BREAK, " ")
        nth = self._used.get(known_by, 0)
        for one in self.pictures.get(known_by, ())[nth : nth + 1]:
            self._used[known_by] = nth + 1
            self.drawn.append(one)
            yield {"t": "picture", "n": len(self.drawn) - 1, "alt": printable(one.alt), "note": printable(one.note)}

    def block(self, node: SyntaxTreeNode) -> Iterator[Node]:
        """Turn a block into the nodes that draw it."""
        match node.type:
            case "heading":
                yield from self.heading(node)
            case "paragraph":
                yield {"t": "paragraph", "leads": _leads(node), "c": inlines(node.children[0])}
            case "bullet_list" | "ordered_list":
                items = [[made for part in item.children for made in self.block(part)] for item in node.children]
                yield {"t": "list", "numbered": node.type == "ordered_list", "items": items}
            case "table":
                yield _table(node)
            case "fence" | "code_block":
                found = list(self.picture(node.content.strip()))
                yield from found or [{"t": "code", "v": printable(node.content.rstrip("\n"))}]
            case "blockquote":
                yield {"t": "quote", "c": [made for part in node.children for made in self.block(part)]}
            case "hr":
                yield {"t": "rule"}
            case _:
                yield {"t": "paragraph", "leads": False, "c": [_text(plain_text(node))]}


def tree_of(text: str, pictures: Mapping[str, Sequence[PaperPicture]]) -> Tree:
    """Read a text of ours; what can't be drawn is told as the text it is."""
    root = SyntaxTreeNode(MarkdownIt("commonmark", {"html": False}).enable("table").parse(text))
    tree = Tree(pictures)
    tree.nodes = _kept_together([made for node in root.children for made in tree.block(node)])
    return tree


def _leads(node: SyntaxTreeNode) -> bool:
    """Tell whether a paragraph may not be the last on its page: it announces something, or is all below a heading."""
    before, after = node.previous_sibling, node.next_sibling
    if after is None:
        return False
    return after.type in LED or (after.type == "heading" and before is not None and before.type == "heading")


def plain_text(node: SyntaxTreeNode) -> str:
    """Give the text of a node without its marks."""
    return "".join(child.content for child in node.walk() if child.type in {"text", "code_inline", "softbreak"})


def inlines(node: SyntaxTreeNode) -> list[Node]:
    """Give what stands in a line."""
    return [made for child in node.children for made in _inline(child)]


def _inline(node: SyntaxTreeNode) -> Iterator[Node]:
    match node.type:
        case "text":
            yield _text(node.content)
        case "code_inline":
            yield {"t": "code", "v": printable(node.content)}
        case "softbreak":
            yield _text(" ")
        case "hardbreak":
            yield {"t": "break"}
        case "strong" | "em":
            yield {"t": WRAPPED[node.type], "c": inlines(node)}
        case "link":
            to = str(node.attrs.get("href", ""))
            yield {"t": "link", "to": to if to.startswith((*SAFE, "#")) else "", "c": inlines(node)}
        case _:
            yield _text(node.content or plain_text(node))


def _text(words: str) -> Node:
    return {"t": "text", "v": printable(words)}


def _table(node: SyntaxTreeNode) -> Node:
    """Give a table; one whose rows all end in an empty cell is a form, to be filled in by hand."""
    head, *body = node.children
    cells = [_cells(row) for part in body for row in part.children]
    sides = [
        str(cell.attrs.get("style", "")).removeprefix("text-align:") or "left" for cell in head.children[0].children
    ]
    form = bool(cells) and all(not row[-1] for row in cells)
    return {"t": "table", "sides": sides, "head": _cells(head.children[0]), "rows": cells, "form": form}


def _cells(row: SyntaxTreeNode) -> list[list[Node]]:
    return [inlines(cell.children[0]) if cell.children else [] for cell in row.children]


def _kept_together(nodes: list[Node]) -> list[Node]:
    """Put on one page what stands between two headings: a form always, a clause or the like if it is small."""
    kept: list[Node] = []
    for section in _sections(nodes):
        form = any(node["t"] == "table" and node["form"] for node in section)
        small = section[0].get("level", 0) > SECTION and sum(map(_lines, section)) < MOST_LINES
        kept += [{"t": "together", "c": section}] if form or small else section
    return kept


def _sections(nodes: list[Node]) -> Iterator[list[Node]]:
    start = 0
    for at, node in enumerate(nodes):
        if node["t"] == "heading" and at > start:
            yield nodes[start:at]
            start = at
    if nodes[start:]:
        yield nodes[start:]


def _lines(node: Node) -> float:
    """Estimate the height of a node, in lines of text."""
    match node["t"]:
        case "table" if len(node["rows"]) > MOST_ROWS:
            return MOST_LINES
        case "table":
            return 2 + sum(SMALL * max([1, *(_letters(cell) // NARROW for cell in row)]) for row in node["rows"])
        case "list":
            return sum(_lines(part) for item in node["items"] for part in item)
        case "code":
            return 1 + str(node["v"]).count("\n")
        case "picture":
            return MOST_LINES
        case _:
            return 1 + _letters(node.get("c", [])) // WIDE


def _letters(nodes: list[Node]) -> int:
    return sum(len(node["v"]) if "v" in node else _letters(node.get("c", [])) for node in nodes)
