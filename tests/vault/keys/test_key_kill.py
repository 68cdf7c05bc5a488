"""A kill before any step of a change of code or kind: the vault opens, with rows and token."""

import asyncio
import sys
from pathlib import Path

import pytest

from tests.fakes.secrets import FileSecrets
from tests.vault.keys.conftest import ACCOUNT
from workstation.base.paths import Folders
from workstation.domain.keys import ChainState, KeyKind, WrongCode
from workstation.vault import preferences
from workstation.vault.database import Vault
from workstation.vault.engine.opening import VAULT_FILE
from workstation.vault.key_file_names import KEY_FILE
from workstation.vault.keys.key_chain import KeyChain
from workstation.vault.keys.key_cost import KeyCost
from workstation.vault.rescue.locked_vaults import LOCKED

TOP = Path(__file__).resolve().parents[3]
FIRST, SECOND = "first code", "second code"
MOVES = {
    "a keyring to a code": (KeyKind.SYSTEM, "", FIRST, "code"),
    "a keyring to both": (KeyKind.SYSTEM, "", FIRST, "both"),
    "a code to a keyring": (KeyKind.CODE, FIRST, "", "system"),
    "both to a keyring": (KeyKind.BOTH, FIRST, "", "system"),
    "a code to another": (KeyKind.CODE, FIRST, SECOND, "code"),
    "both to another": (KeyKind.BOTH, FIRST, SECOND, "both"),
    "a code to both": (KeyKind.CODE, FIRST, FIRST, "both"),
    "both to a code": (KeyKind.BOTH, FIRST, FIRST, "code"),
}


class Computer:
    """A PC with one doctor on it, and what a run after another sees."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folders = Folders.of_profile(root).account("server", 1001)
        self.vault = self.folders.data / VAULT_FILE

    def chain(self) -> KeyChain:
        self.root.mkdir(exist_ok=True)
        self.keyring = FileSecrets(self.root / "keyring.json")
        return KeyChain(self.folders, self.keyring, ACCOUNT, choose=lambda: KeyCost(64, 1))

    async def work(self, kind: KeyKind) -> bytes:
        """A day's work under a key of a kind, and a token that is kept; the key."""
        chain = self.chain()
        system = kind is KeyKind.SYSTEM
        key = await (chain.make_key() if system else chain.set_code(FIRST, kind))
        await chain.write_token("token-1")
        self.folders.data.mkdir(parents=True, exist_ok=True)
        vault = Vault.open(self.vault, key)
        await vault.write(preferences.put, "row", "everything")
        vault.close()
        return key

    async def read_row(self, key: bytes) -> object:
        vault = Vault.open(self.vault, key)
        row = await vault.read(preferences.get, "row", "")
        vault.close()
        return row


async def killed_everywhere(folder: Path, *move: str) -> list[Computer]:
    """Copies of the computer ``template`` there, each killed before another step of a move."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.vault.keys.killed_moving_key",
        *(str(folder / "template"), ACCOUNT, *move),
        cwd=TOP,
        stdout=asyncio.subprocess.PIPE,
    )
    output, _ = await asyncio.wait_for(process.communicate(), 60)
    assert process.returncode == 0
    return [Computer(folder / str(step)) for step in range(int(output) + 1)]


async def open_by(chain: KeyChain, *codes: str) -> bytes:
    """The key by whatever opens now: the keyring, or the first of the codes that does."""
    if await chain.state() is ChainState.OPEN:
        key = await chain.read_key()
        assert key is not None
        return key
    for code in codes:
        try:
            return await chain.unlock(code)
        except WrongCode:
            continue
    raise AssertionError("nothing opens")


@pytest.mark.parametrize("name", MOVES)
async def test_a_kill_at_any_step_loses_no_row(tmp_path, name):
    kind, old, new, into = MOVES[name]
    template = Computer(tmp_path / "template")
    key, vault = await template.work(kind), template.vault.read_bytes()
    kinds, computers = set(), await killed_everywhere(tmp_path, old, new, into)
    for computer in computers:
        chain = computer.chain()
        assert await open_by(chain, new or old, old or new) == key, computer.root
        assert computer.vault.read_bytes() == vault
        assert await chain.read_token() == "token-1", computer.root
        kinds.add(chain.kind)
        in_keyring = await computer.keyring.read(f"database {ACCOUNT}")
        assert (in_keyring is not None) == (chain.kind is KeyKind.SYSTEM), computer.root
        is_new = list(computer.folders.data.glob("*.new"))
        assert not is_new or chain.kind is KeyKind.SYSTEM, computer.root
    assert await computers[-1].read_row(key) == "everything"
    assert len(computers) > 5
    assert kinds == {kind, KeyKind(into)}
    assert list(computer.folders.data.glob(KEY_FILE + "*")) == [] or into != "system"


async def test_a_kill_while_a_lost_code_s_vault_is_set_aside_deletes_nothing(tmp_path):
    key = await Computer(tmp_path / "template").work(KeyKind.CODE)
    computers = await killed_everywhere(tmp_path, FIRST, "", "aside")
    for computer in computers:
        chain = computer.chain()
        if await chain.state() is ChainState.LOCKED:
            assert await chain.unlock(FIRST) == key
            await chain.set_aside()
        await chain.set_code(SECOND)
        locked_files = [*computer.folders.data.glob(f"{LOCKED}-*/{VAULT_FILE}")]
        assert len(locked_files) == 1, computer.root
        vault = Vault.open(locked_files[0], key)
        assert await vault.read(preferences.get, "row", "") == "everything"
        vault.close()
        assert [*computer.folders.data.glob(f"{LOCKED}-*/{KEY_FILE}")], computer.root
    assert len(computers) > 5
