"""The warning that nothing is kept on this computer: shown as long, and asked before a loss."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from workstation.base.task_scope import TaskScope
from workstation.domain.errors import KeyringUnavailable, StorageError, WrongKey
from workstation.domain.keys import CodeRequired, KeyFileUnusable, KeyKind
from workstation.domain.unsaved import Unsaved
from workstation.store.feed import Feed
from workstation.ui.kit.layers.dialog import Dialog
from workstation.ui.kit.strings import error_text, join_sentences, tr
from workstation.ui.kit.strings.catalogue import has_text
from workstation.ui.kit.widgets.button import ButtonKind
from workstation.ui.shell.unsaved_lines import unsaved_lines
from workstation.ui.shell.window_frame import WindowFrame

if TYPE_CHECKING:
    from workstation.ui.shell.unlock_code.wiring import UnlockCodeWiring

TO_BE_UNLOCKED = {"locked", "dismissed", "silent"}
TO_BE_REPLACED = {"absent", "null", "plaintext", "foreign", "no_code", "shared"}
"""No keyring could be waited for, or it is not enough: a code can be set."""

KEY_FILE_TEXTS = {"foreign": "other_doctor", "newer": "newer_key_file"}
"""Reasons that are others where they are a keyring's or a database's."""


class StorageRetry(Protocol):
    """What tries the disk again; the session has it."""

    error: StorageError
    retried: Feed[StorageError]

    def try_now(self) -> None:
        """Do not wait for the next turn."""

    def start_anew(self) -> None:
        """Set the vault without its key aside and begin another."""

    async def unlock(self) -> None:
        """Have the system ask for the keyring's password. Raises ``KeyringUnavailable``."""


class StorageWarningWiring(QObject):
    """Keeps the strip above the pages true; what can be done about it is its action."""

    def __init__(
        self, frame: WindowFrame, scope: TaskScope, retry: StorageRetry, code: "UnlockCodeWiring"
    ) -> None:
        super().__init__(frame)
        self._frame, self._scope, self._retry, self._code = frame, scope, retry, code
        self._reason = ""
        self.destroyed.connect(retry.retried.subscribe(self._on_tried))
        self.destroyed.connect(code.service.changed.subscribe(lambda _: retry.try_now()))
        frame.strip.acted.connect(self._act)
        frame.strip.retranslated.connect(self.show)
        self.show()

    def show(self) -> None:
        """Show what is not kept, why, and what to do."""
        error = self._retry.error
        self._reason = storage_reason(error)
        action = tr(f"keeping.action.{self._action}")
        self._frame.strip.show_text(
            tr("keeping.title"), f"{tr('keeping.lost')}{self._reason}", action
        )

    def _on_tried(self, error: StorageError) -> None:
        if storage_reason(error) == self._reason:
            self._frame.notify(tr("keeping.still"))
        self.show()

    def _act(self) -> None:
        match self._action:
            case "enter":
                self._code.enter()
            case "code":
                self._code.set()
            case "unlock" | "choose":
                self._scope.spawn(self._unlock(), key="unlock")
            case "anew":
                self._ask_anew()
            case _:
                self._retry.try_now()

    @property
    def _action(self) -> str:
        """The words of what helps; a code only where the policy lets one be set."""
        action = _action(self._retry.error)
        possible = action != "code" or KeyKind.CODE in self._code.service.kinds
        return action if possible else "retry"

    async def _unlock(self) -> None:
        is_new = self._action == "choose"
        try:
            await self._retry.unlock()
        except KeyringUnavailable as error:
            is_new = is_new and error.reason == "dismissed"
            self._frame.notify(tr("keeping.not_chosen") if is_new else error_text(error).what)

    def _ask_anew(self) -> None:
        dialog = Dialog(self._frame, tr("keeping.anew.title"), tr("keeping.anew.text"))
        dialog.add_button("anew", tr("keeping.anew.begin"))
        dialog.add_button("cancel", tr("keeping.anew.wait"), ButtonKind.FILLED)
        dialog.answered.connect(
            lambda answer: self._retry.start_anew() if answer == "anew" else None
        )
        dialog.open()


def storage_reason(error: StorageError) -> str:
    """The reason in plain words, and what to do about it."""
    code = error.code.rpartition(".")[2]
    if isinstance(error, KeyringUnavailable):
        code = error.reason if has_text(f"keeping.why.{error.reason}") else "keyring"
    if isinstance(error, KeyFileUnusable):
        code = KEY_FILE_TEXTS.get(error.reason, error.reason)
    return tr(f"keeping.why.{code if has_text(f'keeping.why.{code}') else 'storage'}")


class LossQuestion(Dialog):
    """Whether to leave although something is lost; one at a time."""


def ask_about_losses(
    window: QWidget, losses: Unsaved | None, why: StorageError | None, proceed: Callable[[], object]
) -> LossQuestion:
    """Ask whether to leave by showing what would be lost; call ``proceed`` if the doctor agrees.

    ``losses`` is ``None`` if unknown. A question that is open already, as when the window was
    closed twice, is closed: it would remain below this one, unanswered.
    """
    for earlier in window.window().findChildren(LossQuestion):
        earlier.answer(earlier.cancel_name)
    lines = [tr("keeping.leave.not_known")] if losses is None else unsaved_lines(losses)
    lines.append(tr("keeping.leave.gone"))
    if why is not None:
        lines.append(storage_reason(why))
    dialog = LossQuestion(window, tr("keeping.leave.title"), join_sentences("\n", lines))
    dialog.add_button("leave", tr("keeping.leave.lose"))
    dialog.add_button("cancel", tr("keeping.leave.stay"), ButtonKind.FILLED)
    dialog.answered.connect(lambda answer: proceed() if answer == "leave" else None)
    dialog.open()
    return dialog


def _action(error: StorageError) -> str:
    if isinstance(error, WrongKey | KeyFileUnusable):
        return "anew"
    if isinstance(error, CodeRequired):
        return "enter"
    reason = getattr(error, "reason", "")
    if reason in TO_BE_REPLACED:
        return "code"
    if reason == "new":
        return "choose"
    return "unlock" if reason in TO_BE_UNLOCKED else "retry"


async def let_writes_queue() -> None:
    """Let what was just handed to the vault be put into its queue, which takes a turn."""
    for _ in range(3):
        await asyncio.sleep(0)
