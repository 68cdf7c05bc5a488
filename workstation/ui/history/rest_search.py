"""Looking for words in what the server has of an ended conversation and this computer has not."""

from PySide6.QtCore import QObject

from workstation.base.task_scope import TaskScope
from workstation.domain.ids import ConsultationId
from workstation.services.history_reader import ReadingState
from workstation.ui.history.reading import EndedConversation
from workstation.ui.shell.signed_in import SignedIn


class RestSearch(QObject):
    """Reads on in a conversation while words are looked for, when asked; what comes is searched.

    Asked once more, or with the find bar or the conversation closed, it reads no further.
    """

    def __init__(self, signed_in: SignedIn, pane: EndedConversation, scope: TaskScope) -> None:
        super().__init__(pane)
        self._signed_in, self._pane, self._scope = signed_in, pane, scope
        self._running: ConsultationId | None = None
        self._key = f"rest {id(self)}"
        bar = pane.find_bar
        bar.edited.connect(lambda _: self._offer())
        bar.rest_asked.connect(self._toggle)
        bar.closed.connect(self.stop)
        pane.destroyed.connect(signed_in.messaging.history.states.subscribe(self._on_state))

    def stop(self) -> None:
        """Stop reading."""
        self._scope.cancel(self._key)

    def _toggle(self) -> None:
        consultation = self._pane.consultation
        if self._running is not None:
            self.stop()
        elif consultation is not None:
            self._scope.spawn(self._read(consultation.consultation_id), key=self._key)

    async def _read(self, consultation_id: ConsultationId) -> None:
        self._running = consultation_id
        self._pane.find_bar.offer_rest(offered=True, running=True)
        try:
            await self._signed_in.messaging.history.read_rest(consultation_id)
        finally:
            self._running = None
            self._offer()

    def _on_state(self, state: ReadingState) -> None:
        if not state.busy:
            self._offer()

    def _offer(self) -> None:
        if self._running is None:
            self._scope.spawn(self._ask(), key=f"{self._key} offer")

    async def _ask(self) -> None:
        """Offer to search the rest where something is missing of what stands in the history."""
        reader = self._signed_in.messaging.history
        asked_id, is_complete = None, True
        while asked_id != (open_id := self._open_id()):  # another may be open by then
            asked_id = open_id
            is_complete = asked_id is None or await reader.is_complete(asked_id)
        if self._running is None:
            self._pane.find_bar.offer_rest(offered=not is_complete)

    def _open_id(self) -> ConsultationId | None:
        """The conversation that is open, while it stands in the history."""
        consultation, history = self._pane.consultation, self._signed_in.store.history
        if consultation is None or history.get(consultation.consultation_id) is None:
            return None
        return consultation.consultation_id
