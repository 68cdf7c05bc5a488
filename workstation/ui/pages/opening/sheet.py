"""发起咨询 over the window: for whom, which team, what is the matter, pictures."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from workstation.ui.pages.opening.choices import Choice
from workstation.ui.pages.opening.form import MOST_PICTURES, MOST_TEXT, Filled, is_address, mistakes
from workstation.ui.pages.opening.pick_field import PickField
from workstation.ui.pages.opening.pictures import Attached, PictureList
from workstation.ui.painting import Ink
from workstation.ui.strings import tr
from workstation.ui.theme import SIZE, SPACE, Icon, TextRole
from workstation.ui.widgets.button import Button, Kind
from workstation.ui.widgets.checkbox import CheckBox
from workstation.ui.widgets.dialog import ModalLayer
from workstation.ui.widgets.field import Field
from workstation.ui.widgets.form import Titled
from workstation.ui.widgets.icon_button import IconButton
from workstation.ui.widgets.label import Label
from workstation.ui.widgets.message_line import MessageLine
from workstation.ui.widgets.panel import Panel, ScrollArea, Surface
from workstation.ui.widgets.text_area import TextArea


class OpeningSheet(ModalLayer):
    """Speaks by ``asked`` and ``files_asked``. Closing keeps what is filled in."""

    asked = Signal()
    files_asked = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.busy = self._refused = False
        self._card = QWidget(self)
        self.title = Label(role=TextRole.TITLE, strong=True)
        self.close_button = IconButton(Icon.X)
        self.target = PickField(self, "opening.unknown_member")
        self.for_self = CheckBox()
        self.for_self.setChecked(True)
        self.creator = PickField(self, "opening.unknown_member")
        self.team = PickField(self, "opening.unknown_team")
        self.text = TextArea(limit=MOST_TEXT)
        self.pictures = PictureList()
        self.pick_files = Button(icon=Icon.IMAGE)
        self.address = Field(large=False)
        self.add_address = Button(icon=Icon.PLUS)
        self.offline = MessageLine()
        self.error = MessageLine()
        self.cancel, self.start = Button(), Button(kind=Kind.FILLED)
        self._titled = {
            name: Titled(part)
            for name, part in (
                ("target", self.target),
                ("creator", self.creator),
                ("team", self.team),
                ("text", self.text),
            )
        }
        self._pictures_title = Label(role=TextRole.LABEL, strong=True)
        self._arrange()
        self._connect()
        self._show_creator()
        self.retranslate()

    @property
    def filled(self) -> Filled:
        """What is filled in now."""
        target = self.target.number
        return Filled(
            target=target,
            creator=target if self.for_self.isChecked() else self.creator.number,
            team=self.team.number,
            text=self.text.text(),
            pictures=len(self.pictures.attached),
        )

    def offer(self, members: Sequence[Choice], teams: Sequence[Choice]) -> None:
        """Who and which teams can be picked by name."""
        self.target.offer(members)
        self.creator.offer(members)
        self.team.offer(teams)

    def check(self) -> bool:
        """Say at each field what is wrong with it; true when nothing is."""
        found = mistakes(self.filled)
        for name, part in (("target", self.target), ("creator", self.creator), ("team", self.team)):
            if name in found and not (name == "creator" and self.for_self.isChecked()):
                part.field.set_error(tr(found[name]))
        self.text.set_error(tr(found["text"], limit=MOST_TEXT) if "text" in found else "")
        self._refused = bool(found)
        parts = {"target": self.target, "creator": self.creator, "team": self.team}
        wrong = next(iter(found), None)
        if wrong is not None:
            parts.get(wrong, self.text).setFocus(Qt.FocusReason.OtherFocusReason)
        return not found

    def show_error(self, text: str) -> None:
        """Why it was not opened; everything stays filled in. Nothing takes the error away."""
        self.error.say(text, Ink.DANGER)
        self._place()

    def show_offline(self, *, offline: bool) -> None:
        """Whether pictures of this computer can be uploaded now."""
        self.offline.say(tr("opening.offline") if offline else "", Ink.WARNING)
        self.pick_files.setEnabled(not offline)

    def set_busy(self, *, busy: bool) -> None:
        """It is on its way: nothing can be changed, and it cannot be asked for twice."""
        self.busy = busy
        self.start.set_busy(busy)
        self._form.setEnabled(not busy)
        self.pictures.set_locked(locked=busy)

    def clear(self) -> None:
        """An empty form, after one was opened."""
        for part in (self.target, self.creator, self.team):
            part.pick(None)
        self._refused = False
        self.for_self.setChecked(True)
        self.text.set_text("")
        self.text.set_error("")
        self.address.set_text("")
        self.pictures.clear()
        self.show_error("")

    def open(self) -> None:
        """Show it, with what was filled in before."""
        super().open()
        self._place()
        self.target.setFocus(Qt.FocusReason.PopupFocusReason)

    def dismiss(self) -> None:
        """Put it away; what is filled in stays for the next time."""
        self.hide()
        self._window.setFocus(Qt.FocusReason.PopupFocusReason)

    def card(self) -> QRectF:
        return QRectF(self._card.geometry())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc puts it away, Ctrl Enter asks for it."""
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and (
            event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self._ask()

    def resizeEvent(self, event: object) -> None:  # noqa: ARG002
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What is filled in became higher or lower, and the card with it."""
        if watched is self._form and event.type() is QEvent.Type.LayoutRequest:
            self._place()
        return super().eventFilter(watched, event)

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        self.title.setText(tr("opening.title"))
        self.setAccessibleName(tr("opening.title"))
        self.close_button.set_name(tr("opening.cancel"), "Esc")
        for name, titled in self._titled.items():
            titled.title.setText(tr(f"opening.{name}"))
        member = tr("opening.member_example")
        self.target.field.set_name(tr("opening.target"), member)
        self.creator.field.set_name(tr("opening.creator"), member)
        self.team.field.set_name(tr("opening.team"), tr("opening.team_example"))
        self.text.edit.setAccessibleName(tr("opening.text"))
        self.for_self.setText(tr("opening.for_self"))
        self._pictures_title.setText(tr("opening.pictures", most=MOST_PICTURES))
        self.pick_files.setText(tr("opening.pick"))
        self.address.set_name(tr("opening.address"), tr("opening.address_example"))
        self.add_address.setText(tr("opening.add"))
        self.cancel.setText(tr("opening.cancel"))
        self.start.setText(tr("opening.create"))
        for part in (self.target, self.creator, self.team):
            part.say_hint()
        if self._refused:
            self.check()

    def _connect(self) -> None:
        self.close_button.clicked.connect(self.dismiss)
        self.cancel.clicked.connect(self.dismiss)
        self.start.clicked.connect(self._ask)
        self.pick_files.clicked.connect(self.files_asked)
        self.add_address.clicked.connect(self._add_address)
        self.address.submitted.connect(self._add_address)
        self.for_self.toggled.connect(self._show_creator)
        self.text.edited.connect(lambda _: self.text.set_error(""))

    def _ask(self) -> None:
        if not self.busy and self.check():
            self.show_error("")
            self.asked.emit()

    def _add_address(self) -> None:
        text = self.address.text().strip()
        if not is_address(text):
            self.address.set_error(tr("opening.not_address"))
        elif len(self.pictures.attached) >= MOST_PICTURES:
            self.address.set_error(tr("opening.too_many", most=MOST_PICTURES))
        else:
            self.pictures.add(Attached(url=text))
            self.address.set_text("")
            self.address.set_hint("")

    def _show_creator(self) -> None:
        self._titled["creator"].setVisible(not self.for_self.isChecked())

    def _place(self) -> None:
        width = min(SIZE.palette, self.width() - 2 * SPACE.x6)
        top = SIZE.palette_top if self.height() >= SIZE.palette_top * 8 else SPACE.x6
        chrome = self._card.sizeHint().height() - self._scroll.sizeHint().height()
        wanted = chrome + self._form.sizeHint().height()
        height = min(wanted, self.height() - top - SPACE.x6)
        self._card.setGeometry((self.width() - width) // 2, top, width, height)
        self.update()

    def _arrange(self) -> None:
        self._form = Panel(Surface.RAISED)
        self._form.installEventFilter(self)
        self._scroll = ScrollArea(self._form)
        column = QVBoxLayout(self._form)
        column.setContentsMargins(SPACE.x6, SPACE.x2, SPACE.x6, SPACE.x4)
        column.setSpacing(SPACE.x4)
        column.addWidget(self._titled["target"])
        column.addWidget(self.for_self)
        for name in ("creator", "team", "text"):
            column.addWidget(self._titled[name])
        column.addLayout(self._picture_part())
        column.addStretch(1)
        whole = QVBoxLayout(self._card)
        whole.setContentsMargins(1, SPACE.x4, 1, SPACE.x4)
        whole.setSpacing(SPACE.x2)
        whole.addLayout(_row(self.title, None, self.close_button))
        whole.addWidget(self._scroll, 1)
        whole.addLayout(_row(self.error))
        whole.addLayout(_row(None, self.cancel, self.start))

    def _picture_part(self) -> QVBoxLayout:
        ways = QHBoxLayout()
        ways.setSpacing(SPACE.x2)
        ways.addWidget(self.pick_files, 0, Qt.AlignmentFlag.AlignTop)
        ways.addWidget(self.address, 1)
        ways.addWidget(self.add_address, 0, Qt.AlignmentFlag.AlignTop)
        part = QVBoxLayout()
        part.setSpacing(SPACE.x2)
        part.addWidget(self._pictures_title)
        part.addWidget(self.pictures)
        part.addLayout(ways)
        part.addWidget(self.offline)
        return part


def _row(*parts: QWidget | None) -> QHBoxLayout:
    """Parts beside each other inside the card's gutter; None takes what is left."""
    row = QHBoxLayout()
    row.setContentsMargins(SPACE.x6, 0, SPACE.x6, 0)
    row.setSpacing(SPACE.x2)
    for part in parts:
        if part is None:
            row.addStretch(1)
        else:
            row.addWidget(part)
    return row
