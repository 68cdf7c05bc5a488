"""The open conversation of the history, completed from the server's record while it is read."""

from PySide6.QtCore import QObject

from workstation.domain.connection import Connection, Phase
from workstation.domain.ids import ConsultationId
from workstation.services.history_reader import ReadingState
from workstation.ui.conversation.timeline.hit_actions import LoadGap
from workstation.ui.conversation.timeline.items import GapItem
from workstation.ui.conversation.wiring import OpenConversation
from workstation.ui.history.reading import EndedConversation, ReadingPhase
from workstation.ui.shell.signed_in import SignedIn


class ArchiveReading(QObject):
    """Asks archives for the newest page as a conversation opens, for older ones as one reads up."""

    def __init__(
        self, signed_in: SignedIn, pane: EndedConversation, conversation: OpenConversation
    ) -> None:
        super().__init__(pane)
        self._signed_in, self._pane, self._conversation = signed_in, pane, conversation
        self._consultation_id: ConsultationId | None = None
        self._busy = self._failed = False
        pane.older_requested.connect(self._read_older)
        pane.locked.retry_asked.connect(self._read)
        for stop in (
            signed_in.messaging.history.states.subscribe(self._on_state),
            signed_in.store.connections.subscribe(self._on_connection),
        ):
            pane.destroyed.connect(stop)

    def show(self, consultation_id: ConsultationId) -> None:
        """Begin with the conversation that is open now."""
        self._consultation_id = consultation_id
        self._busy = self._failed = False
        self._pane.show_reading(ReadingPhase.UNASKED)
        if self._signed_in.store.history.get(consultation_id) is not None:
            self._read()

    def leave(self) -> None:
        """Ask for nothing: no conversation is open."""
        self._consultation_id = None

    def _read(self) -> None:
        if self._consultation_id is None:
            return
        if not self._signed_in.store.is_online:
            self._failed = True
            self._pane.show_reading(ReadingPhase.OFFLINE)
            return
        self._busy = True
        read = self._signed_in.messaging.history.read_newest(self._consultation_id)
        self._signed_in.spawn(read)

    def _read_older(self) -> None:
        """Ask for what is missing, where a gap is the first thing that is shown."""
        items = self._pane.view.items[:2]
        item = next((each for each in items if isinstance(each, GapItem)), None)
        if item is None or not item.gap.loadable or item.busy or self._busy or self._failed:
            return
        if item.gap.consultation_id == self._consultation_id and self._signed_in.store.is_online:
            self._conversation.run_action(LoadGap(item.gap.gap_id))

    def _on_state(self, state: ReadingState) -> None:
        if state.consultation_id != self._consultation_id:
            return
        self._busy, self._failed = state.busy, state.error is not None
        if state.busy:
            self._pane.show_reading(ReadingPhase.BUSY)
        elif self._failed and not self._signed_in.store.is_online:
            self._pane.show_reading(ReadingPhase.OFFLINE)
        else:
            self._pane.show_reading(ReadingPhase.DONE, state.error)
        if self._busy or self._failed:
            return
        if state.was_empty:
            self._conversation.go_to_newest()
        elif self._pane.near_beginning():
            self._read_older()

    def _on_connection(self, connection: Connection) -> None:
        if connection.phase is Phase.ONLINE and self._failed:
            self._read()
