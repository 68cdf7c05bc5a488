"""The structured data: what each part of a consultation becomes, and that it holds together."""

import json
import re
from dataclasses import replace
from datetime import datetime

import pytest

from tests.evidence.samples import (
    CONSULTATION,
    PACKED,
    PAPER,
    PHOTO,
    SOURCE,
    VOICE,
    ZONE,
    document,
    message,
    message_of,
    resources,
)
from workstation.domain.changes import Place, Timeline
from workstation.domain.consultation import Symptom, SymptomKind
from workstation.domain.people import Member, Team
from workstation.domain.redaction import PhotoRedaction, PixelBox, Redaction
from workstation.evidence.fhir.document import document_of

HOSTILE = message(21, "\x00\ud800\u202e<script>", position=21)


def references(part):
    """Every reference inside."""
    if isinstance(part, dict):
        if isinstance(part.get("reference"), str):
            yield part["reference"]
        for inner in part.values():
            yield from references(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from references(inner)


def empty_parts(part, place=""):
    """Where a list, object or text without content stands."""
    if part in ([], {}, "", None):
        yield place
    if isinstance(part, dict | list):
        for name, inner in part.items() if isinstance(part, dict) else enumerate(part):
            yield from empty_parts(inner, f"{place}/{name}")


SOURCES = {
    "everything": SOURCE,
    "nothing": replace(
        SOURCE, conversation=Timeline((), (), (), False, False), doctors=(), summary_id=None
    ),
    "nobody": replace(
        SOURCE,
        place=None,
        maker="",
        consultation=replace(
            CONSULTATION,
            creator=Member(None, ""),
            target=Member(None, ""),
            team=Team(None, ""),
            created_ms=None,
            images=(),
            symptom=Symptom(SymptomKind.TEXT, ""),
        ),
    ),
    "spoken": replace(
        SOURCE,
        place=Place.HISTORY,
        consultation=replace(CONSULTATION, symptom=Symptom(SymptomKind.VOICE, VOICE)),
    ),
    "redacted": replace(
        SOURCE,
        words=replace(SOURCE.words, redaction="遮盖", redacted="遮盖了 <部分>"),
        redaction=Redaction(
            {PHOTO: PhotoRedaction("00" * 32, (PixelBox(1, 2, 3, 4), PixelBox(5, 6, 7, 8)))},
            frozenset({VOICE, PAPER}),
        ),
    ),
    "hostile": replace(SOURCE, conversation=Timeline((HOSTILE, HOSTILE), (), (), False, False)),
}


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
def test_every_document_is_valid_fhir(source):
    """As R4B, which differs from R4 in no resource that is used here."""
    fhir = pytest.importorskip(
        "fhir.resources.R4B.bundle", reason="an environment of before it was among the requirements"
    )
    fhir.Bundle.model_validate(document(source))


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
def test_nothing_in_a_document_is_empty(source):
    """FHIR knows no empty list, object or string (R4, 2.6.2), which the models let pass."""
    assert not list(empty_parts(document(source)))


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
def test_every_reference_leads_into_the_document(source):
    bundle = document(source)
    ids = [entry["fullUrl"] for entry in bundle["entry"]]
    assert len({*ids}) == len(ids)
    assert {*references(bundle)} <= {*ids}
    assert bundle["entry"][0]["resource"]["resourceType"] == "Composition"


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
def test_everything_is_reached_from_the_composition(source):
    """But Provenance, which leads to what it is about (R4, 3.3.1)."""
    bundle = document(source)
    by_id = {entry["fullUrl"]: entry["resource"] for entry in bundle["entry"]}
    reached, ahead = set(), [bundle["entry"][0]["fullUrl"]]
    ahead += [name for name, each in by_id.items() if each["resourceType"] == "Provenance"]
    while ahead:
        name = ahead.pop()
        if name not in reached:
            reached.add(name)
            ahead += references(by_id[name])
    assert reached == {*by_id}


def test_the_same_consultation_gets_the_same_ids_and_another_platform_s_others():
    first = [entry["fullUrl"] for entry in document()["entry"]]
    again = [entry["fullUrl"] for entry in document(packed={})["entry"]]
    elsewhere = document(replace(SOURCE, platform="https://other.example"))["entry"]
    assert first == again
    assert not {*first} & {entry["fullUrl"] for entry in elsewhere}


def test_no_file_takes_over_the_id_of_one_that_was_withdrawn():
    """A system that knows files by their ids would show the one in place of the other."""
    photo, voice = resources(document(), "Media")
    left = replace(SOURCE, consultation=replace(CONSULTATION, images=()))
    messages = tuple(
        replace(each, attachment=None, retracted=True) if each.origin_id == "o5" else each
        for each in SOURCE.conversation.messages
    )
    left = replace(left, conversation=replace(SOURCE.conversation, messages=messages))
    assert [each["id"] for each in resources(document(left), "Media")] == [voice["id"]]
    assert photo["id"] != voice["id"]


def test_no_text_holds_what_a_string_of_fhir_may_not():
    """R4, 2.24.0.1: below 32 only tab and line ends. Databases of JSON refuse NUL, XML all."""
    strange = "\x00\x01\x1f\ufffe\ud800"
    source = replace(
        SOURCES["hostile"],
        maker=f"林{strange}",
        consultation=replace(
            CONSULTATION,
            target=Member(2004, f"王{strange}"),
            symptom=Symptom(SymptomKind.TEXT, f"痒{strange}\x0c三天\r\n不退"),
        ),
    )
    content = document_of(source, PACKED).decode("utf-8")
    texts = json.dumps(json.loads(content), ensure_ascii=False)
    assert not re.search(r"\\u00[01]", texts)
    assert not set(texts) & set(strange)
    (composition,) = resources(json.loads(content), "Composition")
    assert "三天<br/>不退" in composition["section"][0]["text"]["div"]


def test_the_symptom_s_words_are_those_that_were_written():
    """Joined signs stay joined: an emoji of a family, Persian. Nothing turns the line around."""
    written = "👩\u200d⚕️　می\u200cخواهم"
    source = replace(
        SOURCE,
        consultation=replace(
            CONSULTATION, symptom=Symptom(SymptomKind.TEXT, f"{written}\u202e1\u200f2\u061c3\u2066")
        ),
    )
    (composition,) = resources(document(source), "Composition")
    assert f"<p>{written}123</p>" in composition["section"][0]["text"]["div"]


def test_the_document_is_a_later_one_when_it_is_made_later():
    later = replace(SOURCE, now_ms=SOURCE.now_ms + 1)
    assert document()["identifier"] != document(later)["identifier"]


def test_every_moment_has_its_offset():
    bundle = document()
    assert bundle["timestamp"] == "2026-11-28T10:30:00.000+08:00"
    (encounter,) = resources(bundle, "Encounter")
    assert datetime.fromisoformat(encounter["period"]["start"]).utcoffset() == ZONE.utcoffset(None)


def test_a_correction_leads_to_what_was_said_before():
    bundle = document()
    now, before = message_of(bundle, "先停芒果"), message_of(bundle, "先停苹果")
    assert (now["status"], before["status"]) == ("completed", "entered-in-error")
    (change,) = [
        each
        for each in resources(bundle, "Provenance")
        if each["target"] == [{"reference": f"urn:uuid:{now['id']}"}]
    ]
    assert change["occurredDateTime"] == "2026-11-28T10:29:00.000+08:00"
    assert [each["role"] for each in change["entity"]] == ["revision", "revision"]
    assert change["entity"][0]["what"]["reference"] == f"urn:uuid:{before['id']}"
    assert change["activity"]["coding"][0]["code"] == "UPDATE"
    assert change["agent"][0]["who"] == now["sender"]


def test_a_withdrawn_message_says_nothing_but_what_it_said_is_there():
    bundle = document()
    withdrawn = [
        each
        for each in resources(bundle, "Communication")
        if each.get("statusReason", {}).get("text") == "withdrawn by its sender"
    ]
    assert [each.get("payload") for each in withdrawn] == [None]
    assert message_of(bundle, "打错了")["status"] == "entered-in-error"


def test_an_answer_leads_to_what_it_answers():
    bundle = document()
    answer, asked = message_of(bundle, "三天后复诊"), message_of(bundle, "又痒了 <b>&")
    assert answer["inResponseTo"] == [{"reference": f"urn:uuid:{asked['id']}"}]


def test_what_was_not_sent_is_not_said_to_be():
    waiting = message_of(document(), "还没发出")
    assert (waiting["status"], "sent" in waiting) == ("not-done", False)


def test_originals_lie_in_the_package_under_their_hash():
    bundle = document()
    photo, voice = resources(bundle, "Media")
    assert photo["content"] == {"contentType": "image/jpeg", "url": "originals/0001.jpg", "size": 5}
    assert voice["identifier"][0]["value"].startswith("ni:///sha-256;_____")
    (paper,) = resources(bundle, "DocumentReference")
    assert "_url" in paper["content"][0]["attachment"]


def test_who_asks_for_another_is_a_related_person():
    bundle = document()
    (patient,) = resources(bundle, "Patient")
    (mother,) = resources(bundle, "RelatedPerson")
    assert patient["name"] == [{"text": "王小宝"}]
    assert mother["patient"] == {"reference": f"urn:uuid:{patient['id']}"}
    assert message_of(bundle, "又痒了 <b>&")["sender"] == {"reference": f"urn:uuid:{mother['id']}"}


def test_a_doctor_who_started_it_is_no_relative():
    started = replace(CONSULTATION, creator=Member(1001, "林若川"))
    bundle = document(replace(SOURCE, consultation=started))
    (doctor, colleague) = resources(bundle, "Practitioner")
    assert (doctor["name"], colleague["name"]) == ([{"text": "林若川"}], [{"text": "周舟"}])
    assert not resources(bundle, "RelatedPerson")


def test_a_doctor_who_is_the_patient_takes_part_as_both():
    """Of an Encounter no Patient is a participant (R4, 8.11.4)."""
    source = replace(SOURCE, consultation=replace(CONSULTATION, target=Member(1001, "林若川")))
    bundle = document(source)
    (patient,) = resources(bundle, "Patient")
    doctor, *_others = resources(bundle, "Practitioner")
    (encounter,) = resources(bundle, "Encounter")
    reference = {"reference": f"urn:uuid:{doctor['id']}"}
    assert doctor["id"] != patient["id"]
    assert encounter["participant"] == [{"individual": reference}]
    assert resources(bundle, "Composition")[0]["author"] == [reference]
    assert message_of(bundle, "先停芒果")["sender"] == reference


def test_a_speaker_whom_nobody_vouches_for_is_nobody():
    assert "reference" not in message_of(document(), "系统")["sender"]


def test_the_symptom_leads_to_its_photos_and_its_words_have_no_markup():
    (composition,) = resources(document(), "Composition")
    (symptom,) = [each for each in composition["section"] if each["title"] == "症状描述"]
    assert "<p>皮疹 &lt;3 天&gt;</p>" in symptom["text"]["div"]
    assert symptom["entry"] == [
        {"reference": f"urn:uuid:{resources(document(), 'Media')[0]['id']}"}
    ]
    titles = [section["title"] for section in composition["section"]]
    assert titles == ["症状描述", "小结", "对话", "缺少的消息", "更正或撤回前的内容", "原件"]


def test_what_was_redacted_is_labelled_and_where_is_told():
    packed = {PHOTO: PACKED[PHOTO], VOICE: None, PAPER: None}
    bundle = document(SOURCES["redacted"], packed)
    (composition,) = resources(bundle, "Composition")
    photo, voice = resources(bundle, "Media")
    (paper,) = resources(bundle, "DocumentReference")
    for part in (bundle, composition, photo, voice, paper):
        assert [each["code"] for each in part["meta"]["security"]] == ["REDACTED"]
    assert photo["note"][0]["text"].endswith("1 2 3 4; 5 6 7 8")
    for attachment in (voice["content"], paper["content"][0]["attachment"]):
        assert attachment["_url"]["extension"][0]["valueCode"] == "masked"
    assert "遮盖" in [section["title"] for section in composition["section"]]
    plain = document()
    assert "REDACTED" not in json.dumps(plain)
