"""A text of ours as PDF: tagged, archivable, and the same bytes twice; pictures are the SVGs of the page."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from engine.documents.charts import FONT
from engine.documents.document import Document
from engine.documents.environment import TEMPLATES
from engine.documents.paper_fonts import faces, printable
from engine.documents.paper_nodes import PaperPicture, tree_of

STANDARDS = ("a-3a", "ua-1")
TYPEFACE = "Source Sans Pro"
SECOND = 1_000_000


@dataclass(frozen=True, slots=True)
class Running:
    """What stands on every page, and when (µs UTC) the paper says it was made: the same text, the same bytes.

    So many sections as `front` says come before the contents.
    """

    title: str
    above: str
    below: str
    at: int
    front: int = 0


def paper(
    text: str, pictures: Mapping[str, Sequence[PaperPicture]], running: Running, attached: Mapping[str, bytes]
) -> Document:
    """Typeset a Markdown text; files `attached` lie inside, for whoever wants the text and not its picture."""
    import typst  # noqa: PLC0415 - a compiler of its own, loaded for papers only

    tree = tree_of(text, pictures)
    files = {f"{n}.svg": _in_typeface(one.svg) for n, one in enumerate(tree.drawn)}
    files |= attached
    data: dict[str, Any] = {
        "title": printable(running.title),
        "above": printable(running.above),
        "below": printable(running.below),
        "front": running.front,
        "nodes": tree.nodes,
        "attached": sorted(attached),
    }
    sources = {
        "main.typ": (TEMPLATES / "paper.typ").read_bytes(),
        "data.json": json.dumps(data, ensure_ascii=False).encode(),
        **files,
    }
    with TemporaryDirectory() as folder:  # of our faces alone: of two files with one face, chance would choose
        for name, font in faces().items():
            Path(folder, name).write_bytes(font)
        content: bytes = typst.compile(  # type: ignore[call-overload]  # its stubs don't know of files in memory
            sources,
            format="pdf",
            font_paths=typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[folder]),
            ignore_system_fonts=True,
            pdf_standards=list(STANDARDS),
            timestamp=running.at // SECOND,
        )
    return Document(content, "application/pdf", sha256(content).hexdigest())


def _in_typeface(svg: str) -> bytes:
    return svg.replace(FONT, TYPEFACE).encode()
