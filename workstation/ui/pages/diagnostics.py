"""Everything that an administrator would be given, to be read before it is saved."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from workstation.services.diagnostics import Paper
from workstation.ui.pages.settings_sections import Section
from workstation.ui.painting import Ink
from workstation.ui.strings import tr
from workstation.ui.theme import SIZE, Icon, TextRole, theme
from workstation.ui.widgets.button import Button, Kind
from workstation.ui.widgets.dialog import Dialog
from workstation.ui.widgets.editing import PlainEdit
from workstation.ui.widgets.label import Label
from workstation.ui.widgets.select import Select


class SupportSection(Section):
    """The way to the diagnostics."""

    name = "support"
    title_key = "settings.support"
    icon = Icon.DOC

    def __init__(self) -> None:
        super().__init__()
        self.diagnostics = Button(icon=Icon.DOWNLOAD)
        self._row = self.add_row(self.diagnostics)
        self.retranslate()

    def retranslate(self) -> None:
        super().retranslate()
        self.diagnostics.setText(tr("settings.diagnostics_open"))
        self._row.say(tr("diagnostics.title"), tr("settings.diagnostics_hint"))


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
        self.save = self.add_button("save", tr("diagnostics.save"), Kind.FILLED)
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
