"""Everything that an administrator would be given, to be read before it is saved."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from workstation.domain.diagnostics_bundle import DiagnosticsFile
from workstation.ui.kit.fields.editing import PlainEdit
from workstation.ui.kit.fields.select import Select
from workstation.ui.kit.layers.dialog import Dialog
from workstation.ui.kit.painting import Ink
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import SIZE, TextRole, theme
from workstation.ui.kit.widgets.button import ButtonKind
from workstation.ui.kit.widgets.label import Label


class DiagnosticsDialog(Dialog):
    """The dialog of the diagnostics, a file at a time; ``save`` is possible once they are there."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window, tr("diagnostics.title"), tr("diagnostics.text"))
        self.waiting = Label(tr("diagnostics.gathering"), ink=Ink.SECONDARY)
        self.chosen = Select()
        self.chosen.setAccessibleName(tr("diagnostics.paper"))
        self.text = PlainEdit(TextRole.CAPTION)
        self.text.setReadOnly(True)
        self.text.setAccessibleName(tr("diagnostics.paper"))
        theme.hold(self.text, QWidget.setFixedHeight, 2 * SIZE.textarea)
        self._files: Sequence[DiagnosticsFile] = ()
        for part in (self.waiting, self.chosen, self.text):
            self.body.addWidget(part)
        self.chosen.currentIndexChanged.connect(self._show)
        self.chosen.hide()
        self.add_button("cancel", tr("diagnostics.cancel"))
        self.save = self.add_button("save", tr("diagnostics.save"), ButtonKind.FILLED)
        self.save.setEnabled(False)

    @property
    def card_width(self) -> int:
        """The width of the card: enough for a file's lines."""
        return SIZE.palette

    def show_files(self, files: Sequence[DiagnosticsFile]) -> None:
        """Show everything that would be in the file, word for word."""
        self._files = files
        self.waiting.hide()
        for file in files:
            about = tr(f"diagnostics.about.{file.kind}")
            self.chosen.addItem(f"{file.name} · {about}")
        self.chosen.show()
        self.save.setEnabled(True)
        self._show(0)
        self._centre()

    def _show(self, number: int) -> None:
        self.text.set_plain(self._files[number].text)
