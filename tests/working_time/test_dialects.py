"""The lookups are one text for every engine."""

from __future__ import annotations

import pytest
import sqlglot
from sqlglot import exp

from engine.compiler.local_time import with_local_day, with_periods
from engine.compiler.sql import literal
from engine.compiler.working_time import with_due, with_elapsed

QUERIES = {
    "due": with_due("clocks", 3),
    "elapsed": with_elapsed("clocks", 3),
    "local day": with_local_day("clocks", "starts", literal("Europe/Berlin"), "day"),
    "periods": with_periods("clocks", "starts", literal("Europe/Berlin")),
}


@pytest.mark.parametrize("dialect", ["postgres", "spark"])
@pytest.mark.parametrize("name", QUERIES)
def test_a_lookup_can_be_printed_for_other_engines(name: str, dialect: str) -> None:
    """Whole quotients are cast back to BIGINT: PostgreSQL's DIV gives NUMERIC, Spark's `/` a double."""
    printed = sqlglot.parse_one(QUERIES[name].sql(dialect=dialect), dialect=dialect)
    quotients = [*printed.find_all(exp.IntDiv), *printed.find_all(exp.Div)]
    assert quotients
    for quotient in quotients:
        cast = quotient.parent
        while isinstance(cast, exp.Cast) and isinstance(cast.parent, exp.Cast):
            cast = cast.parent
        assert isinstance(cast, exp.Cast)
        assert cast.is_type("BIGINT")


@pytest.mark.parametrize("name", QUERIES)
def test_a_lookup_joins_by_equality_and_loses_no_row(name: str) -> None:
    for join in QUERIES[name].find_all(exp.Join):
        assert join.side == "LEFT"
        conditions = list(join.args["on"].flatten()) if isinstance(join.args["on"], exp.And) else [join.args["on"]]
        assert all(isinstance(condition, exp.EQ) for condition in conditions)
