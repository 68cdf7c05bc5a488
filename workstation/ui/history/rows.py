"""From consultations that are over to what is painted of them, put into words when first seen."""

from collections.abc import Callable

from workstation.domain.consultation import Consultation
from workstation.domain.ids import ConsultationId
from workstation.store.history import has_pictures
from workstation.ui.consultation_row.row_data import QueueRowData
from workstation.ui.consultation_row.row_texts import VoiceLength, symptom_preview
from workstation.ui.conversation.head import who_asks
from workstation.ui.kit.painting.initials import initials
from workstation.ui.kit.strings import formats, tr
from workstation.ui.kit.strings.catalogue import catalogue
from workstation.ui.kit.theme import Icon

KEPT = 2_000


class HistoryFaces:
    """Gives faces, and keeps those of rows seen lately; ``forget`` when they may be others."""

    def __init__(self, now_ms: Callable[[], int], voice_length: VoiceLength) -> None:
        self._now_ms, self._voice_length = now_ms, voice_length
        self._kept: dict[ConsultationId, tuple[Consultation, QueueRowData]] = {}
        self._made_for: object = None

    def of(self, told: Consultation) -> QueueRowData:
        """The face of a consultation in the language and on the day in force."""
        now_ms = self._now_ms()
        made_for = (catalogue.language, formats.local(now_ms).date())
        if made_for != self._made_for or len(self._kept) > KEPT:
            self.forget()
            self._made_for = made_for
        kept = self._kept.get(told.consultation_id)
        if kept is None or kept[0] is not told:
            kept = (told, history_face(told, now_ms, self._voice_length))
            self._kept[told.consultation_id] = kept
        return kept[1]

    def forget(self) -> None:
        """Something that faces show is different now."""
        self._kept.clear()


def history_face(told: Consultation, now_ms: int, voice_length: VoiceLength) -> QueueRowData:
    """One row: people, the matter, the day it began, the team, how many pictures."""
    name = told.target.name or tr("queue.no_name")
    byline, team = who_asks(told), told.team.name
    preview = symptom_preview(told, voice_length)
    created = told.created_ms
    pictures = max(len(told.images), 1) if has_pictures(told) else 0
    spoken = (name, byline, preview.text, team, _pictures(pictures))
    return QueueRowData(
        key=told.consultation_id,
        member_id=told.target.member_id,
        initials=initials(name),
        name=name,
        byline=byline,
        time=formats.list_time(created, now_ms) if created is not None else "",
        preview=preview,
        team=team,
        tail=str(pictures) if pictures else "",
        tail_icon=Icon.IMAGE if pictures else None,
        spoken=tr("queue.comma").join(part for part in spoken if part),
    )


def _pictures(count: int) -> str:
    return tr("queue.pictures", count=count) if count else ""
