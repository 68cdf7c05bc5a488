"""From what a doctor or the system has to the key of the doctor's database.

The database's key never changes; what changes is where it lies. Without a key file it is a secret
of the system's keyring, as it always was. With one it is wrapped there under the doctor's code, for
kind ``both`` under a second secret in the keyring as well, and no longer lies in the keyring by
itself. **The key file decides**: while it stands, the keyring's entry counts for nothing, and what
a kill left of one is removed by the next unlocking. So each move has one step at which it happens:

    system → code, both   token sealed, half written; *key file in place*; keyring cleaned
    code, both → system   key and token written; *key file removed*; sealed token removed
    another code or kind  *key file exchanged*, once the new one was proven to open

Before that step the old way opens, after it the new one; nothing in between holds neither. Tests:
``tests/vault/keys/test_key_chain.py``, ``test_key_kill.py`` (killed before each step).
"""

import asyncio
import logging
import secrets
from collections.abc import Callable

from workstation.base.paths import Folders
from workstation.base.task_scope import seen_through
from workstation.domain.errors import KeyringUnavailable, StorageError
from workstation.domain.keys import (
    ChainState,
    CodeDelayed,
    CodeRequired,
    KeyFileUnusable,
    KeyKind,
    KeyRules,
    UnsetReason,
    VaultKey,
)
from workstation.vault.engine.opening import VAULT_FILE
from workstation.vault.keys import key_file, sealed_token
from workstation.vault.keys.code_thread import run_with_code, try_code
from workstation.vault.keys.key_cost import KEY_BYTES, KeyCost, choose_cost
from workstation.vault.keys.keyring_entries import KeyringEntries
from workstation.vault.keys.profile_entries import take_over
from workstation.vault.keys.secret_store import SecretStore
from workstation.vault.keys.token_place import TokenPlace
from workstation.vault.keys.try_counter import TryCounter
from workstation.vault.keys.unlock_code import normal_form, wipe
from workstation.vault.keys.unset_reason import find_unset_reason
from workstation.vault.keys.wrapped_key import CodeRefused, WrappedKey, unwrap, wrap
from workstation.vault.rescue import locked_vaults

log = logging.getLogger(__name__)


