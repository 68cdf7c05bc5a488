"""A word that is kept out of a copy, in every place of a consultation that holds words."""

from dataclasses import fields, is_dataclass, replace
from enum import Enum

from tests.ui.record.samples import MATTER, MYSELF, ROOM, make_message, source
from workstation.domain.bookmarks import Bookmark
from workstation.domain.closing import ClosingSummary, KeptSummary
from workstation.domain.consultation import Symptom, SymptomKind
from workstation.domain.mentions import Mention
from workstation.domain.message import (
    Attachment,
    Delivery,
    MessageKind,
    Quote,
    Speaker,
    SpeakerRole,
)
from workstation.domain.people import Member
from workstation.domain.redaction import Redaction
from workstation.ui.record.redacted_source import redact_source

WORD = "刘婶"
NEIGHBOUR = Speaker(3001, SpeakerRole.OTHER, WORD)
PAPER = Attachment("https://a.example/f.pdf", "application/pdf", f"{WORD}的化验.pdf")
VOICE = "https://a.example/1.amr"
PLACES = 20


def strings(whole, place=""):
    """Every string within it, with the way to it: unlike the product, whatever holds it."""
    if isinstance(whole, str):
        yield place, whole
    elif is_dataclass(whole) and not isinstance(whole, Enum):
        for each in fields(whole):
            yield from strings(getattr(whole, each.name), f"{place}.{each.name}")
    elif isinstance(whole, dict):
        for key, inner in whole.items():
            yield from strings((key, inner), place)
    elif isinstance(whole, tuple | frozenset):
        for inner in whole:
            yield from strings(inner, place)


def places_of_word(whole):
    """The ways to every string that holds it."""
    return sorted(place for place, text in strings(whole) if WORD in text)


def full_of_it():
    """A consultation that holds the word wherever somebody can have written it."""
    quoted = make_message(1, f"{WORD}说", NEIGHBOUR, earlier=(WORD, f"{WORD}啊"))
    answer = Quote("o1", f"{WORD}说", quoted)
    mention = (Mention(1001, 4, 8),)
    whole = source(
        quoted,
        make_message(2, f"谢谢{WORD}@林若川", MYSELF, quote=answer, mentions=mention),
        make_message(3, kind=MessageKind.FILE, attachment=PAPER),
        unsent=(make_message(4, f"问{WORD}", MYSELF, delivery=Delivery.QUEUED),),
        summary=KeptSummary(ROOM, sent=ClosingSummary(WORD, WORD, WORD, follow_up=f"{WORD}来")),
        symptom=Symptom(SymptomKind.TEXT, f"{WORD}，{MATTER}"),
        bookmarks={VOICE: (Bookmark(1_000, f"{WORD}的声音"),)},
    )
    creator, target = Member(2003, WORD), Member(2004, f"小{WORD}")
    named = replace(whole.consultation, creator=creator, target=target)
    return replace(whole, consultation=named)


def test_a_word_is_in_no_string_of_what_a_package_is_made_from():
    whole = full_of_it()
    assert len(places_of_word(whole)) == PLACES
    redacted = redact_source(whole, Redaction(words=(WORD,)))
    assert places_of_word(replace(redacted, redaction=Redaction())) == []
    assert f"文字 {PLACES} 处" in redacted.redacted


def test_a_mention_is_at_no_other_place_of_a_text_that_is_shorter_now():
    redacted = redact_source(full_of_it(), Redaction(words=(WORD,)))
    assert [message.mentions for message in redacted.conversation.messages] == [(), (), ()]


def test_the_address_of_a_recording_stays_so_that_its_file_is_there():
    kinds = (SymptomKind.VOICE, SymptomKind.IMAGE)
    there = [source(symptom=Symptom(kind, VOICE)) for kind in kinds]
    redacted = [redact_source(whole, Redaction(words=("1.amr",))) for whole in there]
    assert [whole.consultation.symptom.content for whole in redacted] == [VOICE, VOICE]
