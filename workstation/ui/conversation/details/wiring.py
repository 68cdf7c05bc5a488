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
        self._told: Consultation | None = None
        self._urls: tuple[str, ...] = ()
        # Two pages have a consultation open at the same time, in one scope.
        self._key = f"details {id(self)}"
        self._conversation = conversation
        pane.picture_used.connect(conversation.use)
        pane.all_asked.connect(self._show_all)
        thumbnails.changed.connect(pane.pictures.grid.update)
        unsubscribe = signed_in.store.changes.subscribe(self._changed)
        pane.destroyed.connect(unsubscribe)

    def show(self, told: Consultation) -> None:
        """A consultation is open now, or its facts have changed.

        The pictures of its symptom are there at once, those of its room when they are read.
        """
        before, self._told = self._told, told
        if before is None or before.consultation_id != told.consultation_id:
            self._show_pictures(told.pictures)
        self._scope.spawn(self._read(told.consultation_id), key=self._key)

    async def _read(self, number: ConsultationId) -> None:
        found = await self._signed_in.media.photos.timeline(number)
        here = (photo for photo in found.photos if photo.consultation.consultation_id == number)
        self._show_pictures(tuple(photo.address for photo in here))

    def _show_pictures(self, urls: tuple[str, ...]) -> None:
        self._urls = urls
        self._pane.pictures.show_pictures(urls)

    def _show_all(self) -> None:
        if self._urls:
            self._conversation.show_picture(self._urls[0])

    def _changed(self, changes: Changes) -> None:
        told = self._told
        if told is None:
            return
        if any(number in told.doctor_ids for number, _name in changes.names):
            self._pane.show_doctors(doctor_cards(self._signed_in, told))
        number = told.consultation_id
        pictured = any(
            message.consultation_id == number
            and (TRAITS.of(message.kind).is_picture or message.retracted)
            for message in changes.messages
        )
        if pictured or number in changes.reread:
            self._scope.spawn(self._read(number), key=self._key)
