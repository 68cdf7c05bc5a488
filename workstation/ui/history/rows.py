"""The row data of ended consultations, built when a row is first painted."""

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
    """Caches the row data of ended consultations; ``clear`` when they may differ.

    ``has_draft`` says whether a consultation has a draft, ``count_unsent`` how many of its messages
    were not sent.
    """

    def __init__(
        self,
        now_ms: Callable[[], int],
        voice_length: VoiceLength,
        has_draft: Callable[[ConsultationId], bool],
        count_unsent: Callable[[ConsultationId], int],
    ) -> None:
        self._now_ms, self._voice_length = now_ms, voice_length
        self._has_draft, self._count_unsent = has_draft, count_unsent
        self._rows: dict[ConsultationId, tuple[Consultation, tuple[bool, int], QueueRowData]] = {}
        self._cache_key: object = None

    def row_data(self, consultation: Consultation) -> QueueRowData:
        """A consultation's row data in the current language, day and time zone."""
        now_ms = self._now_ms()
        cache_key = (catalogue.language, formats.day_and_zone(now_ms))
        if cache_key != self._cache_key or len(self._rows) > MAX_ROWS:
            self.clear()
            self._cache_key = cache_key
        consultation_id = consultation.consultation_id
        left = self._has_draft(consultation_id), self._count_unsent(consultation_id)
        cached = self._rows.get(consultation_id)
        if cached is None or cached[0] is not consultation or cached[1] != left:
            has_draft, unsent = left
            row = history_row_data(
                consultation, now_ms, self._voice_length, has_draft=has_draft, unsent=unsent
            )
            cached = self._rows[consultation_id] = (consultation, left, row)
        return cached[2]

    def clear(self) -> None:
        """Discard all rows: something that they show has changed."""
        self._rows.clear()


def history_row_data(
    consultation: Consultation,
    now_ms: int,
    voice_length: VoiceLength,
    *,
    has_draft: bool,
    unsent: int,
) -> QueueRowData:
    """One row: people, symptom, start time, team and number of pictures.

    Unsent messages and a draft are shown as tags beside the team.
    """
    name = consultation.patient_name or tr("queue.no_name")
    byline, team = who_asks(consultation), consultation.team.name
    preview = symptom_preview(consultation, voice_length)
    created = consultation.created_ms
    pictures = len(consultation.pictures)
    began = formats.day(created, now_ms) if created is not None else ""
    tags = _tags(unsent, has_draft=has_draft)
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
        warnings=tags,
        is_numbered=consultation.target.has_namesake,
        spoken=tr("queue.comma").join(part for part in parts if part),
    )


def _tags(unsent: int, *, has_draft: bool) -> tuple[str, ...]:
    messages = (tr("history.unsent_messages", count=unsent),) if unsent else ()
    return (*messages, tr("history.unsent_tag")) if has_draft else messages


def _pictures(count: int) -> str:
    return tr("queue.pictures", count=count) if count else ""
