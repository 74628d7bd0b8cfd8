"""Lines and steps that are almost what somebody meant."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gherkin.dialect import Dialect

from engine.diagnostics import did_you_mean
from engine.specs.step_definitions import StepDefinition

LIKE_ENGLISH = {"the", "than", "them", "they", "an", "any", "end", "add", "give", "gives", "buy", "put", "out", "cut"}
"""Words that begin sentences and are one letter away from a keyword."""
FILLED_IN = re.compile(r"<[^>]*>|\d[\d:T.+-]*")
QUOTED = re.compile(r'"[^"]*"')


def keyword_meant(text: str, language: str, known: Sequence[StepDefinition]) -> str:
    """The step keyword that a line's first word was probably meant to be; empty if it is a sentence like others."""
    first, _, rest = text.partition(" ")
    word = first.rstrip(":").casefold()
    dialect = Dialect.for_name(language or "en")
    if dialect is None or not word:
        return ""
    listed = (dialect.given_keywords, dialect.when_keywords, dialect.then_keywords, dialect.and_keywords)
    keywords = [key.strip() for keys in (*listed, dialect.but_keywords) for key in keys if key.strip() != "*"]
    near = [key for key in keywords if _one_apart(word, key.casefold())]
    is_english = word in LIKE_ENGLISH or first in {key.lower() for key in keywords}
    is_sentence = is_english and not first.endswith(":") and not any(one.means(rest) for one in known)
    return near[0] if near and not is_sentence else ""


def step_meant(text: str, known: Sequence[StepDefinition]) -> str:
    """The step that a line was probably meant to be, as it is written; empty if none is like it."""
    by_shape = {_shape(one.words): one.words for one in known}
    return by_shape.get(did_you_mean(_shape(text), by_shape), "")


def _shape(text: str) -> str:
    """The words that stay the same whatever is filled in; what may be left out is left out."""
    without = re.sub(r"\[[^\]]* [^\]]*\]", "", text)
    return re.sub(r"…( …)+", "…", FILLED_IN.sub("…", QUOTED.sub('"…"', without)))


def _one_apart(word: str, key: str) -> bool:
    """The same, or one letter too many, too few, another, or two in each other's place."""
    if abs(len(word) - len(key)) > 1:
        return False
    start = next((n for n, (a, b) in enumerate(zip(word, key, strict=False)) if a != b), min(len(word), len(key)))
    left, right = word[start:], key[start:]
    swapped = left[:2] == right[:2][::-1] and left[2:] == right[2:]
    return left[1:] == right or left == right[1:] or left[1:] == right[1:] or swapped
