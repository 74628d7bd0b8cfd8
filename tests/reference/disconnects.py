"""Where the parties miss each other, one lead at a time: what happened to it, and how it stands at `as_of`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from engine.model.agreements import Agreement, Stage
from engine.model.commitments import Acceptance
from engine.model.conditions import All, AnyOf, Condition, Criterion, CriterionRef, FieldTest, Not
from engine.model.lead_schema import Mode

from .criteria import Asked, ask
from .moments import Entry, Log, entries_of, reason_of
from .owners import is_of_party, owner_at
from .rows import FieldHistory, LogEvent, Row


@dataclass(frozen=True)
class Lead:
    """One lead under one agreement: its log as each version reads it, and how it may be asked."""

    logs: list[Log]
    histories: list[FieldHistory]
    as_of: int
    ask: Callable[[Log, int], Asked]

    @cached_property
    def entries(self) -> list[tuple[Log, Entry]]:
        """In the order of the instants, stages of one instant in the policy's order; those in scope."""
        found = [(log, e) for log in self.logs if log.reign.version for e in entries_of(log)]
        seen = [(log, e) for log, e in found if log.reign.governs(e.event.at) and self.in_scope(log, e.event.at)]
        return sorted(seen, key=lambda pair: (pair[1].event.at, self.place(*pair), pair[1].event.ord))

    def place(self, log: Log, entry: Entry) -> int:
        return [s.name for s in log.stages].index(entry.stage.name)

    def in_scope(self, log: Log, at: int) -> bool:
        scope = log.reign.agreement.scope
        return scope is None or ask(scope, self.ask(log, at)).value is True

    @property
    def now(self) -> Log | None:
        """The version in force, if the lead is in its scope."""
        found = [g for g in self.logs if g.reign.version and g.reign.governs(self.as_of)]
        return found[0] if found and self.in_scope(found[0], self.as_of) else None

    @property
    def standing(self) -> tuple[Log, Entry] | None:
        return self.entries[-1] if self.entries else None

    def acts(self, party: str) -> Iterator[LogEvent]:
        """Events of the party's side, and outreach of its people, by the version then in force."""
        for log in self.logs:
            for event in log.events:
                kind = log.type_of(event)
                if kind is None or not log.reign.version or not log.reign.governs(event.at):
                    continue
                theirs = is_of_party(log.memberships, event.actor, party, event.at)
                if kind.side == party or (kind.outreach.rank > 0 and theirs):
                    yield event

    def worked(self) -> Iterator[tuple[Log, LogEvent]]:
        """Outreach by hand of the party that takes leads over."""
        for log in self.logs:
            for event in log.events:
                kind = log.type_of(event)
                by_hand = kind is not None and kind.outreach.rank > 0 and kind.mode is Mode.MANUAL
                ours = is_of_party(log.memberships, event.actor, taker(log.reign.agreement), event.at)
                if by_hand and ours and log.reign.version and log.reign.governs(event.at):
                    yield log, event


def taker(agreement: Agreement) -> str:
    return next(s.held_by for s in agreement.stages if s.name == agreement.hand_over)


def stage_of(log: Log, name: str) -> Stage:
    return next(s for s in log.stages if s.name == name)


def disconnects_of(lead: Lead) -> Iterator[Row]:
    owner = owner_at(lead.logs[0].events, lead.logs[0].reign.schema, lead.as_of)
    for kind, log, since, stage, detail in (*of_entries(lead), *of_work(lead), *of_standing(lead, owner)):
        yield {
            "kind": kind,
            "policy": log.reign.agreement.name,
            "version": log.reign.version,
            "lead_id": log.lead.lead_id,
            "owner": owner,
            "since": since,
            "stage": stage,
            "detail": detail,
        }


Found = tuple[str, Log, int | None, str, str]


def of_entries(lead: Lead) -> Iterator[Found]:
    handed: set[tuple[int, int]] = set()
    for log, entry in lead.entries:
        agreement, stage, at = log.reign.agreement, entry.stage, entry.event.at
        if stage.name == agreement.hand_over and stage.requires and (id(log), at) not in handed:
            handed.add((id(log), at))
            truth = ask(CriterionRef(stage.requires), lead.ask(log, at))
            if truth.value is not True:
                kind = "handed_over_unproven" if truth.value is None else "handed_over_not_qualified"
                yield kind, log, at, stage.name, truth.why
        if stage.reasons and reason_given(log, entry) not in stage.reasons:
            yield "rejected_without_reason", log, at, stage.name, reason_given(log, entry) or ""
        before = stage_before(log, entry)
        skips = before is not None and before.name != stage.name and stage.name not in before.next
        if before is not None and skips and (before.next or before.final):
            yield "skipped_stages", log, at, stage.name, before.name


def reason_given(log: Log, entry: Entry) -> str | None:
    rejecting = [c.reject for c in log.reign.agreement.commitments if isinstance(c, Acceptance)]
    said = [d for d in rejecting if entry.stage.name in d.stages]
    if said:
        return reason_of(log, said[0], entry.event)
    kind = log.type_of(entry.event)
    return entry.event.says(kind.names_reason) if kind is not None else None


