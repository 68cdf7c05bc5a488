"""The day of a follow-up: typed as one likes, or picked by its distance."""

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workstation.domain.closing import follow_up_date
from workstation.domain.errors import InputError
from workstation.ui.kit.announcer import announcer
from workstation.ui.kit.fields.field import Field
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import SPACE
from workstation.ui.kit.widgets.button import Button, ButtonKind
from workstation.ui.kit.widgets.wrapping_row import WrappingRow
from workstation.ui.record.summary_text import follow_up_text

DISTANCES = (3, 7, 14, 30)


class FollowUp(QWidget):
    """The day of the follow-up.

    Emits ``edited``. Below the field stands the day that is meant, with its weekday.
    """

    edited = Signal()

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self.field = Field()
        self.distances = {days: Button(kind=ButtonKind.QUIET) for days in DISTANCES}
        self.none = Button(kind=ButtonKind.QUIET)
        self.setFocusProxy(self.field)
        self.field.edited.connect(self._on_changed)
        for days, button in self.distances.items():
            button.clicked.connect(lambda _=False, days=days: self._pick(days))
        self.none.clicked.connect(lambda: self._take(""))
        self._arrange()
        self.retranslate()

    def text(self) -> str:
        """The day as it was typed."""
        return self.field.text()

    def set_text(self, text: str) -> None:
        """Fill in ``text`` without a signal."""
        self.field.set_text(text)
        self._update_day()

    def retranslate(self) -> None:
        """Set all texts in the current language."""
        self.field.set_name(tr("closing.follow_up"), tr("closing.follow_up_example"))
        for days, button in self.distances.items():
            button.setText(tr(f"closing.in_days.{days}"))
        self.none.setText(tr("closing.no_follow_up"))
        self._update_day()

    def _pick(self, days: int) -> None:
        self._take((self._today() + timedelta(days=days)).isoformat())

    def _take(self, text: str) -> None:
        self.field.set_text(text)
        self._on_changed()
        day = follow_up_text(text, self._today()) if text else tr("closing.no_follow_up")
        announcer.announce(day, topic="follow-up", urgent=True)

    def _on_changed(self) -> None:
        self._update_day()
        self.edited.emit()

    def _update_day(self) -> None:
        """Show which day is meant; what is half typed is no mistake yet."""
        try:
            day = follow_up_date(self.text(), self._today())
        except InputError:
            day = None
        self.field.set_hint(follow_up_text(self.text(), self._today()) if day is not None else "")

    def _arrange(self) -> None:
        picks = WrappingRow(SPACE.x1)
        for button in (*self.distances.values(), self.none):
            picks.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.x1)
        column.addWidget(self.field)
        column.addLayout(picks)
