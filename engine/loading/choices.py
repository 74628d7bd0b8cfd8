"""Which of several shapes a node was meant to have, so that its faults are told against that one alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.diagnostics import Diagnostic, Location, did_you_mean, error
from engine.loading.keys import listed, near_help, shorten, unknown_keys
from engine.loading.located_tree import Block, Text

Schema = dict[str, Any]
shown = shorten


def chosen_by_key(node: Block, choices: list[Schema], union: Schema, owner: Location) -> Schema | Diagnostic:
    """Choose by the constant `kind`, else by each choice's first required key; a fault if none or several fit.

    Of several such keys that of the one choice counts which the others may stand in, those among them that are only
    misspelt.
    """
    by_kind = {c["properties"]["kind"]["const"]: c for c in choices if "kind" in c["properties"]}
    if by_kind:
        return _by_constant(node, by_kind, owner)
    by_key = {c["required"][0]: c for c in choices}
    present = [key for key, _ in node.entries if key in by_key]
    known = {name for choice in choices for name in choice["properties"]}
    misspelt = [near for key, _ in node.entries if key not in known and (near := did_you_mean(key, by_key))]
    for keys in ([*present, *misspelt], present):
        together = [by_key[key] for key in keys if all(other in by_key[key]["properties"] for other in keys)]
        if len(together) == 1:
            return together[0]
    if present:
        help_ = f"keep one of {listed([*present], ' or ')}"
        return error("LP208", present[1].at, f"`{present[1]}` can't stand beside `{present[0]}`", help_)
    for key, _ in node.entries:
        if (near := did_you_mean(key, by_key)) and key not in by_key[near]["properties"]:
            return by_key[near]
    at = node.entries[0][0].at if node.entries else owner
    return error("LP208", at, f"this is not {union.get('title', 'known')}", f"it needs one of {listed([*by_key])}")


def _by_constant(node: Block, by_kind: dict[str, Schema], owner: Location) -> Schema | Diagnostic:
    kind = node.get("kind")
    if isinstance(kind, Text):
        if kind.value in by_kind:
            return by_kind[kind.value]
        message = f"unknown kind `{shown(kind.value)}`" if kind.value else "`kind` has no value"
        return error("LP207", kind.at, message, near_help(kind.value, [*by_kind]))
    for key, _ in node.entries:
        if did_you_mean(key, ["kind"]):
            return error("LP202", key.at, f"unknown key `{shown(key)}`", "did you mean `kind`?")
    return error("LP201", owner, "`kind` is missing", f"add `kind:` ({listed([*by_kind], ' or ')})")


def one_of_keys(node: Block, schema: Schema, owner: Location) -> Iterator[Diagnostic]:
    """Ask for exactly one of the keys that a bare `oneOf` names."""
    group = [choice["required"][0] for choice in schema.get("oneOf", ())]
    present = [key for key, _ in node.entries if key in group]
    if len(present) > 1:
        help_ = f"keep one of {listed([*present], ' or ')}"
        yield error("LP208", present[1].at, f"`{present[1]}` can't stand beside `{present[0]}`", help_)
    elif group and not present and not unknown_keys(node, schema):
        yield error("LP201", owner, f"one of {listed(group, ' or ')} is missing", "add one of them")
