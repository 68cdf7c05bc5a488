"""The history's page: what fits shown, deletions held back, the doctor's clicks carried out."""

from collections.abc import Sequence

from PySide6.QtCore import QObject

from workstation.base.clock import DAY_MS
from workstation.domain.changes import Place
from workstation.domain.consultation import Consultation
from workstation.domain.ids import ConsultationId
from workstation.services.lists import ListState
from workstation.store.history import HistoryFilter
from workstation.ui.consultation_row.list_problem import show_list_problem
from workstation.ui.consultation_row.spelled_names import SpelledNames
from workstation.ui.conversation.details.doctors import doctor_cards
from workstation.ui.conversation.details.note_actions import NoteActions
from workstation.ui.conversation.details.wiring import DetailsWiring
from workstation.ui.conversation.finding.jump_menu import JumpMenu
from workstation.ui.conversation.finding.wiring import ConversationSearch
from workstation.ui.conversation.page_context import PageContext
from workstation.ui.conversation.timeline.anchor import Anchor
from workstation.ui.conversation.wiring import OpenConversation
from workstation.ui.history.archive_reading import ArchiveReading
from workstation.ui.history.day_groups import group_by_day
from workstation.ui.history.page import HistoryPage
from workstation.ui.history.pending_deletions import PendingDeletions
from workstation.ui.history.refused_deletions import RefusedDeletions
from workstation.ui.history.rest_search import RestSearch
from workstation.ui.history.row_delegate import HistoryEntry
from workstation.ui.history.rows import HistoryRowCache
from workstation.ui.history.unlisted import UnlistedConsultation
from workstation.ui.history.unsent_drafts import UnsentDrafts
from workstation.ui.kit.announcer import announcer
from workstation.ui.kit.layers.snack_bar import Notify
from workstation.ui.kit.strings import error_text, formats, tr
from workstation.ui.kit.throttle import Debounce


