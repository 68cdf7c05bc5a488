"""A person's photographs: all of one account, none of another, each under its consultation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.archive import ME, PATIENT, ROOM, make_arrived
from tests.vault.people import consultation
from workstation.domain.card import Card
from workstation.domain.changes import Listed, Place
from workstation.domain.geometry import Point
from workstation.domain.measurement import MeasurementSheet, Reference, Scale, Shape, ShapeKind
from workstation.domain.message import Attachment, MessageKind
from workstation.domain.people import Member
from workstation.domain.photos import Photo, PhotoSource, sort_photos
from workstation.vault.archive.ingest import ingest
from workstation.vault.doctor import measurements
from workstation.vault.lists import consultations, photos
from workstation.vault.unsent import files, outbox

CHILD, NAMESAKE = 3001, 3002
EARLIER, LATER, OTHER = 5, 9, 11
DIGEST = "ab" * 32


def picture(name: str, room: int, at_ms: int, member_id: int = PATIENT, **rest):
    attachment = Attachment(f"https://clinic.test/{name}.jpg", "image/jpeg")
    return make_arrived(
        "",
        member_id,
        consultation_id=room,
        origin_id=name,
        archive_id=f"a-{name}",
        at_ms=at_ms,
        kind=MessageKind.IMAGE,
        attachment=attachment,
        **rest,
    )


def listed(database, number, place=Place.HISTORY, *, target=CHILD, name="小宝", **rest):
    value = consultation(
        number,
        creator=Member(PATIENT, "王秀英"),
        target=Member(target, name) if target is not None else Member(None, name),
        **rest,
    )
    consultations.put(database, Listed(value, place))


@pytest.fixture
def child(database):
    """Three consultations of one child, one of a child of the same name."""
    listed(database, EARLIER, images=("/e1.jpg", "/e2.jpg"), created_ms=100)
    listed(database, ROOM, Place.IN_PROCESS, images=("/r1.jpg",), created_ms=5_000)
    listed(database, LATER, Place.IN_PROCESS, images=("/l1.jpg",), created_ms=9_000)
    listed(database, OTHER, target=NAMESAKE, images=("/other.jpg",), created_ms=200)
    return database


def addresses(timeline):
    return [photo.address.rsplit("/", 1)[-1] for photo in timeline.photos]


def test_all_consultations_of_the_account_stand_in_time(child):
    ingest(child, [picture("sent", EARLIER, 300), picture("other", OTHER, 250)])
    timeline = photos.timeline(child, ROOM)
    assert addresses(timeline) == ["e1.jpg", "e2.jpg", "sent.jpg", "r1.jpg", "l1.jpg"]
    assert [photo.consultation.consultation_id for photo in timeline.photos] == [5, 5, 5, 7, 9]
    assert [photo.at_ms for photo in timeline.photos] == [100, 100, 300, 5_000, 9_000]


def test_it_is_the_same_from_each_of_them(child):
    assert addresses(photos.timeline(child, EARLIER)) == addresses(photos.timeline(child, LATER))


def test_a_namesake_is_another_person(child):
    assert addresses(photos.timeline(child, OTHER)) == ["other.jpg"]


def test_two_without_an_account_are_never_one_person(database):
    listed(database, EARLIER, target=None, images=("/one.jpg",))
    listed(database, LATER, target=None, images=("/two.jpg",))
    assert addresses(photos.timeline(database, EARLIER)) == ["one.jpg"]


def test_who_only_asks_for_a_child_is_not_the_child(child):
    listed(child, 12, target=PATIENT, name="王秀英", images=("/mother.jpg",))
    assert "mother.jpg" not in addresses(photos.timeline(child, ROOM))


def test_what_left_both_lists_is_shown_from_itself_alone(child):
    listed(child, EARLIER, Place.GONE, images=("/e1.jpg",), created_ms=100)
    assert "e1.jpg" not in addresses(photos.timeline(child, ROOM))
    assert addresses(photos.timeline(child, EARLIER))[0] == "e1.jpg"


def test_a_symptom_that_is_a_picture_is_one_of_them(database):
    from workstation.domain.consultation import Symptom, SymptomKind

    listed(database, EARLIER, symptom=Symptom(SymptomKind.IMAGE, "/alone.jpg"), images=("/b.jpg",))
    timeline = photos.timeline(database, EARLIER).photos
    assert [(photo.address, photo.number) for photo in timeline] == [
        ("/alone.jpg", 1),
        ("/b.jpg", 2),
    ]


def test_a_picture_taken_back_is_gone_and_a_corrected_one_is_the_new(child):
    ingest(child, [picture("first", ROOM, 6_000), picture("second", ROOM, 6_001)])
    ingest(child, [picture("better", ROOM, 6_002, replaces="second")])
    ingest(child, [make_arrived("", consultation_id=ROOM, retracts="first", archive_id="gone")])
    sent = [p for p in photos.timeline(child, ROOM).photos if p.source is PhotoSource.SENT]
    assert [photo.address for photo in sent] == ["https://clinic.test/better.jpg"]


def test_an_own_picture_on_its_way_is_told_apart(child):
    stored_file = files.keep(child, b"jpeg", "image/jpeg", "x.jpg")
    outbox.add(child, ROOM, "mine", MessageKind.IMAGE, "", 9_999, file_id=stored_file.file_id)
    last = photos.timeline(child, ROOM).photos[-1]
    assert (last.source, last.sender) == (PhotoSource.UNSENT, "李医生")
    assert last.address == f"own:{stored_file.file_id}"


def test_a_room_not_read_to_its_end_is_named(child):
    assert photos.timeline(child, ROOM).partial == {EARLIER, ROOM, LATER}


def test_an_unknown_consultation_has_none(database):
    assert photos.timeline(database, 999).photos == ()


def test_the_oldest_beyond_the_bound_are_counted(child, monkeypatch):
    monkeypatch.setattr(photos, "MAX_PHOTOS", 3)
    timeline = photos.timeline(child, ROOM)
    assert (addresses(timeline), timeline.left_out) == (["e2.jpg", "r1.jpg", "l1.jpg"], 1)


times = st.one_of(st.none(), st.integers(0, 50))


@given(st.lists(st.tuples(st.integers(1, 4), times), max_size=20), times)
def test_times_never_run_backwards(messages, created):
    made = [
        Photo(f"{n}", f"/{n}.jpg", consultation(room, created_ms=created), PhotoSource.SENT, at)
        for n, (room, at) in enumerate(messages)
    ]
    timeline = sort_photos(made)
    times = [photo.at_ms for photo in timeline if photo.at_ms is not None]
    assert times == sorted(times)
    assert sorted(photo.key for photo in timeline) == sorted(photo.key for photo in made)


SHEET = MeasurementSheet(
    Scale(Point(10.5, 20), Point(400, 20.25), 22.25, Reference.YUAN_2019),
    (
        Shape(ShapeKind.LENGTH, (Point(1, 2), Point(3, 4))),
        Shape(ShapeKind.AREA, (Point(1, 2), Point(3, 4), Point(5, 6))),
    ),
)


CARD = Card(tuple(Point(x, y) for x, y in ((1, 2), (90, 5.5), (88, 60), (3, 58))), 85.6, 53.98)
ALIGNED = MeasurementSheet(CARD, SHEET.shapes, (Point(5, 6), Point(70.25, 8)))


@pytest.mark.parametrize("sheet", [SHEET, ALIGNED, MeasurementSheet(landmarks=(Point(1, 2),))])
def test_measurements_come_back_as_they_were(database, sheet):
    measurements.put(database, ROOM, DIGEST, sheet, 1)
    assert measurements.get(database, ROOM, DIGEST) == sheet
    assert not measurements.get(database, LATER, DIGEST)
    assert not measurements.get(database, ROOM, "cd" * 32)
    measurements.put(database, ROOM, DIGEST, MeasurementSheet(), 2)
    assert database.execute("SELECT count(*) FROM measurement").fetchall() == [(0,)]


def test_measurements_of_before_there_were_landmarks_are_read(database):
    measurements.put(database, ROOM, DIGEST, SHEET, 1)
    database.execute("UPDATE measurement SET content = json_remove(content, '$.landmarks')")
    assert measurements.get(database, ROOM, DIGEST) == SHEET


def test_measurements_go_with_their_consultation(database):
    measurements.put(database, ROOM, DIGEST, SHEET, 1)
    measurements.put(database, LATER, DIGEST, SHEET, 1)
    consultations.forget(database, [ROOM])
    assert not measurements.get(database, ROOM, DIGEST)
    assert measurements.get(database, LATER, DIGEST) == SHEET


def test_a_room_that_is_me_is_nobodys_patient(child):
    """Pictures that doctors sent belong to the person the consultation is about."""
    ingest(child, [picture("mine", ROOM, 6_000, ME)])
    assert "mine.jpg" in addresses(photos.timeline(child, LATER))
