"""The audit log in the window: whether it is whole, its newest lines, all of it to be saved."""

from collections.abc import Awaitable, Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from workstation.base.task_scope import TaskScope
from workstation.domain.audit import AuditFault, AuditFinding, AuditLine, AuditReport
from workstation.domain.errors import StorageError
from workstation.services.audit_check import export
from workstation.ui.kit.fields.editing import PlainEdit
from workstation.ui.kit.layers.dialog import Dialog
from workstation.ui.kit.painting import Ink
from workstation.ui.kit.strings import error_text, formats, tr
from workstation.ui.kit.strings.catalogue import has_text
from workstation.ui.kit.theme import SIZE, TextRole, theme
from workstation.ui.kit.widgets.button import ButtonKind
from workstation.ui.kit.widgets.label import Label
from workstation.ui.support.save_dialog import ask_where_to_save, save_and_notify

MAX_LINES_SHOWN = 1_000
CheckAudit = Callable[[], Awaitable[AuditReport]]


class AuditDialog(Dialog):
    """The dialog of the audit log, newest line on top; ``save`` is possible once they are there."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window, tr("audit.title"), tr("audit.text"))
        self.state = Label(tr("audit.reading"), ink=Ink.SECONDARY, wrap=True)
        self.text = PlainEdit(TextRole.CAPTION)
        self.text.setReadOnly(True)
        self.text.setAccessibleName(tr("audit.title"))
        theme.hold(self.text, QWidget.setFixedHeight, 2 * SIZE.textarea)
        for part in (self.state, self.text):
            self.body.addWidget(part)
        self.add_button("cancel", tr("audit.cancel"))
        self.save = self.add_button("save", tr("audit.save"), ButtonKind.FILLED)
        self.save.setEnabled(False)

    @property
    def card_width(self) -> int:
        """The width of the card: enough for a line."""
        return SIZE.palette

    def show_report(self, report: AuditReport) -> None:
        """Show what is in the log, and what is wrong with it."""
        faults = [fault_text(finding) for finding in report.findings]
        self.state.set_ink(Ink.DANGER if faults else Ink.SECONDARY)
        self.state.setText("\n".join(faults) or tr("audit.whole", count=len(report.lines)))
        newest = report.lines[: -MAX_LINES_SHOWN - 1 : -1]
        self.text.set_plain("\n".join(line_text(line) for line in newest))
        self.save.setEnabled(True)
        self._centre()

    def show_unread(self, error: StorageError) -> None:
        """Show why the log cannot be read."""
        self.state.setText(str(error_text(error)))
        self._centre()


class AuditWiring:
    """Opens the dialog over ``window``; ``check`` reads the whole log."""

    def __init__(
        self,
        window: QWidget,
        scope: TaskScope,
        check: CheckAudit,
        notify: Callable[[str], object],
    ) -> None:
        self._window, self._scope, self._check, self._notify = window, scope, check, notify
        self._report = AuditReport()
        self.dialog: AuditDialog | None = None

    def open(self) -> None:
        """Show the dialog at once, and the lines when they are read."""
        self.dialog = dialog = AuditDialog(self._window)
        dialog.answered.connect(self._on_answered)
        dialog.open()
        self._scope.spawn(self._fill(dialog), key="audit")

    async def _fill(self, dialog: AuditDialog) -> None:
        try:
            self._report = await self._check()
        except StorageError as error:
            dialog.show_unread(error)
            return
        dialog.show_report(self._report)

    def _on_answered(self, answer: str) -> None:
        self.dialog = None
        self._scope.cancel("audit")
        if answer != "save":
            return
        ask_where_to_save(
            self._window,
            tr("audit.title"),
            tr("audit.file"),
            lambda name: self._scope.spawn(self.write(Path(name))),
        )

    async def write(self, file: Path) -> None:
        """Write every line, and say so."""
        await save_and_notify(file, export(self._report), self._notify, tr("audit.saved"))


def fault_text(finding: AuditFinding) -> str:
    """A sentence on what is wrong, with the lines it is about."""
    if finding.fault is AuditFault.NO_KEY:
        return tr("audit.fault.no_key")
    return tr(f"audit.fault.{finding.fault.value}", numbers=finding.numbers)


def line_text(line: AuditLine) -> str:
    """A line in words: when, what, which consultation, who."""
    key = f"audit.event.{line.event}"
    parts = [
        f"{formats.local(line.at_ms):%Y-%m-%d %H:%M:%S}",
        tr(key) if has_text(key) else line.event,
        line.detail,
        "" if line.consultation_id is None else tr("audit.consultation", id=line.consultation_id),
        "" if line.member_id is None else tr("audit.member", id=line.member_id),
    ]
    return "  ".join(part for part in parts if part)
