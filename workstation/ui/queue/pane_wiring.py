"""The work queue's list: rows shown in order, held under a hand, filtered, marked."""

from collections.abc import Callable, Collection
from itertools import chain

from PySide6.QtCore import QObject, Signal

from workstation.base.task_scope import TaskScope
from workstation.domain.ids import ConsultationId
from workstation.store.filters import Filter
from workstation.store.queue_order import Sections, hold_positions
from workstation.store.worklist import RowsChanged
from workstation.ui.consultation_row.list_problem import why_unread
from workstation.ui.consultation_row.spelled_names import SpelledNames
from workstation.ui.conversation.corrections import CorrectionWatch
from workstation.ui.kit.aligned_timer import AlignedTimer
from workstation.ui.kit.announcer import announcer
from workstation.ui.kit.layers.snack_bar import NoticeAction, Notify
from workstation.ui.kit.strings import tr
from workstation.ui.kit.throttle import Debounce
from workstation.ui.media.thumbnail_loader import ThumbnailLoader
from workstation.ui.queue.announcing import TimeAnnouncer, start_text
from workstation.ui.queue.filter_bar import LABEL, FilterChoice, open_filter_menu
from workstation.ui.queue.marks import QueueMarks
from workstation.ui.queue.pane import QueuePane
from workstation.ui.queue.row_delegate import QueueEntry
from workstation.ui.queue.rows import QueueRows, QueueSelection
from workstation.ui.shell.signed_in import SignedIn

CLOCK_MS = 15_000
MAX_CATCH_UP_SECONDS = 30
"""From then on a hand holds the order, though a room may never catch up or the platform be away."""
MAX_LABELS = 8
"""The menu offers the labels most in use; the search finds patients by all of them."""


