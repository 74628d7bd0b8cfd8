"""A glossary from its tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.loading.located_tree import block, word
from engine.model.glossary import Glossary, Term

if TYPE_CHECKING:
    from engine.loading.located_tree import Block


def read_glossary(document: Block) -> Glossary:
    """Read a glossary; the shape was checked."""
    name = word(document["glossary"])
    terms = tuple(Term(key, word(node), key.at) for key, node in block(document["terms"]).entries)
    return Glossary(name, terms, name.at)
