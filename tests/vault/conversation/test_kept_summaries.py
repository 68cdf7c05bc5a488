"""A summary that is kept is the one that would be computed, after whatever happened."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fakes.archive import COLLEAGUE, ME, PATIENT, ROOM, make_arrived
from tests.vault.people import consultation, copy_of, furnished_vault
from workstation.domain.changes import Listed, Place
from workstation.domain.closing import ClosingSummary
from workstation.domain.events import Displayed
from workstation.domain.handover import HandoverKind
from workstation.domain.marks import Mark
from workstation.domain.mentions import Mention
from workstation.domain.message import Attachment, MessageKind, Quote
from workstation.domain.row_key import stored_row
from workstation.vault import sql
from workstation.vault.archive import unread
from workstation.vault.archive.ingest import ingest
from workstation.vault.archive.message_writer import MessageWriter
from workstation.vault.conversation import members, summaries
from workstation.vault.doctor import marks, played
from workstation.vault.lists import consultations, handover
from workstation.vault.unsent import closing, failures, outbox, own_amendments

VOICE = Attachment("https://files.example/1", "audio/ogg", "1.ogg", 9, None, None, 800)
OTHER_TEAM = (COLLEAGUE,)


def say(database, number, member=PATIENT, text="痒", **rest):
    """A message with ids of its own."""
    ids = {"origin_id": f"o{number}", "archive_id": f"a{number}", "at_ms": 1_000 + number}
    ingest(database, [make_arrived(text, member, **(ids | rest))])


def newest_name(database):
    row = sql.one(database, "SELECT origin_id FROM message ORDER BY message_id DESC LIMIT 1")
    return "" if row is None else row[0]


def amend(database, number, **change):
    """The sender of the newest message changes it."""
    name = newest_name(database)
    member = sql.value(database, "SELECT member_id FROM message WHERE origin_id = ?", (name,))
    say(database, number, member, **dict.fromkeys(change, name), text=change.popitem()[1])


def waiting(database):
    return sql.value(database, "SELECT max(origin_id) FROM outbox") or ""


def oldest_waiting(database):
    return sql.value(database, "SELECT origin_id FROM outbox ORDER BY entry_id LIMIT 1") or ""


def insert_before(database, number):
    """The archive has something older than all that is known."""
    place = sql.value(database, "SELECT min(position) FROM message") or 0
    writer = MessageWriter(database)
    arrived = make_arrived("更早", origin_id=f"o{number}", at_ms=5)
    writer.insert([(arrived, place - 1)], fresh=True)
    writer.finish()
    writer.build_changes()


def promises(database):
    return [one for one in handover.read(database) if one.kind is HandoverKind.PROMISE]


def put(database, **fields):
    consultations.put(database, Listed(consultation(ROOM, **fields), Place.IN_PROCESS))


STEPS = {
    "ask": say,
    "ask with an address": lambda d, n: say(
        d, n, COLLEAGUE, "@李医生 看", mentions=(Mention(ME, 0, 4),)
    ),
    "answer": lambda d, n: say(d, n, ME, "涂药"),
    "a colleague answers": lambda d, n: say(d, n, COLLEAGUE, "涂药"),
    "a picture": lambda d, n: say(d, n, kind=MessageKind.IMAGE, attachment=VOICE),
    "a voice": lambda d, n: say(d, n, kind=MessageKind.VOICE, attachment=VOICE),
    "a quote": lambda d, n: say(d, n, quote=Quote(newest_name(d), "痒")),
    "correct": lambda d, n: amend(d, n, replaces="更痒"),
    "withdraw": lambda d, n: amend(d, n, retracts=""),
    "from the archive": insert_before,
    "speaker known late": lambda d, n: [say(d, n, None), say(d, n, PATIENT)],
    "the patient reads": lambda d, _: ingest(d, [Displayed(ROOM, PATIENT, newest_name(d))]),
    "read elsewhere": lambda d, _: ingest(d, [Displayed(ROOM, ME, newest_name(d))]),
    "marker before its message": lambda d, n: ingest(d, [Displayed(ROOM, PATIENT, f"a{n + 1}")]),
    "read here": lambda d, _: unread.mark_seen(d, ROOM, 1 << 40),
    "hear": lambda d, _: played.mark(
        d, ROOM, stored_row(sql.value(d, "SELECT max(message_id) FROM message") or 1)
    ),
    "write": lambda d, n: outbox.add(d, ROOM, f"x{n}", MessageKind.TEXT, "好", n),
    "send": lambda d, _: outbox.mark_sending(d, waiting(d)),
    "fail": lambda d, _: failures.fail(d, waiting(d), "timeout"),
    "fail in doubt": lambda d, _: failures.fail(d, oldest_waiting(d), failures.UNPROVEN),
    "take back": lambda d, _: failures.discard(d, waiting(d)),
    "echo": lambda d, n: say(d, n, ME, "好", origin_id=waiting(d) or f"e{n}"),
    "change what waits": lambda d, n: own_amendments.withdraw(d, ROOM, waiting(d), f"w{n}", n, 10),
    "change own": lambda d, n: own_amendments.withdraw(d, ROOM, newest_name(d), f"w{n}", n, 10),
    "sum up": lambda d, n: closing.send(
        d, ROOM, ClosingSummary(advice="涂药", follow_up="2026-10-20"), f"s{n}", "小结", n
    ),
    "write a summary": lambda d, n: closing.put(d, ROOM, ClosingSummary(advice=f"{n}")),
    "no reply needed": lambda d, _: marks.put(
        d, Mark(ROOM, no_reply_to=sql.value(d, "SELECT max(message_id) FROM message") or 0)
    ),
    "reply needed": lambda d, _: marks.put(d, Mark(ROOM, unread=True)),
    "promise": lambda d, n: say(d, n, ME, "明天回复您"),
    "remind": lambda d, _: [
        handover.put(d, replace(item, reminds=True)) for item in promises(d) if item.subject
    ],
    "another team": lambda d, _: put(d, doctor_ids=OTHER_TEAM),
    "the same team": lambda d, _: put(d),
    "closed": lambda d, _: consultations.replace_list(d, Place.IN_PROCESS, ()),
    "forget": lambda d, _: consultations.forget(d, [ROOM]),
    "another doctor's": lambda d, _: members.set_me(d, COLLEAGUE),
    "this doctor's": lambda d, _: members.set_me(d, ME),
    "fill up": lambda d, _: summaries.keep_missing(d, 10),
}
"""What changes a conversation, by the number of the step."""


def stored_and_computed(database):
    """Rows of the table beside what the statement gives for the same conversations."""
    rows = sql.rows(database, "SELECT * FROM summary")
    me = members.me(database)
    computed = [sql.one(database, summaries._OF_ROOM, (row[1], row[0])) for row in rows]
    return [row for row in rows if row[1] == me], [row for row in computed if row[1] == me]


def counted(database, table):
    """Unread messages by conversation and who wrote them: as they are kept, and as they are."""
    number = "number" if table == "unread_count" else "count(*)"
    unread_only = "WHERE unread GROUP BY 1, 2" if table == "message" else ""
    return sql.rows(
        database,
        f"SELECT consultation_id, coalesce(member_id, -1) AS member, {number}"  # noqa: S608
        f" FROM {table} {unread_only} ORDER BY 1, 2",
    )


def given_and_computed(database):
    """What the queue gives of each conversation, beside what is computed of it."""
    listed, glances, _ = summaries.queue(database)
    numbers = [item.consultation.consultation_id for item in listed]
    computed = {number: summaries.of_room(database, number) for number in numbers}
    return {glance.consultation_id: glance for glance in glances}, computed


def check(database):
    assert counted(database, "unread_count") == counted(database, "message")
    stored, computed = stored_and_computed(database)
    assert stored == computed
    given, computed = given_and_computed(database)
    assert given == computed


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(sorted(STEPS)), max_size=12))
def test_after_any_sequence_what_is_kept_is_what_is_computed(names):
    database = furnished_vault()
    for number, name in enumerate(names):
        STEPS[name](database, number)
        check(database)
    database.close()


def everything():
    """A conversation in which there is something of everything, and its kept summary."""
    database = furnished_vault()
    steps = ("ask", "a voice", "answer", "promise", "remind", "write", "sum up", "a picture")
    for number, name in enumerate((*steps, "hear", "no reply needed", "the patient reads")):
        STEPS[name](database, number)
    summaries.keep_missing(database, 10)
    return database


@pytest.mark.parametrize(
    "table",
    [
        "consultation",
        "message",
        "displayed",
        "played",
        "closing_summary",
        "desk_mark",
        "handover_mark",
    ],
)
def test_a_row_that_comes_changes_or_goes_takes_the_summary_with_it(table):
    """But for a message that comes: who brings it makes the summary anew."""
    database = everything()
    database.pragma("foreign_keys", 0)
    (name,) = sql.one(database, "SELECT name FROM pragma_table_info(?) WHERE cid = 0", (table,))
    row = sql.one(database, f"SELECT * FROM {table} LIMIT 1")  # noqa: S608
    for statement, bindings in (
        (f"UPDATE {table} SET {name} = {name} WHERE {name} = ?", row[:1]),  # noqa: S608
        (f"DELETE FROM {table} WHERE {name} = ?", row[:1]),  # noqa: S608
        (f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row),  # noqa: S608
    ):
        summaries.keep_of_room(database, ROOM)
        assert sql.run(database, statement, bindings) == 1
        if table != "message" or not statement.startswith("INSERT"):
            assert sql.rows(database, "SELECT * FROM summary") == [], statement
    database.close()


def put_unsent(database, amends):
    """A row of the outbox, written by nobody who makes the summary anew."""
    columns = "consultation_id, origin_id, kind, text, created_ms, state, amends"
    row = ROOM, f"of {amends}", "text", "好", 1, "failed", amends
    return sql.run(database, f"INSERT INTO outbox ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?)", row)  # noqa: S608


@pytest.mark.parametrize("change", ["SET state = 'sending'", "SET state = 'failed'", ""])
def test_the_row_counts_what_is_unsent_and_goes_with_a_correction(change):
    """A reminder reads that; all else of the row stays true, so no send computes it anew."""
    database = everything()
    statement = f"UPDATE outbox {change}" if change else "DELETE FROM outbox"
    assert sql.run(database, f"{statement} WHERE amends = ''") > 0
    put_unsent(database, "")
    stored, computed = stored_and_computed(database)
    assert stored == computed != []
    put_unsent(database, "o2")
    assert sql.rows(database, "SELECT * FROM summary") == []
    summaries.keep_missing(database, 10)
    assert sql.run(database, f"{statement} WHERE amends <> ''") > 0
    assert sql.rows(database, "SELECT * FROM summary") == []
    database.close()


@pytest.mark.parametrize("name", sorted(STEPS))
def test_after_each_change_it_is_what_is_computed(name):
    database = everything()
    STEPS[name](database, 20)
    check(database)
    STEPS["fill up"](database, 30)
    check(database)
    database.close()


def a_few_words():
    """A conversation of which the row of its last message says everything."""
    database = furnished_vault()
    for number, name in enumerate(("ask", "answer", "ask")):
        STEPS[name](database, number)
    return database


@pytest.mark.parametrize("begin", [a_few_words, everything])
@pytest.mark.parametrize("name", sorted(STEPS))
def test_what_the_queue_gives_says_the_same_once_the_database_is_closed(name, begin):
    """Its lines are made when they are looked at, and the window has no database."""
    database = begin()
    STEPS[name](database, 20)
    given, computed = given_and_computed(database)
    database.close()
    assert given == computed


def test_who_tells_of_a_change_keeps_it(database):
    """Else the next start would have to compute what was shown already."""
    say(database, 1)
    unread.mark_seen(database, ROOM, 1 << 40)
    outbox.add(database, ROOM, "x", MessageKind.TEXT, "好", 5)
    marks.put(database, Mark(ROOM, no_reply_to=1))
    assert len(stored_and_computed(database)[0]) == 1
    assert summaries.keep_missing(database, 10) == 0


def test_what_is_missing_is_kept_in_parts():
    database = furnished_vault()
    for room in range(ROOM, ROOM + 5):
        consultations.put(database, Listed(consultation(room), Place.IN_PROCESS))
    assert summaries.queue(database)[2] == 5
    assert [summaries.keep_missing(database, 2) for _ in range(4)] == [2, 2, 1, 0]
    assert summaries.queue(database)[2] == 0
    database.close()


def test_nothing_is_kept_of_what_is_forgotten(database):
    say(database, 1)
    consultations.forget(database, [ROOM])
    assert sql.rows(database, "SELECT * FROM summary") == []


def test_a_copy_has_them_too(database):
    say(database, 1)
    copy = copy_of(database)
    check(copy)
    assert len(stored_and_computed(copy)[0]) == 1
    copy.close()