class QueueWiring(QObject):
    """Keeps the list true while its page lives; ``rows_shown`` tells that it was shown anew.

    ``open_asked`` is about a consultation that a notice told of.

    Changes are gathered and shown at most thirty times a second, so that a flood of messages
    costs no more than what is seen of it. ``open_id`` names the open consultation,
    ``notify`` says a sentence over the page.
    """

    rows_shown = Signal()
    open_asked = Signal(object)

    def __init__(  # noqa: PLR0913 - the parts of one list, put together once
        self,
        signed_in: SignedIn,
        pane: QueuePane,
        thumbnails: ThumbnailLoader,
        scope: TaskScope,
        *,
        open_id: Callable[[], ConsultationId | None],
        notify: Notify,
    ) -> None:
        super().__init__(pane)
        self._signed_in, self._pane = signed_in, pane
        self._open_id, self._notify = open_id, notify
        self._worklist = signed_in.store.worklist
        names = SpelledNames(signed_in, scope, lambda: self._search(self._words))
        me = signed_in.account.member_id
        self._rows = QueueRows(self._worklist, thumbnails.length_of, me, names.spells)
        self._words, self._filters, self._labels = "", frozenset[Filter](), frozenset[str]()
        self._newest_first = False
        self._sections: Sections = {}
        self._time = TimeAnnouncer(self._worklist, signed_in.clock.now_ms())
        self._list_read, self._shown_count = False, 0
        self._began, self._is_settled = signed_in.clock.monotonic(), False
        self.marks = QueueMarks(signed_in, pane.list, scope, notify)
        self._refresh = Debounce(self.show_rows, self)
        self._clock = AlignedTimer(self, CLOCK_MS)
        self._clock.timeout.connect(self._on_time)
        self._clock.begin()
        self._connect(thumbnails)

    @property
    def selection(self) -> QueueSelection:
        """What of the queue is looked at."""
        return QueueSelection(self._words, self._filters, self._open_id(), self._labels)

    def show_rows(self, *, follow: bool = True) -> None:
        """Show the queue as it is at this moment; under a hand no row moves."""
        now_ms = self._signed_in.clock.now_ms()
        self._rows.set_online(online=self._signed_in.store.is_online)
        sections: Sections = self._worklist.queue_order.sections(now_ms)
        if self._newest_first:
            sections = self._rows.newest_first(sections)
        is_held = self._is_held(sections)
        self._sections = hold_positions(self._sections, sections) if is_held else sections
        entries = self._rows.entries(self._sections, self.selection, now_ms)
        self._pane.show_nothing_found(
            searching=bool(self._words) and not self._why_unread,
            filtering=self._is_filtered and not self._words,
        )
        self._shown_count = sum(isinstance(entry, QueueEntry) for entry in entries)
        self._pane.show_entries(entries, follow=follow)
        self._pane.mark_open(self._open_id())
        self._pane.name_order(by_due=self._worklist.rules.first is not None)
        self._pane.show_any(any_at_all=len(self._worklist) > 0)
        self._pane.show_stale(stale=dict(self._sections) != dict(sections))
        names, total = self._chosen_names(), len(self._worklist)
        self._pane.show_filters(names, shown_rows=self._shown_count, total=total)
        self._pane.filter.setChecked(self._is_filtered)
        self.rows_shown.emit()

    def longest_waiting(self) -> ConsultationId | None:
        """Who waits longest over all, or next after the open one; filters that hide them go."""
        now_ms = self._signed_in.clock.now_ms()
        longest = self._worklist.queue_order.longest_waiting(now_ms, self._open_id())
        if longest is not None and not self._rows.shows(longest, self.selection, now_ms):
            self.show_all()
            self._notify(tr("queue.filter.lifted"))
        return longest

    def go_to(self, consultation_id: ConsultationId) -> None:
        """Mark the one that was opened, which a filter hid or the list does not show yet.

        Words that hide it go: it was not opened from what they find.
        """
        if self._pane.entries.row(consultation_id) < 0:
            self.show_rows()
        if self._words and self._pane.entries.row(consultation_id) < 0:
            self._pane.search.clear()
        self._pane.choose(consultation_id)

    def show_all(self) -> None:
        """Hide nothing any more, neither by a filter nor by words."""
        self._words, self._filters, self._labels = "", frozenset(), frozenset()
        self._pane.search.clear()
        self._show_anew(from_top=True)

    def refresh_texts(self) -> None:
        """Put all rows into words again: the language, or what counts as too long, changed."""
        self._rows.clear()
        self.show_rows()

    def on_list_read(self) -> None:
        """Settle, and announce how many there are: from now on what is new is news."""
        if not self._list_read:
            self._list_read = True
            self._settle()
            if not self._is_settled:  # who waits is known when the messages are
                announcer.announce(tr("announced.start", count=len(self._worklist)), topic="start")

    def _settle(self, *_rooms: object) -> None:
        """Sort a last time once nothing said meanwhile is missing; from then on a hand holds."""
        if self._is_settled or not self._list_read:
            return
        has_caught_up = self._signed_in.messaging.catch_up.has_caught_up
        is_late = self._waited_seconds >= MAX_CATCH_UP_SECONDS
        if is_late or all(map(has_caught_up, self._worklist.consultation_ids())):
            self._refresh.flush()
            self._is_settled = True
            text = start_text(self._worklist, self._signed_in.clock.now_ms())
            announcer.announce(text, topic="start")

    @property
    def _waited_seconds(self) -> float:
        return self._signed_in.clock.monotonic() - self._began

    def _on_time(self) -> None:
        self._settle()
        self._time.announce(self._signed_in.clock.now_ms())
        self.show_rows()

    def _is_held(self, sections: Sections) -> bool:
        """Whether a hand holds the rows; those that the platform tells first find their places."""
        if not (self._pane.list.in_hand and self._sections):
            return False
        if not self._is_settled and self._waited_seconds < MAX_CATCH_UP_SECONDS:
            return False
        return self._list_read or _ids_in(sections) == _ids_in(self._sections)

    def _connect(self, thumbnails: ThumbnailLoader) -> None:
        pane = self._pane
        pane.searched.connect(self._search)
        pane.order_picked.connect(self._set_order)
        pane.filters_asked.connect(self._ask_filters)
        pane.filters.dropped.connect(self.toggle_filter)
        pane.filters.cleared.connect(self.show_all)
        pane.list.released.connect(self._refresh.request)
        pane.renew.clicked.connect(lambda: self._show_anew(follow=True))
        pane.list.menu_asked.connect(self.marks.ask)
        self.marks.marked.connect(self._show_anew)
        thumbnails.loaded.connect(self._refresh.request)
        stops = [
            CorrectionWatch(self._worklist, self._signed_in.store.changes, self._on_corrected).stop,
            self._worklist.feed.subscribe(self._on_rows_changed),
            self._signed_in.store.connections.subscribe(self._on_connection),
            self._signed_in.messaging.catch_up.caught_up.subscribe(self._settle),
            self._signed_in.lists.marking.returned.subscribe(self._on_returned),
        ]
        self.destroyed.connect(lambda: [stop() for stop in stops])

    def _on_rows_changed(self, changed: RowsChanged) -> None:
        if changed == RowsChanged():
            self._rows.clear()
        self._refresh.request()
        news = changed.added - self._signed_in.lists.creator.created
        if news and self._list_read:
            self._announce(news)

    def _on_connection(self, _connection: object) -> None:
        if self._signed_in.store.is_online is not self._rows.is_online:
            self._refresh.request()

    def _announce(self, added: frozenset[ConsultationId]) -> None:
        """Announce a change that the list does not show: it is held, filtered or out of sight."""
        if self._pane.list.in_hand or self.selection or not self._pane.isVisible():
            self._notify(tr("queue.announced", count=len(added)), self._offer_to_open(added))

    def _on_corrected(self, consultation_id: ConsultationId) -> None:
        """Mark a consultation with a corrected message unread, unless it is open and shows it."""
        if consultation_id != self._open_id():
            self.marks.mark_unread(consultation_id)

    def _on_returned(self, consultation_ids: tuple[ConsultationId, ...]) -> None:
        """Say that snoozed consultations are due again, wherever the doctor looks meanwhile."""
        text = tr("queue.returned", count=len(consultation_ids))
        self._notify(text, self._offer_to_open(consultation_ids))

    def _offer_to_open(self, consultation_ids: Collection[ConsultationId]) -> NoticeAction:
        """A notice's button that opens the most urgent of these that is in process still."""

        def act() -> None:
            sections = self._worklist.queue_order.sections(self._signed_in.clock.now_ms())
            listed = chain.from_iterable(sections.values())
            order = [each for each in listed if each in consultation_ids]
            if order:
                self.open_asked.emit(order[0])

        return NoticeAction(act, tr("queue.open"))

    def _search(self, words: str) -> None:
        self._words = words
        self._show_anew(from_top=True)
        if words:
            count, total = self._shown_count, len(self._worklist)
            nothing = self._why_unread or tr("queue.nothing_found")
            text = tr("queue.filter.shown", count=count, total=total) if count else nothing
            announcer.announce(text, topic="found")

    @property
    def _why_unread(self) -> str:
        """Why nobody knows what is in the queue; empty where anything of it is known."""
        return "" if len(self._worklist) else why_unread(self._signed_in.lists.queue.state)

    def _set_order(self, order: str) -> None:
        self._newest_first = order == "newest"
        self._show_anew(from_top=True)

    def _ask_filters(self) -> None:
        filters = self._rows.count_filters(self._signed_in.clock.now_ms())
        counts = {each.value: count for each, count in filters.items()}
        with_label = self._rows.count_labels()
        labels = self._labels.union(self._worklist.notes.labels()[:MAX_LABELS])
        counts |= {f"{LABEL}{label}": with_label[label] for label in sorted(labels)}
        chosen = self._chosen_names()
        choices = [FilterChoice(name, name in chosen, count) for name, count in counts.items()]
        open_filter_menu(self._pane.filter, choices, self.toggle_filter)

    @property
    def _is_filtered(self) -> bool:
        return bool(self._filters or self._labels)

    def _chosen_names(self) -> list[str]:
        """The filters that are on, in the order of the menu, then the labels."""
        filters = [one.value for one in Filter if one in self._filters]
        return [*filters, *(f"{LABEL}{label}" for label in sorted(self._labels))]

    def toggle_filter(self, name: str) -> None:
        """Switch a filter, or the filter of a label (``label:`` and its text), on or off."""
        if name.startswith(LABEL):
            self._labels ^= {name.removeprefix(LABEL)}
        else:
            self._filters ^= {Filter(name)}
        self._show_anew(from_top=True)

    def _show_anew(self, *, follow: bool = False, from_top: bool = False) -> None:
        """Show a change by the doctor at once, even while the order of the rows is held.

        Other rows begin at the top; only the same in another order ``follow`` the hand.
        """
        self._sections = {}
        self.show_rows(follow=follow)
        if from_top:
            self._pane.begin_at_top()


def _ids_in(sections: Sections) -> set[ConsultationId]:
    return set(chain.from_iterable(sections.values()))
