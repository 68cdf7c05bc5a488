"""The keys and the menu's lines by which one notes and labels, wherever on a page one works."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject

from workstation.ui.conversation.details.pane import DetailsPane
from workstation.ui.conversation.details.wiring import DetailsWiring
from workstation.ui.conversation.head import MenuOffer
from workstation.ui.conversation.pane import ConversationPane
from workstation.ui.kit.layers.snack_bar import Notify
from workstation.ui.kit.page import Page
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import Icon


class ConversationSide(Protocol):
    """A conversation and the details of its patient, wherever a page has room for them."""

    details: DetailsPane

    @property
    def conversation(self) -> ConversationPane:
        """The pane with the messages."""

    def toggle_details(self, *, visible: bool) -> None:
        """Show the details, or not."""


class NoteActions(QObject):
    """Opens the note in the details of the consultation in ``side``.

    ``open_row`` opens the current row first, if there is one, as the note is about the focused
    patient. ``label_row`` offers its labels without opening it; whether there was a row.
    """

    def __init__(  # noqa: PLR0913 - the parts of one page, put together once
        self,
        page: Page,
        side: ConversationSide,
        wiring: DetailsWiring,
        notify: Notify,
        *,
        open_row: Callable[[], object] = lambda: None,
        label_row: Callable[[], bool] = lambda: False,
    ) -> None:
        super().__init__(page)
        self._side, self._wiring, self._notify = side, wiring, notify
        self._open_row, self._label_row = open_row, label_row
        page.bind("note", self.note)
        page.bind("label", self.label)
        if wiring.may_note:
            offer = side.conversation.head.offer
            offer(MenuOffer("note.menu", self.note, Icon.PENCIL, action="note"))
            offer(MenuOffer("note.menu_label", self.label, Icon.TAG, action="label"))

    def note(self) -> None:
        """Open the current row and put the keyboard on the note about its patient."""
        if self._is_allowed():
            self._open_row()
            if self._side.conversation.consultation is not None:
                self._side.toggle_details(visible=True)
                self._side.details.enter_note()

    def label(self) -> None:
        """Offer labels for the patient of the current row or of the open consultation."""
        if self._is_allowed() and not self._label_row():
            if self._side.conversation.consultation is None:
                return
            self._side.toggle_details(visible=True)
            self._wiring.note.ask_label()

    def _is_allowed(self) -> bool:
        if not self._wiring.may_note:
            self._notify(tr("note.denied"))
        return self._wiring.may_note
