"""A fresh clinic looks alive: people, waiting times, kinds of symptoms, conversations."""

from collections import Counter
from itertools import pairwise
from urllib.parse import urlsplit

import pytest

from workstation.clinic.addresses import OWN
from workstation.clinic.clinic import Clinic
from workstation.clinic.drawing.order import parse
from workstation.clinic.seed.build import SeedSize
from workstation.clinic.seed.stories import history, in_process
from workstation.clinic.voices import voices
from workstation.domain.identifiers import find_identifiers
from workstation.domain.promises import find_promises

MINUTE_MS = 60_000
DAY_MS = 24 * 60 * MINUTE_MS


@pytest.fixture
def open_ones(clinic):
    return clinic.consultations.in_process(1001)


@pytest.fixture
def ended(clinic):
    return clinic.consultations.history(1001)


def waiting(clinic, consultation, now_ms):
    """Minutes since the first unanswered word of the patient, None if a doctor spoke last."""
    since = consultation.created
    for message in clinic.conversations.of(consultation.consultation_id):
        answered = message.sender_member_id in consultation.doctor_ids
        since = None if answered else message.at
    return None if since is None else (now_ms - since) / MINUTE_MS


def test_the_demo_doctor_has_24_in_process_and_130_in_history(open_ones, ended):
    assert (len(open_ones), len(ended)) == (24, 130)


def test_the_demo_doctor_is_the_designs(clinic):
    first = clinic.members.doctors()[0]
    detail = clinic.doctors.detail(first.member_id)
    assert (detail.name, detail.title, detail.hospital, detail.department) == (
        "林若川",
        "主任医师",
        "清河儿童医院",
        "儿科",
    )


def test_some_wait_over_an_hour_some_half_an_hour_some_came_just_now(clinic, open_ones, clock):
    minutes = [waiting(clinic, one, clock.ms) for one in open_ones]
    late = [m for m in minutes if m is not None and m >= 60]
    middle = [m for m in minutes if m is not None and 30 <= m < 60]
    fresh = [m for m in minutes if m is not None and m < 30]
    answered = [m for m in minutes if m is None]
    assert len(late) >= 3
    assert len(middle) >= 4
    assert len(fresh) >= 6
    assert len(answered) >= 6


def test_the_designs_own_example_has_its_number_and_conversation(clinic):
    mango = clinic.consultations.find(20418)
    assert (mango.target_member_name, mango.creator_member_name) == ("王小宝", "王秀英")
    assert mango.team_name == "儿科专家团队"
    assert len(mango.images) == 4
    messages = clinic.conversations.of(20418)
    assert [one.kind for one in messages] == ["text", "text", "text", "voice", "image", "text"]
    assert messages[1].sender_member_id == 1001


def test_parents_ask_for_children_and_adults_for_themselves(open_ones, ended):
    for listed in (open_ones, ended):
        own = sum(one.creator_member_id == one.target_member_id for one in listed)
        assert 0 < own < len(listed) / 2


def test_a_name_is_one_member_everywhere(open_ones, ended):
    numbers = {}
    for one in [*open_ones, *ended]:
        numbers.setdefault(one.target_member_name, set()).add(one.target_member_id)
        numbers.setdefault(one.creator_member_name, set()).add(one.creator_member_id)
    assert all(len(ids) == 1 for ids in numbers.values())


def test_symptoms_are_texts_voices_and_pictures_alone(open_ones, ended):
    for listed in (open_ones, ended):
        kinds = Counter(one.symptom_type for one in listed)
        assert kinds["text"] > kinds["voice"] > kinds["image"] > 0
        assert all(one.images for one in listed if one.symptom_type == "image")


def test_there_are_from_none_to_nine_pictures(open_ones, ended):
    counts = {len(one.images) for one in [*open_ones, *ended]}
    assert {0, 1, 2, 3, 4, 9} <= counts
    assert max(counts) == 9


def test_history_covers_a_year_of_several_teams(ended, clock):
    ages = sorted((clock.ms - one.created) / DAY_MS for one in ended)
    assert ages[0] < 7
    assert 330 < ages[-1] < 366
    assert all(later - earlier < 14 for earlier, later in pairwise(ages))
    assert len({one.team_name for one in ended}) >= 4


def test_nothing_ends_before_it_begins_or_is_said_outside(clinic, open_ones, ended, clock):
    for one in [*open_ones, *ended]:
        end = clock.ms if one.ended is None else one.ended
        assert one.created < end <= clock.ms
        times = [message.at for message in clinic.conversations.of(one.consultation_id)]
        assert times == sorted(times)
        assert all(one.created < at < end for at in times), one.target_member_name


