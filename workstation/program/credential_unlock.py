"""Before anybody works: the system's credentials, which may be locked and take their time.

A PC that logs on by itself has them locked at every start. The system asks for their password in a
dialog of its own; how long that takes is the person's affair, so nothing here gives up: the window
says what it waits for, an unlocking elsewhere is noticed, and the doctor may go on without.
"""

import asyncio
import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from workstation.domain.address import ApiBase
from workstation.domain.errors import KeyringUnavailable, WorkstationError
from workstation.domain.ids import MemberId
from workstation.domain.keys import CodeRequired, KeyDestroyed
from workstation.program.doctor_accounts import NOT_KNOWN, DoctorAccounts, SignedInAccount
from workstation.program.key_unlock import KeyOutcome, KeyUnlock
from workstation.program.sign_in_flow import SignInFlow
from workstation.session.session_end import run_unless
from workstation.ui.kit.strings import tr
from workstation.vault.keys.secret_service import KeyringState
from workstation.vault.keys.secret_store import SecretStore
from workstation.vault.keys.system_keyring import wait_until_open

if TYPE_CHECKING:
    from workstation.ui.sign_in.unlock import UnlockPage

log = logging.getLogger(__name__)

WAITING = {KeyringState.LOCKED, KeyringState.NEW}


class CredentialUnlock:
    """Waits for the keyring; ``show_page`` shows a page in the window."""

    def __init__(self, keys: SecretStore, show_page: "Callable[[UnlockPage], None]") -> None:
        self._keys, self._show_page = keys, show_page
        self._closed = False

    async def wait(self) -> KeyringUnavailable | None:
        """Wait until the keyring can be read or is not there: ``None``; else why it cannot be."""
        state = await self._keys.state()
        if state not in WAITING:
            return None
        log.warning("the system's credentials cannot be read yet: %s", state)
        reason = await self._wait_by_page(state)
        if reason is None:
            log.info("the system's credentials can be read now")
        return reason

    async def _wait_by_page(self, state: KeyringState) -> KeyringUnavailable | None:
        from workstation.ui.sign_in.unlock import UnlockPage

        page, skipped = UnlockPage(), asyncio.Event()
        tasks = [
            asyncio.ensure_future(wait_until_open(self._keys)),
            asyncio.ensure_future(skipped.wait()),
        ]
        asking: list[asyncio.Task[None]] = []

        def ask() -> None:
            page.show_asking(first=state is KeyringState.NEW)
            asking.append(asyncio.ensure_future(self._ask(page)))

        page.retry_asked.connect(ask)
        page.skipped.connect(skipped.set)
        self._show_page(page)
        ask()
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (*tasks, *asking):
                task.cancel()
            await asyncio.gather(*tasks, *asking, return_exceptions=True)
        if tasks[0].done() and not tasks[0].cancelled():
            return None
        return KeyringUnavailable("dismissed" if self._closed else state.value)

    async def _ask(self, page: "UnlockPage") -> None:
        self._closed = False
        try:
            await self._keys.unlock()
        except KeyringUnavailable:
            self._closed = True
            page.show_closed()


async def first_account(
    unlock: CredentialUnlock, key_unlock: KeyUnlock, sign_in_flow: SignInFlow
) -> SignedInAccount:
    """Let in who stayed signed in, once that can be read; else who signs in on the page."""
    accounts = sign_in_flow.accounts
    why: WorkstationError | None = None
    if await accounts.needs_keyring():
        why = await unlock.wait()
    entry = None
    if why is None:
        entry, why = await _open_remembered(accounts)
    if isinstance(why, KeyringUnavailable) and entry is None:
        # One that cannot be looked at is known to be locked by its not answering alone.
        left_locked = await unlock.wait() if why.reason == "silent" else why
        entry, why = (None, left_locked) if left_locked else await _open_remembered(accounts)
    if isinstance(why, CodeRequired):
        entry, why = await _open_by_code(key_unlock, accounts)
    if entry is None:
        entry = await sign_in_flow.ask_by_page(why or await accounts.find_missing_key())
    return entry


async def _open_remembered(
    accounts: DoctorAccounts,
) -> tuple[SignedInAccount | None, WorkstationError | None]:
    try:
        return await accounts.open_remembered(), None
    except NOT_KNOWN as error:
        return None, error


async def _open_by_code(
    key_unlock: KeyUnlock, accounts: DoctorAccounts
) -> tuple[SignedInAccount | None, WorkstationError | None]:
    """Let in who stayed signed in by the code; nobody and no error where it was not typed."""
    last = accounts.sign_in.read_last()
    if last is None:
        return None, None
    chain = accounts.sign_in.chain_of(*last)
    outcome = await key_unlock.open(chain, account_label(*last), last[1])
    if outcome is KeyOutcome.DESTROYED:
        await accounts.forget(*last)
        return None, KeyDestroyed()
    if outcome is not KeyOutcome.READY:
        return None, None
    entry, why = await _open_remembered(accounts)
    return entry, None if isinstance(why, CodeRequired) else why


async def open_account(
    entry: SignedInAccount,
    sign_in_flow: SignInFlow,
    key_unlock: KeyUnlock,
    closing: asyncio.Event,
) -> SignedInAccount | None:
    """Open the account of who works, as far as can be; ``None`` where the window is closed.

    The page of the code leads back to signing in, for whoever else sits here.
    """
    accounts = sign_in_flow.accounts
    while True:
        label = account_label(entry.base, entry.member_id)
        opening = key_unlock.open(accounts.chain_of(entry), label, entry.member_id)
        outcome = await run_unless(closing, opening)
        if outcome is KeyOutcome.READY:
            await accounts.note_remembered(entry)
            return entry
        await entry.access.aclose()
        if outcome is None:
            return None
        why = KeyDestroyed() if outcome is KeyOutcome.DESTROYED else None
        if why is not None:
            await accounts.forget(entry.base, entry.member_id)
        other = await run_unless(closing, sign_in_flow.ask_by_page(why))
        if other is None:
            return None
        entry = other


def account_label(base: ApiBase | str, member_id: MemberId) -> str:
    """Whose data are asked for, without a name: that is among them."""
    return tr("code.account", number=member_id, server=str(base).removeprefix("https://"))
