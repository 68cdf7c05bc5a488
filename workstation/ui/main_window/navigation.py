"""The ways that lead from anywhere to a place of the window."""

from typing import TYPE_CHECKING

from workstation.domain.ids import ConsultationId
from workstation.ui.conversation.details.pane import DetailsPane
from workstation.ui.conversation.timeline.anchor import Anchor
from workstation.ui.kit.strings import tr
from workstation.ui.main_window.page_wirings import PageWirings
from workstation.ui.queue.page import ActivePage
from workstation.ui.queue.page_wiring import ActiveWiring
from workstation.ui.shell.signed_in import SignedIn
from workstation.ui.shell.window_frame import WindowFrame

if TYPE_CHECKING:
    from workstation.ui.history.wiring import HistoryWiring
    from workstation.ui.viewer.viewer_photo import ViewerPhoto


class Navigation:
    """Shows a page and goes on there, unless the page before it keeps the doctor."""

    def __init__(self, frame: WindowFrame, signed_in: SignedIn, pages: PageWirings) -> None:
        self._frame, self._signed_in, self._pages = frame, signed_in, pages

    def open_active(
        self, consultation_id: ConsultationId, anchor: Anchor | None = None, words: str = ""
    ) -> None:
        """Open a consultation of the queue: to answer it, or at a place of it.

        One that left the queue since it was offered is opened in the history, and that is said.
        """
        if self._signed_in.store.worklist.row(consultation_id) is None:
            self._frame.notify(tr("window.moved_to_history"))
            self.open_ended(consultation_id, anchor, words)
            return
        active = self._shown_active()
        if active is None:
            return
        if anchor is None:
            active.answer(consultation_id)
        else:
            active.open(consultation_id, anchor, words)

    def open_ended(
        self, consultation_id: ConsultationId, anchor: Anchor | None = None, words: str = ""
    ) -> None:
        """Open a consultation of the history."""
        history = self._shown_history()
        if history is not None:
            history.open(consultation_id, anchor, words)

    def open_other(self, consultation_id: ConsultationId, in_process: bool) -> None:  # noqa: FBT001
        """Open another consultation of the same patient, in the list that has it."""
        if in_process:
            self.open_active(consultation_id)
        else:
            self.open_ended(consultation_id)

    def offer_others(self, details: DetailsPane) -> None:
        """Let the details lead to the other consultations of their patient."""
        details.others.picked.connect(self.open_other)
        details.others.all_asked.connect(lambda: self.search_history(details.patient_name))

    def open_next_patient(self) -> None:
        """Open who has waited longest, or longest after the one that is open."""
        active = self._shown_active()
        if active is not None:
            active.open_longest_waiting()

    def search_history(self, words: str | None = None) -> None:
        """Let the doctor search the history, for ``words`` at once if there are some."""
        history = self._shown_history()
        if history is not None:
            history.search(words)

    def typed_words(self) -> str:
        """What is being typed into the queue's own search, if anything."""
        page = self._frame.page("active")
        field = page.queue.search if isinstance(page, ActivePage) else None
        return field.text() if field is not None and field.edit.hasFocus() else ""

    def manage_replies(self) -> None:
        """Open the quick replies."""
        if (active := self._pages.active) is not None:
            active.composer.manage_replies()

    def insert_reply(self, reply_id: int) -> None:
        """Put a quick reply into what is written."""
        if (active := self._pages.active) is not None:
            active.composer.insert_reply(reply_id)

    def ask_for_better_photo(self, photo: "ViewerPhoto") -> None:
        """Put a request for a better photo into what is written in its consultation."""
        active = self._shown_active()
        if active is not None and active.open_id == photo.consultation_id:
            active.ask_for_better_photo(photo.url, photo.row)

    @property
    def shown_id(self) -> ConsultationId | None:
        """The consultation of the queue that is on the screen."""
        active = self._visible_active()
        return active.open_id if active is not None else None

    def insert_text(self, photo: "ViewerPhoto", text: str) -> None:
        """Put words read on a photo into what is written in its consultation."""
        active = self._shown_active()
        if active is not None and active.open_id == photo.consultation_id:
            active.composer.insert_text(text)

    def is_writing(self) -> bool:
        """Whether a consultation to be answered is on the screen."""
        active = self._visible_active()
        return active is not None and active.composer.consultation is not None

    def _visible_active(self) -> ActiveWiring | None:
        return self._pages.active if self._frame.current_page == "active" else None

    def _shown_active(self) -> ActiveWiring | None:
        self._frame.show_page("active")
        return self._visible_active()

    def _shown_history(self) -> "HistoryWiring | None":
        self._frame.show_page("history")
        return self._pages.history if self._frame.current_page == "history" else None
