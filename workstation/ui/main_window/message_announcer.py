"""What becomes of messages, told to a screen reader: sent, read, not sent, and what others answer.

The words of an answer are said for the conversation that is open, where they stand on the screen;
of the others only that something came. Where a policy forbids content in notifications no name and
no word is said by itself, as a loudspeaker is heard by whoever stands by. What was sent before
anybody listened, or from another computer, is not told of again.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer

from workstation.domain.changes import Changes
from workstation.domain.ids import ConsultationId
from workstation.domain.message import Delivery, Message, SpeakerRole
from workstation.domain.row_key import RowKey
from workstation.store.session_store import SessionStore
from workstation.ui.conversation.timeline.message_state import ON_ITS_WAY, spoken_state
from workstation.ui.kit.announcer import announcer
from workstation.ui.kit.strings import formats, tr
from workstation.ui.kit.strings.message_kinds import KINDS

MAX_CHARACTERS = 120
MAX_FOLLOWED = 500
"""Of so many own messages it is remembered what was said of them."""
MAX_QUOTED = 3
MAX_NAMED, TOGETHER_MS = 3, 3_000
"""Of so many other patients who wrote within such a time each is named; of more, how many."""


class MessageAnnouncer(QObject):
    """Announces messages by the store's changes; ``open_id`` names the consultation on the screen.

    ``may_quote`` tells whether names and words may be said that nobody asked for.
    """

    def __init__(
        self,
        store: SessionStore,
        open_id: Callable[[], ConsultationId | None],
        may_quote: Callable[[], bool],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._store, self._open_id, self._may_quote = store, open_id, may_quote
        self._deliveries: dict[RowKey, Delivery] = {}
        self._others: dict[ConsultationId, None] = {}
        self._together = QTimer(self, singleShot=True, interval=TOGETHER_MS)
        self._together.timeout.connect(self._others.clear)
        self.destroyed.connect(store.changes.subscribe(self._on_changes))

    def _on_changes(self, changes: Changes) -> None:
        if not announcer.is_needed:
            return
        for message in changes.messages:
            if message.speaker.role is SpeakerRole.ME:
                self._on_own(message)
        news: defaultdict[ConsultationId, list[Message]] = defaultdict(list)
        for message in changes.news:
            news[message.consultation_id].append(message)
        for consultation_id, messages in news.items():
            self._announce_news(consultation_id, messages)

    def _on_own(self, message: Message) -> None:
        """Announce the state of an own message, once each; ``read`` only where it is looked for."""
        key, delivery = message.key, message.delivery
        before = self._deliveries.get(key)
        if delivery is before:
            return
        if before is None and delivery not in {*ON_ITS_WAY, Delivery.FAILED}:
            return
        self._deliveries.pop(key, None)
        self._deliveries[key] = delivery  # behind all that did not change since
        if len(self._deliveries) > MAX_FOLLOWED:
            del self._deliveries[next(iter(self._deliveries))]
        if delivery is Delivery.FAILED:
            self._announce_own(message, spoken_state(message), urgent=True)
        elif delivery is Delivery.SENT:
            self._announce_own(message, spoken_state(message))
        elif delivery is Delivery.READ:
            del self._deliveries[key]
            if message.consultation_id == self._open_id():
                self._announce_own(message, spoken_state(message))
        elif before is None and not self._store.is_online:
            queued = "queued" if self._store.is_durable else "queued_unkept"
            self._announce_own(message, tr(f"announced.{queued}"))

    def _announce_own(self, message: Message, state: str, *, urgent: bool = False) -> None:
        """Announce a state of an own message, so that it can be told from what others wrote."""
        state = tr("announced.own", what=state)
        if message.consultation_id != self._open_id() and self._may_quote():
            name = self._name(message.consultation_id)
            state = tr("announced.about", name=name, text=state)
        announcer.announce(state, topic=message.key, urgent=urgent)

    def _announce_news(self, consultation_id: ConsultationId, messages: Sequence[Message]) -> None:
        if not self._may_quote():
            announcer.announce(tr("notices.new"))
        elif consultation_id != self._open_id():
            self._announce_other(consultation_id)
        elif len(messages) > MAX_QUOTED:
            announcer.announce(tr("announced.many", count=len(messages)))
        else:
            for message in messages:
                text = tr("announced.about", name=message.speaker.name, text=_content(message))
                announcer.announce(text, topic=message.key)

    def _announce_other(self, consultation_id: ConsultationId) -> None:
        """Announce who wrote, by number if they are many: names would be read for minutes."""
        self._others[consultation_id] = None
        self._together.start()
        names = [tr("announced.news", name=self._name(number)) for number in self._others]
        text = tr("widgets.breath").join(names)
        if len(names) > MAX_NAMED:
            text = tr("announced.patients", count=len(names))
        announcer.announce(text, topic="news")

    def _name(self, consultation_id: ConsultationId) -> str:
        row = self._store.worklist.row(consultation_id)
        name = row.consultation.patient_name if row is not None else ""
        return name or tr("queue.no_name")


def _content(message: Message) -> str:
    """The words of a message, or what stands for them; a long text only begins."""
    length_ms = message.attachment.duration_ms if message.attachment is not None else None
    key = KINDS.of(message.kind)
    if key and length_ms:
        return tr("queue.comma").join((tr(key), formats.spoken_length(length_ms)))
    if message.unreadable:
        return tr("conversation.unreadable")
    return tr(key) if key else formats.beginning(message.text, MAX_CHARACTERS)
