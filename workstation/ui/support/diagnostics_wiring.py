"""What an administrator is given: gathered, shown, and saved where the doctor says."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from workstation.base.task_scope import TaskScope
from workstation.domain.diagnostics_bundle import DiagnosticsFile, pack
from workstation.ui.kit.strings import tr
from workstation.ui.shell.running_program import GatherDiagnostics
from workstation.ui.support.diagnostics import DiagnosticsDialog
from workstation.ui.support.save_dialog import ask_where_to_save, save_and_notify


class DiagnosticsWiring:
    """Opens the dialog over ``window``; ``collect`` examines everything and makes the files."""

    def __init__(
        self,
        window: QWidget,
        scope: TaskScope,
        collect: GatherDiagnostics,
        notify: Callable[[str], object],
        now_ms: Callable[[], int],
    ) -> None:
        self._window, self._scope = window, scope
        self._collect, self._notify, self._now_ms = collect, notify, now_ms
        self._files: Sequence[DiagnosticsFile] = ()
        self.dialog: DiagnosticsDialog | None = None

    def open(self) -> None:
        """Show the dialog at once, and the files when they are there."""
        self.dialog = dialog = DiagnosticsDialog(self._window)
        dialog.answered.connect(self._on_answered)
        dialog.open()
        self._scope.spawn(self._fill(dialog), key="diagnostics")

    async def _fill(self, dialog: DiagnosticsDialog) -> None:
        self._files = await self._collect()
        dialog.show_files(self._files)

    def _on_answered(self, answer: str) -> None:
        self.dialog = None
        self._scope.cancel("diagnostics")
        if answer == "save":
            self._ask_where()

    def _ask_where(self) -> None:
        ask_where_to_save(
            self._window,
            tr("diagnostics.title"),
            tr("diagnostics.file"),
            lambda name: self._scope.spawn(self.write(Path(name))),
        )

    async def write(self, file: Path) -> None:
        """Write what was shown, and say so."""
        content = pack(self._files, self._now_ms())
        await save_and_notify(file, content, self._notify, tr("diagnostics.saved"))
