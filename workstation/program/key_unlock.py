"""Before a doctor's data open: the unlock code, asked for or chosen, or declined.

What keeps a doctor from the data never keeps the program from starting: a key file that cannot be
used, a policy that this PC cannot follow and a code that was forgotten all lead on, to a run in
memory that says why.
"""

import asyncio
import enum
import logging
from collections.abc import Callable, Coroutine
from functools import partial
from typing import TYPE_CHECKING, Any

from workstation.config import Settings
from workstation.domain.errors import StorageError, WorkstationError
from workstation.domain.ids import MemberId
from workstation.domain.keys import ChainState, CodeDelayed, KeyDestroyed, KeyKind, WrongCode
from workstation.domain.unsaved import Unsaved
from workstation.services.audit import AuditTrail
from workstation.services.try_limit import TryLimit
from workstation.services.unlock_code import UnlockCode
from workstation.vault.keys.key_chain import KeyChain
from workstation.vault.unsent import unsent_count

if TYPE_CHECKING:
    from workstation.ui.shell.window import ShellWindow
    from workstation.ui.sign_in.code_page import CodePage, EnterCodePage

log = logging.getLogger(__name__)


class KeyOutcome(enum.Enum):
    """How asking for a doctor's code ended.

    ``READY``: the key chain is as open as it will be. ``AGAIN``: look at it again. ``OTHER``:
    somebody else signs in. ``DESTROYED``: too many wrong codes, nobody opens the data any more.
    """

    READY = "ready"
    OTHER = "other"
    AGAIN = "again"
    DESTROYED = "destroyed"


class KeyUnlock:
    """Has a doctor's code typed or chosen, where the data need one.

    ``show_page`` shows a page in the window, over which questions are asked.

    ``settings`` gives those in force. Unless it ``asks``, as in the demo, nobody is bothered.
    """

    def __init__(
        self,
        window: "ShellWindow",
        show_page: "Callable[[CodePage], None]",
        settings: Callable[[], Settings],
        audit: AuditTrail,
        *,
        asks: bool = True,
    ) -> None:
        self._window, self._show_page, self._asks = window, show_page, asks
        self._settings, self._audit = settings, audit
        self._declined: set[str] = set()

    async def open(self, chain: KeyChain, label: str, member_id: MemberId) -> KeyOutcome:
        """Have the doctor open the key chain; ``label`` says whose data it is.

        Gives ``READY`` also where it stays shut: the session then says why nothing is kept.
        """
        while self._asks:
            try:
                state = await chain.state()
            except StorageError as error:
                log.warning("the key chain does not open: %s", error)
                return KeyOutcome.READY
            if state is ChainState.OPEN or chain.account in self._declined:
                return KeyOutcome.READY
            if state is ChainState.LOCKED:
                outcome = await self._enter(chain, label, member_id)
            else:
                outcome = await self._set(chain)
            if outcome is not KeyOutcome.AGAIN:
                return outcome
        return KeyOutcome.READY

    def forget(self, chain: KeyChain) -> None:
        """Ask for the code anew, also for a first one, as the doctor signed out."""
        self._declined.discard(chain.account)
        chain.lock()

    async def _enter(self, chain: KeyChain, label: str, member_id: MemberId) -> KeyOutcome:
        from workstation.ui.sign_in.code_page import EnterCodePage

        page = EnterCodePage(label)
        steps = _Steps(page)
        record = partial(self._audit.record_of, member_id)
        tries = TryLimit(UnlockCode(chain), lambda: self._settings().lock_max_tries, record)
        page.submitted.connect(lambda code: steps.start(_unlock(chain, code, page, tries)))
        page.forgotten.connect(lambda: steps.ask(self._forgotten(chain)))
        page.other_asked.connect(lambda: steps.settle(KeyOutcome.OTHER))
        if (seconds := chain.wait_seconds) > 0:
            page.show_error(CodeDelayed(seconds))
        page.show_left(tries.left)
        self._show_page(page)
        return await steps.outcome()

    async def _set(self, chain: KeyChain) -> KeyOutcome:
        from workstation.ui.sign_in.code_page import SetCodePage

        page = SetCodePage(chain.unset_reason, chain.rules.min_length)
        kind = KeyKind.BOTH if chain.rules.kind == KeyKind.BOTH.value else KeyKind.CODE
        steps = _Steps(page)
        page.submitted.connect(lambda code: steps.start(chain.set_code(code, kind)))
        page.declined.connect(lambda: steps.settle(self._decline(chain)))
        page.other_asked.connect(lambda: steps.settle(KeyOutcome.OTHER))
        self._show_page(page)
        return await steps.outcome()

    def _decline(self, chain: KeyChain) -> KeyOutcome:
        self._declined.add(chain.account)
        return KeyOutcome.READY

    async def _forgotten(self, chain: KeyChain) -> KeyOutcome | None:
        """Do what the doctor decides without the code; ``None`` to try once more."""
        from workstation.ui.kit.layers.dialog import Dialog
        from workstation.ui.kit.strings import tr
        from workstation.ui.kit.widgets.button import ButtonKind

        unsent = await asyncio.to_thread(unsent_count.read, chain.folder)
        text = f"{_unsent_text(unsent)}\n{tr('code.forgotten.text')}"
        dialog = Dialog(self._window, tr("code.forgotten.title"), text)
        dialog.add_button("anew", tr("code.forgotten.anew"))
        dialog.add_button("without", tr("code.forgotten.without"))
        dialog.add_button("cancel", tr("code.forgotten.cancel"), ButtonKind.FILLED)
        answer = await dialog.ask()
        if answer == "without":
            return self._decline(chain)
        if answer != "anew":
            return None
        await chain.set_aside()
        log.warning("the unlock code was given up: its data are set aside")
        return KeyOutcome.AGAIN


