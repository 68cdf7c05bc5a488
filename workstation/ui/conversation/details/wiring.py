"""The details of an open consultation: its doctors by name, and all of its pictures."""

from PySide6.QtCore import QObject

from workstation.domain.changes import Changes
from workstation.domain.consultation import Consultation
from workstation.domain.ids import ConsultationId
from workstation.domain.message_kinds import TRAITS
from workstation.ui.conversation.details.doctors import doctor_cards
from workstation.ui.conversation.details.pane import DetailsPane
from workstation.ui.conversation.wiring import OpenConversation
from workstation.ui.kit.tasks import TaskScope
from workstation.ui.media.thumbnail_loader import ThumbnailLoader
from workstation.ui.shell.signed_in import SignedIn


class DetailsWiring(QObject):
    """Keeps the details true while their pane lives; pictures open as in the conversation."""

    def __init__(
        self,
        signed_in: SignedIn,
        pane: DetailsPane,
        conversation: OpenConversation,
        thumbnails: ThumbnailLoader,
        scope: TaskScope,
    ) -> None:
        super().__init__(pane)
        self._signed_in, self._pane, self._scope = signed_in, pane, scope
        self._consultation: Consultation | None = None
        self._urls: tuple[str, ...] = ()
        # Two pages have a consultation open at the same time, in one scope.
        self._key = f"details {id(self)}"
        self._conversation = conversation
        pane.picture_used.connect(conversation.use)
        pane.all_asked.connect(self._show_all)
        thumbnails.changed.connect(pane.pictures.grid.update)
        unsubscribe = signed_in.store.changes.subscribe(self._on_changes)
        pane.destroyed.connect(unsubscribe)

    def show(self, consultation: Consultation) -> None:
        """A consultation is open now, or its facts have changed.

        The pictures of its symptom are there at once, those of its room when they are read.
        """
        before, self._consultation = self._consultation, consultation
        if before is None or before.consultation_id != consultation.consultation_id:
            self._show_pictures(consultation.pictures)
        self._scope.spawn(self._read(consultation.consultation_id), key=self._key)

    async def _read(self, consultation_id: ConsultationId) -> None:
        timeline = await self._signed_in.media.photos.timeline(consultation_id)
        here = (
            photo
            for photo in timeline.photos
            if photo.consultation.consultation_id == consultation_id
        )
        self._show_pictures(tuple(photo.address for photo in here))

    def _show_pictures(self, urls: tuple[str, ...]) -> None:
        self._urls = urls
        self._pane.pictures.show_pictures(urls)

    def _show_all(self) -> None:
        if self._urls:
            self._conversation.show_picture(self._urls[0])

    def _on_changes(self, changes: Changes) -> None:
        consultation = self._consultation
        if consultation is None:
            return
        if any(number in consultation.doctor_ids for number, _name in changes.names):
            self._pane.show_doctors(doctor_cards(self._signed_in, consultation))
        number = consultation.consultation_id
        pictured = any(
            message.consultation_id == number
            and (TRAITS.of(message.kind).is_picture or message.retracted)
            for message in changes.messages
        )
        if pictured or number in changes.reread:
            self._scope.spawn(self._read(number), key=self._key)
