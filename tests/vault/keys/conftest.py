"""Keys whose code costs next to nothing: what is tried here is the order of things."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from tests.fakes.secrets import MemorySecrets
from workstation.base.paths import Folders
from workstation.domain.errors import KeyringUnavailable
from workstation.domain.keys import KeyRules
from workstation.vault.engine.opening import VAULT_FILE
from workstation.vault.keys import key_cost
from workstation.vault.keys.key_chain import KeyChain
from workstation.vault.keys.key_cost import KeyCost
from workstation.vault.keys.secret_service import KeyringState

ACCOUNT = "https://clinic.test 1001"
SECOND_ACCOUNT = "https://clinic.test 1002"
CODE, OTHER = "解锁 123456", "654321"
KEY_NAME, TOKEN_NAME = f"database {ACCOUNT}", f"token {ACCOUNT}"
HALF_NAME = f"key half {ACCOUNT}"


class Keyring(MemorySecrets):
    """A keyring that lasts and is open."""

    lasting = True


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(key_cost, "MIN_MEMORY_KIB", 64)


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    """The folders of one account."""
    return Folders.of_profile(tmp_path / "profile").account("https://clinic.test", 1001)


@pytest.fixture
def chain_of(folders: Folders) -> Callable[..., KeyChain]:
    """A chain as a new run has it, for a keyring and a policy."""

    def make(
        keyring: MemorySecrets | None = None,
        kind: str = "auto",
        account: str = ACCOUNT,
        folder: Folders | None = None,
    ) -> KeyChain:
        return KeyChain(
            folder or folders,
            keyring or MemorySecrets(),
            account,
            lambda: KeyRules(kind),
            lambda: KeyCost(64, 1),
        )

    return make


@pytest.fixture
def second_folders(tmp_path: Path) -> Folders:
    """Those of another doctor in the same account of the system."""
    return Folders.of_profile(tmp_path / "profile").account("https://clinic.test", 1002)


@pytest.fixture
def second_chain_of(
    chain_of: Callable[..., KeyChain], second_folders: Folders
) -> Callable[..., KeyChain]:
    """That doctor's chain, for a keyring and a policy."""
    return partial(chain_of, account=SECOND_ACCOUNT, folder=second_folders)


@pytest.fixture
def keyring() -> Keyring:
    """A keyring that is open and empty."""
    return Keyring()


class LockedKeyring(MemorySecrets):
    """A keyring whose password nobody has typed yet."""

    lasting = True
    now = KeyringState.LOCKED

    async def state(self) -> KeyringState:
        return self.now

    async def read(self, name: str) -> str | None:
        if self.now is not KeyringState.OPEN:
            raise KeyringUnavailable("locked")
        return await super().read(name)

    async def write(self, name: str, secret: str) -> None:
        if self.now is not KeyringState.OPEN:
            raise KeyringUnavailable("locked")
        await super().write(name, secret)


def names(keyring: MemorySecrets) -> set[str]:
    """Under which names secrets lie."""
    return set(keyring.secrets)


async def in_keyring(chain_of, keyring) -> bytes:
    """An installation as it always was: key and token in the keyring."""
    chain = chain_of(keyring)
    key = await chain.make_key()
    await chain.write_token("token-1")
    return key


async def in_shared_keyring(chain_of, keyring, folders) -> None:
    """The first doctor's key in the keyring and data on this computer, before a second comes."""
    await in_keyring(chain_of, keyring)
    folders.data.mkdir(parents=True)
    (folders.data / VAULT_FILE).write_bytes(b"x")
