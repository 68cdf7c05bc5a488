"""The drafts of consultations that are over: which rows have one, the open one's, and the others.

The platform may have stopped listing a consultation, or refuse to return it. Its draft is then
shown without the conversation, and a notice above the list leads to it.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject

from workstation.domain.changes import Changes, Draft
from workstation.domain.consultation import Consultation, Symptom, SymptomKind
from workstation.domain.ids import ConsultationId
from workstation.domain.people import Member, Team
from workstation.ui.conversation.page_context import PageContext
from workstation.ui.history.page import HistoryPage
from workstation.ui.history.unsent_draft import holds_anything, unsent_draft
from workstation.ui.history.unsent_wiring import UnsentDraftWiring
from workstation.ui.kit.strings import tr

SHOW_DRAFT_ONLY = "show draft only"


class UnsentDrafts(QObject):
    """Keeps the history page's drafts up to date; ``open_consultation`` opens a consultation."""

    def __init__(
        self,
        context: PageContext,
        page: HistoryPage,
        open_consultation: Callable[[ConsultationId], None],
    ) -> None:
        super().__init__(page)
        self._context, self._signed_in, self._page = context, context.signed_in, page
        self._open_consultation = open_consultation
        self._unlisted_consultation: Consultation | None = None
        side = page.side
        self._bar = UnsentDraftWiring(
            context, side.conversation.unsent, lambda: side.conversation.consultation
        )
        self._unlisted_bar = UnsentDraftWiring(
            context, side.unlisted_draft, lambda: self._unlisted_consultation
        )
        page.closed.connect(self._bar.silence)
        page.closed.connect(self._unlisted_bar.silence)
        page.list_pane.unlisted_drafts.acted.connect(self._open_unlisted)
        page.list_pane.retranslated.connect(self.find_unlisted)
        self.destroyed.connect(self._signed_in.store.changes.subscribe(self._on_changes))
        self.find_unlisted()

    def has_draft(self, consultation_id: ConsultationId) -> bool:
        """Whether an ended consultation has a draft."""
        return holds_anything(unsent_draft(self._signed_in, consultation_id))

    def show(self, consultation_id: ConsultationId, *, is_other: bool) -> None:
        """Show a consultation's draft, also if it was open here already as it left the queue."""
        draft = unsent_draft(self._signed_in, consultation_id)
        if is_other or draft != self._page.side.conversation.unsent.draft:
            self._bar.show(draft)

    def show_draft_only(self, consultation_id: ConsultationId) -> None:
        """Show the draft of a consultation that cannot be opened, if there is one."""
        draft = unsent_draft(self._signed_in, consultation_id)
        if holds_anything(draft):
            self._context.scope.spawn(self._show_draft_only(draft), key=SHOW_DRAFT_ONLY)

    def find_unlisted(self) -> None:
        """Show how many drafts belong to unlisted consultations, once both lists have been read."""
        bar, count = self._page.list_pane.unlisted_drafts, len(self._unlisted())
        title = tr("history.unlisted_drafts", count=count)
        if not count:
            bar.hide()
        elif bar.isHidden() or bar.title.text() != title:
            bar.show_text(title, "", tr("history.unlisted_drafts_show"))

    async def _show_draft_only(self, draft: Draft) -> None:
        consultation_id = draft.consultation_id
        known = await self._signed_in.lists.refresh.read_known(consultation_id)
        self._unlisted_consultation = known or _unknown(consultation_id)
        name = self._unlisted_consultation.patient_name or tr(
            "queue.number_spoken", number=consultation_id
        )
        self._page.close_consultation()
        self._unlisted_bar.show(draft, name)
        self._page.show_draft_only(draft, name)

    def _unlisted(self) -> list[ConsultationId]:
        """Consultations with a draft that are in neither list.

        As the sign-in began the newest first; behind them those written since.
        """
        lists, store = self._signed_in.lists, self._signed_in.store
        states = lists.queue.state, lists.history.state
        if any(state.read_ms is None or state.error is not None for state in states):
            return []
        ids = (draft.consultation_id for draft in store.worklist.drafts() if holds_anything(draft))
        return [
            each
            for each in ids
            if store.worklist.row(each) is None and store.history.get(each) is None
        ]

    def _open_unlisted(self) -> None:
        """Open the unlisted draft after the one on show."""
        unlisted, current = self._unlisted(), self._unlisted_consultation
        open_id = current.consultation_id if current is not None else None
        if unlisted:
            place = unlisted.index(open_id) + 1 if open_id in unlisted else 0
            self._open_consultation(unlisted[place % len(unlisted)])

    def _on_changes(self, changes: Changes) -> None:
        history = self._signed_in.store.history
        ended = (each for each in changes.summaries if history.get(each.consultation_id))
        if changes.drafts or any(ended):
            self._page.list_pane.list.viewport().update()
        if not changes.drafts:
            return
        if self._page.list_pane.unlisted_drafts.isVisibleTo(self._page):
            self.find_unlisted()
        for draft in changes.drafts:
            if (
                self._unlisted_consultation is not None
                and draft.consultation_id == self._unlisted_consultation.consultation_id
            ):
                self._unlisted_consultation = None
                self._page.close_consultation()


def _unknown(consultation_id: ConsultationId) -> Consultation:
    """A stand-in for a consultation of which only the draft is on this computer."""
    nobody = Member(None, "")
    return Consultation(
        consultation_id, nobody, nobody, Team(None, ""), Symptom(SymptomKind.TEXT, "")
    )
