"""Ratings as a table, and a lead's scores with what they add up from."""

from engine.documents.score_words import entry_points, entry_words, rating_finding, score_range
from engine.reports.compliance import compliance
from engine.reports.explanations import explanation
from tests import fake_results

RUN = fake_results.results()
(AGREEMENT,) = compliance(RUN).agreements


def test_a_rating_table_has_a_row_for_each_band_of_the_first_part_and_the_run_comes_first():
    run, entry = AGREEMENT.ratings
    assert (run.asked, entry.asked) == ("as_of", "entry:mql")
    assert (run.parts, run.columns) == (("fit", "deeds"), ("1", "2"))
    assert [(row.band, row.leads, row.heat) for row in run.rows] == [("A", (40, 21), (4, 3)), ("B", (0, 3), (0, 1))]
    assert (run.known, run.unknown) == (64, 6)
    assert rating_finding(run) == "40 of 64 rated leads (62.5 %) were A1; of 6 the rating is unknown."


def test_a_score_is_told_once_an_instant_with_its_ledger_in_the_scorecards_order():
    (score,) = explanation(RUN, "L-1001").policies[0].scores
    assert score.asked == ("entry:mql", "start:first_response")
    assert [part.part for part in score.parts] == ["fit", "deeds"]
    assert [(e.part, e.kind, e.occurrence) for e in score.ledger] == [
        ("fit", "condition", None),
        ("deeds", "event", 1),
        ("deeds", "event", 2),
        ("deeds", "cap", None),
    ]
    assert (score_range(score), score_range(score.parts[1])) == ("40 to 70", "40")
    assert [entry_points(e) for e in score.ledger] == ["+0 or +30", "+60", "+15", "-35"]
    assert [entry_words(e) for e in score.ledger] == [
        "at least 1 demo request in the last 1 hour: unknown",
        "demo request, 1 day old (event e1)",
        "demo request, 1 day old (event e2)",
        "held to its cap",
    ]
