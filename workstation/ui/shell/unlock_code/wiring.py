"""The unlock code's sheets and what they do."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from workstation.base.task_scope import TaskScope
from workstation.domain.errors import WorkstationError
from workstation.domain.keys import KeyKind
from workstation.services.unlock_code import UnlockCode
from workstation.ui.kit.strings import error_text, tr
from workstation.ui.shell.unlock_code.sheet import CodeSheet


class UnlockCodeWiring:
    """Opens the sheet that a step needs; ``notify`` shows when it is done."""

    def __init__(
        self,
        unlock_code: UnlockCode,
        window: QWidget,
        scope: TaskScope,
        notify: Callable[[str], object],
    ) -> None:
        self.service, self._window, self._scope = unlock_code, window, scope
        self._notify = notify

    def enter(self) -> None:
        """Ask for the current code, so that the data on the disk opens."""
        self._open("enter", self.service.kind)

    def set(self, kind: KeyKind = KeyKind.CODE) -> None:
        """Let a first code be chosen."""
        self._open("set", kind)

    def change(self) -> None:
        """Let another code be chosen."""
        self._open("change", self.service.kind)

    def move(self, kind: KeyKind) -> None:
        """Have the data protected in another way."""
        if self.service.kind is KeyKind.SYSTEM:
            self.set(kind)
        else:
            self._open("keyring" if kind is KeyKind.SYSTEM else "enter", kind)

    def _open(self, purpose: str, kind: KeyKind) -> None:
        sheet = CodeSheet(self._window, purpose, min_length=self.service.min_length)
        sheet.asked.connect(lambda: self._scope.spawn(self._do(sheet, purpose, kind), key="code"))
        sheet.open()

    async def _do(self, sheet: CodeSheet, purpose: str, kind: KeyKind) -> None:
        sheet.set_busy(busy=True)
        fields = sheet.fields
        try:
            await self.service.change(fields.current.text(), fields.new.text(), kind)
        except WorkstationError as error:
            if isValid(sheet):
                sheet.set_busy(busy=False)
                fields.show_error(error)
            else:
                self._notify(str(error_text(error)))
            return
        if isValid(sheet):  # it may have been put away meanwhile: deriving a key takes a second
            sheet.set_busy(busy=False)
            sheet.dismiss()
        self._notify(tr(f"code.{purpose}.done"))
