"""The same consultation without the words that the doctor keeps out of a copy.

Everything of a package is made from what comes out of here, the pages and the data alike; so a
word is in neither, or this module has passed over one of its places. Names of doctors, the
platform's numbers and the addresses of files stay: the first two say whose record it is, the last
is in no package.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace

from workstation.domain.bookmarks import Bookmarks
from workstation.domain.changes import Timeline
from workstation.domain.closing import ClosingSummary, KeptSummary
from workstation.domain.consultation import Consultation
from workstation.domain.evidence import Original, OriginalKind
from workstation.domain.identifiers import Identifier, IdentifierKind, find_identifiers
from workstation.domain.message import Attachment, Message, Quote
from workstation.domain.message_kinds import TRAITS, ByKind
from workstation.domain.redaction import ComparedText, Redaction, WordMask
from workstation.domain.text_direction import in_sentence
from workstation.services.evidence import package_originals
from workstation.ui.conversation.timeline.file_card import written_name
from workstation.ui.conversation.timeline.message_facts import DOCTORS, name_of
from workstation.ui.kit.strings import tr
from workstation.ui.record import times
from workstation.ui.record.record_builder import RecordSource
from workstation.ui.record.redaction_notes import redaction_text
from workstation.ui.redaction.offers import FileOffer, RedactionOffers, WordOffer

Change = Callable[[str], str]
MIN_NAME_CHARACTERS = 2
"""A name of one character stands in too many words."""
MAX_OFFERED_WORDS = 300
"""Each is counted in all texts and has a line; a message may be made of nothing but numbers."""

# A picture and a recording are called by what they are, never by the name of their file.
_WRITES_FILE_NAME = ByKind(text=False, image=False, voice=False, file=True)


def redact_source(source: RecordSource, redaction: Redaction) -> RecordSource:
    """The source without the words, and with what else is kept out of it noted."""
    mask = WordMask(redaction.words, tr("redaction.mark"))
    places = sum(map(mask.count, texts_of(source)))
    redacted = redaction_text(redaction, places)
    return replace(_change_texts(source, mask.apply), redaction=redaction, redacted=redacted)


def texts_of(source: RecordSource) -> list[str]:
    """Every text that a word may be kept out of."""
    texts: list[str] = []

    def collect(text: str) -> str:
        texts.append(text)
        return text

    _change_texts(source, collect)
    return texts


def offers_of(source: RecordSource) -> RedactionOffers:
    """Everything in it that a doctor may want to keep out."""
    texts = tuple(texts_of(source))
    offers: dict[OriginalKind, list[FileOffer]] = {kind: [] for kind in OriginalKind}
    for original in package_originals(source.consultation, source.conversation):
        of_kind = offers[original.kind]
        of_kind.append(FileOffer(original.url, _caption(original, len(of_kind) + 1, source)))
    files = (*offers[OriginalKind.VOICE], *offers[OriginalKind.DOCUMENT])
    candidates, compared = _offered_words(source, texts), tuple(map(ComparedText, texts))
    words = tuple(
        WordOffer(identifier, sum(map(WordMask((identifier.text,), "").count, compared)))
        for identifier in candidates[:MAX_OFFERED_WORDS]
    )
    photos, goes_on = tuple(offers[OriginalKind.PHOTO]), len(candidates) > len(words)
    return RedactionOffers(photos, words, files, texts, words_go_on=goes_on)


def _caption(original: Original, number: int, source: RecordSource) -> str:
    """The caption of a photo or file: who sent it when, told as the record tells it."""
    name = name_of(original.speaker) if original.speaker is not None else tr("record.symptom")
    sent = original.at_ms
    moment = times.moment(sent, source.zone) if sent is not None else tr("record.unknown")
    kind = tr(f"redaction.original.{original.kind.value}", number=number)
    return f"{kind} · {in_sentence(name)} · {moment}"


def _offered_words(source: RecordSource, texts: Iterable[str]) -> list[Identifier]:
    """The words that are offered: names of patient and asker, then what the rules find."""
    consultation = source.consultation
    names = (consultation.target.name.strip(), consultation.creator.name.strip())
    offered = [
        Identifier(IdentifierKind.NAME, name)
        for name in dict.fromkeys(names)
        if len(name) >= MIN_NAME_CHARACTERS
    ]
    by_rules = dict.fromkeys(identifier for text in texts for identifier in find_identifiers(text))
    return [*offered, *by_rules]


def _change_texts(source: RecordSource, change: Change) -> RecordSource:
    return replace(
        source,
        consultation=_consultation(source.consultation, change),
        conversation=_conversation(source.conversation, change),
        summary=_kept_summary(source.summary, change),
        bookmarks=_bookmarks(source.bookmarks, change),
    )


def _consultation(consultation: Consultation, change: Change) -> Consultation:
    symptom, target, creator = consultation.symptom, consultation.target, consultation.creator
    if symptom.written:
        symptom = replace(symptom, content=change(symptom.content))
    return replace(
        consultation,
        symptom=symptom,
        target=replace(target, name=change(target.name)),
        creator=replace(creator, name=change(creator.name)),
    )


def _conversation(conversation: Timeline, change: Change) -> Timeline:
    return replace(
        conversation,
        messages=tuple(_message(message, change) for message in conversation.messages),
        unsent=tuple(_message(message, change) for message in conversation.unsent),
    )


def _message(message: Message, change: Change) -> Message:
    speaker, attachment, quote = message.speaker, message.attachment, message.quote
    is_written = attachment is None or not TRAITS.of(message.kind).carries_file
    if speaker.role not in DOCTORS:
        speaker = replace(speaker, name=change(speaker.name))
    if attachment is not None and _WRITES_FILE_NAME.of(message.kind):
        attachment = _file(attachment, change)
    return replace(
        message,
        speaker=speaker,
        text=change(message.text) if is_written else message.text,
        earlier=tuple(map(change, message.earlier)),
        attachment=attachment,
        quote=_quote(quote, change) if quote is not None else None,
        # Their places are those of the text as it was.
        mentions=(),
    )


def _quote(quote: Quote, change: Change) -> Quote:
    quoted = _message(quote.message, change) if quote.message is not None else None
    return replace(quote, excerpt=change(quote.excerpt), message=quoted)


def _file(attachment: Attachment, change: Change) -> Attachment:
    """The file with its name changed; one without a name is called after its address."""
    return replace(attachment, name=change(written_name(attachment)))


def _kept_summary(summary: KeptSummary, change: Change) -> KeptSummary:
    return replace(summary, sent=_summary(summary.sent, change) if summary.sent else None)


def _summary(summary: ClosingSummary, change: Change) -> ClosingSummary:
    return replace(
        summary,
        assessment=change(summary.assessment),
        advice=change(summary.advice),
        prescription=change(summary.prescription),
        follow_up=change(summary.follow_up),
    )


def _bookmarks(bookmarks: Bookmarks, change: Change) -> Bookmarks:
    return {
        url: tuple(replace(mark, note=change(mark.note)) for mark in marks)
        for url, marks in bookmarks.items()
    }
