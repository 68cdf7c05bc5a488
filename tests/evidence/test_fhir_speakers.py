"""Who said what in the structured data, where numbers and states contradict each other."""

from dataclasses import replace

from tests.evidence.samples import (
    CONSULTATION,
    MESSAGES,
    MYSELF,
    SOURCE,
    document,
    message,
    message_of,
    resources,
)
from workstation.domain.changes import Timeline
from workstation.domain.message import Speaker, SpeakerRole
from workstation.domain.people import Member, Team


def telling(*messages, **rest):
    """The document of a consultation with these messages."""
    timeline = Timeline(messages, (), (), older=False, newer=False)
    return document(replace(SOURCE, conversation=timeline, **rest))


def test_what_a_withdrawn_message_still_holds_is_not_told():
    left = message(1, "不该在", retracted=True, earlier=("原来的话",))
    texts = [
        each["contentString"]
        for part in resources(telling(left), "Communication")
        for each in part.get("payload", [])
    ]
    assert texts == ["原来的话"]


def test_a_summary_that_was_withdrawn_is_none():
    titles = []
    for retracted in (False, True):
        summary = message(4, "小结", MYSELF, retracted=retracted)
        (composition,) = resources(telling(summary, summary_id="o4"), "Composition")
        titles.append([section["title"] for section in composition["section"]])
    assert ["小结" in each for each in titles] == [True, False]


def test_a_number_that_nobody_vouches_for_is_not_the_patient_s():
    unvouched = Speaker(2003, SpeakerRole.UNVERIFIED, "")
    bundle = telling(*MESSAGES, message(20, "冒充的", unvouched))
    assert "reference" not in message_of(bundle, "冒充的")["sender"]


def test_a_doctor_who_asks_for_himself_asks_as_the_patient():
    itself = replace(CONSULTATION, target=Member(1001, "林若川"), creator=Member(1001, "林若川"))
    asks = message(20, "替自己问", Speaker(1001, SpeakerRole.PATIENT, "林若川"))
    bundle = telling(*MESSAGES, asks, consultation=itself)
    (patient,) = resources(bundle, "Patient")
    sender = message_of(bundle, "替自己问")["sender"]
    assert sender == {"reference": f"urn:uuid:{patient['id']}"}


def test_whoever_is_neither_patient_nor_doctor_has_at_least_a_name():
    bundle = telling(message(20, "我是药师", Speaker(3002, SpeakerRole.OTHER, "药师 何")))
    assert message_of(bundle, "我是药师")["sender"]["display"] == "药师 何"


def test_pictures_of_a_patient_without_a_number_were_sent_by_nobody_known():
    unnumbered = replace(CONSULTATION, creator=Member(None, ""), target=Member(None, "王小宝"))
    (photo,) = resources(telling(consultation=unnumbered), "Media")
    assert "operator" not in photo


def test_of_two_earlier_texts_only_the_first_has_the_moment_it_was_sent():
    twice = message(2, "停苹果和芒果", MYSELF, earlier=("停苹果", "停芒果"), amended_ms=5)
    bundle = telling(twice)
    assert "sent" in message_of(bundle, "停苹果")
    assert "sent" not in message_of(bundle, "停芒果")


def test_one_team_is_the_same_organization_in_all_its_consultations():
    first, second, of_others = (
        resources(telling(consultation=replace(CONSULTATION, **rest)), "Organization")[0]["id"]
        for rest in ({}, {"consultation_id": 85}, {"team": Team(102, "外科")})
    )
    assert first == second != of_others


def test_a_patient_without_a_number_is_not_the_member_of_the_consultation_s_number():
    """A server that keeps both documents would make one patient of the two."""
    unnumbered = replace(
        CONSULTATION, consultation_id=2004, target=Member(None, "李"), team=Team(None, "内科")
    )
    numbered = replace(CONSULTATION, team=Team(2004, "外科"))
    for kind in ("Patient", "Organization"):
        (one,) = resources(telling(consultation=unnumbered), kind)
        (other,) = resources(telling(consultation=numbered), kind)
        assert one["id"] != other["id"]


def test_a_mother_of_two_patients_is_a_relative_of_each():
    """A RelatedPerson names one patient (R4, 8.6): one id for both would leave one of them."""
    related = [
        resources(telling(consultation=replace(CONSULTATION, target=child)), "RelatedPerson")[0]
        for child in (Member(2004, "王小宝"), Member(2005, "王小贝"))
    ]
    assert related[0]["id"] != related[1]["id"]
    assert related[0]["identifier"] == related[1]["identifier"]
