"""Vaults on a disk and the keyring that has their keys."""

from tests.fakes.secrets import MemorySecrets
from workstation.base.paths import Folders
from workstation.domain.changes import Draft
from workstation.domain.message import MessageKind
from workstation.session import storage as product
from workstation.session.storage import Storage, open_storage
from workstation.vault import preferences
from workstation.vault.database import Vault
from workstation.vault.engine.opening import VAULT_FILE
from workstation.vault.keys.key_chain import KeyChain
from workstation.vault.rescue import locked_vaults
from workstation.vault.unsent import drafts, outbox

ACCOUNT, ROOM = "https://clinic.test 1001", 7


class Keyring(MemorySecrets):
    """A keyring that lasts."""

    lasting = True


def chain_of(folders: Folders, keys: MemorySecrets) -> KeyChain:
    """The account's key chain, as a new run has it."""
    return KeyChain(folders, keys, ACCOUNT)


async def opened(folders: Folders, keys: MemorySecrets) -> Storage:
    """An account's storage, opened as at a sign-in."""
    return await open_storage(folders, chain_of(folders, keys))


async def written(folders: Folders, keys: MemorySecrets) -> None:
    """A run in which the doctor typed something that was not sent."""
    storage = await opened(folders, keys)
    await storage.vault.write(preferences.put, "kept", 1)
    await storage.vault.write(outbox.add, ROOM, "own", MessageKind.TEXT, "unsent", 1)
    storage.vault.close()


async def unsent(storage: Storage) -> list[str]:
    """The texts in the outbox, in the order typed."""
    return [entry.text for entry in await storage.vault.read(outbox.entries)]


async def say(storage: Storage, *texts: str, draft: str = "") -> None:
    """Queue texts and keep a draft, as a doctor writes them."""
    for text in texts:
        await storage.vault.write(outbox.add, ROOM, text, MessageKind.TEXT, text, 1)
    if draft:
        await storage.vault.write(drafts.put, Draft(ROOM, draft, len(draft)), 1)


async def with_one_aside(folders: Folders, keys: Keyring) -> bytes:
    """Two vaults of one key, one of them set aside; the key."""
    first = await opened(folders, keys)
    await say(first, "one", "two", draft="begun")
    await first.vault.write(outbox.mark_sending, "one")
    first.vault.close()
    locked_vaults.set_aside(folders.data / VAULT_FILE)
    key = await product.read_key(chain_of(folders, keys))
    live = Vault.open(folders.data / VAULT_FILE, key)
    await say(Storage(live), "three", draft="later")
    live.close()
    return key
