"""A revenue plan from its tree."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from engine.loading.located_tree import block, word
from engine.model.commitments import Period
from engine.model.conditions import Money
from engine.model.revenue_plans import RevenuePlan, StepRate
from engine.model.written import Written

if TYPE_CHECKING:
    from collections.abc import Collection

    from engine.loading.located_tree import Node

STEP = "_to_"


def read_revenue_plan(node: Node, stages: Collection[str]) -> RevenuePlan:
    """Read a plan; `stages` tell where a key such as `up_to_date_to_customer` is cut."""
    mapping = block(node)
    amount, _, each = word(mapping["quota"]).partition(" a ")
    return RevenuePlan(
        quota=_money(amount),
        each=Period(each),
        from_marketing=read_share(word(mapping["from_marketing"])),
        average_deal=_money(word(mapping["average_deal"])),
        rates=tuple(_rate(key, word(value), stages) for key, value in mapping.entries if STEP in key),
        deal_at=word(mapping["average_deal"]).at,
        at=mapping.at,
    )


def read_share(text: str) -> Fraction:
    """Read `97.5%` as a fraction of 1."""
    return Fraction(text.removesuffix("%")) / 100


def _money(text: str) -> Money:
    amount, currency = text.split(" ")
    return Money(Decimal(amount), currency)


def _rate(key: Written, share: str, stages: Collection[str]) -> StepRate:
    cuts = [at for at in range(len(key)) if key.startswith(STEP, at)]
    both = [at for at in cuts if key[:at] in stages and key[at + len(STEP) :] in stages]
    at = (both or cuts)[0]
    return StepRate(Written(key[:at], key.at), Written(key[at + len(STEP) :], key.at), read_share(share), key.at)
