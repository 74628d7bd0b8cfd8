"""Relations of a made-up run, where a test holds them in its hands."""

from __future__ import annotations

from engine.evaluation.results import Row


class DictRelations:
    """Relations held in a dict of lists."""

    def __init__(self, relations: dict[str, list[Row]]) -> None:
        self.relations = relations

    def rows(self, relation: str) -> list[Row]:
        return self.relations[relation]

    def rows_of(self, relation: str, lead_id: str) -> list[Row]:
        return [row for row in self.relations[relation] if row.get("lead_id") == lead_id]

    def rows_started_in(self, relation: str, periods) -> list[Row]:
        return [row for row in self.relations[relation] if {row["month"], row["quarter"], row["year"]} & {*periods}]

    def explain(self, leads, relations) -> None:
        """Nothing to lay down: what explains a lead is made up too."""
