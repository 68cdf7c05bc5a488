"""A consultation and its conversation made into a record, in the current language.

Pictures are numbered in the order in which the record's parts are made: those of the symptom
first, then those of the conversation. The counter is the builder's own, so the parts are made in
the order of the page and each once; a second look at a part would number its pictures anew.

The record says of itself what it lacks: a gap stands in its place and is counted at the head, a
voice is named with its length, and what was not sent says so. A closing summary counts only while
the message that it became is there: one that was retracted is told no more.

Tests: ``test_pictures_are_numbered_through_the_whole_record``,
``test_a_gap_is_named_in_its_place_and_at_the_head``, ``test_what_was_not_sent_says_so_and_why``,
``test_a_summary_whose_message_is_gone_is_told_no_more``.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import field
from datetime import tzinfo
from functools import partial
from itertools import count
from typing import assert_never

from workstation.domain.bookmarks import Bookmarks
from workstation.domain.changes import Gap, Timeline
from workstation.domain.closing import KeptSummary
from workstation.domain.consultation import Consultation, SymptomKind
from workstation.domain.message import Amending, Attachment, Message, MessageKind, SpeakerRole
from workstation.domain.message_kinds import TRAITS
from workstation.domain.redaction import NOTHING_REDACTED, Redaction
from workstation.domain.text_direction import in_sentence
from workstation.domain.value import Value
from workstation.store.timeline_rows import TimelineRows
from workstation.ui.conversation.details.pane import status_text
from workstation.ui.conversation.details.rows import DoctorCard
from workstation.ui.conversation.timeline.bookmark_lines import bookmark_text
from workstation.ui.conversation.timeline.file_card import written_name
from workstation.ui.conversation.timeline.items import (
    DayItem,
    GapItem,
    MessageItem,
    TimelineItem,
    items,
)
from workstation.ui.conversation.timeline.message_facts import (
    DOCTORS,
    media_address,
    speaker_name,
)
from workstation.ui.conversation.timeline.message_state import withdrawn_text
from workstation.ui.conversation.timeline.quote_text import quote_sentence
from workstation.ui.kit.strings import formats, tr
from workstation.ui.record import times
from workstation.ui.record.content import (
    Figure,
    Record,
    RecordDay,
    RecordGap,
    RecordLine,
    RecordMessage,
    RecordSummary,
    RecordSymptom,
)
from workstation.ui.record.day_headings import DayHeadings
from workstation.ui.record.excerpt import Excerpt, LeftOut, cut_out
from workstation.ui.record.message_notes import note_text, state_text
from workstation.ui.record.redaction_notes import file_note, photo_note
from workstation.ui.record.summary_text import summary_parts


class RecordSource(Value):
    """Everything a record is made from.

    ``lengths`` are those of recordings, in milliseconds by address, ``bookmarks`` those in them.
    ``maker`` is the doctor's name. With an ``excerpt`` only what it names is told.
    ``redaction`` is what was kept out of all of it already, and of its photos and files, and
    ``redacted`` the sentence that says so.
    ``zone`` is the computer's own time zone unless given.
    """

    consultation: Consultation
    doctors: tuple[DoctorCard, ...]
    conversation: Timeline = field(repr=False)
    summary: KeptSummary = field(repr=False)
    maker: str
    now_ms: int
    lengths: Mapping[str, int] = field(default_factory=dict, repr=False)
    zone: tzinfo | None = None
    bookmarks: Bookmarks = field(default_factory=dict, repr=False)
    excerpt: Excerpt | None = None
    redaction: Redaction = NOTHING_REDACTED
    redacted: str = ""


def voices_of(consultation: Consultation, conversation: Timeline) -> Iterator[str]:
    """The addresses of all recordings."""
    if consultation.symptom.kind is SymptomKind.VOICE:
        yield consultation.symptom.content
    for message in (*conversation.messages, *conversation.unsent):
        if TRAITS.of(message.kind).is_played:
            yield media_address(message)


def build_record(source: RecordSource) -> Record:
    """The record of a consultation, at ``source.now_ms``."""
    return RecordBuilder(source).build()


class RecordBuilder:
    """Builds one record; its pictures are numbered in the order in which parts are built."""

    def __init__(self, source: RecordSource) -> None:
        self._source = source
        self._consultation, self._zone = source.consultation, source.zone
        self._moment = partial(times.moment_from, now_ms=source.now_ms, zone=source.zone)
        self._numbers = count(1)

    def build(self) -> Record:
        """The whole record."""
        source, number = self._source, self._consultation.consultation_id
        symptom = self._symptom() if self._is_chosen("card") else None
        lines = tuple(self._lines())
        moment = times.moment(source.now_ms, self._zone)
        figures = next(self._numbers) - 1
        message_count = sum(isinstance(line, RecordMessage) for line in lines)
        return Record(
            number=number,
            title=tr("record.title" if source.excerpt is None else "record.excerpt"),
            target=self._consultation.target.name or tr("queue.no_name"),
            facts=tuple(self._facts()),
            symptom=symptom,
            summary=self._summary(),
            lines=lines,
            warning=self._warning(),
            ending=self._ending(message_count, figures),
            made=tr("record.made", name=source.maker or tr("record.nobody"), moment=moment),
            heading=tr("record.conversation"),
            redacted=source.redacted,
        )

    def _is_chosen(self, key: Hashable) -> bool:
        return self._source.excerpt is None or key in self._source.excerpt

    def _facts(self) -> Iterator[tuple[str, str]]:
        consultation = self._consultation
        created = consultation.created_ms
        yield tr("details.target"), consultation.target.name or tr("queue.no_name")
        creator = consultation.creator.name or tr("queue.no_name")
        yield tr("details.creator"), tr("queue.for_self") if consultation.for_self else creator
        yield tr("details.team"), consultation.team.name or tr("record.unknown")
        yield tr("record.doctors"), self._doctors()
        begun = self._moment(created) if created is not None else tr("record.unknown")
        yield tr("details.created"), begun
        yield tr("details.status"), status_text(consultation.status) or tr("record.unknown")
        yield tr("details.number"), str(consultation.consultation_id)
        yield tr("record.zone"), times.offset(self._source.now_ms, self._zone)

    def _doctors(self) -> str:
        names = [
            tr("record.doctor_title", name=card.name, title=card.title) if card.title else card.name
            for card in self._source.doctors
        ]
        return tr("record.comma").join(names) or tr("record.unknown")

    def _symptom(self) -> RecordSymptom:
        consultation, symptom = self._consultation, self._consultation.symptom
        figures = tuple(map(self._figure, consultation.pictures))
        created = consultation.created_ms
        when = self._moment(created) if created is not None else ""
        byline = " · ".join(filter(None, (in_sentence(consultation.creator.name), when)))
        match symptom.kind:
            case SymptomKind.VOICE:
                return RecordSymptom(byline, "", self._voice(symptom.content, None), figures)
            case SymptomKind.IMAGE:
                return RecordSymptom(byline, "", "", figures)
            case SymptomKind.UNKNOWN:
                note = tr("conversation.card.unknown", kind=symptom.declared)
                return RecordSymptom(byline, symptom.content, note, figures)
            case _:
                nothing = "" if symptom.content.strip() or figures else tr("record.no_symptom")
                return RecordSymptom(byline, symptom.content, nothing, figures)

    def _lines(self) -> Iterator[RecordLine]:
        ordered = TimelineRows()
        ordered.replace(self._source.conversation)
        rows: Iterable[TimelineItem | LeftOut] = items(ordered, None, zone=self._zone)
        if self._source.excerpt is not None:
            rows = cut_out(items(ordered, None, zone=self._zone), self._source.excerpt)
        headings = DayHeadings(self._source.now_ms, self._zone)
        for item in rows:
            match item:
                case LeftOut(count=count):
                    yield RecordGap(tr("record.left_out", count=count))
                case DayItem():
                    headings.begin_day()
                case GapItem(gap=gap):
                    yield RecordGap(_gap_text(gap))
                case MessageItem(message=message, opens=opens):
                    heading = headings.above(message.at_ms)
                    if heading:
                        yield RecordDay(heading)
                    yield self._message(message, opens=opens or bool(heading))

    def _content_by_kind(
        self, message: Message, attachment: Attachment
    ) -> tuple[str, Figure | None, bool]:
        """The words of a message with an attachment, its figure, and whether they are faint."""
        match message.kind:
            case MessageKind.TEXT:
                return message.text, None, False
            case MessageKind.IMAGE:
                return "", self._figure(media_address(message)), True
            case MessageKind.VOICE:
                return self._voice(media_address(message), attachment.duration_ms), None, True
            case MessageKind.FILE:
                return self._file(message, attachment), None, True
        assert_never(message.kind)

    def _message(self, message: Message, *, opens: bool) -> RecordMessage:
        text, figure, faint = message.text, None, True
        if message.retracted:
            text = self._withdrawn(message)
        elif message.unreadable:
            text = tr("conversation.unreadable")
        elif message.attachment is None:
            faint = False
        else:
            text, figure, faint = self._content_by_kind(message, message.attachment)
        return RecordMessage(
            name=speaker_name(message),
            role=self._role(message),
            time=formats.clock_time(message.at_ms, self._zone),
            text=text,
            state=state_text(message),
            note=note_text(message),
            quote=quote_sentence("record.quote", message.quote) if message.quote else "",
            figure=figure,
            opens=opens,
            doctor=message.speaker.role in DOCTORS,
            faint=faint,
        )

    def _withdrawn(self, message: Message) -> str:
        if message.amended_ms is None or message.amending is Amending.WITHDRAWING:
            return withdrawn_text(message)
        moment = self._moment(message.amended_ms)
        return tr("conversation.retracted_at", time=moment)

    def _role(self, message: Message) -> str:
        match message.speaker.role:
            case SpeakerRole.ME | SpeakerRole.COLLEAGUE:
                return tr("conversation.doctor")
            case SpeakerRole.PATIENT:
                return tr("details.target") if self._consultation.for_self else tr("record.creator")
            case SpeakerRole.OTHER:
                return tr("record.member")
            case _:
                return ""

    def _voice(self, url: str, length_ms: int | None) -> str:
        duration_ms = length_ms or self._source.lengths.get(url)
        if not duration_ms:
            lines = [tr("record.voice_unknown")]
        else:
            lines = [tr("record.voice", length=formats.voice_length(duration_ms))]
        lines += map(bookmark_text, self._source.bookmarks.get(url, ()))
        lines.append(file_note(self._source.redaction, url))
        return "\n".join(filter(None, lines))

    def _figure(self, url: str) -> Figure:
        return Figure(next(self._numbers), url, photo_note(self._source.redaction, url))

    def _file(self, message: Message, attachment: Attachment) -> str:
        name = written_name(attachment)
        size = formats.byte_size(attachment.size) if attachment.size is not None else ""
        text = tr("record.file" if size else "record.file_unsized", name=name, size=size)
        left_out = file_note(self._source.redaction, media_address(message))
        return "\n".join(filter(None, (text, left_out)))

    def _summary(self) -> RecordSummary | None:
        """The sent summary, if the conversation still has the message that it became."""
        stored = self._source.summary
        messages = (*self._source.conversation.messages, *self._source.conversation.unsent)
        message = next(
            (candidate for candidate in messages if candidate.origin_id == stored.origin_id), None
        )
        if stored.sent is None or message is None or message.retracted:
            return None
        if not self._is_chosen(message.key):
            return None
        today = formats.local(stored.sent_ms, self._zone).date()
        moment = self._moment(stored.sent_ms)
        key = "record.summary_sent" if message.position is not None else "record.summary_waits"
        return RecordSummary(tuple(summary_parts(stored.sent, today)), tr(key, moment=moment))

    def _warning(self) -> str:
        conversation = self._source.conversation
        if self._source.excerpt is not None:
            return tr("record.excerpt_note")
        if conversation.gaps:
            return tr("record.incomplete", count=len(conversation.gaps))
        nothing = not conversation.messages and not conversation.unsent
        return tr("record.no_messages") if nothing else ""

    def _ending(self, message_count: int, figures: int) -> str:
        messages, pictures = (
            tr("record.messages", count=message_count),
            tr("record.pictures", count=figures),
        )
        return tr("record.ending", messages=messages, pictures=pictures)


def _gap_text(gap: Gap) -> str:
    return tr("record.gap") if gap.loadable else tr("conversation.gap.lost")
