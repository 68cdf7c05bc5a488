"""Everything that an administrator would be given, to be read before it is saved."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from workstation.domain.diagnostics_bundle import Paper
from workstation.ui.kit.fields.editing import PlainEdit
from workstation.ui.kit.fields.select import Select
from workstation.ui.kit.layers.dialog import Dialog
from workstation.ui.kit.painting import Ink
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import SIZE, TextRole, theme
from workstation.ui.kit.widgets.button import ButtonKind
from workstation.ui.kit.widgets.label import Label


class DiagnosticsDialog(Dialog):
    """One paper at a time; ``save`` is possible once they are there."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window, tr("diagnostics.title"), tr("diagnostics.text"))
        self.waiting = Label(tr("diagnostics.gathering"), ink=Ink.SECONDARY)
        self.chosen = Select()
        self.chosen.setAccessibleName(tr("diagnostics.paper"))
        self.text = PlainEdit(TextRole.CAPTION)
        self.text.setReadOnly(True)
        self.text.setAccessibleName(tr("diagnostics.paper"))
        theme.hold(self.text, QWidget.setFixedHeight, 2 * SIZE.textarea)
        self._papers: Sequence[Paper] = ()
        for part in (self.waiting, self.chosen, self.text):
            self.body.addWidget(part)
        self.chosen.currentIndexChanged.connect(self._show)
        self.chosen.hide()
        self.add_button("cancel", tr("diagnostics.cancel"))
        self.save = self.add_button("save", tr("diagnostics.save"), ButtonKind.FILLED)
        self.save.setEnabled(False)

    @property
    def card_width(self) -> int:
        """Wide enough for a paper's lines."""
        return SIZE.palette

    def show_papers(self, papers: Sequence[Paper]) -> None:
        """Everything that would be in the file, word for word."""
        self._papers = papers
        self.waiting.hide()
        for paper in papers:
            about = tr(f"diagnostics.about.{paper.kind}")
            self.chosen.addItem(f"{paper.name} · {about}")
        self.chosen.show()
        self.save.setEnabled(True)
        self._show(0)

    def _show(self, number: int) -> None:
        self.text.set_plain(self._papers[number].text)