async def _unlock(chain: KeyChain, code: str, page: "EnterCodePage", tries: TryLimit) -> None:
    try:
        await chain.unlock(code)
    except WrongCode as error:
        await tries.note_wrong(error)
        page.show_left(tries.left)
        raise


class _Steps:
    """The steps that a page has asked for, one at a time; errors are said on it."""

    def __init__(self, page: "CodePage") -> None:
        from workstation.ui.kit.tasks import scope_of

        self._page, self._scope = page, scope_of(page)
        self._settled: asyncio.Future[KeyOutcome] = asyncio.get_running_loop().create_future()

    async def outcome(self) -> KeyOutcome:
        """Wait for the outcome of the page."""
        try:
            return await self._settled
        finally:
            self._scope.close()

    def settle(self, outcome: KeyOutcome | None) -> None:
        """Let ``outcome`` give this; ``None`` leaves the page as it is."""
        if outcome is not None and not self._settled.done():
            self._settled.set_result(outcome)

    def start(self, work: Coroutine[Any, Any, object]) -> None:
        """Start what opens the chain."""
        self._scope.spawn(self._do(work), key="step")

    def ask(self, question: Coroutine[Any, Any, KeyOutcome | None]) -> None:
        """Go on as the doctor answers."""
        self._scope.spawn(self._answer(question), key="step")

    async def _do(self, work: Coroutine[Any, Any, object]) -> None:
        self._page.set_busy(busy=True)
        try:
            await work
        except KeyDestroyed:
            self.settle(KeyOutcome.DESTROYED)
        except WorkstationError as error:
            self._page.show_error(error)
        else:
            self.settle(KeyOutcome.AGAIN)

    async def _answer(self, question: Coroutine[Any, Any, KeyOutcome | None]) -> None:
        try:
            self.settle(await question)
        except WorkstationError as error:
            self._page.show_error(error)


def _unsent_text(unsent: Unsaved | None) -> str:
    """How much was written on this computer and not sent; ``None`` where nothing is known."""
    from workstation.ui.kit.strings import tr
    from workstation.ui.kit.strings.unsent import unsent_and_drafts

    if unsent is None:
        return tr("code.forgotten.not_known")
    if not unsent:
        return tr("code.forgotten.nothing")
    return tr("code.forgotten.counts", counts=unsent_and_drafts(unsent.unsent, unsent.drafts))
