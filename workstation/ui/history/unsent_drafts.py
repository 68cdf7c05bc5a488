"""The drafts of consultations that are over: which rows have one, the open one's, and the others.

The platform may list a consultation no more, or refuse it: its draft stands alone then, without
the conversation, and a notice above the list leads there.
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

ALONE = "draft alone"


class UnsentDrafts(QObject):
    """Keeps them true on the history's page; ``open_consultation`` opens one by its number."""

    def __init__(
        self,
        context: PageContext,
        page: HistoryPage,
        open_consultation: Callable[[ConsultationId], None],
    ) -> None:
        super().__init__(page)
        self._context, self._signed_in, self._page = context, context.signed_in, page
        self._open_consultation = open_consultation
        self._alone: Consultation | None = None
        side = page.side
        self._bar = UnsentDraftWiring(
            context, side.conversation.unsent, lambda: side.conversation.consultation
        )
        self._alone_bar = UnsentDraftWiring(context, side.alone, lambda: self._alone)
        page.closed.connect(self._bar.silence)
        page.closed.connect(self._alone_bar.silence)
        page.list_pane.unlisted_drafts.acted.connect(self._open_unlisted)
        page.list_pane.retranslated.connect(self.find_unlisted)
        self.destroyed.connect(self._signed_in.store.changes.subscribe(self._on_changes))
        self.find_unlisted()

    def has_draft(self, consultation_id: ConsultationId) -> bool:
        """Whether there is one, of a consultation that is over."""
        return holds_anything(unsent_draft(self._signed_in, consultation_id))

    def show(self, consultation_id: ConsultationId, *, is_other: bool) -> None:
        """Also of one that was open here already as it left the queue."""
        draft = unsent_draft(self._signed_in, consultation_id)
        if is_other or draft != self._page.side.conversation.unsent.draft:
            self._bar.show(draft)

    def show_alone(self, consultation_id: ConsultationId) -> None:
        """That one cannot be opened; its draft is shown without it, if there is one."""
        draft = unsent_draft(self._signed_in, consultation_id)
        if holds_anything(draft):
            self._context.scope.spawn(self._show_alone(draft), key=ALONE)

    def find_unlisted(self) -> None:
        """Say how many drafts stand in no list, as far as the platform's lists are known."""
        bar, count = self._page.list_pane.unlisted_drafts, len(self._unlisted())
        title = tr("history.unlisted_drafts", count=count)
        if not count:
            bar.hide()
        elif bar.isHidden() or bar.title.text() != title:
            bar.show_text(title, "", tr("history.unlisted_drafts_show"))

    async def _show_alone(self, draft: Draft) -> None:
        consultation_id = draft.consultation_id
        known = await self._signed_in.lists.refresh.read_known(consultation_id)
        self._alone = known or _unknown(consultation_id)
        name = self._alone.patient_name or tr("queue.number_spoken", number=consultation_id)
        self._page.close_consultation()
        self._alone_bar.show(draft, name)
        self._page.show_alone(draft, name)

    def _unlisted(self) -> list[ConsultationId]:
        """In which no list says where they are; the newest first."""
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
        """The next one after that which is shown."""
        unlisted, alone = self._unlisted(), self._alone and self._alone.consultation_id
        if unlisted:
            place = unlisted.index(alone) + 1 if alone in unlisted else 0
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
            if self._alone is not None and draft.consultation_id == self._alone.consultation_id:
                self._alone = None
                self._page.close_consultation()


def _unknown(consultation_id: ConsultationId) -> Consultation:
    """One of which this computer has nothing but a draft."""
    nobody = Member(None, "")
    return Consultation(
        consultation_id, nobody, nobody, Team(None, ""), Symptom(SymptomKind.TEXT, "")
    )