def stage_before(log: Log, entry: Entry) -> Stage | None:
    """By this version's words, whatever was in force before."""
    every = entries_of(log)
    place = next(i for i, e in enumerate(every) if (e.event.ord, e.stage.name) == (entry.event.ord, entry.stage.name))
    return every[place - 1].stage if place else None


def of_work(lead: Lead) -> Iterator[Found]:
    worked = sorted(lead.worked(), key=lambda pair: pair[1].ord)
    held = [e.event.at for log, e in lead.entries if e.stage.held_by == taker(log.reign.agreement)]
    standing = lead.standing[1].stage.name if lead.standing else ""
    if worked and lead.now is not None and all(at > worked[0][1].until for at in held):
        log, event = worked[0]
        yield "worked_before_hand_over", log, event.at, standing, event.event_id
    accepted = [(log, e) for log, e in lead.entries if e.stage.name in accepting(log.reign.agreement)]
    if accepted:
        log, entry = max(accepted, key=lambda pair: (pair[1].event.at, pair[1].event.ord))
        if all(event.until < entry.event.at for _, event in worked):
            yield "accepted_never_worked", log, entry.event.at, entry.stage.name, ""


def accepting(agreement: Agreement) -> set[str]:
    return {s for c in agreement.commitments if isinstance(c, Acceptance) for s in c.accept.stages}


def of_standing(lead: Lead, owner: str | None) -> Iterator[Found]:
    now, standing = lead.now, lead.standing
    if now is not None:
        yield from of_qualified(lead, now)
    if standing is None:
        return
    log, entry = standing
    stage, at, party = entry.stage, entry.event.at, taker(log.reign.agreement)
    waits = stage.reasons and not stage.final and stage.held_by != party
    if waits and all(event.at <= at for event in lead.acts(stage.held_by)):
        yield "recycled_never_nurtured", log, at, stage.name, ""
    if stage.held_by == party and not stage.final and owner is None:
        yield "no_owner", log, max(at, ownerless_since(log)), stage.name, ""
    if now is not None:
        for name in open_questions(lead, now, stage.name):
            yield "no_mans_land", now, at, stage.name, name


def ownerless_since(log: Log) -> int:
    naming = {t.name for t in log.reign.schema.events if t.names_owner}
    return max((e.at for e in log.events if e.type in naming), default=-(2**62))


def of_qualified(lead: Lead, now: Log) -> Iterator[Found]:
    agreement = now.reign.agreement
    handed = stage_of(now, agreement.hand_over)
    stands = lead.standing[1].stage.name if lead.standing else ""
    may = not stands or any(s.name == stands and handed.name in s.next for s in now.stages)
    if handed.requires and may and ask(CriterionRef(handed.requires), lead.ask(now, lead.as_of)).value:
        changed = [c.at for h in lead.histories for c in h.changes if c.at <= lead.as_of]
        last = max((*(e.at for e in now.events if e.deemed is None), *changed), default=None)
        yield "qualified_not_handed_over", now, last, stands, handed.requires


def open_questions(lead: Lead, now: Log, stands: str) -> Iterator[str]:
    """Unknown criteria of fields that the next stage requires and the holder of this one needn't find out."""
    criteria = {c.name: c for c in now.reign.agreement.criteria}
    found: set[str] = set()
    for stage in (s for s in now.stages if s.name == stands):
        for required in (stage_of(now, name).requires for name in stage.next):
            if required is None or ask(CriterionRef(required), lead.ask(now, lead.as_of)).value is not None:
                continue
            for criterion in made_of(criteria[required], criteria):
                asker = None if criterion.found_out is None else criterion.found_out.by_party
                unknown = ask(CriterionRef(criterion.name), lead.ask(now, lead.as_of)).value is None
                if asker != stage.held_by and unknown and is_question(criterion):
                    found.add(criterion.name)
    yield from sorted(found)


def made_of(criterion: Criterion, criteria: dict[str, Criterion]) -> list[Criterion]:
    named = [p.criterion for p in inside(criterion.condition) if isinstance(p, CriterionRef)]
    return [criterion, *(c for name in named for c in made_of(criteria[name], criteria))]


def is_question(criterion: Criterion) -> bool:
    """A party can find it out; what only joins others is no question of its own."""
    return asks_fields(criterion.condition) and (bool(criterion.question) or not joins(criterion.condition))


def asks_fields(condition: Condition) -> bool:
    return any(isinstance(part, FieldTest) for part in inside(condition))


def joins(condition: Condition) -> bool:
    return any(isinstance(part, CriterionRef) for part in inside(condition))


def inside(condition: Condition) -> Iterable[Condition]:
    match condition:
        case All() | AnyOf():
            return [condition, *(p for part in condition.parts for p in inside(part))]
        case Not():
            return [condition, *inside(condition.part)]
        case _:
            return [condition]
