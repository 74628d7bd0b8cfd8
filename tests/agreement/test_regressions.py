"""What engine and reference once disagreed on, kept as small cases."""

from __future__ import annotations

from engine.compiler.sql import column, tree
from engine.compiler.truth import is_unknown


def test_a_negation_inside_a_test_for_unknown_is_bracketed():
    twice = tree("not :part", part=tree("not :part", part=column("t")))
    assert is_unknown(twice).sql("duckdb") == '(NOT (NOT "t")) IS NULL'
