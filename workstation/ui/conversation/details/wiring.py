"""The details of an open consultation: its doctors by name, and all of its pictures."""

from PySide6.QtCore import QObject

from workstation.base.task_scope import TaskScope
from workstation.domain.changes import Changes
from workstation.domain.connection import Connection, Phase
from workstation.domain.consultation import Consultation
from workstation.domain.ids import ConsultationId
from workstation.domain.message_kinds import TRAITS
from workstation.services.consultation_refresh import RefreshState
from workstation.store.same_patient import other_consultations
from workstation.ui.conversation.details.doctors import doctor_cards
from workstation.ui.conversation.details.note_wiring import NoteWiring
from workstation.ui.conversation.details.pane import DetailsPane
from workstation.ui.conversation.wiring import OpenConversation
from workstation.ui.kit.layers.snack_bar import Notify
from workstation.ui.kit.strings import error_text, tr
from workstation.ui.media.thumbnail_loader import ThumbnailLoader
from workstation.ui.shell.signed_in import SignedIn


class DetailsWiring(QObject):
    """Keeps the details true while their pane lives; pictures open as in the conversation."""

    def __init__(  # noqa: PLR0913 - the parts of one pane, put together once
        self,
        signed_in: SignedIn,
        pane: DetailsPane,
        conversation: OpenConversation,
        thumbnails: ThumbnailLoader,
        scope: TaskScope,
        *,
        notify: Notify,
    ) -> None:
        super().__init__(pane)
        self._signed_in, self._pane, self._scope = signed_in, pane, scope
        self._consultation: Consultation | None = None
        self._urls: tuple[str, ...] = ()
        # Two pages have a consultation open at the same time, in one scope.
        self._key = f"details {id(self)}"
        self._conversation = conversation
        self.note = NoteWiring(signed_in, pane.note, scope, notify)
        pane.copy_asked.connect(conversation.copy)
        pane.picture_used.connect(conversation.run_action)
        pane.all_asked.connect(self._show_all)
        thumbnails.changed.connect(pane.pictures.grid.update)
        pane.problem_bar.acted.connect(self._refresh)
        self._failed = False
        for stop in (
            signed_in.store.changes.subscribe(self._on_changes),
            signed_in.store.history.feed.subscribe(lambda _: self._show_others()),
            signed_in.lists.hidden_rows.changed.subscribe(lambda _: self._show_others()),
            signed_in.lists.refresh.states.subscribe(self._on_refresh),
            signed_in.store.connections.subscribe(self._on_connection),
            signed_in.store.presence.changed.subscribe(self._on_presence),
        ):
            pane.destroyed.connect(stop)

    @property
    def may_note(self) -> bool:
        """Whether the policy lets notes be made."""
        return self._signed_in.store.notes.allowed

    def show(self, consultation: Consultation) -> None:
        """Show a consultation that is open now, or whose facts have changed.

        The pictures of its symptom are there at once, those of its room when they are read.
        """
        before, self._consultation = self._consultation, consultation
        self.note.show(consultation)
        self._show_others()
        if before is None or before.consultation_id != consultation.consultation_id:
            self._show_pictures(consultation.pictures)
            self._pane.problem_bar.hide()
            self._refresh()
            self._show_present()
        self._scope.spawn(self._read(consultation.consultation_id), key=self._key)

    def _refresh(self) -> None:
        """Refresh the open consultation from the platform, in the background."""
        if self._consultation is not None:
            consultation_id = self._consultation.consultation_id
            refresh = self._signed_in.lists.refresh.refresh(consultation_id)
            self._scope.spawn(refresh, key=f"{self._key} refresh")

    def _on_refresh(self, state: RefreshState) -> None:
        """Show a failure in one line, unless the window shows already that it is offline."""
        opened = self._consultation
        if opened is None or opened.consultation_id != state.consultation_id or state.busy:
            return
        self._failed = state.error is not None
        if state.error is None:
            self._pane.problem_bar.hide()
        elif self._signed_in.store.is_online:
            text = error_text(state.error)
            title = tr("details.stale", reason=text.what)
            self._pane.problem_bar.show_text(title, text.next, tr("lists.retry"))

    def _on_connection(self, connection: Connection) -> None:
        self._show_present()
        if connection.phase is Phase.ONLINE and self._failed:
            self._refresh()

    def _on_presence(self, consultation_id: ConsultationId) -> None:
        if self._consultation is not None and self._consultation.consultation_id == consultation_id:
            self._show_present()

    def _show_present(self) -> None:
        """Show who is present; nobody without a connection, as it is not known."""
        store, opened = self._signed_in.store, self._consultation
        if opened is None or not store.is_online:
            self._pane.show_present(frozenset())
        else:
            self._pane.show_present(store.presence.members(opened.consultation_id))

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

    def _show_others(self) -> None:
        signed_in, opened = self._signed_in, self._consultation
        if opened is not None:
            hidden = signed_in.lists.hidden_rows.hidden
            others = other_consultations(signed_in.store, opened, hidden)
            self._pane.others.show_others(others)

    def _show_all(self) -> None:
        if self._urls:
            self._conversation.show_picture(self._urls[0])

    def _on_changes(self, changes: Changes) -> None:
        consultation = self._consultation
        if consultation is None:
            return
        if any(member_id in consultation.doctor_ids for member_id, _name in changes.names):
            self._pane.show_doctors(doctor_cards(self._signed_in, consultation))
        if changes.listed or changes.forgotten:
            self._show_others()
        consultation_id = consultation.consultation_id
        pictured = any(
            message.consultation_id == consultation_id
            and (TRAITS.of(message.kind).is_picture or message.retracted)
            for message in changes.messages
        )
        if pictured or consultation_id in changes.reread:
            self._scope.spawn(self._read(consultation_id), key=self._key)
