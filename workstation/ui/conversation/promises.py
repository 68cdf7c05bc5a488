"""What the doctor promised in the open conversation, below the messages: offered as reminders."""

from collections.abc import Callable, Iterable, Mapping

from workstation.base.task_scope import TaskScope
from workstation.domain.changes import Gap
from workstation.domain.handover import HandoverItem, HandoverMark, MarkName, promises_of
from workstation.domain.ids import ConsultationId
from workstation.domain.message import Message, SpeakerRole
from workstation.domain.row_key import RowKey
from workstation.store.reminders import is_kept
from workstation.ui.conversation.pane import ConversationPane
from workstation.ui.conversation.reminders import Reminders
from workstation.ui.conversation.timeline.hit_actions import ChangeReminder, Remind
from workstation.ui.conversation.timeline.items import Promises
from workstation.ui.kit.layers.snack_bar import Notify
from workstation.ui.shell.signed_in import SignedIn


class ConversationPromises:
    """Finds the promises in the open conversation's own messages.

    ``on_changes`` is called when their marks change; an ended consultation has none.

    Each message is parsed once, as a conversation may be updated many times a second.
    """

    def __init__(
        self,
        signed_in: SignedIn,
        pane: ConversationPane,
        scope: TaskScope,
        *,
        on_changes: Callable[[], object],
        notify: Notify,
    ) -> None:
        self._signed_in, self._pane, self._scope = signed_in, pane, scope
        self._on_changes = on_changes
        self._reminders = Reminders(signed_in, scope, notify)
        self._consultation_id: ConsultationId | None = None
        self._marks: Mapping[MarkName, HandoverMark] = {}
        self._read: dict[RowKey, tuple[str, tuple[HandoverItem, ...]]] = {}
        pane.destroyed.connect(signed_in.account.handover.marked.subscribe(self._on_marked))

    async def open(self, consultation_id: ConsultationId) -> None:
        """Load the marked promises of a conversation. Raises ``StorageError``."""
        handover = self._signed_in.account.handover
        self._consultation_id, self._read = consultation_id, {}
        marks = await handover.read_marks(consultation_id) if handover.allowed else {}
        if self._consultation_id == consultation_id:
            self._marks, self._read = marks, {}
            self._on_changes()

    def close(self) -> None:
        """Forget the promises of the conversation: none is open any more."""
        self._consultation_id, self._marks, self._read = None, {}, {}

    def among(self, lines: Iterable[Message | Gap]) -> Promises:
        """What messages promise that is still to be done, by their rows."""
        consultation_id = self._consultation_id
        row = consultation_id and self._signed_in.store.worklist.row(consultation_id)
        if not row or not self._signed_in.account.handover.allowed:
            return {}
        doctor_ms = row.summary.doctor_ms
        below: dict[RowKey, tuple[HandoverItem, ...]] = {}
        for line in lines:
            if isinstance(line, Message) and line.speaker.role is SpeakerRole.ME:
                items = tuple(one for one in self._of(line) if not is_kept(one, doctor_ms))
                if items:
                    below[line.key] = items
        return below

    def run_action(self, asked: Remind | ChangeReminder) -> None:
        """Carry out a click on a line below a message."""
        if isinstance(asked, Remind):
            self._reminders.toggle(asked.item)
        else:
            place = self._pane.place_below(asked.item.row)
            self._reminders.open_menu(self._pane.view, place, asked.item)

    def _of(self, message: Message) -> tuple[HandoverItem, ...]:
        text, items = self._read.get(message.key, ("", ()))
        if text != message.written:
            can_remind = message.position is not None and message.origin_id
            items = tuple(promises_of(message, self._marks)) if can_remind else ()
            if message.position is not None:
                self._read[message.key] = message.written, items
        return items

    def _on_marked(self, consultation_id: ConsultationId) -> None:
        if consultation_id == self._consultation_id:
            self._scope.spawn(self.open(consultation_id))
