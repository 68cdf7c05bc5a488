"""What stands where there is nothing: art in a circle, a heading, a sentence, and ways on."""

from datetime import datetime

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from workstation import __version__
from workstation.domain.export import NO_PATIENT_DATA
from workstation.ui.kit.clipboard import write_text
from workstation.ui.kit.painting import Ink, fill_round, painting
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import RADIUS, SIZE, SPACE, Icon, TextRole, draw_icon, theme
from workstation.ui.kit.widgets.announced import Announced
from workstation.ui.kit.widgets.button import Button, ButtonKind
from workstation.ui.kit.widgets.label import Label
from workstation.ui.kit.widgets.panel import changes_layout


class CircleArt(QWidget):
    """An icon in a tinted circle."""

    def __init__(self, icon: Icon, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(SIZE.empty_art, SIZE.empty_art)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        rect = QRectF(self.rect())
        with painting(self) as painter:
            fill_round(painter, rect, theme.colours.accent_tint, RADIUS.full)
            draw_icon(painter, self._icon, rect, theme.colours.accent_text, SIZE.icon_lg)


class EmptyState(Announced, QWidget):
    """What stands where there is nothing: an icon and words in the middle of the room it is given.

    Without an icon it is only words. Where there is no room for all, the art goes before any word
    is cut. ``at_top`` is for a list's: its sentence stands where the first row would. What failed
    is said with its code; then its details can be copied for an administrator.
    """

    def __init__(
        self, icon: Icon | None = None, parent: QWidget | None = None, *, at_top: bool = False
    ) -> None:
        super().__init__(parent)
        self.heading = Label(
            role=TextRole.HEADING if icon else TextRole.TITLE, strong=True, wrap=True
        )
        role = TextRole.LABEL if at_top else TextRole.BODY
        ink = Ink.TERTIARY if at_top else Ink.SECONDARY
        self.sentence = Label(role=role, ink=ink, wrap=True)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(SPACE.x2)
        self.copy_button = Button(kind=ButtonKind.QUIET, icon=Icon.COPY)
        self.copy_button.clicked.connect(self._copy)
        self.copy_button.hide()
        self._code = ""
        self._art = CircleArt(icon) if icon is not None else None
        column = self._column = QVBoxLayout(self)
        column.setSpacing(0)
        column.addStretch(0 if at_top else 1)
        column.addSpacing(SPACE.x6 if at_top else 0)
        if self._art is not None:
            column.addWidget(self._art, 0, Qt.AlignmentFlag.AlignHCenter)
            column.addSpacing(SPACE.x5)
        for label in (self.heading, self.sentence):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(label)
        column.insertSpacing(column.count() - 1, 0 if at_top else SPACE.x2)
        column.addSpacing(SPACE.x6)
        centred = QHBoxLayout()
        centred.addStretch(1)
        centred.addLayout(self._buttons)
        centred.addWidget(self.copy_button)
        centred.addStretch(1)
        column.addLayout(centred)
        column.addStretch(1)

    def show_text(
        self, heading: str, sentence: str = "", *, code: str = "", announces: bool = False
    ) -> None:
        """Say what is not here, and what that means for the doctor; ``code`` where it failed.

        A screen reader is told of what failed, and of what ``announces``.
        """
        self.heading.setText(heading)
        self.heading.setVisible(bool(heading))
        self.sentence.setText(sentence)
        self.sentence.setVisible(bool(sentence))
        self._code = code
        self.copy_button.setText(tr("widgets.copy_details"))
        self.copy_button.setVisible(bool(code))
        parts = filter(None, (heading, sentence)) if code or announces else ()
        self.announce_text(tr("widgets.breath").join(parts))

    def event(self, event: QEvent) -> bool:
        """Fit the art when the size, the words or the size of the text change."""
        done = super().event(event)
        if changes_layout(event):
            self._fit()
        return done

    def _fit(self) -> None:
        if (art := self._art) is not None:
            height = art.sizeHint().height()
            whole = self._column.totalMinimumHeightForWidth(self.width())
            whole += height if art.isHidden() else 0
            art.setVisible(whole <= self.height())

    def _copy(self) -> None:
        """Copy what went wrong, where the program stands, and when; nothing of a patient."""
        when = datetime.now().astimezone().isoformat(timespec="seconds")
        texts = (self.heading.text(), self.sentence.text())
        lines = (f"Doctor Workstation {__version__}", self._code, *texts, when)
        write_text("\n".join(lines), NO_PATIENT_DATA)

    def add_button(self, icon: Icon | None = None) -> Button:
        """Add a button for a way on; set its text when the language is known."""
        button = Button(kind=ButtonKind.OUTLINED, icon=icon)
        self._buttons.addWidget(button)
        return button