class HistoryWiring(QObject):
    """Keeps the page true while it lives."""

    _words, _order, _is_searching = "", "newest", False
    _asks_for_others = _begins_at_top = False

    def __init__(self, context: PageContext, page: HistoryPage) -> None:
        super().__init__(page)
        signed_in, thumbnails = context.signed_in, context.thumbnails
        scope, notify = context.scope, context.notify
        self._signed_in, self._page, self._thumbnails = signed_in, page, thumbnails
        self._names = SpelledNames(signed_in, scope, lambda: self._search(self._words))
        self._drafts = drafts = UnsentDrafts(context, page, self.open)
        now_ms, length_of = signed_in.clock.now_ms, thumbnails.length_of
        unsent = signed_in.store.history.unsent
        self._row_cache = HistoryRowCache(now_ms, length_of, drafts.has_draft, unsent)
        self._deletions = PendingDeletions(
            page.list_pane, signed_in.lists.deletion, signed_in.spawn, self._name_of
        )
        lists, bar = signed_in.lists, page.list_pane.refused
        self._refused = RefusedDeletions(
            bar, self._name_of, self._find_listed, lists.history, lists.deletion.confirm
        )
        pane = page.side.conversation
        self.conversation = OpenConversation(context, pane)
        opened, details = self.conversation, page.side.details
        self.details = DetailsWiring(signed_in, details, opened, thumbnails, scope, notify=notify)
        self.search_marks = ConversationSearch(signed_in, pane, opened, scope)
        self._archive = ArchiveReading(signed_in, pane, opened)
        page.closed.connect(RestSearch(signed_in, pane, scope).stop)
        JumpMenu(signed_in, pane, opened, scope, notify)
        self._unlisted = UnlistedConsultation(
            signed_in, page.list_pane.unlisted, scope, self._show, drafts.show_draft_only
        )
        self._refresh = Debounce(self.show_rows, self)
        self._connect(notify)
        self.show_rows()
        self._show_state(signed_in.lists.history.state)

    def show_rows(self) -> None:
        """Show what fits, as it is at this moment."""
        history, hidden_rows = self._signed_in.store.history, self._signed_in.lists.hidden_rows
        row_filter = self._filter()
        consultation_ids = history.find(row_filter, hidden_rows.hidden)
        if self._order == "oldest":
            consultation_ids.reverse()
        consultations = [
            consultation
            for consultation_id in consultation_ids
            if (consultation := history.get(consultation_id)) is not None
        ]
        pane = self._page.list_pane
        pane.filters.show_teams(history.teams())
        self._show_empty()
        entries = (HistoryEntry(each, self._row_cache.row_data) for each in consultations)
        days = list(group_by_day(entries, self._signed_in.clock.now_ms()))
        pane.show_entries(days, follow=not self._asks_for_others)
        if self._begins_at_top:
            pane.list.begin_at_top()
        self._asks_for_others = self._begins_at_top = False
        is_known = len(history) > 0 or self._signed_in.lists.history.state.read_ms is not None
        total = len(history) - len(hidden_rows.hidden) if is_known else None
        narrowed = is_known and row_filter != HistoryFilter()
        pane.show_counts(total, len(consultations), narrowed=narrowed)
        if self._page.open_key is not None:
            pane.list.choose(self._page.open_key)
        pane.list.show_words(self._words)
        self.search_marks.suggest(self._words)
        if self._is_searching:
            self._is_searching = False
            self._announce_found(len(consultations))

    def _announce_found(self, count: int) -> None:
        """Announce how many there are once the typing rests; for none what is there, and why."""
        empty = self._page.list_pane.empty
        text = tr("history.found", count=count) if count else empty.heading.text()
        announcer.announce(text if self._words else "", topic="found")

    def open(
        self, consultation_id: ConsultationId, anchor: Anchor | None = None, words: str = ""
    ) -> None:
        """Open a consultation, at a place where some words were found.

        One that is not in the history is read from the platform, without such a place.
        """
        consultation = self._signed_in.store.history.get(consultation_id)
        if consultation is None:
            self._unlisted.open(consultation_id)
            return
        self._unlisted.leave()
        self._show(consultation, anchor, words)
        self._go_to(consultation_id)

    def _go_to(self, consultation_id: ConsultationId) -> None:
        """Bring a consultation's row into sight; words and filters that hide it go."""
        pane = self._page.list_pane
        if pane.entries.row(consultation_id) < 0:
            self.show_rows()
        if pane.entries.row(consultation_id) < 0 and self._filter() != HistoryFilter():
            self._clear()
            self._notify(tr("history.lifted"))
        pane.list.go_to(consultation_id)

    def _show(
        self, consultation: Consultation, anchor: Anchor | None = None, words: str = ""
    ) -> None:
        is_other = self._page.open_key != consultation.consultation_id
        if is_other and not self._page.list_pane.list.hasFocus():
            data = self._row_cache.row_data(consultation)
            announcer.announce(data.spoken, topic="patient", urgent=True)
        self._page.show_consultation(consultation, doctor_cards(self._signed_in, consultation))
        self.details.show(consultation)
        self.conversation.show(consultation, anchor)
        if is_other:
            self._archive.show(consultation.consultation_id)
            self.search_marks.on_opened()
        self._drafts.show(consultation.consultation_id, is_other=is_other)
        if anchor is not None:
            self.search_marks.show_words(words, anchor)

    def search(self, words: str | None = None) -> None:
        """Let the doctor type words; if some are given, show all that has them and nothing else."""
        if words is not None:
            self._page.list_pane.filters.clear()
            self._page.list_pane.search.edit.setText(words)
            self._search(words)
        self._page.focus_search()

    def delete(self, consultation_ids: Sequence[ConsultationId]) -> None:
        """Take these from sight; they are deleted when their bar closes."""
        rows = self._page.list_pane.list
        stays = rows.key_without(consultation_ids)
        if self._page.open_key in consultation_ids:
            self._page.close_consultation()
        rows.focus_key(stays)
        rows.tick_none()
        self._deletions.hold(tuple(consultation_ids))

    def _connect(self, notify: Notify) -> None:
        self._notify = notify
        page, pane, signed_in = self._page, self._page.list_pane, self._signed_in
        NoteActions(page, page.side, self.details, notify)
        pane.chosen.connect(self.open)
        pane.searched.connect(self._search)
        pane.rows_asked.connect(self._refresh.flush)
        pane.order_picked.connect(self._sort)
        pane.filters.changed.connect(self._filter_anew)
        pane.delete_asked.connect(self.delete)
        pane.clear_asked.connect(self._clear)
        pane.retry_asked.connect(signed_in.refresh)
        pane.retranslated.connect(self.show_rows)
        pane.retranslated.connect(lambda: self._show_state(signed_in.lists.history.state))
        page.closed.connect(self.conversation.close)
        page.closed.connect(self._archive.leave)
        self._thumbnails.changed.connect(page.side.conversation.view.viewport().update)
        self._thumbnails.loaded.connect(self._on_media_loaded)
        self._subscriptions = [
            signed_in.store.history.feed.subscribe(self._on_changed),
            signed_in.lists.hidden_rows.changed.subscribe(lambda _hidden: self._refresh_soon()),
            signed_in.lists.hidden_rows.refused.subscribe(self._refused.show),
            signed_in.lists.states.subscribe(self._on_list_state),
        ]
        self.destroyed.connect(lambda: [stop() for stop in self._subscriptions])

    def _filter(self) -> HistoryFilter:
        filters, days = self._page.list_pane.filters, self._page.list_pane.filters.days
        since = None if days is None else self._signed_in.clock.now_ms() - days * DAY_MS
        return HistoryFilter(
            team_id=filters.team_id,
            from_ms=since,
            with_pictures=filters.pictures.isChecked(),
            with_voice=filters.voice.isChecked(),
            words=self._words,
            noted=self._signed_in.store.notes.find(self._words),
            spelled=self._names.among(self._words, self._signed_in.store.history),
        )

    def _search(self, words: str) -> None:
        self._begins_at_top |= words.strip() != self._words  # else only spelled names have come
        self._words, self._is_searching = words.strip(), True
        self._refresh_soon()

    def _filter_anew(self) -> None:
        self._begins_at_top = True
        self._refresh_soon()

    def _refresh_soon(self) -> None:
        """Show the rows soon, as the doctor asked for others or deleted some."""
        self._asks_for_others = True
        self._refresh.request()

    def _sort(self, order: str) -> None:
        self._order, self._asks_for_others, self._begins_at_top = order, True, True
        self.show_rows()

    def _clear(self) -> None:
        self._page.list_pane.search.clear()
        self._page.list_pane.filters.clear()
        self._words, self._asks_for_others = "", True
        self.show_rows()

    def _on_changed(self, touched: frozenset[ConsultationId]) -> None:
        key = self._page.open_key
        if key in touched and isinstance(key, int):
            consultation = self._signed_in.store.history.get(ConsultationId(key))
            if consultation is None:
                self._page.close_consultation()
            else:
                self._unlisted.leave()
                self._show(consultation)
        self._refresh.request()

    def _on_media_loaded(self, _url: str) -> None:
        self._row_cache.clear()
        self._page.list_pane.list.viewport().update()

    def _on_list_state(self, change: tuple[Place, ListState]) -> None:
        place, state = change
        if place is Place.HISTORY:
            self._show_state(state)
            self._refused.follow(state)
            if not state.busy:
                self._drafts.find_unlisted()
            self._refresh.request()

    def _show_state(self, state: ListState) -> None:
        pane, empty = self._page.list_pane, not len(self._signed_in.store.history)
        if state.busy and empty:
            pane.loading.start()
        else:
            pane.loading.stop()
        self._show_empty()
        pane.left_out.show_count(state.left_out)
        now_ms = self._signed_in.clock.now_ms()
        show_list_problem(pane.problem_bar, state, explained=empty, now_ms=now_ms)

    def _show_empty(self) -> None:
        pane, state = self._page.list_pane, self._signed_in.lists.history.state
        visible = len(self._signed_in.store.history) - len(self._signed_in.lists.hidden_rows.hidden)
        if visible > 0:
            words = self._words
            not_found = tr("history.not_found", words=formats.short_search(words))
            title = not_found if words else tr("history.none_fit")
            pane.show_empty(title, tr("history.not_found_next"), tr("history.clear"))
        elif state.error is not None:
            text = error_text(state.error)
            pane.show_empty(text.what, text.next, tr("history.retry"), failed=text.code)
        elif state.read_ms is None:
            pane.show_empty(tr("history.reading"), "", "")
        else:
            pane.show_empty(tr("history.none"), tr("history.none_next"), "")

    def _find_listed(self, consultation_id: ConsultationId) -> Consultation | None:
        store = self._signed_in.store
        ended = store.history.get(consultation_id)
        return ended or store.worklist.consultation(consultation_id)

    def _name_of(self, consultation_id: ConsultationId) -> str:
        consultation = self._find_listed(consultation_id)
        name = consultation.patient_name if consultation is not None else ""
        return name or tr("queue.no_name")
