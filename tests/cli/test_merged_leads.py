"""What explanations and findings tell of leads that were merged."""

from __future__ import annotations


def test_an_explanation_points_to_the_lead_that_stays_and_to_those_that_went(repository):
    repository.write("data/merges.csv", "Gone,Kept,When\nL3,L1,2026-06-10T09:00:00\n")
    mapped = "merges:\n  same_person:\n    file: merges.csv\n    lead: Gone\n    into: Kept\n    at: When\n"
    repository.edit("policies/source.yaml", "events:\n  log:\n", f"{mapped}events:\n  log:\n")
    stays = repository.explain("L1").stdout
    assert "Since Wed 10 Jun 2026, 09:00 CEST it is one with L3, which was merged into it" in stays, stays
    gone = repository.explain("L3", "--format", "json")
    assert gone.code == 0, gone.told
    assert [(m["other"], m["stays"]) for m in gone.json["merges"]] == [("L1", False)]


def test_a_listed_merge_without_a_time_is_told_as_such_and_an_id_without_a_trace_is_a_finding(repository):
    repository.write("data/merged_ids.csv", "Kept,Merged ids\nL1,L3;L99\n")
    mapped = (
        "merges:\n  lists:\n    file: merged_ids.csv\n    lead: Merged ids\n    separated_by: ';'\n    into: Kept\n"
    )
    repository.edit("policies/source.yaml", "events:\n  log:\n", f"{mapped}events:\n  log:\n")
    assert "It is one with L3, which was merged into it (nobody knows when;" in repository.explain("L1").stdout
    assert "It was merged into L1 (nobody knows when;" in repository.explain("L99").stdout
    repository.check()
    told = [found for found in repository.rows("findings", "kind, lead_id, detail") if "merged" in found[0]]
    assert told == [("merged_lead", "L3", "L1"), ("merged_lead_without_a_trace", "L99", "L1")]
    counts = dict(repository.rows("lead_counts", "what, leads"))
    assert counts["merged into another"] == 1
