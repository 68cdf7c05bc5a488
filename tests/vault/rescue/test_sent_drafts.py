"""A draft that was sent out of a run's memory does not come back with the disk."""

from dataclasses import replace

import pytest

from tests.fakes.archive import ME, PATIENT, ROOM, make_arrived
from workstation.domain.changes import Draft
from workstation.domain.message import Attachment, MessageKind
from workstation.vault import preferences
from workstation.vault.archive.ingest import ingest
from workstation.vault.conversation import members
from workstation.vault.rescue import local_data, memory_move
from workstation.vault.unsent import drafts, files, outbox

WRITTEN_MS = 5


def begin(connection, text: str, *names: str) -> None:
    """A draft is saved."""
    drafts.put(connection, Draft(ROOM, text, len(text), names), WRITTEN_MS)


def hear(connection, text: str, member_id: int, at_ms: int) -> None:
    """The room's archive has this."""
    preferences.put(connection, members.ME, ME)
    ingest(connection, [make_arrived(text, member_id, archive_id="a", at_ms=at_ms)])


def move(memory, disk) -> Draft:
    """What memory holds comes to the disk; the draft that is there then."""
    memory_move.write(disk, local_data.read_newer(memory))
    return drafts.get(disk, ROOM)


@pytest.mark.parametrize("is_confirmed", [False, True])
def test_what_was_sent_as_the_beginning_of_a_message_is_no_draft_any_more(
    fresh_databases, is_confirmed
):
    memory, disk = fresh_databases
    begin(disk, "每晚一次 ")
    if is_confirmed:
        hear(memory, "每晚一次，饭后", ME, WRITTEN_MS + 1)
    else:
        outbox.add(memory, ROOM, "m", MessageKind.TEXT, "每晚一次，饭后", WRITTEN_MS + 1)
    assert move(memory, disk).text == ""


def test_what_was_written_since_stands_there_alone(fresh_databases):
    memory, disk = fresh_databases
    begin(disk, "每晚一次")
    hear(memory, "每晚一次，饭后", ME, WRITTEN_MS + 1)
    begin(memory, "多喝水")
    assert move(memory, disk).text == "多喝水"


@pytest.mark.parametrize(
    ("text", "member_id", "at_ms"),
    [
        ("每晚一次，饭后", ME, WRITTEN_MS - 1),
        ("每晚一次，饭后", PATIENT, WRITTEN_MS + 1),
        ("每晚两次", ME, WRITTEN_MS + 1),
    ],
)
def test_a_draft_that_nobody_sent_stays(fresh_databases, text, member_id, at_ms):
    memory, disk = fresh_databases
    begin(disk, "每晚一次")
    hear(memory, text, member_id, at_ms)
    assert move(memory, disk).text == "每晚一次"


@pytest.mark.parametrize("sent_ms", [WRITTEN_MS - 1, WRITTEN_MS + 1])
def test_a_vault_that_was_set_aside_brings_no_draft_that_was_sent_since(fresh_databases, sent_ms):
    aside, live = fresh_databases
    name = files.keep(aside, b"arm", "image/jpeg", "a.jpg").file_id
    begin(aside, "每晚一次", name)
    hear(live, "每晚一次，饭后", ME, sent_ms)
    local_data.merge(live, local_data.read(aside), newer=False)
    draft = drafts.get(live, ROOM)
    assert draft.files == (name,)
    assert draft.text == ("每晚一次" if sent_ms < WRITTEN_MS else "")


def test_a_vault_that_was_set_aside_brings_a_draft_that_its_own_summary_repeats(fresh_databases):
    aside, live = fresh_databases
    begin(aside, "每晚一次")
    outbox.add(aside, ROOM, "s", MessageKind.TEXT, "小结：每晚一次", WRITTEN_MS + 1)
    local_data.merge(live, local_data.read(aside), newer=False)
    assert drafts.get(live, ROOM).text == "每晚一次"


PICTURE = Attachment("https://files.test/1", "image/jpeg", "b.jpg", 3, 640, 480)


@pytest.mark.parametrize("is_confirmed", [False, True])
@pytest.mark.parametrize("newer", [False, True])
def test_a_file_that_was_sent_is_in_no_draft_any_more(fresh_databases, is_confirmed, newer):
    """An older program was given it with the draft, and sent it."""
    begun, sent = fresh_databases
    names = [
        files.keep(begun, content, "image/jpeg", "a.jpg", width=640, height=480).file_id
        for content in (b"arm", b"elbow")
    ]
    begin(begun, "", *names)
    if is_confirmed:
        preferences.put(sent, members.ME, ME)
        arrived = make_arrived("", ME, archive_id="a", at_ms=WRITTEN_MS + 1)
        ingest(sent, [replace(arrived, kind=MessageKind.IMAGE, attachment=PICTURE)])
    else:
        image = MessageKind.IMAGE
        outbox.add(sent, ROOM, "m", image, "", WRITTEN_MS + 1, attachment=PICTURE)
    if newer:
        memory_move.write(begun, local_data.read_newer(sent))
    else:
        local_data.merge(sent, local_data.read(begun), newer=False)
    assert drafts.get(begun if newer else sent, ROOM).files == (names[1],)


@pytest.mark.parametrize(
    "other",
    [{"size": 4}, {"width": 641}, {"media_type": "image/png"}, {"size": None}],
)
def test_a_picture_that_is_not_what_was_sent_stays(fresh_databases, other):
    begun, sent = fresh_databases
    name = files.keep(begun, b"arm", "image/jpeg", "a.jpg", width=640, height=480).file_id
    begin(begun, "", name)
    attachment, image = replace(PICTURE, **other), MessageKind.IMAGE
    outbox.add(sent, ROOM, "m", image, "", WRITTEN_MS + 1, attachment=attachment)
    assert move(sent, begun).files == (name,)


def test_a_recording_that_was_sent_does_not_come_back(fresh_databases):
    memory, disk = fresh_databases
    drafts.put_voice(disk, ROOM, b"voice", ("audio/mp4", "m4a"), 900, WRITTEN_MS)
    spoken = Attachment("https://files.test/2", "audio/mp4", "v.m4a", 5, duration_ms=900)
    outbox.add(memory, ROOM, "m", MessageKind.VOICE, "", WRITTEN_MS + 1, attachment=spoken)
    assert move(memory, disk).voice is None


def test_its_pictures_stay(fresh_databases):
    memory, disk = fresh_databases
    name = files.keep(disk, b"arm", "image/jpeg", "a.jpg").file_id
    begin(disk, "请看", name)
    hear(memory, "请看", ME, WRITTEN_MS + 1)
    draft = move(memory, disk)
    assert (draft.text, draft.files) == ("", (name,))
