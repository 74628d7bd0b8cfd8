"""Signers: one key, one person, one role."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from engine.diagnostics import Diagnostic, Location, did_you_mean, error

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.model.policy_set import PolicySet


def keys_are_of_one_person(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell a key that stands twice: its signature could be anybody's, or count in two roles."""
    seen: dict[str, Location | None] = {}
    held = [person.keys for person in policies.people_who_sign] + [a.keys for a in policies.attesters]
    for key in (key for keys in held for key in keys):
        if key.line in seen:
            first = seen[key.line]
            other = f" ({first.line_reference})" if first else ""
            yield error(
                "LP721", key.at, "this key is listed already", f"each person signs with keys of their own{other}"
            )
        seen.setdefault(key.line, key.at)


def people_sign_once(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell a person of several lists, or of two ids: nobody signs in two roles."""
    seen: dict[str, Location | None] = {}
    for person in policies.people_who_sign:
        for called in dict.fromkeys((person.id, _as_read(person.name))):
            if called in seen:
                first = seen[called]
                other = f" ({first.line_reference})" if first else ""
                help_ = f"a person signs in one role; two people of one name need more of it{other}"
                yield error("LP722", person.at, f"`{person.name}` is listed already", help_)
                break
        seen.setdefault(person.id, person.at)
        seen.setdefault(_as_read(person.name), person.at)


def _as_read(name: str) -> str:
    """Give a name as whoever reads it takes it: case, the width of spaces and the form of letters make nobody else."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return " ".join(unicodedata.normalize("NFKC", folded).split())


def parties_sign_apart(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell an agreement both of whose parties sign by one role: one signature would stand for both."""
    for agreement in policies.agreements:
        seen: set[str] = set()
        for party in agreement.parties:
            if party.signs in seen:
                message = f"`{party.id}` signs by the same role as the other party, `{party.signs}`"
                yield error("LP723", party.at, message, "name the head of each department")
            seen.add(party.signs)


def roles_are_of_parties(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell a role in which no party of any agreement signs."""
    known = sorted({party.signs for agreement in policies.agreements for party in agreement.parties})
    named = [(person.role, person.role_at) for person in policies.people_who_sign]
    named += [(quorum.role, quorum.at) for listed in policies.signers.values() for quorum in listed.quorums]
    for role, at in named:
        if role not in known:
            near = did_you_mean(role, known)
            help_ = f"did you mean `{near}`?" if near else f"agreements are signed by {', '.join(known) or 'nobody'}"
            yield error("LP724", at, f"no party signs by the role `{role}`", help_)


def quorums_can_be_met(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell a quorum of more people than sign in the role: nothing could ever be signed."""
    roles = [person.role for person in policies.people_who_sign]
    for quorum in (quorum for listed in policies.signers.values() for quorum in listed.quorums):
        if roles.count(quorum.role) < quorum.people:
            there = f"{roles.count(quorum.role)} of them {'is' if roles.count(quorum.role) == 1 else 'are'} listed"
            message = f"{quorum.people} people must sign as `{quorum.role}`, and {there}"
            yield error("LP742", quorum.at, message, "list more people in this role, or ask for fewer")
