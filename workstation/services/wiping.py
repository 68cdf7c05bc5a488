"""Wipes a doctor's data off this computer: the folders, the keyring's entries, the log.

``vault.removal.erasure`` describes what is removed, in which order, and what the next start
finishes after a kill. The wipe is audited once the data cannot be opened any more; a kill at that
moment makes the next start record it again.
"""

import asyncio
import logging

from workstation.base import log as file_log
from workstation.base.paths import Folders
from workstation.domain.audit import AuditEvent
from workstation.domain.errors import StorageError
from workstation.domain.ids import MemberId
from workstation.services.audit import AuditTrail
from workstation.services.sign_in import SignIn, account_name
from workstation.vault.keys.keyring_entries import KeyringEntries
from workstation.vault.keys.secret_store import SecretStore
from workstation.vault.removal import erasure

log = logging.getLogger(__name__)


class Wiping:
    """Wipes a doctor's data off this computer.

    ``root`` are the folders of this program, ``audit`` takes down what was wiped. ``profile`` is
    the name that these folders have in the keyring.
    """

    def __init__(
        self, root: Folders, keyring: SecretStore, audit: AuditTrail, profile: str = ""
    ) -> None:
        self._root, self._keyring, self._audit = root, keyring, audit
        self._profile = profile

    async def wipe(self, folders: Folders, account: str, member_id: MemberId) -> None:
        """Erase what an account has here; nothing of it may be open.

        Raises ``NotErased`` where something stays; the next start goes on with that.
        """
        await asyncio.to_thread(erasure.begin, folders, account)
        self._audit.record_of(member_id, AuditEvent.WIPED, "asked")
        await self._finish((account,))
        log.info("a doctor's data were wiped")

    async def go_on(self, sign_in: SignIn) -> None:
        """Finish a wipe that a kill or a held file interrupted; failures do not block the start."""
        accounts = await asyncio.to_thread(erasure.begun_accounts, self._root)
        for account in accounts:
            number = account.rpartition(" ")[2]
            if number.isdecimal():
                self._audit.record_of(MemberId(int(number)), AuditEvent.WIPED, "resumed")
        last = await asyncio.to_thread(sign_in.read_last)
        try:
            if last is not None and account_name(*last) in accounts:
                await sign_in.sign_out(*last)
            await self._finish(accounts)
        except StorageError as error:
            log.warning("a wipe is not finished: %s", error)

    async def _finish(self, accounts: tuple[str, ...]) -> None:
        await self._audit.flush()
        for account in accounts:
            await KeyringEntries(self._keyring, account, self._profile).remove_all()
        if accounts:
            await asyncio.to_thread(file_log.begin_anew)
        await asyncio.to_thread(erasure.finish, self._root)
