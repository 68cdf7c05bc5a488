"""The symptom as the doctor says it, in place of a text: recorded, listened to, kept."""

from dataclasses import dataclass, field

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workstation.ui.composer.recording import RecordingRow
from workstation.ui.kit.painting import Ink
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import SPACE, Icon, TextRole
from workstation.ui.kit.widgets.button import Button
from workstation.ui.kit.widgets.label import Label


@dataclass(slots=True)
class AttachedVoice:
    """A recording, a WAV file in memory; its ``url`` once it is uploaded."""

    content: bytes = field(repr=False)
    length_ms: int
    url: str = field(default="", repr=False)


class SpokenSymptom(QWidget):
    """The place of a spoken symptom: a button, or the recording that runs or was made.

    What is done with a recording is told by the ``row``'s own signals; it is sent with the form.
    """

    asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.attached: AttachedVoice | None = None
        self.is_running = False
        self.speak = Button(icon=Icon.MIC)
        self.row = RecordingRow()
        self.note = Label(role=TextRole.CAPTION, ink=Ink.TERTIARY, wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.x1)
        column.addWidget(self.speak, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.row)
        column.addWidget(self.note)
        self.row.send.hide()
        self.speak.clicked.connect(self.asked)
        self.show_idle()
        self.retranslate()

    def show_idle(self) -> None:
        """Offer to record: nothing is recorded."""
        self.attached, self.is_running = None, False
        self._show_row(visible=False)

    def show_running(self) -> None:
        """Show that a recording has begun."""
        self.is_running = True
        self._show_row(visible=True)
        self.row.begin()

    def show_attached(self, attached: AttachedVoice) -> None:
        """Show that a recording is attached to the form."""
        self.attached, self.is_running = attached, False
        self._show_row(visible=True)
        self.row.show_ended(attached.length_ms)

    def retranslate(self) -> None:
        """Set all texts in the current language."""
        self.speak.setText(tr("opening.speak"))
        self.note.setText(tr("opening.spoken"))
        self.row.retranslate()
        self.row.cancel.setText(tr("opening.discard_voice"))

    def _show_row(self, *, visible: bool) -> None:
        self.speak.setVisible(not visible)
        self.row.setVisible(visible)
        self.note.setVisible(visible)
