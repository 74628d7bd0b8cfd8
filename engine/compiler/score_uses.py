"""When a score is asked for: of every lead at `as_of`, and at each start and entry whose conditions ask for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from sqlglot import exp

from engine.compiler.clauses import Clause
from engine.compiler.eras import Era
from engine.compiler.query import Relation
from engine.compiler.scorings import Scorings
from engine.compiler.sql import any_of, column, literal, select, union_all
from engine.model.agreements import Agreement

if TYPE_CHECKING:
    from engine.model.conditions import Condition


def score_use_relations(
    eras: Sequence[Era], clauses: Sequence[Clause], scorings: Mapping[str, Scorings]
) -> list[Relation]:
    """Build `score_uses(policy, version, scorecard, lead_id, asked, at)`, and `score_instants` without `asked`.

    `asked` is `as_of`, `start:<commitment>` or `entry:<stage>`.
    """
    found = [_nobody()]
    for era in (e for e in eras if e.governs):
        for name in scorings[era.agreement.id].by_name:
            found += _uses(era, name, clauses, scorings[era.agreement.id])
    return [
        Relation("score_uses", union_all(found)),
        Relation(
            "score_instants",
            select("select distinct u.policy, u.version, u.scorecard, u.lead_id, u.at from score_uses as u"),
        ),
    ]


def _uses(era: Era, card: str, clauses: Sequence[Clause], scorings: Scorings) -> Iterator[exp.Query]:
    agreement = era.agreement

    def asks(*conditions: Condition | None) -> bool:
        return any(card in scorings.asked_by(c) for c in conditions if c is not None)

    yield _at_as_of(era, card)
    for clause in clauses:
        rows = [row.condition for row in clause.commitment.rows]
        if clause.agreement is not agreement or clause.first_row > 0:
            continue
        if asks(agreement.scope):
            yield _at_starts(clause, card, [clause.number, clause.repeated_as])
        elif asks(*rows):
            yield _at_starts(clause, card, [clause.number])
    required = {c.name: c.condition for c in agreement.criteria}
    for stage in agreement.stages:
        if asks(agreement.scope, required[stage.requires] if stage.requires else None):
            yield _at_entries(agreement, stage.name, card)


def _at_as_of(era: Era, card: str) -> exp.Query:
    return select(
        """
        select cast(:policy as varchar) as policy, cast(:version as varchar) as version,
               cast(:card as varchar) as scorecard, l.lead_id, cast('as_of' as varchar) as asked, r.as_of as at
        from leads as l cross join run as r where r.as_of >= :since and r.as_of < :until
        """,
        policy=era.agreement.name,
        version=era.version,
        card=card,
        since=era.since,
        until=era.until,
    )


def _at_starts(clause: Clause, card: str, numbers: Iterable[int | None]) -> exp.Query:
    """At the starts of a clause's clocks; where its scope asks, also of those that a stop started."""
    wanted = [exp.EQ(this=column("cid", "c"), expression=literal(n)) for n in numbers if n is not None]
    return select(
        """
        select distinct cast(:policy as varchar) as policy, cast(:version as varchar) as version,
               cast(:card as varchar) as scorecard, c.lead_id, cast(:asked as varchar) as asked, c.started_at as at
        from cycles as c where :wanted and c.governs
        """,
        policy=clause.agreement.name,
        version=clause.agreement.version,
        card=card,
        asked=f"start:{clause.commitment.name}",
        wanted=any_of(wanted),
    )


def _at_entries(agreement: Agreement, stage: str, card: str) -> exp.Query:
    return select(
        """
        select n.policy, n.version, cast(:card as varchar) as scorecard, n.lead_id, cast(:asked as varchar) as asked,
               n.at from stage_log as n where n.policy = :policy and n.version = :version and n.stage = :stage
        """,
        policy=agreement.name,
        version=agreement.version,
        card=card,
        asked=f"entry:{stage}",
        stage=stage,
    )


def _nobody() -> exp.Query:
    return select(
        """
        select n.policy, n.version, n.stage as scorecard, n.lead_id, n.stage as asked, n.at
        from stage_log as n where 1 = 0
        """
    )
