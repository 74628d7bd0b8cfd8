"""Markdown of ours as parts of a page: headings get targets, tables their headers, the flow chart its picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup, escape

from engine.documents.agreement_words import slug

FENCES = "mermaid"


def typeset(text: str, pictures: Mapping[str, Markup]) -> tuple[Markup, list[tuple[str, str]]]:
    """Give the page's body and its second-level headings (target, text).

    Markup in the text is text (no HTML passes); a Mermaid block that `pictures` knows by its text becomes the picture.
    """
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens, contents, heading = parser.parse(text), [], ""
    taken: dict[str, int] = {}
    for at, token in enumerate(tokens):
        if token.type == "heading_open":
            heading = _plain(tokens[at + 1])
            name = slug(heading)
            taken[name] = taken.get(name, -1) + 1
            token.attrs["id"] = name if not taken[name] else f"{name}-{taken[name]}"
            if token.tag == "h2":
                contents.append((str(token.attrs["id"]), heading))
        elif token.type == "fence" and token.info == FENCES and token.content.strip() in pictures:
            token.type, token.content = "html_block", pictures[token.content.strip()]
        elif token.type == "table_open":
            _table(tokens[at:], heading)
    body = parser.renderer.render(_in_regions(tokens), parser.options, {})
    return Markup(body), contents  # noqa: S704 - made by the renderer, which escapes; HTML in the text is text


def _table(tokens: Sequence[Token], heading: str) -> None:
    """Say of each cell which column it is in, and make a row's first cell its header."""
    names: list[str] = []
    column = 0
    for at, token in enumerate(tokens):
        if token.type == "table_close":
            return
        if token.type == "table_open":
            token.meta["label"] = heading
        elif token.type == "tr_open":
            column = 0
        elif token.type in {"th_open", "td_open"}:
            right = token.attrs.pop("style", "") == "text-align:right"
            if right:
                token.attrs["class"] = "n"
            if token.type == "th_open":
                names.append(_plain(tokens[at + 1]))
                token.attrs["scope"] = "col"
            else:
                token.attrs["data-label"] = names[column]
                if column == 0:
                    token.tag, token.attrs["scope"] = "th", "row"
                    tokens[at + 2].tag = "th"
            column += 1


def _in_regions(tokens: Sequence[Token]) -> list[Token]:
    """Put each table into a region that can be scrolled, with the name of its heading."""
    found = []
    for token in tokens:
        if token.type == "table_open":
            label = escape(token.meta["label"])
            start = f'<div class="wide" tabindex="0" role="region" aria-label="{label}">\n'
            found.append(Token("html_block", "", 0, content=start))
        found.append(token)
        if token.type == "table_close":
            found.append(Token("html_block", "", 0, content="</div>\n"))
    return found


def _plain(inline: Token) -> str:
    return "".join(child.content for child in inline.children or ())
