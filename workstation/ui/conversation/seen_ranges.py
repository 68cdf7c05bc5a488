"""Marks ranges of a conversation as seen, in batches while messages keep arriving.

Marking a range is a transaction that waits for the disk and updates every list. In a flood that
would happen for each frame, so ranges are collected and marked twice a second; after a rest a range
is marked at once. Ranges that do not touch are never joined: what is between them was not visible.
Pending ranges are marked when the conversation is left.

A conversation that is left within ``MIN_LOOK_MS`` was only passed on the way to another, as with
Alt and the arrow keys. None of it counts as read.

Tests: ``test_whoever_walks_past_a_patient_has_seen_nothing``,
``test_what_is_seen_without_a_rest_is_marked_together``,
``test_what_stands_between_two_ranges_is_not_marked``,
``test_what_waits_to_be_marked_is_marked_when_it_is_left``.
"""

from PySide6.QtCore import QObject, QTimer, Signal

from workstation.domain.ids import ConsultationId
from workstation.domain.value import Value
from workstation.ui.kit.throttle import Throttle
from workstation.ui.shell.signed_in import SignedIn

MAX_SEEN_MS = 500
MIN_LOOK_MS = 500


class SeenRange(Value):
    """Positions after ``after``, or from the beginning, up to ``last``.

    ``numbers`` are the ids of others' messages there: messages that an archive page inserts before
    the range is marked were not visible.
    """

    consultation_id: ConsultationId
    after: int | None
    last: int
    numbers: frozenset[int] = frozenset()

    def joined(self, other: "SeenRange") -> "SeenRange | None":
        """Both ranges as one, where nothing stands between them."""
        first, second = sorted((self, other), key=lambda each: (each.after is not None, each.after))
        apart = second.after is not None and second.after > first.last
        if apart or first.consultation_id != second.consultation_id:
            return None
        last, numbers = max(first.last, second.last), first.numbers | second.numbers
        return SeenRange(first.consultation_id, first.after, last, numbers)


class SeenRanges(QObject):
    """Marks ranges as seen until ``parent`` is destroyed.

    ``stayed`` is emitted when a conversation was not only passed.
    """

    stayed = Signal()

    def __init__(self, signed_in: SignedIn, parent: QObject) -> None:
        super().__init__(parent)
        self._signed_in = signed_in
        self._waiting: list[SeenRange] = []
        self._pace = Throttle(self.flush, parent, MAX_SEEN_MS)
        self._passing = QTimer(self, singleShot=True)
        self._passing.timeout.connect(self.flush)
        self._passing.timeout.connect(self.stayed)

    def begin(self) -> None:
        """Begin with a conversation that was opened, perhaps only to pass it."""
        self._passing.start(MIN_LOOK_MS)

    def end(self) -> None:
        """Mark what was visible in a conversation that is left, unless it was only passed."""
        if self._passing.isActive():
            self._passing.stop()
            self._waiting.clear()
        self.flush()

    def add(self, stretch: SeenRange) -> None:
        """Add a range all of which was visible."""
        joined = self._waiting[-1].joined(stretch) if self._waiting else None
        if joined is not None:
            self._waiting[-1] = joined
        else:
            self._waiting.append(stretch)
        if not self._passing.isActive():
            self._pace.request()

    def flush(self) -> None:
        """Mark now what waits for its turn."""
        waiting, self._waiting = self._waiting, []
        for each in waiting:
            markers = self._signed_in.messaging.read_markers
            places = each.last, each.after
            self._signed_in.spawn(markers.mark_seen(each.consultation_id, *places, each.numbers))
