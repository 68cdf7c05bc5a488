"""The work queue's page: the store's rows shown, the doctor's clicks carried out."""

from PySide6.QtCore import QObject

from workstation.domain.changes import Place
from workstation.domain.consultation import Consultation, SymptomKind
from workstation.domain.ids import ConsultationId
from workstation.domain.row_key import RowKey
from workstation.services.lists import ListState
from workstation.store.worklist import RowsChanged
from workstation.store.worklist_row import WorklistRow
from workstation.ui.composer.voice_recorder import MakeMicrophone
from workstation.ui.composer.wiring import ComposerWiring
from workstation.ui.consultation_row.list_problem import show_list_problem, why_unread
from workstation.ui.conversation.details.doctors import doctor_cards
from workstation.ui.conversation.details.wiring import DetailsWiring
from workstation.ui.conversation.finding.jump_menu import JumpMenu
from workstation.ui.conversation.finding.wiring import ConversationSearch
from workstation.ui.conversation.page_context import PageContext
from workstation.ui.conversation.timeline.anchor import Anchor
from workstation.ui.conversation.timeline.hit_actions import AskBetterPhoto
from workstation.ui.conversation.timeline.row_menu import Rights
from workstation.ui.conversation.wiring import OpenConversation
from workstation.ui.kit.strings import error_text, tr
from workstation.ui.kit.throttle import Debounce
from workstation.ui.queue.activity_summary_wiring import ActivitySummaryWiring
from workstation.ui.queue.announcing import announce_patient
from workstation.ui.queue.day_strip_wiring import DayStripWiring
from workstation.ui.queue.gone_notice import notify_gone
from workstation.ui.queue.note_keys import connect_notes
from workstation.ui.queue.page import ActivePage, NothingOpen
from workstation.ui.queue.pane_wiring import QueueWiring
from workstation.ui.queue.row_delegate import consultation_of_key
from workstation.ui.queue.waiting_head import show_waiting


