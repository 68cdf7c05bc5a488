"""The doctor's unlock code during a sign-in: what protects the data on this computer, and changes.

The data never moves: only what opens its key does (``vault.keys.key_chain``).
"""

from workstation.domain.keys import CodeRequired, KeyKind, VaultKey
from workstation.store.feed import Feed
from workstation.vault.keys.destruction import destroy_key
from workstation.vault.keys.key_chain import KeyChain


class UnlockCode:
    """Sets, changes and removes the code of this sign-in.

    ``changed`` is published when the way to the key has changed, or a key has become available.
    """

    def __init__(self, chain: KeyChain) -> None:
        self._chain, self._is_locked = chain, False
        self.changed: Feed[KeyKind] = Feed()

    @property
    def kind(self) -> KeyKind:
        """What protects the data now."""
        return self._chain.kind

    @property
    def protects(self) -> bool:
        """Whether the doctor's code is needed to open the data."""
        return self.kind is not KeyKind.SYSTEM

    @property
    def try_count(self) -> int:
        """Wrong codes in a row, those of earlier runs among them."""
        return self._chain.try_count

    @property
    def wait_seconds(self) -> float:
        """How long until the next code is looked at; 0 for now."""
        return self._chain.wait_seconds

    async def unlock(self, code: str) -> VaultKey:
        """Unlock the key by a code. Raises what ``KeyChain.unlock`` raises."""
        key = await self._chain.unlock(code)
        self._is_locked = False
        return key

    def lock(self) -> None:
        """Forget the key; the current code unlocks it, also while a change is under way."""
        self._is_locked = True
        self._chain.lock()

    async def destroy(self) -> None:
        """Destroy the key, so that the data can never be opened again. Raises ``StorageError``."""
        await destroy_key(self._chain)

    @property
    def kinds(self) -> tuple[KeyKind, ...]:
        """What the policy and this computer let the doctor choose from."""
        kinds = self._chain.rules.kinds
        return kinds if self._chain.keyring.lasting else tuple({KeyKind.CODE} & {*kinds})

    @property
    def min_length(self) -> int:
        """How many characters a new code needs."""
        return self._chain.rules.min_length

    async def change(self, current: str, new: str, kind: KeyKind) -> None:
        """Unlock by the ``current`` code, if there is one, and apply the change.

        A ``new`` code replaces the current one; another ``kind`` moves the key. Raises what
        ``KeyChain.unlock``, ``set_code`` and ``move_to_keyring`` raise, and ``CodeRequired`` where
        it was locked meanwhile; the old way to unlock remains valid then.
        """
        if current:
            await self._chain.unlock(current)
            if self._is_locked:  # meanwhile: its key would lie in memory until somebody unlocks
                self._chain.lock()
                raise CodeRequired
        if kind is KeyKind.SYSTEM:
            await self._chain.move_to_keyring()
        elif new or kind is not self._chain.kind:
            await self._chain.set_code(new or current, kind)
        self.changed.publish(kind)