class KeyChain:
    """The key and the token of one account; ``folders`` are the account's own.

    ``kind`` is known once ``state``, ``read_key`` or ``unlock`` has looked. ``profile`` tells the
    keyring's entries from those of the account in other folders (``profile_name``).
    """

    def __init__(  # noqa: PLR0913 - what an account's key needs, put together once
        self,
        folders: Folders,
        keyring: SecretStore,
        account: str,
        rules: Callable[[], KeyRules] = KeyRules,
        choose: Callable[[], KeyCost] = choose_cost,
        *,
        profile: str = "",
    ) -> None:
        self.account, self.keyring, self.unset_reason = account, keyring, UnsetReason.ABSENT
        self.entries = KeyringEntries(keyring, account, profile)
        self.folder, self._rules, self._choose = folders.data, rules, choose
        self._tries = TryCounter(self.folder)
        self._wrapped: WrappedKey | None = None
        self._key: VaultKey | None = None
        self._settled, self._times_locked, self._one_at_a_time = False, 0, asyncio.Lock()
        self._tokens = TokenPlace(self.folder, account, self.entries)

    @property
    def kind(self) -> KeyKind:
        """What wraps the key now."""
        return self._wrapped.kind if self._wrapped is not None else KeyKind.SYSTEM

    @property
    def try_count(self) -> int:
        """Wrong codes in a row, those of earlier runs among them."""
        return self._tries.count

    @property
    def wait_seconds(self) -> float:
        """Seconds until the next code is looked at; 0 for now."""
        return self._tries.wait_seconds()

    @property
    def rules(self) -> KeyRules:
        """The policy in force."""
        return self._rules()

    async def state(self) -> ChainState:
        """What has to happen before the key can be had.

        Raises ``KeyFileUnusable``, and ``StorageError`` where the disk does not let it be read.
        """
        if self._key is not None:
            return ChainState.OPEN
        if await self._load() is not None:
            return ChainState.LOCKED
        reason = await find_unset_reason(self.folder, self.entries, self.rules.kind)
        self.unset_reason = reason or self.unset_reason
        return ChainState.OPEN if reason is None else ChainState.UNSET

    async def read_key(self) -> VaultKey | None:
        """The key, without asking anybody; ``None`` where none was made yet.

        Raises ``CodeRequired``, ``KeyFileUnusable`` and ``KeyringUnavailable`` (``required`` where
        the policy wants a keyring that is not there, ``no_code`` where it wants a code).
        """
        if self._key is not None:
            return self._key
        if await self._load() is not None:
            raise CodeRequired
        rule = self.rules.kind
        try:
            await self.entries.require()
        except KeyringUnavailable:
            if rule in {"system", "both"}:
                raise KeyringUnavailable("required") from None
            raise
        if rule in {"code", "both"}:
            raise KeyringUnavailable("no_code")
        return await self.entries.read_key()

    async def make_key(self) -> VaultKey:
        """Make a first key, in the keyring. Raises ``KeyringUnavailable``, ``shared`` among them.

        A keyring opens for whoever works in the same account of the system: a doctor who declined
        to keep anything there is not taken to have agreed.
        """
        if self.unset_reason is UnsetReason.SHARED and self.rules.kind == "auto":
            raise KeyringUnavailable("shared")
        return await self.entries.make_key()

    async def unlock(self, code: str) -> VaultKey:
        """Unlock the key by the doctor's code; it stays unlocked until ``lock``.

        Raises ``InputError`` (``empty``, ``too_long``), ``WrongCode``, ``CodeDelayed``,
        ``KeyFileUnusable``, ``KeyringUnavailable`` (for kind ``both``) and ``StorageError``.
        """
        secret = normal_form(code)
        try:
            async with self._one_at_a_time:
                return await self._unlock(secret)
        finally:
            wipe(secret)

    def lock(self) -> None:
        """Forget the key; who has it open has to close the database."""
        self._key = self._tokens.held = None
        self._times_locked += 1

    @seen_through
    async def set_code(self, code: str, kind: KeyKind = KeyKind.CODE) -> VaultKey:
        """Wrap the key under a new code; where there is no key to be had, one is made.

        A vault there without its key is set aside first, whole. Raises ``InputError`` (``empty``,
        ``too_short``, ``too_long``), ``CodeRequired`` where one in force was not typed,
        ``KeyringUnavailable`` (for ``both``), ``StorageError``; what opened before opens still.
        """
        secret = normal_form(code, self.rules.min_length)
        try:
            async with self._one_at_a_time:
                key = self._key
                if key is None and await self._load() is not None:
                    raise CodeRequired
                if key is None and await self.entries.is_open():
                    key = await self.entries.read_key()
                is_new, key = key is None, key or VaultKey(secrets.token_bytes(KEY_BYTES))
                await self._rewrap(key, secret, kind, is_new=is_new)
                await asyncio.to_thread(self._tries.clear)
                return key
        finally:
            wipe(secret)

    @seen_through
    async def move_to_keyring(self) -> None:
        """Move the key into the system's keyring, without a code.

        Raises ``CodeRequired`` where it is locked, ``KeyringUnavailable``, ``StorageError``; what
        opened before opens still.
        """
        async with self._one_at_a_time:
            if self._key is None:
                raise CodeRequired
            await self._move_to_keyring(self._key)

    @seen_through
    async def set_aside(self) -> None:
        """Move vault and key file aside, whole: the code is lost. Raises ``StorageError``.

        Nothing is deleted but the sealed token, which nobody can read any more.
        """
        async with self._one_at_a_time:
            path = self.folder / VAULT_FILE
            await asyncio.to_thread(locked_vaults.set_aside, path, with_key=True)
            await self._tokens.remove_sealed()
            await asyncio.to_thread(self._tries.clear)
            self._wrapped = self._key = None

    @property
    def holds_token(self) -> bool:
        """Whether a token waits in memory for the key that it is to be sealed under."""
        return self._tokens.held is not None

    async def read_token(self) -> str | None:
        """The access token that was stored. Raises ``CodeRequired`` and ``StorageError``."""
        if await self._load() is None:
            return await self.entries.read_token()
        if self._key is None:
            raise CodeRequired
        return await self._tokens.read_sealed(self._key)

    async def write_token(self, token: str) -> bool:
        """Store the token where the key lies, in memory until there is one; whether it is stored.

        Raises ``KeyringUnavailable`` and ``StorageError``.
        """
        if await self.state() is not ChainState.OPEN:
            self._tokens.held = token
            return False
        await self._tokens.keep(self._key, token)
        return True

    async def remove_token(self) -> None:
        """Forget the token. Raises ``KeyringUnavailable`` and ``StorageError`` where it stays."""
        await self._tokens.remove(is_wrapped=self._wrapped is not None)

    async def read_other_keys(self) -> tuple[VaultKey, ...]:
        """Keys of this account in the keyring that are not the one in use: of vaults set aside."""
        if self._wrapped is None or not await self.entries.is_open():
            return ()
        return tuple(key for key in await self.entries.read_keys() if key != self._key)

    async def _load(self) -> WrappedKey | None:
        await asyncio.to_thread(self._tries.load)  # the window asks for the count with the code
        self._wrapped = await asyncio.to_thread(key_file.read, self.folder, self.account)
        await take_over(self.entries, self.folder, self._wrapped)
        return self._wrapped

    async def _unlock(self, secret: bytearray) -> VaultKey:
        if (wrapped := await self._load()) is None:
            raise KeyFileUnusable("damaged")
        if (seconds := self._tries.wait_seconds()) > 0:
            raise CodeDelayed(seconds)
        half = await self.entries.read_half() if wrapped.kind is KeyKind.BOTH else b""
        key = await run_with_code(secret, lambda code: try_code(self._tries, wrapped, code, half))
        self._key = key
        await self._tokens.seal_held(key)
        if not self._settled:
            await self._settle(key, wrapped, secret)
        return key

    async def _settle(self, key: VaultKey, wrapped: WrappedKey, secret: bytearray) -> None:
        """Finish what a kill left, and follow the policy, once a run. Keeps nobody out."""
        rule = self.rules.kind
        try:
            await asyncio.to_thread(key_file.mend, self.folder, wrapped, self.account)
            if rule == "system":
                await self._move_to_keyring(key)
            elif rule in {"code", "both"} and KeyKind(rule) is not wrapped.kind:
                await self._rewrap(key, secret, KeyKind(rule))
            else:
                await self.entries.clean(key, half_too=wrapped.kind is KeyKind.CODE)
            self._settled = True
        except StorageError as error:
            log.warning("the key stays where it was: %s", error)

    async def _rewrap(
        self, key: VaultKey, secret: bytearray, kind: KeyKind, *, is_new: bool = False
    ) -> None:
        times_locked = self._times_locked
        half = await self.entries.ensure_half() if kind is KeyKind.BOTH else b""
        token = await self._tokens.find(key, is_wrapped=self._wrapped is not None)

        def wrap_and_replace(code: bytearray) -> WrappedKey:
            wrapped = wrap(key, code, self.account, kind, self._choose(), half=half)
            if is_new and locked_vaults.has_local_data(self.folder / VAULT_FILE):
                locked_vaults.set_aside(self.folder / VAULT_FILE)
            if token is not None:
                sealed_token.write(self.folder, key, self.account, token)
            # What opens is the key of the fingerprint that lies beside it, and no other.
            key_file.replace(
                self.folder, wrapped, self.account, lambda stored: unwrap(stored, code, half)
            )
            return wrapped

        try:
            self._wrapped = await run_with_code(secret, wrap_and_replace)
        except CodeRefused:
            raise KeyFileUnusable("damaged") from None
        self._tokens.held = None
        if times_locked == self._times_locked:
            self._key = key
        await self.entries.clean(key, half_too=kind is KeyKind.CODE)

    async def _move_to_keyring(self, key: VaultKey) -> None:
        times_locked, is_wrapped = self._times_locked, self._wrapped is not None
        await self.entries.write_key(key)
        if (token := await self._tokens.find(key, is_wrapped=is_wrapped)) is not None:
            await self.entries.write_token(token)
        if times_locked != self._times_locked:
            self._settled = False  # the next unlocking removes what lies there by now
            raise CodeRequired  # who locked the window meanwhile unlocks it by the code
        await asyncio.to_thread(key_file.remove, self.folder)
        self._wrapped = self._key = None
        await self._tokens.remove_sealed()
        await self.entries.remove_half()
