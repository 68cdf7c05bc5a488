"""What one transaction takes in, and what becomes different by it.

The server repeats itself: after a lost session, in a page that overlaps, for a message sent again.
Each copy says a little more (the archive's id, who spoke), and one of an own message is the proof
that the room has it: in the same transaction the outbox row goes, so that a message is always in
one of the two and never in both. What is told of the changes is read from the rows at the end, not
gathered on the way: a line may be written, moved and taken up by a correction within one batch.

Tests: ``tests/vault/archive/test_ingest.py``, ``test_runs.py`` (all at once or one by one),
``tests/vault/engine/test_kill.py``.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from workstation.domain.changes import Changes, Removed
from workstation.domain.events import Arrived, Displayed
from workstation.domain.ids import ConsultationId, MemberId, OriginId
from workstation.domain.message import Message, SpeakerRole
from workstation.domain.row_key import own_row, stored_row
from workstation.vault import sql
from workstation.vault.archive import amendments, gaps, unread
from workstation.vault.archive.conversation_cache import ConversationCache
from workstation.vault.archive.stored_ids import StoredIds
from workstation.vault.conversation import members, message_identity, messages, summaries
from workstation.vault.conversation.line_changes import lines_with_related
from workstation.vault.conversation.message_identity import MatchKind, StoredMessage
from workstation.vault.conversation.message_reader import MessageReader
from workstation.vault.search import message_index
from workstation.vault.unsent import outbox

if TYPE_CHECKING:
    import apsw


class MessageWriter:
    """Keeps messages and markers, and remembers which lines they touched.

    ``arrived`` are those that it will be given, as far as they are known before. While it does not
    bring news (``brings_news``), nothing that it takes in is unread.
    """

    def __init__(self, connection: "apsw.Connection", arrived: Iterable[Arrived] = ()) -> None:
        self.connection = connection
        self._stored_ids = StoredIds(connection, arrived)
        self.me = members.me(connection)
        self.brings_news = True
        self._touched: defaultdict[ConsultationId, dict[int, None]] = defaultdict(dict)
        self._news: dict[int, None] = {}
        self._unread = Counter[tuple[ConsultationId, MemberId]]()
        self._removed: list[Removed] = []
        self._texts: list[tuple[int, str]] = []
        self._states: dict[int, ConversationCache] = {}
        self.changed_summaries: dict[ConsultationId, None] = {}
        self.changed_gaps: set[ConsultationId] = set()
        self.reread: set[ConsultationId] = set()
        self._names: dict[MemberId, str] = {}
        self._confirmed: dict[tuple[ConsultationId, OriginId], None] = {}

    def identify(self, arrived: Arrived) -> StoredMessage | None:
        """The message that this is another copy of, if it is in the vault."""
        if not self._stored_ids.may_have(arrived):
            return None
        return message_identity.identify(self.connection, arrived)

    def stands_alone(self, arrived: Arrived) -> bool:
        """Whether a message depends on nothing that is here, and nothing here on it."""
        if self._stored_ids.may_have(arrived) or arrived.replaces or arrived.retracts:
            return False
        return not self.state_of(arrived.consultation_id).markers_wait

    def expect(self, arrived: Arrived) -> None:
        """Look up further copies of a message from now on: it is about to be inserted."""
        self._stored_ids.add(arrived)

    def insert(self, new: Sequence[tuple[Arrived, int]], *, fresh: bool) -> None:
        """Take in messages that were not here, each with its place; ``fresh`` ones may be unread.

        More than one at once only where each ``stands_alone``.
        """
        rows = [(each, place, fresh and self._counts(each, place)) for each, place in new]
        numbers = messages.insert(self.connection, rows)
        for (arrived, _, unseen), message_id in zip(rows, numbers, strict=True):
            self._note_inserted(arrived, message_id, unseen=unseen)

    def note_copy(self, arrived: Arrived, stored: StoredMessage) -> None:
        """Note another copy of a message that is here: it may bring the room's id, end a wait."""
        self._stored_ids.add(arrived)
        second = stored.match in {MatchKind.SECOND, MatchKind.COPY}
        if messages.note_archive_id(self.connection, arrived, stored.message_id, copy=second):
            self.mark_changed(arrived.consultation_id, stored.message_id)
            self._bind_waiting(arrived, stored.message_id)
        if stored.match is MatchKind.SAME:
            self._note_speaker(arrived, stored)
        self._apply_proof(arrived)

    def promote(self, arrived: Arrived, stored: StoredMessage, position: int) -> None:
        """Move a message to the place of an earlier copy than the one that was known."""
        self._stored_ids.add(arrived)
        messages.mark_as_copies(self.connection, stored.message_id)
        messages.note_archive_id(self.connection, arrived, stored.message_id)
        self.move(arrived.consultation_id, stored.message_id, position)
        self._apply_proof(arrived)

    def confirm(self, arrived: Arrived) -> bool:
        """Whether the copy proves that the room has a message of the outbox: that row goes."""
        if not self._is_mine(arrived) or not arrived.origin_id:
            return False
        consultation_id, origin_id = arrived.consultation_id, arrived.origin_id
        gone = outbox.confirm(self.connection, consultation_id, origin_id)
        if not gone:
            return False
        self._confirmed[consultation_id, origin_id] = None
        self._removed.extend(Removed(consultation_id, own_row(name)) for name in gone[1:])
        return True

    def confirm_alone(self, arrived: Arrived) -> None:
        """Take nothing in of a message but that it was sent: its consultation was purged."""
        if self.confirm(arrived):
            own = own_row(arrived.origin_id)
            self._removed.append(Removed(arrived.consultation_id, own))

    def move(self, consultation_id: ConsultationId, message_id: int, position: int) -> None:
        """Move a message where the archive has it."""
        messages.move(self.connection, message_id, position)
        self.reread.add(consultation_id)
        self.mark_changed(consultation_id, message_id)

    def note_shift(self, consultation_id: ConsultationId) -> None:
        """Note that messages of a room made way for another: known places are out of date."""
        self.reread.add(consultation_id)
        self._states.pop(consultation_id, None)

    def apply_marker(self, event: Displayed) -> None:
        """Note up to which message somebody has read."""
        consultation_id, member_id = event.consultation_id, event.member_id
        step = unread.note_displayed(self.connection, consultation_id, member_id, event.message_id)
        if step is not None:
            self._apply_read(consultation_id, member_id, *step)
        self.state_of(consultation_id).markers_wait = unread.has_waiting_markers(
            self.connection, consultation_id
        )

    def state_of(self, consultation_id: ConsultationId) -> ConversationCache:
        """What is known of a room in this transaction."""
        if consultation_id not in self._states:
            self._states[consultation_id] = ConversationCache(
                self.connection, consultation_id, self.me
            )
        return self._states[consultation_id]

    def forget_end(self, consultation_id: ConsultationId) -> None:
        """Forget where a room ends: something else than a live message has moved it."""
        if consultation_id in self._states:
            self._states[consultation_id].forget_end()

    def mark_changed(self, consultation_id: ConsultationId, message_id: int) -> None:
        """Mark a line to be told to the window, and its conversation's summary as out of date."""
        self._touched[consultation_id][message_id] = None
        self.changed_summaries[consultation_id] = None

    def finish(self) -> None:
        """Index and count what was taken in: all of it at once, as that costs least."""
        message_index.add(self.connection, sorted(self._texts))
        self._texts.clear()
        unread.count_new(self.connection, self._unread)
        self._unread.clear()

    def build_changes(self) -> Changes:
        """Everything that became different, read from the rows as they are now."""
        readers = {
            consultation_id: MessageReader(self.connection, consultation_id)
            for consultation_id in self.changed_summaries
        }
        messages_changed = tuple(
            line
            for room, message_ids in self._touched.items()
            for line in lines_with_related(self.connection, readers[room], message_ids)
        )
        return Changes(
            messages=messages_changed,
            removed=tuple(self._removed),
            gaps_of=frozenset(self.changed_gaps),
            gaps=tuple(
                gap for room in self.changed_gaps for gap in gaps.of_room(self.connection, room)
            ),
            reread=frozenset(self.reread),
            names=tuple(self._names.items()),
            confirmed=tuple(self._confirmed),
            summaries=tuple(
                summaries.keep(self.connection, readers[room]) for room in self.changed_summaries
            ),
            news=self._announced(messages_changed),
        )

    def _note_inserted(self, arrived: Arrived, message_id: int, *, unseen: bool) -> None:
        self._stored_ids.add(arrived)
        if arrived.text and not arrived.retracts:
            self._texts.append((message_id, arrived.text))
        target, absorbed = self._bind(arrived, message_id)
        self.mark_changed(arrived.consultation_id, message_id if target is None else target)
        self._remove_lines(
            arrived.consultation_id, [line for line in absorbed if line != message_id]
        )
        if unseen and arrived.member_id is not None:
            self._news[message_id] = None
            self._unread[arrived.consultation_id, arrived.member_id] += 1
        self._apply_proof(arrived)

    def _note_speaker(self, arrived: Arrived, stored: StoredMessage) -> None:
        """Store who wrote it, where it came before the room had said who is who."""
        unseen = self._counts(arrived, stored.position)
        if messages.note_speaker(self.connection, arrived, stored.message_id, unread=unseen):
            self.mark_changed(arrived.consultation_id, stored.message_id)
            self._bind_waiting(arrived, stored.message_id)
            if unseen:
                self._news[stored.message_id] = None

    def _apply_proof(self, arrived: Arrived) -> None:
        """Apply what a copy of a message proves, whether the message is new or not."""
        consultation_id = arrived.consultation_id
        if self.confirm(arrived):
            self.changed_summaries[consultation_id] = None
        self._learn_name(arrived)
        if not self.state_of(consultation_id).markers_wait:
            return
        references = tuple(name for name in (arrived.archive_id, arrived.origin_id) if name)
        for member_id, before, position in unread.resolve_waiting(
            self.connection, consultation_id, references
        ):
            self._apply_read(consultation_id, member_id, before, position)

    def _is_mine(self, arrived: Arrived) -> bool:
        return self.me is not None and arrived.member_id == self.me

    def _counts(self, arrived: Arrived, position: int) -> bool:
        if not self.brings_news or arrived.member_id is None or arrived.retracts:
            return False
        if self._is_mine(arrived):
            return False
        read_by_me = self.state_of(arrived.consultation_id).read_by_me
        return read_by_me is None or position > read_by_me

    def _apply_read(
        self, consultation_id: ConsultationId, member_id: MemberId, before: int, position: int
    ) -> None:
        if member_id == self.me:
            self.state_of(consultation_id).read_by_me = position
            unread.settle_owed(self.connection, consultation_id, position)
            if unread.clear(self.connection, consultation_id, position):
                self.changed_summaries[consultation_id] = None
            return
        if self.state_of(consultation_id).reader.cast.role(member_id) is not SpeakerRole.PATIENT:
            return
        rows = sql.rows(
            self.connection,
            "SELECT message_id FROM message WHERE consultation_id = ? AND member_id = ?"
            " AND position <= ? AND position > ?",
            (consultation_id, self.me, position, before),
        )
        for (message_id,) in rows:
            self.mark_changed(consultation_id, int(message_id))

    def _learn_name(self, arrived: Arrived) -> None:
        if not arrived.nickname or arrived.member_id is None:
            return
        role = self.state_of(arrived.consultation_id).reader.cast.role(arrived.member_id)
        if role is not SpeakerRole.COLLEAGUE:
            return
        if members.learn(self.connection, arrived.member_id, arrived.nickname):
            self._names[arrived.member_id] = arrived.nickname
            self.reread.add(arrived.consultation_id)
            self.changed_summaries[arrived.consultation_id] = None

    def _remove_lines(self, consultation_id: ConsultationId, message_ids: list[int]) -> None:
        for message_id in message_ids:
            self._touched[consultation_id].pop(message_id, None)
            self._news.pop(message_id, None)
            self._removed.append(Removed(consultation_id, stored_row(message_id)))
            self._removed.extend(self._own_rows(consultation_id, message_id))

    def _own_rows(self, consultation_id: ConsultationId, message_id: int) -> list[Removed]:
        rows = sql.rows(
            self.connection,
            "SELECT origin_id FROM message WHERE message_id = ? AND member_id = ?",
            (message_id, self.me),
        )
        return [
            Removed(consultation_id, own_row(OriginId(str(origin_id)))) for (origin_id,) in rows
        ]

    def _announced(self, changed: tuple[Message, ...]) -> tuple[Message, ...]:
        keys = {stored_row(message_id) for message_id in self._news}
        return tuple(line for line in changed if line.key in keys)

    def _bind_waiting(self, arrived: Arrived, message_id: int) -> None:
        """Bind what waited for a message of which more is known now: who wrote it, or its id."""
        target, absorbed = self._bind(arrived, message_id)
        if target is not None:
            self.mark_changed(arrived.consultation_id, target)
        self._remove_lines(arrived.consultation_id, absorbed)

    def _bind(self, arrived: Arrived, message_id: int) -> tuple[int | None, list[int]]:
        notes = self.state_of(arrived.consultation_id)
        if arrived.replaces or arrived.retracts:
            notes.amendments_wait = True
        if not notes.amendments_wait:
            return None, []
        return amendments.bind(self.connection, message_id, is_id_unique=arrived.is_id_unique)
