"""Given who may sign, When they sign and runs are noted, and Then: what of it counts."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pytest_bdd import given, parsers, then, when

from engine import pipeline
from engine.specs.export import write_export
from engine.specs.runs import answers, held
from engine.specs.scenario import BadScenarioError, Scenario, instant

if TYPE_CHECKING:
    from engine.pipeline import LedgerView, SignaturesView

ATTESTER = "attester"


@dataclass
class Desk:
    """Who may sign, with keys made for the scenario; the ledger; and the head of it that somebody noted."""

    scenario: Scenario
    people: dict[str, dict[str, object]] = field(default_factory=dict)
    attesters: dict[str, dict[str, object]] = field(default_factory=dict)
    roles: dict[str, str] = field(default_factory=dict)
    head: str = ""

    def key(self, name: str) -> Path:
        """The file with a person's private key."""
        return self.scenario.folder / "keys" / name

    def enlist(self, listed: dict[str, dict[str, object]], name: str, **more: str) -> None:
        """Makes a key for somebody, and writes the list of signers anew."""
        private, line = pipeline.new_key()
        self.key(name).parent.mkdir(exist_ok=True)
        self.key(name).write_bytes(private)
        listed[f"p{len(self.people) + len(self.attesters)}"] = {"name": name, **more, "keys": [{"key": line}]}
        document = {"format": "leadpact/v1", "kind": "Signers", "signers": "scenario", "zone": self.scenario.zone}
        found = {"people": self.people, "attesters": self.attesters}
        document_with = document | {key: people for key, people in found.items() if people}
        path = self.scenario.policies / "scenario_signers.yaml"
        path.write_text(json.dumps(document_with, indent=1), encoding="utf-8")

    @property
    def signatures(self) -> Path:
        """Where signatures go."""
        return self.scenario.folder / "signatures"

    @property
    def ledger(self) -> Path:
        """Where runs are noted."""
        return self.scenario.folder / "ledger"

    def verified(self, version: str) -> SignaturesView:
        """The signatures of a version, as of the question."""
        write_export(self.scenario)
        wish = pipeline.VerifyingWish(held(self.scenario), version, self.signatures, None, self.scenario.as_of)
        versions, faults = pipeline.verify(wish)
        if versions is None:
            raise BadScenarioError.of(faults)
        return versions[0]

    def book(self, head: str = "") -> LedgerView:
        """The ledger, held against a head."""
        return pipeline.verify_ledger(pipeline.LedgerWish(held(self.scenario), self.ledger, head, self.scenario.as_of))

    def report(self) -> pipeline.ComplianceView:
        """The report, with what it says of signatures."""
        told = answers(self.scenario)
        return pipeline.with_standings(told.results, told.report(), self.signatures)


@pytest.fixture
def desk(scenario: Scenario) -> Desk:
    """Nobody may sign yet."""
    return Desk(scenario)


@given(parsers.parse('"{name}" may sign as "{role}"'))
def may_sign(desk: Desk, name: str, role: str) -> None:
    """A person with a key, in the role of a party's head."""
    desk.roles[name] = role
    desk.enlist(desk.people, name, role=role)


@given(parsers.parse('"{name}" may attest runs'))
def may_attest(desk: Desk, name: str) -> None:
    """A machine with a key for runs."""
    desk.roles[ATTESTER] = name
    desk.enlist(desk.attesters, name)


@when(parsers.parse('"{name}" signs "{version}" on {on}'))
def signs(desk: Desk, name: str, version: str, on: str) -> None:
    """The person signs the terms of a version, or of a waiver, as they are now."""
    write_export(desk.scenario)
    at = instant(on, desk.scenario.zone)
    policies = held(desk.scenario)
    wish = pipeline.SigningWish(
        policies, version, desk.roles[name], desk.key(name), None, at, desk.signatures, lambda: None
    )
    done, faults = pipeline.sign(wish)
    if done is None:
        raise BadScenarioError.of(faults)


