"""The lock screen: time, whose window it is, the code, how many messages wait, and the way out."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from workstation.ui.kit.aligned_timer import AlignedTimer
from workstation.ui.kit.announcer import ENDS, announcer
from workstation.ui.kit.fields.field import SecretField
from workstation.ui.kit.layers.overlay import Overlay
from workstation.ui.kit.page import hand_focus_over
from workstation.ui.kit.painting import Ink
from workstation.ui.kit.strings import formats, tr
from workstation.ui.kit.theme import SIZE, SPACE, Icon, TextRole, theme
from workstation.ui.kit.widgets.avatar import Avatar
from workstation.ui.kit.widgets.button import Button, ButtonKind
from workstation.ui.kit.widgets.icon_mark import IconMark
from workstation.ui.kit.widgets.label import Label
from workstation.ui.kit.widgets.message_line import MessageLine
from workstation.ui.kit.widgets.panel import Panel, Surface

AVATAR_FROM, CLOCK_FROM = 520, 380
"""From which height of the page on there is room for them, as the design draws it."""
TICK_MS, WAITING_MS = 5_000, 1_000


class LockPage(Overlay, Panel):
    """The lock screen: ``submitted`` carries the code, ``sign_out_asked`` the wish to leave.

    ``ticked`` comes every five seconds, every second while seconds are counted, for whoever tells
    the time and counts what waits.
    """

    submitted = Signal(str)
    sign_out_asked = Signal()
    ticked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Surface.CANVAS, parent=parent)
        self._now_ms = 0
        self._unread = 0
        self._waits = False
        self._make_parts()
        self._arrange()
        self._connect()
        self.retranslate()

    def show_doctor(self, name: str, member_id: int) -> None:
        """Show whose window is locked."""
        self._avatar.show_person(name, member_id, doctor=True)
        self._name.setText(name)
        self._name.setVisible(bool(name))

    def show_time(self, now_ms: int) -> None:
        """Show what the clock says."""
        self._now_ms = now_ms
        self.clock.setText(formats.clock_time(now_ms))
        self.date.setText(_date_text(now_ms))

    def show_unread(self, number: int) -> bool:
        """Show how many messages nobody has read, never whose; whether it became more."""
        more, self._unread = number > self._unread, number
        self.unread.setText(tr("lock.unread", count=number) if number else tr("lock.no_unread"))
        return more

    def show_reason(self, minutes: int) -> None:
        """Say after how many idle minutes it locked itself; 0 where it was asked for."""
        self.message.show_text(tr("lock.idle", count=minutes) if minutes else "")

    def show_error(self, text: str) -> None:
        """Say what is wrong; the field is empty again, and nothing shakes."""
        self.set_busy(busy=False)
        self.code.forget()
        self.message.show_text(text, Ink.DANGER)
        announcer.announce_while_locked(text)
        self.code.setFocus()

    def show_wait(self, seconds: int) -> None:
        """Show how long until the next code is taken; 0 for now."""
        if self.unlock.busy or (not seconds and not self._waits):
            return
        begins, self._waits = bool(seconds) and not self._waits, bool(seconds)
        self._tick.set_period(WAITING_MS if self._waits else TICK_MS)
        self._set_code_enabled(enabled=not self._waits)
        self.unlock.setEnabled(not self._waits)
        self.wait.show_text(tr("lock.wait", count=seconds) if seconds else "", Ink.WARNING)
        if begins:  # it cuts off what is wrong, which was told just before
            texts = (self.message.text.rstrip(ENDS), self.wait.text)
            announcer.announce_while_locked(tr("widgets.breath").join(filter(None, texts)))
        if not self._waits:
            self.code.setFocus()

    def set_busy(self, *, busy: bool) -> None:
        """Show that a code is being tried, or no longer."""
        self.unlock.set_busy(busy)
        self._set_code_enabled(enabled=not busy)

    def show_ending(self) -> None:
        """Let nothing be asked any more: the doctor is signed out, and another page comes."""
        self.set_busy(busy=False)
        self._set_code_enabled(enabled=False)
        self.unlock.setEnabled(False)
        self.sign_out.set_busy(True)

    def retranslate(self) -> None:
        """Set all texts in the current language."""
        self.setAccessibleName(tr("lock.title"))
        self._hint.setText(tr("lock.hint"))
        self.code.set_name(tr("lock.code"))
        self.code.retranslate()
        self.unlock.setText(tr("lock.unlock"))
        self.sign_out.setText(tr("settings.sign_out"))
        self.show_time(self._now_ms)
        self.show_unread(self._unread)

    def enter(self) -> None:
        """Give the keyboard to the code."""
        self.code.setFocus()

    def focusNextPrevChild(self, next_one: bool) -> bool:  # noqa: FBT001
        """Keep Tab on the page, as nothing behind has the keyboard; from the code it leads on."""
        stops = (self.code.edit, self.unlock, self.sign_out, self.code.reveal)
        parts = [part for part in stops if part.isEnabled()]
        focused = next((n for n, part in enumerate(parts) if part.hasFocus()), -1)
        parts[(focused + (1 if next_one else -1)) % len(parts)].setFocus(
            Qt.FocusReason.TabFocusReason
        )
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the page: in a low window or large text, the code and its sentences are first."""
        super().resizeEvent(event)
        self._avatar.setVisible(self.height() >= theme.scaled(AVATAR_FROM))
        for part in (self.clock, self.date):
            part.setVisible(self.height() >= theme.scaled(CLOCK_FROM))

    def showEvent(self, event: QShowEvent) -> None:
        """Put the keyboard on the code, also of a window that was put away."""
        super().showEvent(event)
        self._tick.begin()
        self.enter()

    def _make_parts(self) -> None:
        self.clock = Label(role=TextRole.CLOCK, tabular=True)
        self.date = Label(role=TextRole.MESSAGE, ink=Ink.SECONDARY)
        self._avatar = Avatar(SIZE.avatar_xl)
        self._name = Label(role=TextRole.TITLE, strong=True)
        self._hint = Label(role=TextRole.LABEL, ink=Ink.SECONDARY)
        self.code = SecretField(icon=Icon.LOCK)
        self.message, self.wait = MessageLine(), MessageLine()
        self.message.keep_room()  # a wrong code moves nothing
        self.unlock = Button(kind=ButtonKind.FILLED)
        self._bell = IconMark(Icon.BELL, size=SIZE.icon_sm)
        self.unread = Label(role=TextRole.LABEL, ink=Ink.SECONDARY)
        self.sign_out = Button(kind=ButtonKind.QUIET, icon=Icon.SIGN_OUT)
        self._tick = AlignedTimer(self, TICK_MS)

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE.x6, SPACE.x6, SPACE.x6, SPACE.x6)
        column.setSpacing(SPACE.x1)
        centre = Qt.AlignmentFlag.AlignHCenter
        column.addStretch(2)
        column.addWidget(self.clock, 0, centre)
        column.addWidget(self.date, 0, centre)
        column.addSpacing(2 * SPACE.x6)
        column.addWidget(self._avatar, 0, centre)
        column.addSpacing(SPACE.x2)
        column.addWidget(self._name, 0, centre)
        column.addWidget(self._hint, 0, centre)
        column.addSpacing(SPACE.x2)
        column.addLayout(self._entry())
        column.addStretch(3)
        column.addWidget(self._foot(), 0, centre)

    def _entry(self) -> QHBoxLayout:
        """The row of the code, in a widget of its own: its sentence may wrap, by its width."""
        entry = QWidget()
        theme.hold(entry, QWidget.setMaximumWidth, SIZE.dialog)
        rows = QVBoxLayout(entry)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(SPACE.x2)
        row = QHBoxLayout()
        row.setSpacing(SPACE.x2)
        row.addWidget(self.code, 1)
        theme.hold(self.unlock, QWidget.setFixedHeight, SIZE.control_lg)
        row.addWidget(self.unlock, 0, Qt.AlignmentFlag.AlignTop)
        rows.addLayout(row)
        rows.addWidget(self.message)
        rows.addWidget(self.wait)
        middle = QHBoxLayout()
        middle.addStretch(0)
        middle.addWidget(entry, 1)  # first it has its width, then there is room beside it
        middle.addStretch(0)
        return middle

    def _foot(self) -> QWidget:
        foot = QWidget()
        row = QHBoxLayout(foot)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE.x2)
        row.addWidget(self._bell)
        row.addWidget(self.unread)
        row.addSpacing(SPACE.x3)
        row.addWidget(self.sign_out)
        return foot

    def _connect(self) -> None:
        self.code.submitted.connect(self._submit)
        self.unlock.clicked.connect(self._submit)
        self.sign_out.clicked.connect(self.sign_out_asked)
        self._tick.timeout.connect(self.ticked)

    def _set_code_enabled(self, *, enabled: bool) -> None:
        """Let the code be typed, or not: then the page has the keyboard, not Qt's nothing."""
        if not enabled:
            hand_focus_over(self.code, self)
        self.code.setEnabled(enabled)

    def _submit(self) -> None:
        if self.code.text() and self.code.isEnabled():
            self.submitted.emit(self.code.text())


def _date_text(now_ms: int) -> str:
    """The date with its weekday."""
    now = formats.local(now_ms)
    month = tr(f"time.month.{now.month}")
    date = tr("time.date", month=month, day=now.day)
    return tr("lock.date", date=date, weekday=tr(f"lock.weekday.{now.isoweekday()}"))
