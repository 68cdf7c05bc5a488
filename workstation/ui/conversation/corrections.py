"""Marks and announces corrected messages: a doctor who has read a dose must not miss a change."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from workstation.domain.changes import Changes
from workstation.domain.ids import ConsultationId
from workstation.domain.message import Message, SpeakerRole
from workstation.store.feed import Feed, Unsubscribe
from workstation.store.timeline_rows import TimelineRows
from workstation.store.worklist import Worklist
from workstation.ui.conversation.timeline.conversation_view import ConversationView
from workstation.ui.conversation.timeline.message_facts import speaker_name
from workstation.ui.kit.strings import formats, tr
from workstation.ui.kit.theme import MOTION


def is_corrected_by_other(before: Message, now: Message) -> bool:
    """Whether another person corrected a message since its state ``before``."""
    by_other = now.speaker.role is not SpeakerRole.ME
    return by_other and now.edited and len(now.earlier) > len(before.earlier)


class Corrections(QObject):
    """Marks corrected messages of the open conversation until it is left.

    Those out of sight are announced once the window is active: ``announced`` carries one sentence,
    and the next after a notice's time has passed.
    """

    announced = Signal(str)

    def __init__(
        self, is_focused: Callable[[], bool], now_ms: Callable[[], int], view: ConversationView
    ) -> None:
        super().__init__(view)
        self._view = view
        self._is_focused, self._now_ms = is_focused, now_ms
        self._waiting: dict[str, Message] = {}
        self._pause = QTimer(self, singleShot=True, interval=MOTION.undo_bar)
        self._pause.timeout.connect(self.on_focused)

    def compare(self, lines: TimelineRows, changes: Changes) -> None:
        """Find what is corrected by ``changes``, which ``lines`` have not taken in yet."""
        for message in changes.messages:
            before = lines.get(message.key)
            if isinstance(before, Message) and is_corrected_by_other(before, message):
                self._waiting[message.key] = message
        self._view.corrected |= self._waiting.keys()
        self.on_focused()

    def on_focused(self) -> None:
        """Announce what is pending, if the window is active."""
        if not self._is_focused():
            return
        for key in [key for key in self._waiting if self._view.shows_whole(key)]:
            del self._waiting[key]
        if self._waiting and not self._pause.isActive():
            self._pause.start()
            self.announced.emit(self._sentence(list(self._waiting.values())))
            self._waiting.clear()

    def forget(self) -> None:
        """Forget what waits to be announced: another conversation is open, or none."""
        self._waiting.clear()
        self._view.corrected = frozenset()

    def _sentence(self, messages: list[Message]) -> str:
        if len(messages) > 1:
            return tr("conversation.corrected_some", count=len(messages))
        time = formats.past_time(messages[0].at_ms, self._now_ms(), in_sentence=True)
        return tr("conversation.corrected", name=speaker_name(messages[0]), time=time)


class CorrectionWatch:
    """Announces consultations whose last message was corrected.

    Other messages of a conversation that is not open are not loaded, so that a change in them
    cannot be noticed.
    """

    def __init__(
        self,
        worklist: Worklist,
        changes: Feed[Changes],
        on_corrected: Callable[[ConsultationId], object],
    ) -> None:
        self._on_corrected = on_corrected
        self._known = worklist.summaries()
        self.stop: Unsubscribe = changes.subscribe(self._on_changes)

    def _on_changes(self, changes: Changes) -> None:
        for consultation_id in changes.forgotten:
            self._known.pop(consultation_id, None)
        for summary in changes.summaries:
            known, last = self._known.get(summary.consultation_id), summary.last
            if last is None:
                continue
            self._known[summary.consultation_id] = summary
            before = None if known is None or summary.unread else known.last
            if before is None or before.key != last.key:
                continue
            if is_corrected_by_other(before, last):
                self._on_corrected(summary.consultation_id)
