"""From consultations that are over to what is painted of them, put into words when first seen."""

from collections.abc import Callable

from workstation.domain.consultation import Consultation
from workstation.domain.ids import ConsultationId
from workstation.ui.consultation_row.row_data import QueueRowData
from workstation.ui.consultation_row.row_texts import VoiceLength, spoken_preview, symptom_preview
from workstation.ui.conversation.head import who_asks
from workstation.ui.kit.painting.initials import initials
from workstation.ui.kit.strings import formats, tr
from workstation.ui.kit.strings.catalogue import catalogue
from workstation.ui.kit.theme import Icon

MAX_ROWS = 2_000


class HistoryRowCache:
    """Gives rows' data, and keeps those seen lately; ``clear`` when they may be others.

    ``has_draft`` says whether there is one of a consultation that was not sent.
    """

    def __init__(
        self,
        now_ms: Callable[[], int],
        voice_length: VoiceLength,
        has_draft: Callable[[ConsultationId], bool] = lambda _: False,
    ) -> None:
        self._now_ms, self._voice_length, self._has_draft = now_ms, voice_length, has_draft
        self._rows: dict[ConsultationId, tuple[Consultation, bool, QueueRowData]] = {}
        self._cache_key: object = None

    def row_data(self, consultation: Consultation) -> QueueRowData:
        """The face of a consultation in the language, on the day and in the zone in force."""
        now_ms = self._now_ms()
        now = formats.local(now_ms)
        cache_key = (catalogue.language, now.date(), now.utcoffset())
        if cache_key != self._cache_key or len(self._rows) > MAX_ROWS:
            self.clear()
            self._cache_key = cache_key
        has_draft = self._has_draft(consultation.consultation_id)
        cached = self._rows.get(consultation.consultation_id)
        if cached is None or cached[0] is not consultation or cached[1] is not has_draft:
            length_of = self._voice_length
            row = history_row_data(consultation, now_ms, length_of, has_draft=has_draft)
            cached = self._rows[consultation.consultation_id] = (consultation, has_draft, row)
        return cached[2]

    def clear(self) -> None:
        """Something that faces show is different now."""
        self._rows.clear()


def history_row_data(
    consultation: Consultation, now_ms: int, voice_length: VoiceLength, *, has_draft: bool = False
) -> QueueRowData:
    """One row: people, the matter, when on its day it began, the team, how many pictures.

    A draft that was not sent is a tag beside the team.
    """
    name = consultation.patient_name or tr("queue.no_name")
    byline, team = who_asks(consultation), consultation.team.name
    preview = symptom_preview(consultation, voice_length)
    created = consultation.created_ms
    pictures = len(consultation.pictures)
    began = formats.day(created, now_ms) if created is not None else ""
    tags = (tr("history.unsent_tag"),) if has_draft else ()
    parts = (name, *tags, began, byline, spoken_preview(preview), team, _pictures(pictures))
    return QueueRowData(
        key=consultation.consultation_id,
        member_id=consultation.target.member_id,
        initials=initials(consultation.target.name or name),
        name=name,
        byline=byline,
        time=formats.clock_time(created) if created is not None else "",
        preview=preview,
        team=team,
        tail=str(pictures) if pictures else "",
        tail_icon=Icon.IMAGE if pictures else None,
        labels=tags,
        is_numbered=consultation.target.has_namesake,
        spoken=tr("queue.comma").join(part for part in parts if part),
    )


def _pictures(count: int) -> str:
    return tr("queue.pictures", count=count) if count else ""
