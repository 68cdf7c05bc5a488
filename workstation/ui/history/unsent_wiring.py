"""An unsent draft's bar wired: copied, looked at, listened to, deleted."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from workstation.domain.changes import Draft
from workstation.domain.consultation import Consultation
from workstation.domain.errors import WorkstationError
from workstation.domain.ids import ConsultationId
from workstation.domain.local_file import file_id_of
from workstation.domain.photos import ViewerStart
from workstation.ui.conversation.page_context import PageContext
from workstation.ui.history.unsent_draft import UnsentDraftBar
from workstation.ui.kit.layers.dialog import Dialog
from workstation.ui.kit.layers.overlay import overlay_host
from workstation.ui.kit.strings import error_text, tr
from workstation.ui.kit.widgets.button import ButtonKind

UNSENT_RECORDING = "unsent recording"
"""What the playback knows the draft's recording by: nothing unheard is played after it."""


class UnsentDraftWiring(QObject):
    """Does what is asked of the draft in ``bar``; ``consultation`` gives the one that it is of."""

    def __init__(
        self,
        context: PageContext,
        bar: UnsentDraftBar,
        consultation: Callable[[], Consultation | None],
    ) -> None:
        super().__init__(bar)
        self._context, self._bar, self._consultation = context, bar, consultation
        self._playback = context.thumbnails.playback
        bar.copy_asked.connect(self._copy)
        bar.opened.connect(self._open)
        bar.listen_asked.connect(self._listen)
        bar.delete_asked.connect(self._ask_to_delete)
        context.thumbnails.changed.connect(bar.files.update)
        bar.destroyed.connect(self._playback.changed.subscribe(self._on_playback))

    def show(self, draft: Draft, name: str = "") -> None:
        """Show another draft, or the same one anew; what sounds of the one before falls silent."""
        before = self._bar.draft
        if before is None or before.voice != draft.voice:
            self.silence()
        self._bar.show_draft(draft, name)

    def silence(self) -> None:
        """Stop playing the draft's recording: it is out of sight."""
        if self._playback.current == UNSENT_RECORDING:
            self._playback.stop()

    def _copy(self, text: str) -> None:
        if (draft := self._bar.draft) is not None:
            self._context.saving.gate.copy_text(text, draft.consultation_id)

    def _open(self, url: str) -> None:
        """Open a photo in the viewer, or ask where to save a file."""
        draft, consultation = self._bar.draft, self._consultation()
        if draft is None or consultation is None:
            return
        file_id = file_id_of(url)
        document = next((each for each in draft.documents if each.file_id == file_id), None)
        if document is None:
            self._context.open_picture(consultation, url, (), ViewerStart.LOOK)
        else:
            name, size = document.name, document.size
            self._context.saving.ask_document(url, name, size, draft.consultation_id)

    def _listen(self) -> None:
        if self._playback.holds(UNSENT_RECORDING):
            self._playback.toggle()
        elif self._bar.draft is not None:
            self._context.scope.spawn(self._play(self._bar.draft), key=UNSENT_RECORDING)

    async def _play(self, draft: Draft) -> None:
        if draft.voice is None:
            return
        drafting = self._context.signed_in.messaging.drafting
        try:
            content = await drafting.read_file(draft.voice.file_id)
            if self._bar.draft == draft:
                self._playback.start(UNSENT_RECORDING, content, "audio/wav")
        except WorkstationError as error:
            self._context.notify(str(error_text(error)))

    def _on_playback(self, _: None) -> None:
        is_own = self._playback.current == UNSENT_RECORDING
        self._bar.show_playing(playing=is_own and self._playback.is_playing)

    def _ask_to_delete(self) -> None:
        draft = self._bar.draft
        if draft is None:
            return
        title, text = tr("history.unsent_delete_title"), tr("history.unsent_delete_text")
        dialog = Dialog(overlay_host(self._bar), title, text)
        dialog.add_button("delete", tr("history.unsent_delete"), ButtonKind.DANGER)
        dialog.add_button("cancel", tr("history.keep"))
        dialog.answered.connect(
            lambda answer: self._delete(draft.consultation_id) if answer == "delete" else None
        )
        dialog.open()

    def _delete(self, consultation_id: ConsultationId) -> None:
        self.silence()
        self._context.scope.spawn(self._discard(consultation_id))

    async def _discard(self, consultation_id: ConsultationId) -> None:
        try:
            await self._context.signed_in.messaging.drafting.discard(consultation_id)
        except WorkstationError as error:
            self._context.notify(str(error_text(error)))
            return
        self._bar.show_draft(Draft(consultation_id, ""))
        self._context.notify(tr("history.unsent_deleted"))
