"""A change of the key goes on to its end also where nobody waits for it any more.

Its thread does so in any case: a window that was closed, or a second click, must not take the code
from it meanwhile.
"""

import asyncio
import threading

import pytest

from tests.vault.keys.conftest import ACCOUNT, CODE, KEY_NAME, OTHER, in_keyring
from workstation.domain.keys import ChainState, CodeRequired, KeyKind, KeyRules, VaultKey
from workstation.services.unlock_code import UnlockCode
from workstation.vault.keys import code_thread
from workstation.vault.keys.code_thread import run_with_code
from workstation.vault.keys.key_chain import KeyChain
from workstation.vault.keys.key_cost import KeyCost
from workstation.vault.keys.unlock_code import wipe
from workstation.vault.keys.wrapped_key import unwrap


class HeldThread:
    """Stands in the thread where the cost of a code is chosen, until it is let go on."""

    def __init__(self) -> None:
        self.begun, self.goes_on = threading.Event(), threading.Event()

    def choose(self) -> KeyCost:
        self.begun.set()
        assert self.goes_on.wait(60)
        return KeyCost(64, 1)


@pytest.fixture
def held():
    thread = HeldThread()
    yield thread
    thread.goes_on.set()


@pytest.fixture
def chain(folders, keyring, held) -> KeyChain:
    return KeyChain(folders, keyring, ACCOUNT, lambda: KeyRules("auto"), held.choose)


async def cancelled_while_held(work, held) -> None:
    """Begin something, cancel it twice in the middle, and let it go on."""
    running = asyncio.ensure_future(work)
    await asyncio.to_thread(held.begun.wait, 60)
    for _ in range(2):
        running.cancel()
        await asyncio.sleep(0)
    held.goes_on.set()
    with pytest.raises(asyncio.CancelledError):
        await running


async def test_the_code_in_force_is_the_one_that_was_typed(chain, chain_of, keyring, held):
    key = await in_keyring(chain_of, keyring)
    await cancelled_while_held(chain.set_code(CODE), held)
    assert chain.kind is KeyKind.CODE
    assert await chain.state() is ChainState.OPEN
    assert await chain_of(keyring).unlock(CODE) == key


async def test_the_other_code_in_force_is_the_one_that_was_typed(chain, chain_of, keyring, held):
    key = await chain_of(keyring).set_code(CODE)
    await chain.unlock(CODE)
    await cancelled_while_held(chain.set_code(OTHER), held)
    assert await chain_of(keyring).unlock(OTHER) == key


async def test_the_thread_has_a_code_of_its_own(held):
    """Who waits for it may be gone with the program's loop, and wipes what was typed then."""
    typed = bytearray(b"typed")

    def work(code: bytearray) -> bytes:
        held.choose()
        return bytes(code)

    running = asyncio.ensure_future(run_with_code(typed, work))
    await asyncio.to_thread(held.begun.wait, 60)
    wipe(typed)
    held.goes_on.set()
    assert await running == b"typed"


async def test_who_locked_meanwhile_has_locked(chain, chain_of, keyring, held):
    await in_keyring(chain_of, keyring)
    setting = asyncio.ensure_future(chain.set_code(CODE))
    await asyncio.to_thread(held.begun.wait, 60)
    chain.lock()
    held.goes_on.set()
    await setting
    assert await chain.state() is ChainState.LOCKED


async def test_who_locked_while_the_code_in_force_was_looked_at_has_locked(
    chain_of, keyring, monkeypatch
):
    """The key would lie in memory until the window is unlocked."""
    await chain_of(keyring).set_code(CODE)
    thread, chain = HeldThread(), chain_of(keyring)

    def slow(*given: object) -> VaultKey:
        thread.choose()
        return unwrap(*given)

    monkeypatch.setattr(code_thread, "unwrap", slow)
    unlock_code = UnlockCode(chain)
    changing = asyncio.ensure_future(unlock_code.change(CODE, OTHER, KeyKind.CODE))
    await asyncio.to_thread(thread.begun.wait, 60)
    unlock_code.lock()
    thread.goes_on.set()
    with pytest.raises(CodeRequired):
        await changing
    assert await chain.state() is ChainState.LOCKED
    await unlock_code.unlock(CODE)
    assert await chain.state() is ChainState.OPEN


async def test_who_locked_while_the_code_is_taken_away_unlocks_with_it(
    chain_of, keyring, monkeypatch
):
    """A keyring may ask for its password first; a locked window without a code opens to nobody."""
    await chain_of(keyring).set_code(CODE)
    chain, begun, goes_on, write = (
        chain_of(keyring),
        asyncio.Event(),
        asyncio.Event(),
        keyring.write,
    )

    async def write_late(*entry: str) -> None:
        begun.set()
        await goes_on.wait()
        await write(*entry)

    monkeypatch.setattr(keyring, "write", write_late)
    unlock_code = UnlockCode(chain)
    changing = asyncio.ensure_future(unlock_code.change(CODE, "", KeyKind.SYSTEM))
    await begun.wait()
    unlock_code.lock()
    goes_on.set()
    with pytest.raises(CodeRequired):
        await changing
    assert unlock_code.protects
    key = await unlock_code.unlock(CODE)
    assert await keyring.read(KEY_NAME) is None
    assert key == await chain_of(keyring).unlock(CODE)


async def test_a_code_that_is_tried_stays_the_one_that_was_typed(
    chain, chain_of, keyring, monkeypatch
):
    """It counts as no wrong one, and who left is not let in."""
    await chain_of(keyring).set_code(CODE)
    thread = HeldThread()

    def slow(*given: object) -> VaultKey:
        thread.choose()
        return unwrap(*given)

    monkeypatch.setattr(code_thread, "unwrap", slow)
    await cancelled_while_held(chain.unlock(CODE), thread)
    async with asyncio.timeout(60):
        while chain.try_count:  # noqa: ASYNC110 - a thread that nobody waits for tells nobody
            await asyncio.sleep(0)
    assert await chain_of(keyring).state() is ChainState.LOCKED
