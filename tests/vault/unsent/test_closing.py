"""A summary is kept as it is typed, becomes one message, and is forgotten with its conversation."""

import asyncio

from tests.fakes.archive import ROOM
from tests.vault.people import KEY, furnish
from workstation.domain.changes import Draft
from workstation.domain.closing import ClosingSummary
from workstation.domain.message import Delivery, MessageKind
from workstation.vault.database import Vault
from workstation.vault.lists import consultations, timelines
from workstation.vault.rescue import outbox_backup
from workstation.vault.rescue.recovery import rebuild
from workstation.vault.unsent import closing, drafts, outbox

WRITTEN = ClosingSummary("荨麻疹可能性大", "停用芒果\n观察 48 小时", "氯雷他定糖浆", False, "12-2")
WORDS = "【小结】\n评估：荨麻疹可能性大"


def send(database, name="one", summary=WRITTEN, text=WORDS):
    return closing.send(database, ROOM, summary, name, text, 5_000)


def test_what_is_written_is_found_again(database):
    assert not closing.get(database, ROOM).draft
    closing.put(database, ROOM, WRITTEN)
    summary = closing.get(database, ROOM)
    assert (summary.draft, summary.sent) == (WRITTEN, None)


def test_half_a_character_pasted_is_kept_as_a_question(database):
    closing.put(database, ROOM, ClosingSummary("a\ud83d"))
    assert closing.get(database, ROOM).draft.assessment.startswith("a")


def test_a_sent_summary_is_one_message_and_the_composers_draft_stays(database):
    drafts.put(database, Draft(ROOM, "写到一半", 4), 1)
    changes = send(database)
    assert [message.text for message in changes.messages] == [WORDS]
    (unsent,) = timelines.newest(database, ROOM, 9).unsent
    assert (unsent.text, unsent.delivery, unsent.kind) == (
        WORDS,
        Delivery.QUEUED,
        MessageKind.TEXT,
    )
    assert drafts.get(database, ROOM).text == "写到一半"
    summary = closing.get(database, ROOM)
    assert (summary.sent, summary.origin_id, summary.sent_ms) == (WRITTEN, "one", 5_000)


def test_writing_on_leaves_the_sent_one_known(database):
    send(database)
    closing.put(database, ROOM, ClosingSummary("改了主意"))
    summary = closing.get(database, ROOM)
    assert (summary.draft.assessment, summary.sent, summary.origin_id) == (
        "改了主意",
        WRITTEN,
        "one",
    )


def test_a_forgotten_conversation_takes_its_sent_summary_along(database):
    send(database)
    consultations.forget(database, [ROOM])
    assert database.execute("SELECT * FROM closing_summary").fetchall() == []


def test_a_forgotten_conversation_leaves_what_is_not_sent(database):
    send(database)
    closing.put(database, ROOM, ClosingSummary("改了主意"))
    consultations.forget(database, [ROOM])
    summary = closing.get(database, ROOM)
    assert (summary.draft.assessment, summary.sent) == ("改了主意", None)


def test_it_survives_the_loss_of_the_database(tmp_path):
    path = tmp_path / "vault.db"
    vault = Vault.open(path, KEY)
    asyncio.run(vault.write(furnish))
    asyncio.run(vault.write(closing.put, ROOM, WRITTEN))
    vault.close()
    path.write_bytes(path.read_bytes()[:100])
    assert outbox_backup.path_beside(path).exists()
    rebuild(path, KEY)
    again = Vault.open(path, KEY)
    assert asyncio.run(again.read(closing.get, ROOM)).draft == WRITTEN
    assert asyncio.run(again.read(outbox.entries)) == ()
    again.close()
