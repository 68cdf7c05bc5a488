"""After a summary: it is on its way; the record, the next patient, or neither."""

from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from workstation.domain.export import ExportChannel
from workstation.ui.export.rules import export_rules
from workstation.ui.kit.layers.dialog import Dialog
from workstation.ui.kit.painting import Ink
from workstation.ui.kit.strings import join_sentences, tr
from workstation.ui.kit.theme import SPACE, Icon, TextRole
from workstation.ui.kit.widgets.button import Button, ButtonKind
from workstation.ui.kit.widgets.label import Label


class SentDialog(Dialog):
    """Asks what follows a sent summary; answers ``pdf``, ``print``, ``next`` or ``stay``.

    ``outlook`` says what becomes of the message (``SessionStore``).
    ``following`` says who would be next, empty for nobody; ``outcome`` how a record went.
    """

    cancel_name = "stay"

    def __init__(
        self,
        window: QWidget,
        outlook: Literal["online", "offline", "unkept"],
        *,
        following: str,
        outcome: str = "",
    ) -> None:
        super().__init__(window, tr("closing.sent.title"), tr(f"closing.sent.{outlook}"))
        self.body.addWidget(Label(tr("closing.sent.stays"), ink=Ink.SECONDARY, wrap=True))
        if outcome:
            self.body.addWidget(Label(outcome, wrap=True))
        self.pdf = Button(tr("closing.sent.pdf"), icon=Icon.DOWNLOAD)
        self.print = Button(tr("closing.sent.print"), icon=Icon.DOC)
        self.pdf.clicked.connect(lambda: self.answer("pdf"))
        self.print.clicked.connect(lambda: self.answer("print"))
        ways = QHBoxLayout()
        ways.setSpacing(SPACE.x2)
        ways.setAlignment(Qt.AlignmentFlag.AlignLeft)
        ways.addWidget(self.pdf)
        ways.addWidget(self.print)
        self.body.addLayout(ways)
        self._mark_ways_out()
        self.body.addWidget(Label(following or tr("closing.sent.nobody"), wrap=True))
        self.stay = self.add_button(
            "stay", tr("closing.sent.stay"), ButtonKind.OUTLINED if following else ButtonKind.FILLED
        )
        self.next: Button | None = None
        if following:
            self.next = self.add_button("next", tr("closing.sent.next"), ButtonKind.FILLED)

    def _mark_ways_out(self) -> None:
        """Mark the ways out that a policy forbids: they cannot be pressed, and below stands why."""
        ways = {ExportChannel.PDF: self.pdf, ExportChannel.PRINT: self.print}
        for channel, button in ways.items():
            export_rules.mark(button, channel)
        denials = join_sentences("\n", filter(None, map(export_rules.denial, ways)))
        if denials:
            self.body.addWidget(Label(denials, TextRole.CAPTION, ink=Ink.SECONDARY, wrap=True))
