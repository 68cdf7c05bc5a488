"""Opens the panel of the connection, and keeps it true while it is shown."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QSysInfo, QTimer
from PySide6.QtWidgets import QWidget

from workstation import __version__
from workstation.base.task_scope import TaskScope
from workstation.domain.export import NO_PATIENT_DATA
from workstation.ui.connection.sheet import ConnectionSheet
from workstation.ui.kit.clipboard import write_text
from workstation.ui.kit.strings import tr
from workstation.ui.shell.signed_in import SignedIn

SECOND_MS = 1_000


class ConnectionPanelWiring(QObject):
    """Shows the connection's panel, one for a sign-in; asks for nothing while it is not shown."""

    def __init__(
        self,
        signed_in: SignedIn,
        window: QWidget,
        scope: TaskScope,
        notify: Callable[[str], object],
    ) -> None:
        super().__init__(window)
        self._signed_in, self._scope, self._notify = signed_in, scope, notify
        self.sheet = ConnectionSheet(window, __version__, QSysInfo.prettyProductName())
        self._second = QTimer(self, interval=SECOND_MS)
        self._second.timeout.connect(self._refresh)
        self.sheet.closed.connect(self._second.stop)
        self.sheet.retry_asked.connect(signed_in.refresh)
        self.sheet.copy_asked.connect(self._copy)

    def open(self) -> None:
        """Show it with what is known now."""
        self._scope.spawn(self._open(), key="connection")

    async def _open(self) -> None:
        self.sheet.show_report(await self._signed_in.connection.report())
        if self.sheet.isHidden():
            self.sheet.open()
        self._second.start()

    def _refresh(self) -> None:
        self._scope.spawn(self._show(), key="connection")

    async def _show(self) -> None:
        self.sheet.show_report(await self._signed_in.connection.report())

    def _copy(self, text: str) -> None:
        write_text(text, NO_PATIENT_DATA)
        self._notify(tr("connection.copied"))
