"""Records that come twice are counted: nothing of an export is dropped in silence."""

SAME = "id,company\nL1,A\nL1,A\nL2,B\nL1,A\n"


def test_equal_rows_are_one_lead_and_the_others_are_counted(world):
    run = world.read_leads(SAME, *world.fields("company"))
    assert run.one("SELECT count(*) FROM leads") == 2
    assert run.rows("FROM set_aside") == [("duplicate", "leads.csv", 2)]


def test_rows_that_mean_the_same_are_counted_too(world):
    run = world.read_leads("id,employees\nL1,7\nL1,007\nL1,7\n", *world.fields("employees"))
    assert run.fields_of("L1")["employees"] == 7
    assert run.rows("FROM set_aside") == [("duplicate", "leads.csv", 2)]


def test_records_that_contradict_each_other_lie_in_quarantine_and_their_copies_are_counted(world):
    run = world.read_leads("id,company\nL1,A\nL1,B\nL1,B\n", *world.fields("company"))
    assert run.rows("SELECT row_no, reason FROM quarantine") == [(1, "conflicting records"), (2, "conflicting records")]
    assert run.rows("FROM set_aside") == [("duplicate", "leads.csv", 1)]


def test_a_log_that_repeats_the_facts_of_its_lead_repeats_nothing(world):
    """Its rows are used as events."""
    world.write("leads.csv", "id,company,type,when\nL1,A,call,2026-07-01T10:00:00Z\nL1,A,mail,2026-07-02T10:00:00Z\n")
    log = world.events(world.table("leads.csv"), lead=world.columns("id"))
    run = world.read(world.source(world.records(None, *world.fields("company")), log))
    assert run.one("SELECT count(*) FROM events") == 2
    assert run.rows("FROM set_aside") == []
