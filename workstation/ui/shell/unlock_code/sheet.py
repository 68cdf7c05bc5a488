"""The unlock code in the middle of the work: set, typed, or changed, on a card over the window."""

from PySide6.QtWidgets import QWidget

from workstation.ui.kit.layers.sheet import FormSheet
from workstation.ui.kit.painting import Ink
from workstation.ui.kit.strings import tr
from workstation.ui.kit.widgets.label import Label
from workstation.ui.shell.unlock_code.form import CodeForm


class CodeSheet(FormSheet):
    """The card on which a code is typed.

    ``purpose`` names its texts: ``set``, ``enter``, ``change`` or ``keyring``.
    """

    def __init__(self, window: QWidget, purpose: str, *, min_length: int) -> None:
        super().__init__(window)
        self._purpose = purpose
        self.fields = CodeForm(asks_current=purpose != "set", asks_new=purpose in {"set", "change"})
        self.fields.min_length = min_length
        self.intro = Label(ink=Ink.SECONDARY, wrap=True)
        self.form.addWidget(self.intro)
        self.form.addWidget(self.fields)
        self.fields.submitted.connect(self.ask)
        self.fields.ready.connect(self.start.setEnabled)
        self.retranslate()

    def check(self) -> bool:
        return self.fields.check()

    def open(self) -> None:
        """Show it with the keyboard in its first field."""
        super().open()
        self.fields.setFocus()

    def dismiss(self) -> None:
        """Put it away, and what was typed with it."""
        self.fields.clear()
        super().dismiss()
        self.deleteLater()

    def tab_stops(self) -> list[QWidget]:
        """What Tab goes through: the parts as they stand there, the eyes last."""
        return sorted(super().tab_stops(), key=self.fields.eyes.__contains__)

    def retranslate(self) -> None:
        super().retranslate()
        self.title.setText(tr(f"code.{self._purpose}.title"))
        self.setAccessibleName(self.title.text())
        self.intro.setText(tr(f"code.{self._purpose}.text"))
        self.start.setText(tr(f"code.{self._purpose}.do"))
        self.cancel.setText(tr("code.cancel"))
        self.fields.retranslate()
