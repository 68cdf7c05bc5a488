"""Scripted patients and colleagues: alive when a doctor looks, in character, never a nuisance."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.clinic_im.client import NS
from tests.clinic_im.theatre import ORIGIN, Doctor, Theatre
from workstation.clinic.consultations import NewConsultation
from workstation.clinic.drawing.order import SCENES, parse, seeded
from workstation.clinic.patients.phrases import Deck, phrases
from workstation.clinic.patients.schedule import Schedule
from workstation.clinic.patients.simulation import MAX_LIVELY_ROOMS, MAX_UNANSWERED_EVENTS
from workstation.clinic.voices import voices


@pytest.fixture
def theatre(tmp_path):
    opened = Theatre(tmp_path / "clinic")
    yield opened
    opened.close()


def test_somebody_types_and_speaks_within_ten_seconds_of_a_doctors_coming(theatre):
    theatre.pass_time(30)
    doctor = theatre.doctor()
    theatre.pass_time(10)
    assert doctor.messages("states:composing")
    assert doctor.bodies()


def test_nobody_speaks_while_no_doctor_is_there(theatre):
    number = theatre.quiet_consultation().consultation_id
    rooms = [one.consultation_id for one in theatre.clinic.consultations.all_in_process()]
    theatre.pass_time(600)
    counts = {number: theatre.im.service.archive.count(theatre.room(number)) for number in rooms}
    assert counts == {number: len(theatre.clinic.conversations.of(number)) for number in rooms}
    assert number in counts


def test_a_doctors_message_is_seen_then_answered_after_typing(theatre):
    consultation = theatre.quiet_consultation()
    room, patient = theatre.room(consultation.consultation_id), consultation.creator_member_id
    doctor = theatre.doctor()
    doctor.say(room, "d1", "您好，现在体温多少度？")
    asked = doctor.messages("c:body", "1001")[0][1].find("sid:stanza-id", NS).get("id")
    theatre.pass_time(12)
    seen = doctor.messages("markers:displayed", str(patient))
    typing = doctor.messages("states:composing", str(patient))
    answers = doctor.bodies(str(patient))
    assert seen[0][1].find("markers:displayed", NS).get("id") == asked
    assert seen[0][0] < typing[0][0] < answers[0][0]
    assert "℃" in answers[0][1]


def test_several_messages_in_a_row_get_one_answer(theatre):
    consultation = theatre.quiet_consultation()
    room = theatre.room(consultation.consultation_id)
    doctor = theatre.doctor()
    for number in range(3):
        doctor.say(room, f"d{number}", "您好")
        theatre.pass_time(0.4)
    theatre.pass_time(15)
    assert len(doctor.bodies(str(consultation.creator_member_id))) == 1


def test_the_answer_is_to_the_last_of_several_messages(theatre):
    quiet = theatre.clinic.consultations.in_process(1001)[MAX_LIVELY_ROOMS:]
    doctor = theatre.doctor()
    for message_id, body in (("d1", "谢谢，再见"), ("d2", "现在体温多少度？")):
        for consultation in quiet:
            doctor.say(theatre.room(consultation.consultation_id), message_id, body)
        theatre.pass_time(0.4)
    theatre.pass_time(15)
    for consultation in quiet:
        answers = doctor.bodies(str(consultation.creator_member_id))
        assert len(answers) == 1
        assert "℃" in answers[0][1]


def test_who_is_asked_for_a_photo_sends_one_of_the_right_person(theatre):
    pictured = [
        one
        for one in theatre.clinic.consultations.in_process(1001)
        if phrases().topic(f"{one.symptom_content} {one.images}").scene
    ][-1]
    doctor = theatre.doctor()
    doctor.say(theatre.room(pictured.consultation_id), "d1", "请再拍一张照片")
    theatre.pass_time(20)
    shared = doctor.messages("sfs:file-sharing", str(pictured.creator_member_id))
    url = shared[0][1].findtext("oob:x/oob:url", namespaces=NS)
    order = parse(url.rpartition("/")[2])
    size = shared[0][1].findtext("sfs:file-sharing/file:file/file:width", namespaces=NS)
    assert url.startswith(f"{ORIGIN}/media/pictures/")
    assert order.person == pictured.target_member_id
    assert int(size) == order.width


def transcript(folder, seed):
    theatre = Theatre(folder, seed)
    doctor = theatre.doctor()
    theatre.pass_time(120)
    lines = [
        (round(at - 1_800_000_000, 1), one.get("from"), one.findtext("c:body", namespaces=NS))
        for at, one in doctor.messages("c:body")
    ]
    theatre.close()
    return lines


def test_the_same_seed_tells_the_same_story_and_another_seed_another(tmp_path):
    first = transcript(tmp_path / "a", 1)
    assert transcript(tmp_path / "b", 1) == first
    assert transcript(tmp_path / "c", 2) != first


def test_a_new_consultation_comes_within_a_minute_and_invites_the_doctor(theatre):
    before = {one.consultation_id for one in theatre.clinic.consultations.in_process(1001)}
    doctor = theatre.doctor()
    theatre.pass_time(60)
    now = {one.consultation_id for one in theatre.clinic.consultations.in_process(1001)}
    new = now - before
    invitations = {one.find("conf:x", NS).get("jid") for _, one in doctor.messages("conf:x")}
    assert new
    assert invitations == {theatre.room(number) for number in new}
    for number in new:
        images = theatre.clinic.consultations.find(number).images
        assert all(parse(one.rpartition("/")[2]) for one in images)


def test_the_patient_of_a_new_consultation_answers_in_it(theatre):
    doctor = theatre.doctor()
    made = theatre.clinic.consultations.create(NewConsultation(3001, 3001, 101, "起疹子", "text"))
    room = theatre.room(made.consultation_id)
    doctor.join(room)
    doctor.say(room, "d1", "您好")
    theatre.pass_time(12)
    assert [one for _, one in doctor.messages("c:body", "3001") if one.get("from").startswith(room)]


def test_a_consultation_that_a_doctor_opened_has_no_scripted_patient(theatre):
    made = theatre.clinic.consultations.create(NewConsultation(1001, 3001, 101, "复诊", "text"))
    room = theatre.im.service.rooms.find(f"consult-{made.consultation_id}")
    theatre.pass_time(1)
    assert room.occupants == {}


def test_it_is_quiet_after_a_while_without_a_word_of_the_doctor_until_there_is_one(theatre):
    doctor = theatre.doctor()
    theatre.pass_time(3600)
    spoken = len(doctor.bodies())
    doctor.received.clear()
    theatre.pass_time(1200)
    silence = doctor.bodies()
    room = theatre.room(theatre.quiet_consultation().consultation_id)
    doctor.say(room, "d1", "您好")
    theatre.pass_time(300)
    assert spoken <= 2 * MAX_UNANSWERED_EVENTS
    assert silence == []
    assert len(doctor.bodies()) > 2


def test_nothing_comes_faster_than_people_type(theatre):
    doctor = theatre.doctor()
    theatre.pass_time(600)
    times = [at for at, _ in doctor.bodies()]
    assert all(later - earlier >= 1.0 for earlier, later in pairwise(times))


def test_a_patient_who_is_logged_in_is_not_spoken_for(theatre):
    consultation = theatre.quiet_consultation()
    room, patient = theatre.room(consultation.consultation_id), consultation.creator_member_id
    doctor = theatre.doctor()
    Doctor(theatre, patient)
    doctor.say(room, "d1", "您好")
    theatre.pass_time(60)
    assert doctor.bodies(str(patient)) == []


def test_colleagues_speak_sometimes_but_never_one_who_is_logged_in(theatre):
    doctor = theatre.doctor()
    other = theatre.doctor(1002)
    for minute in range(60):
        number = theatre.quiet_consultation().consultation_id
        doctor.say(theatre.room(number), f"d{minute}", "您好")
        theatre.pass_time(60)
    speakers = {
        one.get("from").partition("/")[2]
        for _, one in other.messages("c:body")
        if one.get("from").partition("/")[2].startswith("10")
    }
    assert speakers - {"1001"}
    assert "1002" not in speakers


def test_a_room_that_forgot_its_patient_is_joined_again(theatre):
    consultation = theatre.quiet_consultation()
    local = f"consult-{consultation.consultation_id}"
    theatre.im.service.rooms.find(local).lose_silently()
    room, patient = theatre.room(consultation.consultation_id), consultation.creator_member_id
    doctor = theatre.doctor()
    theatre.cast.patient(consultation.consultation_id).bring_news()
    theatre.pass_time(10)
    doctor.say(room, "d1", "您好")
    theatre.pass_time(12)
    assert doctor.bodies(str(patient))


def test_what_patients_say_is_chinese_and_refers_to_media_that_exist():
    written = phrases()
    topics = [*written.topics, written.otherwise]
    texts = [text for one in topics for text in (*one.news, *one.answers, *one.advice)]
    texts += [text for one in written.questions for text in one.answers]
    texts += [one.text for one in written.arrivals]
    assert all(re.search("[\u4e00-\u9fff]", text) for text in texts)
    assert {one.voice for one in topics} - {""} <= set(voices())
    assert {one.scene for one in [*topics, *written.arrivals]} - {""} <= set(SCENES)
    assert all(one.news and one.answers and one.advice for one in topics)


@pytest.mark.parametrize(
    ("complaint", "scene"),
    [
        ("孩子身上起了红疹，很痒", "papules"),
        ("发烧第三天，体温 39 ℃", "thermometer"),
        ("嗓子疼，扁桃体大", "throat"),
        ("想问一下复诊的事", ""),
    ],
)
def test_a_complaint_finds_its_topic(complaint, scene):
    assert phrases().topic(complaint).scene == scene


@given(count=st.integers(1, 5), draws=st.integers(1, 20))
def test_no_text_comes_twice_until_all_have_come(count, draws):
    deck, texts = Deck(seeded("deck")), tuple("abcde"[:count])
    drawn = [deck.draw(texts) for _ in range(draws)]
    for start in range(0, draws - count + 1, count):
        assert set(drawn[start : start + count]) == set(texts)


def test_an_agenda_does_things_in_the_order_they_are_due():
    schedule, done = Schedule(0.0), []
    schedule.call_later(2, lambda: done.append("b"))
    schedule.call_later(1, lambda: schedule.call_later(0.5, lambda: done.append("a")))
    schedule.call_later(2, lambda: done.append("c"))
    schedule.call_later(9, lambda: done.append("never"))
    schedule.run(5)
    assert done == ["a", "b", "c"]
    assert len(schedule) == 1
