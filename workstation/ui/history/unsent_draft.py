"""What a doctor had begun to write in a consultation that is over: shown where it is read.

It can go nowhere any more, as the consultation ended elsewhere, or was ended with words left in the
composer. The vault has it, so it can be read, copied, looked at and deleted: unseen, it was lost.
"""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from workstation.domain.changes import Draft
from workstation.domain.ids import ConsultationId
from workstation.domain.local_file import local_address
from workstation.ui.composer.drafts import latest_draft
from workstation.ui.composer.tray import Tray
from workstation.ui.composer.upper_area import UpperArea
from workstation.ui.consultation_row.row_texts import attached_text
from workstation.ui.kit.painting import Ink
from workstation.ui.kit.strings import formats, tr
from workstation.ui.kit.theme import SIZE, SPACE, theme
from workstation.ui.kit.widgets.button import Button, ButtonKind
from workstation.ui.kit.widgets.notice_bar import NoticeBar
from workstation.ui.kit.widgets.wrapping_row import WrappingRow
from workstation.ui.media.media_lookup import MediaLookup
from workstation.ui.shell.signed_in import SignedIn

HEIGHT_SHARE = 3
"""The draft has at most one part of so many of what is read above it, and scrolls in that."""


def holds_anything(draft: Draft) -> bool:
    """Whether there is anything in a draft that a doctor would miss."""
    return bool(draft.text.strip() or draft.files or draft.voice)


def unsent_draft(signed_in: SignedIn, consultation_id: ConsultationId) -> Draft:
    """The draft of a consultation that is over; an empty one of a consultation in process.

    That one stands in the composer, and can be sent.
    """
    if signed_in.store.worklist.row(consultation_id) is not None:
        return Draft(consultation_id, "")
    return latest_draft(signed_in, consultation_id)


class UnsentDraftBar(NoticeBar):
    """The bar of a draft that was not sent.

    Emits ``copy_asked``, ``delete_asked``, ``listen_asked`` and ``opened`` (an address). Put
    away, it comes back with the consultation. ``draft`` is the one that it was told of last.
    """

    copy_asked = Signal(str)
    delete_asked = Signal()
    listen_asked = Signal()
    opened = Signal(str)

    def __init__(self, media: MediaLookup, parent: QWidget | None = None) -> None:
        super().__init__(Ink.WARNING, parent)
        self.draft: Draft | None = None
        self._name, self._playing = "", False
        self.text.set_max_lines(0)
        self.files = Tray(media, fixed=True)
        self.area = UpperArea(self.text, self.files)
        self.listen, self.delete = Button(kind=ButtonKind.LINK), Button(kind=ButtonKind.LINK)
        for button in (self.listen, self.delete):
            theme.hold(button, QWidget.setMinimumHeight, SIZE.control_sm)
        self._arrange()
        self.acted.connect(self._ask_to_copy)
        self.listen.clicked.connect(self.listen_asked)
        self.delete.clicked.connect(self.delete_asked)
        self.files.opened.connect(self.opened)
        self.files.current_changed.connect(self.area.scroll_to)

    def show_draft(self, draft: Draft, name: str = "") -> None:
        """Show the draft, and whose it is if nothing above does; an empty one hides the bar."""
        self.draft, self._name = draft, name
        if holds_anything(draft):
            self.announce_text("")  # the same sentence may be about another patient
            names = {local_address(each.file_id): each.name for each in draft.documents}
            self.files.show_files([local_address(name) for name in draft.files], names)
            self._show_draft(draft)
        else:
            self.hide()

    def show_playing(self, *, playing: bool) -> None:
        """Show whether the draft's recording sounds now."""
        self._playing = playing
        self._name_buttons()

    def give_room(self, height: int) -> None:
        """Take at most a share of this ``height``."""
        self.area.give_room(height // HEIGHT_SHARE)

    def retranslate(self) -> None:
        """Set all texts in the current language."""
        super().retranslate()
        self._name_buttons()

    def _show_draft(self, draft: Draft) -> None:
        files, text = attached_text(draft), draft.text.strip()
        self.show_text(self._title(files), text, tr("history.unsent_copy") if text else "")
        self._name_buttons()

    def _title(self, files: str) -> str:
        if self._name and files:
            return tr("history.unsent_of_with", name=self._name, files=files)
        if self._name:
            return tr("history.unsent_of", name=self._name)
        return tr("history.unsent_with", files=files) if files else tr("history.unsent")

    def _name_buttons(self) -> None:
        voice = self.draft.voice if self.draft is not None else None
        if voice is not None:
            length = formats.voice_length(voice.duration_ms)
            pause, listen = tr("history.unsent_pause"), tr("history.unsent_listen", length=length)
            self.listen.setText(pause if self._playing else listen)
        self.listen.setVisible(voice is not None)
        self.delete.setText(tr("history.unsent_delete"))

    def _ask_to_copy(self) -> None:
        if self.draft is not None:
            self.copy_asked.emit(self.draft.text)

    def _arrange(self) -> None:
        buttons = WrappingRow(SPACE.x2, between=SPACE.x4)
        for button in (self.action, self.listen, self.delete):
            buttons.addWidget(button)
        self.words.addWidget(self.area)
        self.words.addSpacing(SPACE.x1)
        self.words.addLayout(buttons)
