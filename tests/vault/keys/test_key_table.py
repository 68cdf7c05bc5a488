"""What each kind of key does at each event, as the table of the decision's page says it."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from tests.vault.keys.conftest import CODE, KEY_NAME, OTHER, Keyring, names
from workstation.domain.keys import ChainState, CodeRequired, KeyFileUnusable, KeyKind, WrongCode
from workstation.vault.key_file_names import KEY_FILE, KEY_FILE_COPY
from workstation.vault.keys.key_chain import KeyChain

TOP = Path(__file__).resolve().parents[3]
PAGE = TOP / "workstation/decisions/vault-key-under-unlock-code.md"
Chains = Callable[..., KeyChain]


async def prepare(chain_of: Chains, keyring: Keyring, kind: KeyKind) -> bytes:
    """A first key of a kind, by a run that has ended."""
    if kind is KeyKind.SYSTEM:
        return await chain_of(keyring).make_key()
    return await chain_of(keyring).set_code(CODE, kind)


async def start(chain_of: Chains, keyring: Keyring, kind: KeyKind, key: bytes) -> str:
    chain = chain_of(keyring)
    state = await chain.state()
    assert chain.kind is kind
    if state is ChainState.OPEN:
        assert await chain.read_key() == key
        return "opens by itself"
    with pytest.raises(CodeRequired):
        await chain.read_key()
    return "asks for the code"


async def lock(chain_of: Chains, keyring: Keyring, kind: KeyKind, key: bytes) -> str:
    chain = chain_of(keyring)
    if kind is not KeyKind.SYSTEM:
        await chain.unlock(CODE)
    chain.lock()
    try:
        assert await chain.read_key() == key
    except CodeRequired:
        return "the key is forgotten"
    return "no lock: the keyring gives the key again"


async def unlock(chain_of: Chains, keyring: Keyring, kind: KeyKind, key: bytes) -> str:
    if kind is KeyKind.SYSTEM:
        with pytest.raises(KeyFileUnusable):
            await chain_of(keyring).unlock(CODE)
        return "nothing to type"
    with pytest.raises(WrongCode):
        await chain_of(keyring).unlock(OTHER)
    assert chain_of(keyring).try_count == 1
    assert await chain_of(keyring).unlock(CODE) == key
    assert chain_of(keyring).try_count == 0
    try:
        await chain_of().unlock(CODE)
    except KeyFileUnusable:
        return "by code and keyring, a wrong code counts"
    return "by the code, a wrong one counts"


async def change(chain_of: Chains, keyring: Keyring, kind: KeyKind, key: bytes) -> str:
    chain, new_kind = chain_of(keyring), KeyKind.CODE if kind is KeyKind.SYSTEM else kind
    if kind is not KeyKind.SYSTEM:
        await chain.unlock(CODE)
    assert await chain.set_code(OTHER, new_kind) == key
    with pytest.raises(WrongCode):
        await chain_of(keyring).unlock(CODE)
    assert await chain_of(keyring).unlock(OTHER) == key
    assert KEY_NAME not in names(keyring)
    return "to a code: same key, gone from the keyring" if kind is KeyKind.SYSTEM else "same key"


async def kill(chain_of: Chains, keyring: Keyring, kind: KeyKind, key: bytes) -> str:
    """At a moment at which the data were open: nothing of it was written for that."""
    chain = chain_of(keyring)
    if kind is not KeyKind.SYSTEM:
        await chain.unlock(CODE)
    before = {path.name for path in chain.folder.rglob("*")}
    assert before == (set() if kind is KeyKind.SYSTEM else {KEY_FILE, KEY_FILE_COPY})
    return await start(chain_of, keyring, kind, key)


EVENTS: list[Callable[..., Awaitable[str]]] = [start, lock, unlock, change, kill]


@pytest.mark.parametrize("kind", KeyKind)
async def test_the_page_says_what_each_event_does(chain_of, kind):
    cells = []
    for event in EVENTS:
        keyring = Keyring()
        key = await prepare(chain_of, keyring, kind)
        cells.append(await event(chain_of, keyring, kind, key))
        for path in chain_of(keyring).folder.rglob("*"):
            path.unlink()
    assert f"| {kind.value} | {' | '.join(cells)} |" in PAGE.read_text(encoding="utf-8")