def test_everyone_who_speaks_takes_part(clinic, open_ones, ended):
    for one in [*open_ones, *ended]:
        for message in clinic.conversations.of(one.consultation_id):
            assert one.has(message.sender_member_id)


def test_texts_are_told_once(open_ones, ended):
    texts = [one.symptom_content for one in [*open_ones, *ended] if one.symptom_type == "text"]
    assert len(texts) == len(set(texts))
    assert min(len(text) for text in texts) >= 15
    assert max(len(text) for text in texts) > 100


def test_every_medium_exists(clinic, open_ones, ended):
    messages = [
        m for one in [*open_ones, *ended] for m in clinic.conversations.of(one.consultation_id)
    ]
    addresses = [image for one in [*open_ones, *ended] for image in one.images]
    addresses += [
        one.symptom_content for one in [*open_ones, *ended] if one.symptom_type == "voice"
    ]
    addresses += [message.media_url for message in messages if message.media_url]
    for address in addresses:
        _, kind, name = urlsplit(address.removeprefix(OWN)).path.rsplit("/", 2)
        medium = clinic.media.voice(name) if kind == "voices" else parse(name)
        assert medium is not None, address


def test_pictures_are_from_one_to_twelve_megapixels_in_three_formats(open_ones, ended):
    orders = [
        parse(image.rsplit("/", 1)[1]) for one in [*open_ones, *ended] for image in one.images
    ]
    megapixels = [order.width * order.height / 1e6 for order in orders]
    assert min(megapixels) >= 1
    assert max(megapixels) > 12
    formats = Counter(order.format for order in orders)
    assert formats["jpg"] > 0.7 * len(orders)
    assert formats["png"] > 0
    assert formats["webp"] > 0


def test_the_talks_have_something_of_what_the_program_looks_for(clinic, open_ones, clock):
    """Photos unfit to be judged, one spot on two days beside a card, a due promise, a number."""
    talks = {one: clinic.conversations.of(one.consultation_id) for one in open_ones}
    sent = [
        (one, line, order)
        for one, lines in talks.items()
        for line in lines
        if line.kind == "image" and (order := parse(line.media_url.rsplit("/", 1)[1])) is not None
    ]
    assert {order.flaw for _, _, order in sent} == {"", "blurred", "dark"}
    (again,) = [(one, line) for one, line, order in sent if order.scene == "followed"]
    assert "followed-" in again[0].images[0]
    assert again[1].at - again[0].created > 13 * DAY_MS
    due = [
        promise.due_ms
        for lines in talks.values()
        for line in lines
        if line.kind == "text" and line.sender_member_id == 1001
        for promise in find_promises(line.text, line.at)
    ]
    assert any(clock.ms - DAY_MS < moment <= clock.ms for moment in due)
    numbered = [one for one in open_ones if [*find_identifiers(one.symptom_content)]]
    assert any(one.images for one in numbered if one.symptom_type == "text")


def test_more_consultations_than_are_written_are_retold(tmp_path, clock):
    big = Clinic.open(tmp_path, clock=clock, size=SeedSize(400, 300))
    open_ones, ended = big.consultations.in_process(1001), big.consultations.history(1001)
    assert len(open_ones) + len(ended) > 690
    assert len(big.consultations.all_in_process()) == 400
    assert len({one.target_member_name for one in open_ones}) > 150
    big.close()


def test_an_empty_clinic_can_be_had(tmp_path, clock):
    empty = Clinic.open(tmp_path, clock=clock, size=SeedSize(0, 0))
    assert empty.consultations.in_process(1001) == []
    assert empty.doctors.detail(1001) is not None
    empty.close()


def test_as_many_are_written_as_a_fresh_clinic_has():
    assert (len(in_process()), len(history())) == (24, 130)


def test_every_recording_but_few_is_heard_somewhere(clinic, open_ones, ended):
    names = {one.symptom_content.rsplit("/", 1)[-1] for one in [*open_ones, *ended]}
    for one in [*open_ones, *ended]:
        names |= {
            m.media_url.rsplit("/", 1)[-1] for m in clinic.conversations.of(one.consultation_id)
        }
    silent = {voice.file for voice in voices().values()} - names
    assert silent <= {"eczema-night.m4a", "thank-you.amr"}
