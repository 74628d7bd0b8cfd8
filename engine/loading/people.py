"""A roster from its tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.loading.durations import date_under
from engine.loading.located_tree import block, nodes, word, word_under
from engine.model.people import Membership, Roster, Team

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.loading.located_tree import Block
    from engine.model.written import Written


def read_roster(document: Block) -> Roster:
    """Read a roster; the shape was checked."""
    name = word(document["roster"])
    return Roster(
        name=name,
        zone=word(document["zone"]),
        teams=tuple(_team(key, block(node)) for key, node in block(document["teams"]).entries),
        memberships=tuple(m for key, node in block(document["people"]).entries for m in _memberships(key, block(node))),
        at=name.at,
    )


def _team(key: Written, mapping: Block) -> Team:
    return Team(key, word(mapping["party"]), word(mapping["name"]), word_under(mapping, "calendar"), key.at)


def _memberships(person: Written, mapping: Block) -> Iterator[Membership]:
    for node in nodes(mapping["teams"]):
        stay = block(node)
        yield Membership(
            person=person,
            name=word(mapping["name"]),
            team=word(stay["team"]),
            first=date_under(stay, "from"),
            last=date_under(stay, "until"),
            calendar=word_under(mapping, "calendar"),
            at=word(stay["team"]).at,
        )
