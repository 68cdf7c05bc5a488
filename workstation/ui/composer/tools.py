"""The composer's last line: quick replies, pictures, voice, what Enter does, send."""

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from workstation.ui.kit.actions import ACTIONS
from workstation.ui.kit.painting import Ink
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import SPACE, Icon, TextRole
from workstation.ui.kit.widgets.button import Button, ButtonKind
from workstation.ui.kit.widgets.icon_button import IconButton
from workstation.ui.kit.widgets.label import Label
from workstation.ui.kit.widgets.switch import Switch


class ComposerTools(QWidget):
    """The composer's controls; words give way first where there is little room, then the hint.

    While ``settled`` runs they have just come back where a recording stood, and nothing is sent:
    the second of two clicks on its "send" is not for the text that was left half written, nor is it
    an answer where the recording has no sound.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.quick = Button(kind=ButtonKind.QUIET, icon=Icon.QUICK)
        self.picture = IconButton(Icon.IMAGE)
        self.voice = IconButton(Icon.MIC)
        self.original = Switch()
        # A click leaves the keyboard in the reply: Enter then sends.
        self.original.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.original_label = Label(role=TextRole.CAPTION, ink=Ink.SECONDARY)
        self.hint = Label(role=TextRole.CAPTION, ink=Ink.TERTIARY)
        self.send = Button(kind=ButtonKind.FILLED, icon=Icon.SEND)
        self.original_label.setBuddy(self.original)
        self._online = self._hinting = self._is_durable = True
        self._offers_files = False
        self.settled = QTimer(self, singleShot=True, interval=QApplication.doubleClickInterval())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE.x2)
        for part in (self.quick, self.picture, self.voice, self.original, self.original_label):
            row.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        row.addWidget(self.hint)
        row.addWidget(self.send)
        self.retranslate()

    def offer_files(self, *, offered: bool) -> None:
        """Set whether files may be added where pictures are."""
        self._offers_files = offered
        self.retranslate()

    def show_original(self, *, visible: bool) -> None:
        """Show the choice between small and original pictures, or hide it."""
        self.original.setVisible(visible)
        self.original_label.setVisible(visible)
        self._fit()

    def show_online(self, *, online: bool, is_durable: bool) -> None:
        """Show offline what becomes of a reply; without ``is_durable`` for how long."""
        self._online, self._is_durable = online, is_durable
        self._fit()

    def show_hint(self, *, visible: bool) -> None:
        """Show what Enter does, if there is room for it; what is offline is always said."""
        self._hinting = visible
        self._fit()

    def retranslate(self) -> None:
        """Set all texts in the current language."""
        attach = "composer.picture_or_file" if self._offers_files else "composer.picture"
        self.picture.set_name(tr(attach), *ACTIONS["attach"].shown_keys)
        self.voice.set_name(tr("composer.voice"), *ACTIONS["record"].shown_keys)
        self.quick.setAccessibleName(tr("quick.title"))
        self.quick.setToolTip(f"{tr('quick.title')}  /")
        self.send.setText(tr("composer.send"))
        self.original_label.setText(tr("composer.original"))
        self.original.setAccessibleName(tr("composer.original"))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """The least size: words that give way must not hold the width they would like."""
        return QSize(0, super().minimumSizeHint().height())

    def _fit(self) -> None:
        offline = "composer.hint_offline" if self._is_durable else "composer.hint_unkept"
        self.hint.setText(tr("composer.hint" if self._online else offline))
        self.quick.setText(tr("quick.title"))
        room = self.width() - self._width_of_controls()
        hinting = self._hinting or not self._online
        self.hint.setVisible(hinting and room >= self.hint.sizeHint().width() + SPACE.x2)
        if room < 0:
            self.quick.setText("")

    def _width_of_controls(self) -> int:
        parts: list[QWidget] = [self.quick, self.picture, self.voice, self.send]
        if not self.original.isHidden():
            parts += [self.original, self.original_label]
        return sum(part.sizeHint().width() + SPACE.x2 for part in parts)
