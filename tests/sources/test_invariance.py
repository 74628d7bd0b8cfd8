"""Nothing depends on the order of rows, on how they are split into files, or on threads."""

import random

import pytest

KINDS = ["call", "mail", "visit", "dance"]


def random_rows(seed):
    chance = random.Random(seed)  # noqa: S311 - seeded, not secret
    rows = []
    for number in range(600):
        lead = chance.choice(["L1", "L2", "L3", "L10", "NA", "", "L9"])
        minute, offset = chance.randrange(40), chance.choice(["Z", "+00:00", " UTC"])
        event = f"E{chance.randrange(450)}" if chance.random() < 0.8 else ""
        logged = f"2026-07-0{chance.randrange(2, 9)}T00:00:00Z" if chance.random() < 0.5 else ""
        place = chance.choice(["", "7", "07", "10", "x", str(number)])
        when = f"2026-07-01T12:{minute:02}:00{offset}" if chance.random() < 0.97 else "soon"
        rows.append(f"{event},{lead},{chance.choice(KINDS)},{when},{logged},{place},{chance.choice('uv')}")
    return rows


def read(world, rows, files, threads):
    header = "id,lead,type,when,logged,no,by\n"
    for old in world.folder.glob("part*"):
        old.unlink()
    for number in range(files):
        world.write(f"part{number}.csv", header + "".join(f"{row}\n" for row in rows[number::files]))
    leads = ["L1,A", "L2,B", "L3,C", "L10,D", "L2,X", "NA,E", "L1,A"]
    random.Random(len(rows) + files).shuffle(leads)  # noqa: S311 - same
    world.write("leads.csv", "id,company\n" + "\n".join(leads) + "\n")
    events = world.events(
        world.table("part*.csv"),
        id=world.columns("id"),
        recorded=world.time("logged"),
        sequence="no",
        actor=world.columns("by"),
    )
    source = world.source(world.records(None, *world.fields("company")), events)
    run = world.read(source, threads=threads, as_of="2026-07-01T12:30:00+00:00")
    reasons = run.rows("SELECT reason, lead_id, type, count(*) FROM quarantine GROUP BY ALL ORDER BY ALL")
    aside = run.rows("SELECT reason, sum(rows) FROM set_aside GROUP BY ALL ORDER BY ALL")
    return run.relations(), reasons, aside


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_shuffled_rows_split_files_and_threads_give_the_same_relations(world, seed):
    rows = random_rows(seed)
    expected = read(world, rows, 1, 1)
    assert len(expected[0]["events"]) > 100
    assert {reason for reason, *_ in expected[1]} >= {"conflicting events", "unknown lead", "unreadable time"}
    for files, threads in ((1, 2), (3, 1), (5, 4)):
        random.Random(seed + files).shuffle(rows)  # noqa: S311 - same
        assert read(world, rows, files, threads) == expected


def test_ord_is_dense_and_the_table_lies_in_its_order(world):
    relations, _, _ = read(world, random_rows(4), 2, 4)
    assert [row[0] for row in relations["events"]] == list(range(len(relations["events"])))
    keys = [(row[2], row[4]) for row in relations["events"]]
    assert keys == sorted(keys)
