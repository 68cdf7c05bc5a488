"""The button that signs in and, while that is under way, the one beside it that breaks it off."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from workstation.ui.kit.page import hand_focus_over
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import SPACE
from workstation.ui.kit.widgets.button import Button, ButtonKind


class SubmitRow(QWidget):
    """The buttons below the sign-in form.

    ``submit`` says what it does when the page asks for it.
    """

    def __init__(self) -> None:
        super().__init__()
        self.submit, self.cancel = Button(kind=ButtonKind.FILLED, large=True), Button(large=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE.x2)
        row.addWidget(self.submit, 1)
        row.addWidget(self.cancel)
        self.cancel.hide()
        self.retranslate()

    def show_busy(self, *, busy: bool) -> None:
        """Show whether a sign-in is under way."""
        self.submit.set_busy(busy)
        self.offer_cancel(offered=busy)

    def update_text(self, *, again: bool) -> None:
        """Say what it does, or that it is under way; ``again`` where it failed before."""
        key = "sign_in.again" if again else "sign_in.submit"
        self.submit.setText(tr("sign_in.busy" if self.submit.busy else key))

    def offer_cancel(self, *, offered: bool) -> None:
        """Show the button that breaks off, or hide it; then ``submit`` gets its keyboard."""
        if not offered:
            hand_focus_over(self.cancel, self.submit)
        self.cancel.setVisible(offered)

    def retranslate(self) -> None:
        """Set the text in the current language."""
        self.cancel.setText(tr("sign_in.cancel"))
