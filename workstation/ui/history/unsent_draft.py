"""What a doctor had begun to write in a consultation that is over: shown where it is read.

It can go nowhere any more, as the consultation ended elsewhere, or was ended with words left in the
composer. The vault has it, so its words can be read and copied: unseen, they were lost.
"""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from workstation.domain.changes import Draft
from workstation.domain.ids import ConsultationId
from workstation.ui.composer.drafts import latest_draft
from workstation.ui.consultation_row.row_texts import attached_text
from workstation.ui.kit.painting import Ink
from workstation.ui.kit.strings import tr
from workstation.ui.kit.widgets.notice_bar import NoticeBar
from workstation.ui.shell.signed_in import SignedIn


def unsent_draft(signed_in: SignedIn, consultation_id: ConsultationId) -> Draft:
    """The draft of a consultation that is over; of one in process an empty one.

    That one stands in the composer, and can be sent.
    """
    if signed_in.store.worklist.row(consultation_id) is not None:
        return Draft(consultation_id, "")
    return latest_draft(signed_in, consultation_id)


class UnsentDraftBar(NoticeBar):
    """Speaks by ``copy_asked`` (the words); put away, it comes back with the consultation.

    ``draft`` is the one that it was told of last.
    """

    copy_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Ink.WARNING, parent)
        self.draft: Draft | None = None
        self.acted.connect(self._ask_to_copy)

    def show_draft(self, draft: Draft) -> None:
        """Say it; a draft without words, files and recording takes the bar away."""
        self.draft = draft
        if draft.text.strip() or draft.files or draft.voice:
            self.announce_text("")  # the same sentence may be about another patient
            self._say(draft)
        else:
            self.hide()

    def _say(self, draft: Draft) -> None:
        attached, text = attached_text(draft), draft.text.strip()
        title = tr("history.unsent_with", files=attached) if attached else tr("history.unsent")
        self.say(title, text, tr("history.unsent_copy") if text else "")

    def _ask_to_copy(self) -> None:
        if self.draft is not None:
            self.copy_asked.emit(self.draft.text)
