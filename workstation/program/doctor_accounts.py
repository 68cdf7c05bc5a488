"""The doctors' accounts on this computer: who stayed signed in, and who signs in now."""

import contextlib
from collections.abc import Callable

from workstation.base.paths import Folders
from workstation.domain.address import ApiBase
from workstation.domain.errors import KeyringUnavailable, StorageError, WorkstationError
from workstation.domain.ids import MemberId
from workstation.domain.keys import CodeRequired, KeyFileUnusable, KeyKind
from workstation.domain.policy_errors import ServerChanged
from workstation.domain.profile import Profile
from workstation.domain.value import Value
from workstation.services.access import Access
from workstation.services.server_address import read_address
from workstation.services.sign_in import SignIn, account_name
from workstation.session.storage import find_missing_key
from workstation.settings.resolve import Resolution
from workstation.vault.keys.key_chain import KeyChain

NOT_KNOWN = (KeyringUnavailable, CodeRequired, KeyFileUnusable, ServerChanged)
"""Who stayed signed in cannot be told; the reason is said, and somebody signs in."""


class SignedInAccount(Value):
    """A doctor who may come in. ``profile`` is unknown while a remembered one is offline.

    ``server`` names the account's server where its address will not do.
    """

    base: ApiBase
    member_id: MemberId
    access: Access
    folders: Folders
    profile: Profile | None = None
    not_remembered: StorageError | None = None
    server: str = ""

    @property
    def account(self) -> str:
        """The name under which this doctor's secrets are kept."""
        return account_name(self.server or self.base, self.member_id)


class DoctorAccounts:
    """Lets doctors in, by what is remembered of them or by an access token."""

    def __init__(self, sign_in: SignIn, resolution: Callable[[], Resolution]) -> None:
        self.sign_in, self._resolution = sign_in, resolution

    async def open_remembered(self) -> SignedInAccount | None:
        """Open the account of who stayed signed in; needs no network.

        Raises ``KeyringUnavailable``: nobody knows, ``CodeRequired`` and ``KeyFileUnusable``, and
        ``ServerChanged`` where that is at another server than the administrator's.
        """
        try:
            sign_in = await self.sign_in.read_remembered(self._resolution().server)
            if sign_in is None:
                return None
            access = await self.sign_in.open(sign_in)
        except NOT_KNOWN:
            raise
        except WorkstationError:
            return None
        folders = self.sign_in.folders_of(sign_in)
        return SignedInAccount(sign_in.base, sign_in.member_id, access, folders)

    async def find_missing_key(self) -> StorageError | None:
        """The error to show where data of the last doctor lie here and their key is gone."""
        last = self.sign_in.read_last()
        if last is None:
            return None
        folders = self.sign_in.account_folders(*last)
        return await find_missing_key(folders, self.sign_in.chain_of(*last))

    async def forget(self, base: ApiBase, member_id: MemberId) -> None:
        """Remove what opens this doctor's data, as far as possible: who comes next signs in."""
        with contextlib.suppress(StorageError):
            await self.sign_in.sign_out(base, member_id)

    def chain_of(self, entry: SignedInAccount) -> KeyChain:
        """The key chain of who comes in."""
        return self.sign_in.keys.of(entry.folders, entry.account)

    async def note_remembered(self, entry: SignedInAccount) -> None:
        """Note whether the doctor stays signed in, once the token's key is there."""
        await self.sign_in.note_remembered(entry.base, entry.member_id)

    async def needs_keyring(self) -> bool:
        """Whether the system's keyring is what opens the data of who works here."""
        last = self.sign_in.read_last()
        if last is None:
            return self.sign_in.keys.rules.kind != KeyKind.CODE.value
        chain = self.sign_in.chain_of(*last)
        try:
            await chain.state()
        except StorageError:
            return False
        return chain.kind is not KeyKind.CODE

    async def sign_in_with_token(
        self, address: str, token: str, *, remember: bool
    ) -> SignedInAccount:
        """Sign in; a server that the administrator set is the one whatever was typed.

        Raises ``WorkstationError``.
        """
        resolution = self._resolution()
        base = resolution.server or read_address(address, resolution.settings)
        entry = await self.sign_in_at(base, token, remember=remember)
        try:
            await self.sign_in.note_server(base)
        except BaseException:
            await entry.access.aclose()
            await self.sign_in.abandon(base, entry.member_id)
            raise
        return entry

    async def sign_in_at(self, base: ApiBase, token: str, *, remember: bool) -> SignedInAccount:
        """Sign in at this very server, as the demo does. Raises ``WorkstationError``."""
        result = await self.sign_in.sign_in(base, token, remember=remember)
        return SignedInAccount(
            base,
            result.profile.member_id,
            result.access,
            result.folders,
            result.profile,
            result.not_remembered,
        )
