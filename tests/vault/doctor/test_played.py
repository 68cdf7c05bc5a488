"""A voice of somebody else is unheard until it is played; then it stays heard."""

from tests.fakes.archive import COLLEAGUE, ME, PATIENT, ROOM, make_arrived
from tests.vault.people import KEY, furnish
from workstation.domain.message import Attachment, MessageKind
from workstation.vault.archive.ingest import ingest
from workstation.vault.database import Vault
from workstation.vault.doctor import played
from workstation.vault.engine.opening import open_database
from workstation.vault.lists import timelines


def voice(name, who=PATIENT, **rest):
    sound = Attachment(f"https://clinic.example/{name}.amr", "audio/amr")
    return make_arrived(name, who, kind=MessageKind.VOICE, attachment=sound, **rest)


def unheard(database):
    lines = timelines.newest(database, ROOM, 1000).messages
    return [line.text for line in lines if not line.played]


def key_of(database, text):
    lines = timelines.newest(database, ROOM, 1000).messages
    return next(line.key for line in lines if line.text == text)


def after(database, text):
    lines = timelines.newest(database, ROOM, 1000).messages
    return next(line.position for line in lines if line.text == text)


def test_only_the_voices_of_others_are_unheard(database):
    ingest(
        database, [voice("one"), voice("two", COLLEAGUE), voice("mine", ME), make_arrived("words")]
    )
    assert unheard(database) == ["one", "two"]


def test_a_heard_voice_is_told_as_changed_once(database):
    ingest(database, [voice("one"), voice("two")])
    changes = played.mark(database, ROOM, key_of(database, "one"))
    assert [(line.text, line.played) for line in changes.messages] == [("one", True)]
    assert unheard(database) == ["two"]
    assert not played.mark(database, ROOM, key_of(database, "one"))


def test_what_is_no_message_of_this_room_is_not_marked(database):
    ingest(database, [voice("one"), voice("mine", ME)])
    for room, key in ((ROOM + 1, key_of(database, "one")), (ROOM, key_of(database, "mine"))):
        assert not played.mark(database, room, key)
    for key in ("", "m", "m99", "mx", "o1", "card 7"):
        assert not played.mark(database, ROOM, key)
    assert unheard(database) == ["one"]


def test_the_next_one_is_the_first_unheard_behind_a_place(database):
    ingest(
        database,
        [voice("one"), voice("two"), voice("mine", ME), make_arrived("words"), voice("last")],
    )
    played.mark(database, ROOM, key_of(database, "two"))
    assert played.next_unplayed(database, ROOM, None).text == "one"
    assert played.next_unplayed(database, ROOM, after(database, "one")).text == "last"
    assert played.next_unplayed(database, ROOM, after(database, "last")) is None


def test_a_voice_that_was_taken_back_does_not_come_next(database):
    ingest(
        database, [voice("one"), voice("two"), make_arrived("", retracts="id-one", origin_id="r")]
    )
    assert played.next_unplayed(database, ROOM, None).text == "two"
    assert unheard(database) == ["two"]


def test_a_text_corrected_into_a_voice_is_unheard(database):
    fix = voice("spoken", replaces="id-written", origin_id="fix")
    ingest(database, [make_arrived("written"), fix])
    assert unheard(database) == ["spoken"]


def test_what_was_heard_stays_so_over_a_restart(tmp_path):
    path = tmp_path / "vault.db"
    Vault.open(path, KEY).close()
    for expected in (["one"], []):
        connection = open_database(path, KEY)
        furnish(connection)
        ingest(connection, [voice("one", archive_id="a1")])
        assert unheard(connection) == expected
        played.mark(connection, ROOM, key_of(connection, "one"))
        connection.close()
