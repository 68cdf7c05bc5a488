"""Kinds that only a newer program has: an older one shows what is attached."""

from dataclasses import replace

import pytest

from tests.fakes.archive import ME, ROOM, make_arrived
from tests.vault.people import consultation
from workstation.domain.changes import Listed, Place
from workstation.domain.consultation import Symptom, SymptomKind
from workstation.domain.message import Attachment, MessageKind
from workstation.vault.archive.ingest import ingest
from workstation.vault.lists import consultations, timelines
from workstation.vault.unsent import outbox

FILM = Attachment("https://clinic.example/film.mp4", "video/mp4")
PHOTO = Attachment("https://clinic.example/photo.jpg", "image/jpeg")


@pytest.fixture
def write_later_kinds(database):
    """Calling it gives all messages a kind that no program of today has."""

    def write():
        database.execute("UPDATE message SET kind = 'film'; UPDATE outbox SET kind = 'film'")

    return write


@pytest.mark.parametrize(
    ("attached", "kind"),
    [(None, MessageKind.TEXT), (PHOTO, MessageKind.IMAGE), (FILM, MessageKind.FILE)],
)
def test_a_message_is_shown_by_what_is_attached(database, write_later_kinds, attached, kind):
    ingest(database, [make_arrived("words", attachment=attached)])
    write_later_kinds()
    (line,) = timelines.newest(database, ROOM, 9).messages
    assert (line.kind, line.text, line.attachment) == (kind, "words", attached)


def test_a_corrected_message_is_shown_by_what_is_attached(database, write_later_kinds):
    first = make_arrived("one", attachment=PHOTO)
    corrected = replace(first, text="two", origin_id="later", replaces=first.origin_id)
    ingest(database, [first, replace(corrected, attachment=FILM)])
    write_later_kinds()
    (line,) = timelines.newest(database, ROOM, 9).messages
    assert (line.kind, line.text, line.attachment) == (MessageKind.FILE, "two", FILM)


def test_what_waits_is_sent_by_what_is_attached(database, write_later_kinds):
    outbox.add(database, ROOM, "film", MessageKind.FILE, "", 1, attachment=FILM)
    outbox.add(database, ROOM, "words", MessageKind.TEXT, "words", 1)
    write_later_kinds()
    commands = [outbox.command(database, entry.origin_id) for entry in outbox.entries(database)]
    assert [each.kind for each in commands] == [MessageKind.FILE, MessageKind.TEXT]
    ingest(database, [make_arrived("words", ME, origin_id="words", archive_id="a1")])
    assert [entry.origin_id for entry in outbox.entries(database)] == ["film"]


def test_a_symptom_is_shown_by_what_the_platform_declared(database):
    film = Symptom(SymptomKind.UNKNOWN, FILM.url, "video/mp4")
    consultations.put(database, Listed(consultation(symptom=film), Place.IN_PROCESS))
    database.execute("UPDATE consultation SET symptom_kind = 'film'")
    (listed,) = consultations.in_place(database, Place.IN_PROCESS)
    assert listed.consultation.symptom == film