class ActiveWiring(QObject):
    """Keeps the page true while it lives."""

    def __init__(
        self, context: PageContext, page: ActivePage, make_microphone: MakeMicrophone
    ) -> None:
        super().__init__(page)
        signed_in, thumbnails = context.signed_in, context.thumbnails
        scope, notify = context.scope, context.notify
        self._signed_in, self._page, self._notify = signed_in, page, notify
        self._thumbnails = thumbnails
        self.conversation = OpenConversation(context, page.conversation)
        self.composer = ComposerWiring(signed_in, page.composer, thumbnails, scope, make_microphone)
        self.queue = QueueWiring(
            signed_in, page.queue, thumbnails, scope, open_id=lambda: self.open_id, notify=notify
        )
        opened, details = self.conversation, page.details
        self.details = DetailsWiring(signed_in, details, opened, thumbnails, scope, notify=notify)
        self.search = ConversationSearch(signed_in, page.conversation, opened, scope)
        JumpMenu(signed_in, page.conversation, opened, scope, notify)
        self.activity_summary = ActivitySummaryWiring(
            signed_in, page.queue.activity_summary, scope, context.is_focused
        )
        self._day = DayStripWiring(signed_in, page.queue.day, scope)
        self._connect()
        self.queue.show_rows()

    def _on_rows_shown(self) -> None:
        if self._signed_in.lists.queue.state.read_ms is not None:  # before there was a page
            self.queue.on_list_read()
        self._explain_empty()
        self._show_reading()  # it may have begun before there was a page
        self._request_voice_lengths()
        self._show_waiting()
        self.activity_summary.show()
        self._day.show()

    def _explain_empty(self) -> None:
        """Show why no consultation is open, as far as that is known."""
        state = self._signed_in.lists.queue.state
        if len(self._signed_in.store.worklist):
            self._page.show_nothing_open(NothingOpen.PICK)
        elif state.error is not None:
            self._page.show_nothing_open(error_text(state.error))
        else:
            is_read = state.read_ms is not None
            self._page.show_nothing_open(NothingOpen.NONE if is_read else NothingOpen.READING)

    def on_focused(self) -> None:
        """Take in that the doctor looks at the window again: what is visible counts as seen."""
        self._request_voice_lengths()
        self.conversation.on_focused()
        self.activity_summary.on_focused()

    def open(
        self, consultation_id: ConsultationId, anchor: Anchor | None = None, words: str = ""
    ) -> None:
        """Open a consultation of the queue, at a place where some words were found."""
        row = self._signed_in.store.worklist.row(consultation_id)
        if row is None:
            return
        is_other = self._page.open_key != consultation_id
        if is_other:
            self._announce(row)
        self._show_page(row.consultation)
        self._page.conversation.head.show_typing(row.typing or "")
        self.queue.go_to(consultation_id)
        self.conversation.show(row.consultation, anchor)
        if is_other:
            self.search.on_opened()
        if anchor is not None:
            self.search.show_words(words, anchor)
        self.composer.open(row.consultation)
        if not is_other:
            self._on_stayed()
        self._show_waiting()

    @property
    def open_id(self) -> ConsultationId | None:
        """The consultation on the screen."""
        return consultation_of_key(self._page.open_key)

    def announce_open(self) -> None:
        """Tell a screen reader whose conversation is open, and what the details say of it."""
        row = self._signed_in.store.worklist.row(self.open_id) if self.open_id else None
        if row is not None:
            self._announce(row, with_facts=True)

    def _announce(self, row: WorklistRow, *, with_facts: bool = False) -> None:
        now_ms, online = self._signed_in.clock.now_ms(), self._signed_in.store.is_online
        announce_patient(row, now_ms, online=online, with_facts=with_facts)

    def _show_page(self, consultation: Consultation) -> None:
        self._page.show_consultation(consultation, doctor_cards(self._signed_in, consultation))
        self.details.show(consultation)

    def _request_voice_lengths(self) -> None:
        """Load the voices of the rows in sight; all of them would be a burden at the start."""
        keys = self._page.queue.list.keys_in_sight()
        for consultation_id in filter(None, map(consultation_of_key, keys)):
            row = self._signed_in.store.worklist.row(consultation_id)
            if row is not None and row.consultation.symptom.kind is SymptomKind.VOICE:
                self._thumbnails.voice(row.consultation.symptom.content, "")

    def _retranslate(self) -> None:
        """Put the queue and the open consultation into words again: the language is another one."""
        self.queue.refresh_texts()
        consultation = self._page.conversation.consultation
        if consultation is not None and self._page.open_key is not None:
            self._show_page(consultation)
            self.composer.open(consultation)

    def answer(self, consultation_id: ConsultationId) -> None:
        """Open a consultation of the queue, with the keyboard where one answers."""
        self.open(consultation_id)
        if self._page.open_key == consultation_id:
            self._page.composer.enter()

    def open_longest_waiting(self) -> None:
        """Open the consultation of the patient who waits longest; again for the next one."""
        consultation_id = self.queue.longest_waiting()
        if consultation_id is not None:
            self.answer(consultation_id)
        else:
            unread = why_unread(self._signed_in.lists.queue.state)
            self._notify(unread or tr("queue.nobody_waits"))

    def _connect(self) -> None:
        page, store = self._page, self._signed_in.store
        self.conversation.corrections.announced.connect(self._notify)
        self.conversation.stayed.connect(self._on_stayed)
        self.composer.reply.elsewhere.connect(self._notify)
        page.queue.chosen.connect(self.open)
        page.queue.list.answer_asked.connect(self.answer)
        page.closed.connect(self.composer.leave)
        page.closed.connect(self.conversation.close)
        page.conversation.head.no_reply.clicked.connect(self._toggle_open)
        page.no_reply_asked.connect(self.toggle_no_reply)
        self._connect_own_changes()
        connect_notes(page, self.details, self.queue.marks, self.open, self._notify)
        page.quick_asked.connect(self.composer.manage_replies)
        page.retranslated.connect(self._retranslate)
        page.bind("whose", self.announce_open)
        page.retry_asked.connect(self._signed_in.refresh)
        page.queue.problem_bar.acted.connect(self._signed_in.refresh)
        self.queue.rows_shown.connect(self._on_rows_shown)
        scrolled = Debounce(self._request_voice_lengths, self)
        page.queue.list.verticalScrollBar().valueChanged.connect(scrolled.request)
        self._thumbnails.changed.connect(page.conversation.view.viewport().update)
        self._subscriptions = [
            store.worklist.feed.subscribe(self._on_rows_changed),
            self._signed_in.lists.states.subscribe(self._on_list_state),
        ]
        self.destroyed.connect(lambda: [stop() for stop in self._subscriptions])

    def _connect_own_changes(self) -> None:
        view, amendments = self._page.conversation.view, self._signed_in.messaging.amendments
        view.rights = Rights(True, amendments.may_correct, amendments.may_withdraw)
        view.action_triggered.connect(self.composer.run_action)
        self.composer.editing.previous_asked.connect(self._correct_last)

    def ask_for_better_photo(self, url: str, row: RowKey) -> None:
        """Put a request into the text, about a photo of the open consultation."""
        self.composer.run_action(AskBetterPhoto(url, row))

    def _correct_last(self) -> None:
        message = self.conversation.last_correctable()
        if message is not None:
            self.composer.editing.begin(message)

    def _toggle_open(self) -> None:
        if (open_id := self.open_id) is not None:
            self.queue.marks.toggle_no_reply(open_id)

    def toggle_no_reply(self) -> None:
        """Mark what is looked at as needing no reply, or as needing one after all."""
        consultation_id = consultation_of_key(self._page.queue.looked_at()) or self.open_id
        if consultation_id is not None:
            self.queue.marks.toggle_no_reply(consultation_id)

    def _on_stayed(self) -> None:
        """Remove the mark to read the open consultation again, as it was not only passed."""
        if (open_id := self.open_id) is not None:
            self.queue.marks.clear_unread_mark(open_id)

    def _on_rows_changed(self, changed: RowsChanged) -> None:
        open_id = self.open_id
        if open_id in changed.removed:
            notify_gone(self._page, self.composer, self._notify)
            self._page.close_consultation()
        elif open_id is not None and open_id in changed.changed:
            self.refresh_open(open_id)

    def refresh_open(self, consultation_id: ConsultationId) -> None:
        """Show the open consultation again: its facts changed."""
        row = self._signed_in.store.worklist.row(consultation_id)
        shown_consultation = self._page.conversation.consultation
        if row is not None and row.consultation != shown_consultation:
            self._show_page(row.consultation)
            self.conversation.show(row.consultation)
            self.composer.open(row.consultation)
        if row is not None:
            self._page.conversation.head.show_typing(row.typing or "")

    def _on_list_state(self, change: tuple[Place, ListState]) -> None:
        place, state = change
        if place is not Place.IN_PROCESS:
            return
        if state.read_ms is not None:
            self.queue.on_list_read()
            self.activity_summary.on_list_read()
        self._explain_empty()
        self._show_reading()

    def _show_reading(self) -> None:
        """Show a bar while there is nothing to show meanwhile, and what is wrong with the list."""
        pane, state = self._page.queue, self._signed_in.lists.queue.state
        empty = not len(self._signed_in.store.worklist)
        if state.busy and empty and state.read_ms is None:
            pane.loading.start()
        else:
            pane.loading.stop()
        now_ms = self._signed_in.clock.now_ms()
        # The page says why an empty queue is not read, the banner that the connection is down.
        explained = empty or not self._signed_in.store.is_online
        show_list_problem(pane.problem_bar, state, explained=explained, now_ms=now_ms)

    def _show_waiting(self) -> None:
        row = self._signed_in.store.worklist.row(self.open_id) if self.open_id else None
        show_waiting(self._page.conversation.head, row, self._signed_in.clock.now_ms())
