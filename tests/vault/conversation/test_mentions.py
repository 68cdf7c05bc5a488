"""Mentions: read off one's own text, kept of others', and only of doctors of the team."""

from dataclasses import replace

from tests.fakes.archive import COLLEAGUE, ME, PATIENT, ROOM, make_arrived
from workstation.domain.mentions import Mention
from workstation.domain.message import MessageKind
from workstation.vault.archive import unread
from workstation.vault.archive.ingest import ingest
from workstation.vault.conversation import members, summaries
from workstation.vault.lists import timelines
from workstation.vault.unsent import outbox, own_amendments

CALL = make_arrived(
    "@李医生 @王秀英", COLLEAGUE, origin_id="c", archive_id="a1",
    mentions=(Mention(ME, 0, 4), Mention(PATIENT, 5, 9), Mention(77, 5, 9)),
)  # fmt: skip


def line(database, name="c"):
    page = timelines.newest(database, ROOM, 60)
    return next(one for one in (*page.messages, *page.unsent) if one.origin_id == name)


def test_a_colleague_who_speaks_to_me_marks_the_row_until_it_is_read(database):
    changes = ingest(database, [CALL]).changes
    assert changes.summaries[0].mentioned
    (news,) = changes.news
    assert (news.mentions, news.mentions_me) == ((Mention(ME, 0, 4),), True)
    unread.clear(database, ROOM, line(database).position)
    assert not summaries.of_room(database, ROOM).mentioned


def test_strangers_patients_and_other_doctors_mark_nothing(database):
    others = (Mention(COLLEAGUE, 0, 4), Mention(PATIENT, 5, 9), Mention(77, 5, 9))
    ingest(database, [replace(CALL, mentions=others)])
    assert line(database).mentions == (Mention(COLLEAGUE, 0, 4),)
    assert not line(database).mentions_me
    assert not summaries.of_room(database, ROOM).mentioned


def test_a_correction_says_anew_whom_it_mentions_and_a_withdrawal_nobody(database):
    ingest(database, [CALL])
    better = replace(CALL, origin_id="d", archive_id="a2", text="好", replaces="c", mentions=())
    ingest(database, [better])
    assert (line(database).mentions, line(database).mentions_me) == ((), False)
    gone = replace(better, origin_id="e", archive_id="a3", text="", replaces="", retracts="c")
    ingest(database, [gone])
    assert not line(database).mentions
    assert not summaries.of_room(database, ROOM).mentioned


def test_a_correction_that_came_before_its_message_marks_the_row_on(database):
    better = replace(CALL, origin_id="d", archive_id="a2", replaces="c")
    assert ingest(database, [better]).changes.summaries[0].mentioned
    ingest(database, [replace(CALL, text="请看", mentions=())])
    assert line(database).mentions_me
    assert summaries.of_room(database, ROOM).mentioned


def test_an_own_text_mentions_whom_it_names_wherever_it_waits(database):
    members.learn(database, COLLEAGUE, "周明岚")
    outbox.add(database, ROOM, "n", MessageKind.TEXT, "@周明岚 请看", 1)
    mention = Mention(COLLEAGUE, 0, 4)
    assert line(database, "n").mentions == (mention,)
    assert outbox.command(database, "n").mentions == (mention,)
    own_amendments.correct(database, ROOM, "n", "x", "请 @周明岚 看", 2, 0)
    assert outbox.command(database, "n").mentions == (Mention(COLLEAGUE, 2, 6),)
    outbox.mark_sending(database, "n")
    own_amendments.correct(database, ROOM, "n", "x", "@李医生 请看", 3, 0)
    assert outbox.command(database, "x").mentions == (), "nobody speaks to themself"
