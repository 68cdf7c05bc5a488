"""Whether the desktop's Secret Service can be used now: asked without opening any prompt.

Every call of the keyring library that meets a locked collection opens the desktop's prompt and
blocks until it is answered, and one that meets none at all has the person choose a password for a
new one. A PC that logs on automatically has its keyring locked each morning, so the state is asked
first, and only ``KeyringSecrets.unlock`` lets the library prompt.
"""

import contextlib
import enum


class KeyringState(enum.Enum):
    """How far the keyring can be used.

    ``LOCKED`` and ``NEW`` need the person: a password to open it, or to make the first one.
    """

    OPEN = "open"
    LOCKED = "locked"
    NEW = "new"
    ABSENT = "absent"


def read_state() -> KeyringState:
    """The state of the default collection. Blocks for a few milliseconds, and prompts nobody."""
    import secretstorage
    from secretstorage.exceptions import ItemNotFoundException, SecretStorageException

    try:
        with contextlib.closing(secretstorage.dbus_init()) as bus:
            try:
                collection = secretstorage.Collection(bus)
                return KeyringState.LOCKED if collection.is_locked() else KeyringState.OPEN
            except ItemNotFoundException:
                return KeyringState.NEW
    except (SecretStorageException, OSError):
        return KeyringState.ABSENT


def prompt_unlock() -> None:
    """Have the desktop ask for the password of the default collection, or for a first one.

    Blocks until the person has answered, and raises various errors where that was a no.
    """
    import secretstorage

    with contextlib.closing(secretstorage.dbus_init()) as bus:
        collection = secretstorage.get_default_collection(bus)
        if collection.is_locked():
            collection.unlock()
