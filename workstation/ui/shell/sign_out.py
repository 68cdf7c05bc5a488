"""Signing out: lists what was not sent, and asks whether the data remain on this computer.

Signing in as another doctor keeps all data encrypted and asks nothing, as nothing is lost; wiping
cannot be undone, and asks twice.
"""

from PySide6.QtCore import QObject, Signal

from workstation.base.task_scope import TaskScope
from workstation.domain.errors import StorageError
from workstation.domain.unsaved import Unsaved
from workstation.ui.kit.layers.dialog import Dialog
from workstation.ui.kit.layers.menu import Menu
from workstation.ui.kit.strings import join_sentences, tr, translate_again
from workstation.ui.kit.theme import Icon
from workstation.ui.kit.widgets.button import ButtonKind
from workstation.ui.shell.signed_in import SignedIn
from workstation.ui.shell.storage_warning import let_writes_queue
from workstation.ui.shell.unsaved_lines import unsaved_lines
from workstation.ui.shell.window_frame import WindowFrame


class SignOutWiring(QObject):
    """Emits the doctor's choice; ``asked`` is emitted before unsent texts are counted.

    ``loss_chosen`` carries what is lost, as it was shown to the doctor.
    """

    asked = Signal()
    keep_chosen = Signal()
    loss_chosen = Signal(object)
    wipe_chosen = Signal()

    def __init__(
        self,
        signed_in: SignedIn,
        frame: WindowFrame,
        scope: TaskScope,
    ) -> None:
        super().__init__(frame)
        self._signed_in, self._frame, self._scope = signed_in, frame, scope
        frame.rail.doctor.clicked.connect(self._open_menu)

    def ask(self) -> None:
        """Ask what is to stay, once what was not sent is known."""
        self._scope.spawn(self._ask(), key="sign_out")

    def _open_menu(self) -> None:
        menu = Menu(self._frame.rail.doctor)
        if self._frame.notice_bar.recent:
            menu.add(tr("rail.recent"), self._open_recent, icon=Icon.BELL)
        menu.add(tr("sign_out.hand_over"), self.keep_chosen.emit, icon=Icon.USERS)
        menu.add(tr("sign_out.menu"), self.ask, icon=Icon.SIGN_OUT)
        menu.open()

    def _open_recent(self) -> None:
        """Open the last notices, whose actions are still available."""
        menu = Menu(self._frame.rail.doctor)
        for notice in self._frame.notice_bar.recent:
            action = notice.action
            offers = (translate_again(action.text) or tr("widgets.undo")) if action else ""
            menu.add(
                translate_again(notice.text), action.act if action else menu.close, keys=offers
            )
        menu.open()

    async def _ask(self) -> None:
        self.asked.emit()
        await let_writes_queue()
        try:
            unsaved = await self._signed_in.account.read_unsaved()
        except StorageError:
            unsaved = None
        answer = await self._answer_to_first(unsaved)
        if answer == "lose":
            self.loss_chosen.emit(unsaved)
        elif answer == "keep":
            self.keep_chosen.emit()
        elif answer == "wipe" and await self._is_sure(unsaved):
            self.wipe_chosen.emit()

    async def _answer_to_first(self, unsaved: Unsaved | None) -> str:
        is_durable = self._signed_in.store.is_durable
        text = sign_out_text(unsaved, is_durable=is_durable)
        dialog = Dialog(self._frame, tr("sign_out.title"), text)
        dialog.add_button("wipe", tr("sign_out.wipe"))
        if not is_durable and unsaved:  # Enter loses nothing
            dialog.add_button("lose", tr("keeping.leave.lose"))
            dialog.add_button("cancel", tr("keeping.leave.stay"), ButtonKind.FILLED)
            return await dialog.ask()
        dialog.add_button("cancel", tr("sign_out.cancel"))
        leave = tr("sign_out.keep" if is_durable else "sign_out.leave")
        dialog.add_button("keep", leave, ButtonKind.FILLED)
        return await dialog.ask()

    async def _is_sure(self, unsaved: Unsaved | None) -> bool:
        stays = tr("sign_out.wiped_for_good"), tr("sign_out.stays")
        text = join_sentences("\n", (*_lines(unsaved), *stays))
        dialog = Dialog(self._frame, tr("sign_out.sure"), text)
        dialog.add_button("wipe", tr("sign_out.wipe_now"), ButtonKind.DANGER)
        dialog.add_button("cancel", tr("sign_out.cancel"))
        return await dialog.ask() == "wipe"


def sign_out_text(unsaved: Unsaved | None, *, is_durable: bool) -> str:
    """What was not sent, and what becomes of it; where nothing is lost no loss is spoken of."""
    lines = _lines(unsaved)
    if is_durable:
        lines.append(tr("sign_out.keeps"))
    elif unsaved is None or unsaved:
        lines.append(tr("sign_out.keeps_nothing"))
    return join_sentences("\n", (*lines, tr("sign_out.wipes")))


def _lines(unsaved: Unsaved | None) -> list[str]:
    """What was not sent, and in which consultation; ``None`` if unknown."""
    if unsaved is None:
        return [tr("sign_out.not_known")]
    if not unsaved:
        return [tr("sign_out.all_sent")]
    return unsaved_lines(unsaved)
