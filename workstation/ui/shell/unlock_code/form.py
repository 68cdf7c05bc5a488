"""The fields of an unlock code: the current one, a new one twice, or both."""

import math
from time import monotonic

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workstation.domain.errors import InputError
from workstation.domain.keys import MIN_CODE_LENGTH, CodeDelayed, WrongCode, normal_code
from workstation.ui.kit.fields.field import SecretField
from workstation.ui.kit.fields.form import Titled
from workstation.ui.kit.painting import Ink
from workstation.ui.kit.strings import error_text, tr
from workstation.ui.kit.theme import SPACE, Icon
from workstation.ui.kit.widgets.message_line import MessageLine

TICK_MS = 250


class CodeForm(QWidget):
    """The fields of an unlock code.

    ``submitted`` is emitted by Enter in the last field, ``ready`` with whether a code can be
    entered. ``asks_current`` shows a field for the current code, ``asks_new`` two for a new one,
    with the warning that nobody can recover what it protects.
    """

    submitted = Signal()
    ready = Signal(bool)

    def __init__(self, *, asks_current: bool, asks_new: bool) -> None:
        super().__init__()
        self.asks_current, self.asks_new = asks_current, asks_new
        self.min_length, self._until, self._left = MIN_CODE_LENGTH, 0.0, 0
        self.current, self.new, self.repeat = (SecretField(icon=Icon.KEY) for _ in range(3))
        self._rows = [Titled(field) for field in (self.current, self.new, self.repeat)]
        self.warning, self.general = MessageLine(), MessageLine()
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self._tick)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.x3)
        for part in (*self._rows, self.warning, self.general):
            column.addWidget(part)
        self._rows[0].setVisible(asks_current)
        for row in self._rows[1:]:
            row.setVisible(asks_new)
        for field in self._fields:
            field.edited.connect(lambda _text, field=field: self._on_edited(field))
            field.submitted.connect(lambda field=field: self._on_enter(field))
        self.setFocusProxy(self._fields[0])
        self.retranslate()

    @property
    def is_waiting(self) -> bool:
        """Whether no code is taken now, after several wrong ones."""
        return self._timer.isActive()

    def check(self) -> bool:
        """Say at each field what is wrong with it; true when nothing is."""
        if self.is_waiting:
            return False
        wrong: list[tuple[SecretField, str]] = []
        if self.asks_current and not self.current.text():
            wrong.append((self.current, _text(InputError("code", "empty"))))
        new, repeat = (normal_code(field.text()) for field in (self.new, self.repeat))
        if self.asks_new and len(new) < self.min_length:
            wrong.append((self.new, tr("code.too_short", count=self.min_length)))
        elif self.asks_new and new != repeat:
            wrong.append((self.repeat, tr("code.mismatch")))
        for field, text in wrong:
            field.set_error(text)
        if wrong:
            wrong[0][0].setFocus()
        return not wrong

    def show_error(self, error: BaseException) -> None:
        """Show what happened where it is about; a wrong code is taken out again."""
        self.setEnabled(True)
        if isinstance(error, WrongCode | CodeDelayed):
            self.current.forget()
            self.current.set_error(_text(error))
            self.current.setFocus()
            self._wait(error.seconds)
        elif isinstance(error, InputError):
            (self.new if self.asks_new else self.current).set_error(_text(error))
        else:
            self.general.show_text(_text(error), Ink.DANGER)

    def show_left(self, left: int) -> None:
        """Show how many tries remain before the data cannot be opened any more; 0 shows nothing."""
        self._left = left
        self._update_warning()

    def clear(self) -> None:
        """Clear the fields and messages."""
        for field in self._fields:
            field.forget()
            field.set_hint("")
        self.general.show_text("")
        self._update_hint()

    def retranslate(self) -> None:
        """Set all texts in the current language."""
        current = "code.current" if self.asks_new else "code.code"
        for row, key in zip(self._rows, (current, "code.new", "code.repeat"), strict=True):
            row.title.setText(tr(key))
        for field, row in zip((self.current, self.new, self.repeat), self._rows, strict=True):
            field.set_name(row.title.text())
            field.retranslate()
        self._update_warning()
        self._update_hint()

    @property
    def _fields(self) -> list[SecretField]:
        return [
            *([self.current] if self.asks_current else []),
            *([self.new, self.repeat] if self.asks_new else []),
        ]

    def _update_hint(self) -> None:
        if self.asks_new:
            self.new.set_hint(tr("code.hint", count=self.min_length))

    @property
    def edits(self) -> list[QWidget]:
        """The fields where the codes are typed, in their order."""
        return [field.edit for field in self._fields]

    @property
    def eyes(self) -> list[QWidget]:
        """The buttons that show a code, last stops of Tab, after all others, as on the lock page.

        Were one before them, "code, Tab, code, Enter" or "code, Tab, Space" would show a code.
        """
        return [field.reveal for field in self._fields]

    def _update_warning(self) -> None:
        """Say what is lost with the code, or with a few more wrong ones."""
        left = tr("code.left", count=self._left) if self._left else ""
        self.warning.show_text(tr("code.warning") if self.asks_new else left, Ink.WARNING)

    def _on_edited(self, field: SecretField) -> None:
        self.general.show_text("")
        if not self.is_waiting:
            if field is not self.new:  # which has a hint: a screen reader says what comes back
                field.set_hint("")
            self._update_hint()

    def _on_enter(self, field: SecretField) -> None:
        fields = self._fields
        if field is fields[-1]:
            self.submitted.emit()
        else:
            fields[fields.index(field) + 1].setFocus()

    def _wait(self, seconds: float) -> None:
        if seconds > 0:
            self._until = monotonic() + seconds
            self._timer.start()
            self.ready.emit(False)
            self._tick()

    def _tick(self) -> None:
        left = self._until - monotonic()
        if left > 0:
            self.current.set_error(_text(CodeDelayed(math.ceil(left))))
        else:
            self._timer.stop()
            self.current.set_hint("")
            self.ready.emit(True)


def _text(error: BaseException) -> str:
    return str(error_text(error))