@when(parsers.parse("the run is noted {number:d} times"))
def run_is_noted(desk: Desk, number: int) -> None:
    """The run of the scenario, signed by the attester, so many entries; the last one's digest is noted elsewhere."""
    told, folder = answers(desk.scenario), desk.scenario.folder / "out"
    (folder / "results").mkdir(parents=True)
    files = told.results.relations.save(["clocks"], folder / "results")
    made = pipeline.run_made(told.report(), 0, folder, files)
    wish = pipeline.AttestingWish(
        desk.key(desk.roles[ATTESTER]), desk.ledger, desk.scenario.as_of, lambda: None, {"policies": "policies"}
    )
    key, faults = pipeline.attester_key(told.results.policies, wish)
    if faults:
        raise BadScenarioError.of(faults)
    for _ in range(number):
        pipeline.attest(wish, key, told.results.policies, made)
    desk.head = desk.book().digests[-1]


@when(parsers.parse("line {number:d} of the ledger is removed"))
def line_is_removed(desk: Desk, number: int) -> None:
    """Somebody takes a line out."""
    lines = _lines(desk)
    _write(desk, [*lines[: number - 1], *lines[number:]])


@when(parsers.parse("lines {one:d} and {other:d} of the ledger change places"))
def lines_change_places(desk: Desk, one: int, other: int) -> None:
    """Somebody sorts the book."""
    lines = _lines(desk)
    lines[one - 1], lines[other - 1] = lines[other - 1], lines[one - 1]
    _write(desk, lines)


@then(parsers.parse('"{version}" is signed'))
def is_signed(desk: Desk, version: str) -> None:
    """By whoever must, over the terms as they are."""
    assert desk.verified(version).signed


@then(parsers.parse('"{version}" is not signed'))
def is_not_signed(desk: Desk, version: str) -> None:
    """Somebody has to sign still, or a signature is void."""
    assert not desk.verified(version).signed


@then(parsers.parse('the signature of "{name}" under "{version}" is void because {reason}'))
def is_void(desk: Desk, name: str, version: str, reason: str) -> None:
    """And this is why."""
    assert [s.void_because for s in desk.verified(version).signatures if s.name == name] == [reason]


@then(parsers.parse("{which} figure of the report is marked unsigned"))
def figures_are_marked(desk: Desk, which: str) -> None:
    """`every` or `no`; each figure that a version judged."""
    owed = [c for agreement in desk.report().agreements for c in agreement.commitments]
    marks = [v.signed is False for c in owed for v in (*c.judged, *c.history) if v.version]
    assert marks
    assert marks == [which == "every"] * len(marks)


@then(parsers.parse('figures that lack cases of "{waiver}" are marked'))
def figures_lack_cases(desk: Desk, waiver: str) -> None:
    """The waiver is not signed, and each figure that it leaves cases out of says so."""
    assert _lacking(desk, waiver)


@then(parsers.parse('no figure is marked for "{waiver}"'))
def no_figure_lacks_cases(desk: Desk, waiver: str) -> None:
    """The waiver is signed by whoever approves it, or leaves nothing out."""
    assert not _lacking(desk, waiver)


@then("the ledger is sound")
def ledger_is_sound(desk: Desk) -> None:
    """Every entry follows the one before it, and is signed."""
    assert desk.book().sound


@then(parsers.parse("the ledger is broken at line {number:d}"))
def ledger_is_broken(desk: Desk, number: int) -> None:
    """The first fault is told of that line."""
    faults = desk.book().faults
    assert faults
    assert faults[0].startswith(f"line {number},"), faults


@then("the ledger does not hold the head that was noted")
def head_is_missing(desk: Desk) -> None:
    """What followed it was cut off."""
    assert desk.book(desk.head).head_is_missing


def _lacking(desk: Desk, waiver: str) -> list[str]:
    """The periods of figures from which an unsigned waiver leaves cases out."""
    owed = [c for agreement in desk.report().agreements for c in agreement.commitments]
    return [v.period for c in owed for v in (*c.judged, *c.history) if waiver in v.unsigned_waivers]


def _lines(desk: Desk) -> list[bytes]:
    return (desk.ledger / "ledger.jsonl").read_bytes().splitlines(keepends=True)


def _write(desk: Desk, lines: list[bytes]) -> None:
    (desk.ledger / "ledger.jsonl").write_bytes(b"".join(lines))
