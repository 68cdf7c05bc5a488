"""The sign-in page, from when it is shown until a doctor has come in."""

import asyncio
import contextlib
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from workstation import __version__
from workstation.base.task_scope import TaskScope
from workstation.domain.errors import NotErased, WorkstationError
from workstation.program.doctor_accounts import NOT_KNOWN, DoctorAccounts, SignedInAccount
from workstation.services.server_address import read_address
from workstation.settings.resolve import Resolution
from workstation.vault.keys.secret_service import KeyringState
from workstation.vault.keys.system_keyring import wait_until_open

if TYPE_CHECKING:
    from workstation.ui.sign_in.page import SignInPage

PROBE_AFTER = 0.5


class SignInFlow:
    """Asks on the page who works here.

    ``on_setting_picked`` gets what the doctor picks on the page, by its key and value; what it
    gives is done once that is saved, and raises where it is refused.
    """

    def __init__(
        self,
        accounts: DoctorAccounts,
        resolution: Callable[[], Resolution],
        show_page: "Callable[[SignInPage], None]",
        on_setting_picked: Callable[[str, object], "asyncio.Future[None]"],
    ) -> None:
        self.accounts, self._resolution = accounts, resolution
        self._show_page, self._on_setting_picked = show_page, on_setting_picked
        self._page: SignInPage | None = None
        self._turn = asyncio.Lock()

    async def ask_by_page(self, why: WorkstationError | None, left: str = "") -> SignedInAccount:
        """Show the page until somebody has signed in; ``why`` says what ended the last sign-in.

        ``left`` is what that left here: ``words_kept``, ``wiped``, or nothing to be said.
        """
        from workstation.ui.kit.tasks import scope_of
        from workstation.ui.sign_in.page import SignInPage

        page = SignInPage(__version__)
        scope = scope_of(page)
        entered: asyncio.Future[SignedInAccount] = asyncio.get_running_loop().create_future()
        page.submitted.connect(
            lambda *typed: scope.spawn(self._submit(page, entered, *typed), key="submit")
        )
        page.cancelled.connect(lambda: scope.cancel("submit"))
        page.address_edited.connect(
            lambda address: scope.spawn(self._probe(page, address), key="probe")
        )
        page.footer.picked.connect(partial(self._pick_setting, page, scope))
        keys = self.accounts.sign_in.keys
        is_open = await keys.keyring.state() is KeyringState.OPEN
        page.show_stay(stay=False, possible=is_open or keys.code_possible, by_code=not is_open)
        self._page = page
        page.show_left("" if isinstance(why, NotErased) else left)
        page.show_address(self._known_address())
        self.on_settings_changed()
        if not is_open:
            scope.spawn(self._watch_keyring(page, entered))
        if why is not None:
            page.show_error(why)
        self._show_page(page)
        try:
            return await _entry_of(entered)
        finally:
            self._page = None
            scope.close()

    def on_settings_changed(self) -> None:
        """Show on the page what the administrator has set."""
        page, resolution = self._page, self._resolution()
        if page is None:
            return
        fixed = page.address.text() if page.address.edit.isReadOnly() else None
        if resolution.server is not None and fixed != str(resolution.server):
            # Once only: it moves the keyboard, which may be on what was picked just now.
            page.show_address(str(resolution.server), locked=True)
        elif resolution.server is None and fixed is not None:
            page.show_address(self._known_address())
        page.footer.lock(resolution.locked)

    def _known_address(self) -> str:
        """The platform's address in the settings, else the one where somebody worked last."""
        return str(self._resolution().settings.api_base or self.accounts.sign_in.last_server or "")

    def _pick_setting(self, page: "SignInPage", scope: TaskScope, key: str, value: object) -> None:
        scope.spawn(_show_if_refused(page, self._on_setting_picked(key, value)))

    async def _watch_keyring(
        self, page: "SignInPage", entered: "asyncio.Future[SignedInAccount]"
    ) -> None:
        """Let in who stayed signed in once the keyring is unlocked, unless somebody types."""
        await wait_until_open(self.accounts.sign_in.keys.keyring)
        page.show_stay(stay=page.stay.isChecked(), possible=True)
        page.forget_error()
        account = None
        if page.is_untouched():
            with contextlib.suppress(*NOT_KNOWN):
                account = await self.accounts.open_remembered()
        if account is not None and page.is_untouched() and not entered.done():
            entered.set_result(account)
        elif account is not None:
            await account.access.aclose()

    async def _submit(
        self,
        page: "SignInPage",
        entered: "asyncio.Future[SignedInAccount]",
        address: str,
        token: str,
        remember: bool,  # noqa: FBT001
    ) -> None:
        page.set_busy(busy=True)
        try:
            async with self._turn:  # what one that was left had kept is gone before the next
                entry = await self.accounts.sign_in_with_token(address, token, remember=remember)
        except WorkstationError as error:
            page.show_error(error)
            return
        page.show_opening()
        if entered.done():
            await entry.access.aclose()
        else:
            entered.set_result(entry)

    async def _probe(self, page: "SignInPage", address: str) -> None:
        """Probe the server once the doctor stops typing."""
        await asyncio.sleep(PROBE_AFTER)
        if not address:
            return
        try:
            base = read_address(address, self._resolution().settings)
            page.show_checking()
            await self.accounts.sign_in.probe(base)
        except WorkstationError as error:
            page.show_unchecked()
            if not page.submit.busy:  # who signs in meanwhile is told by that itself
                page.show_error(error)
            return
        page.show_reachable(encrypted=base.origin.encrypted)


async def _show_if_refused(page: "SignInPage", saved: "asyncio.Future[None]") -> None:
    try:
        await saved
    except WorkstationError as error:
        if not page.submit.busy:  # it would end what is under way
            page.show_error(error)
        page.retranslate()  # the choice goes back to what holds


async def _entry_of(entered: "asyncio.Future[SignedInAccount]") -> SignedInAccount:
    """Await who comes in; one given up in the very turn of the entry leaves nothing open."""
    try:
        return await entered
    except asyncio.CancelledError:
        if not entered.cancelled() and entered.done():
            await entered.result().access.aclose()
        raise
