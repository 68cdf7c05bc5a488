"""Every way to the key and between the ways: what opens, what does not, and where nothing lies."""

import base64

import pytest

from tests.vault.keys.conftest import (
    ACCOUNT,
    CODE,
    HALF_NAME,
    KEY_NAME,
    OTHER,
    SECOND_ACCOUNT,
    TOKEN_NAME,
    LockedKeyring,
    in_keyring,
    in_shared_keyring,
    names,
)
from workstation.domain.errors import InputError, KeyringUnavailable
from workstation.domain.keys import (
    ChainState,
    CodeDelayed,
    CodeRequired,
    KeyFileUnusable,
    KeyKind,
    UnsetReason,
    WrongCode,
)
from workstation.vault.engine.opening import VAULT_FILE
from workstation.vault.key_file_names import KEY_FILE, KEY_FILE_COPY, SEALED_TOKEN
from workstation.vault.keys import sealed_token, try_counter
from workstation.vault.keys.keyring_entries import KeyringEntries
from workstation.vault.keys.secret_service import KeyringState


async def test_with_a_keyring_nothing_is_asked_and_no_file_is_written(chain_of, keyring, folders):
    chain = chain_of(keyring)
    assert await chain.state() is ChainState.OPEN
    assert await chain.read_key() is None
    key = await in_keyring(chain_of, keyring)
    again = chain_of(keyring)
    assert await again.state() is ChainState.OPEN
    assert await again.read_key() == key
    assert await again.read_token() == "token-1"
    assert again.kind is KeyKind.SYSTEM
    assert not folders.data.exists()


async def test_without_a_keyring_a_code_is_to_be_set_and_opens_afterwards(chain_of, folders):
    chain = chain_of()
    assert await chain.state() is ChainState.UNSET
    assert chain.unset_reason is UnsetReason.ABSENT
    assert not await chain.write_token("token-1")
    key = await chain.set_code(CODE)
    assert await chain.state() is ChainState.OPEN
    again = chain_of()
    assert await again.state() is ChainState.LOCKED
    with pytest.raises(CodeRequired):
        await again.read_key()
    with pytest.raises(CodeRequired):
        await again.read_token()
    assert await again.unlock(CODE) == key
    assert await again.read_key() == key
    assert await again.read_token() == "token-1"
    assert again.kind is KeyKind.CODE
    again.lock()
    assert await again.state() is ChainState.LOCKED
    content = b"".join(path.read_bytes() for path in folders.data.iterdir())
    assert b"token-1" not in content
    assert key not in content
    assert key.hex().encode() not in content


async def test_declined_it_is_the_keyring_s_own_reason(chain_of):
    with pytest.raises(KeyringUnavailable) as caught:
        await chain_of().read_key()
    assert caught.value.reason == "absent"


async def test_wrong_codes_count_over_starts_and_slow_down(chain_of):
    await chain_of().set_code(CODE)
    for count in range(1, 4):
        with pytest.raises(WrongCode) as caught:
            await chain_of().unlock(OTHER)
        assert caught.value.count == count
    assert caught.value.seconds == pytest.approx(1, abs=1)
    chain = chain_of()
    assert chain.try_count == 3
    with pytest.raises(CodeDelayed) as delayed:
        await chain.unlock(CODE)
    assert 0 < delayed.value.seconds <= 1
    assert chain_of().try_count == 3
    chain._tries._since -= 60
    await chain.unlock(CODE)
    assert chain_of().try_count == 0


async def test_the_window_that_asks_for_a_code_reads_no_file_for_the_count(chain_of, folders):
    await chain_of().set_code(CODE)
    with pytest.raises(WrongCode):
        await chain_of().unlock(OTHER)
    chain = chain_of()
    assert await chain.state() is ChainState.LOCKED
    (folders.data / try_counter.NAME).unlink()
    assert chain.try_count == 1


async def test_a_code_that_is_none_is_not_counted(chain_of):
    await chain_of().set_code(CODE)
    chain = chain_of()
    for text in ("", "x" * 10_000):
        with pytest.raises(InputError):
            await chain.unlock(text)
    assert chain.try_count == 0


async def test_a_code_too_short_sets_nothing(chain_of, folders):
    with pytest.raises(InputError):
        await chain_of().set_code("12345")
    assert not folders.data.exists()


async def test_another_code_replaces_the_old_one_and_nothing_else(chain_of):
    chain = chain_of()
    key = await chain.set_code(CODE)
    await chain.write_token("token-1")
    assert await chain.set_code(OTHER) == key
    with pytest.raises(WrongCode):
        await chain_of().unlock(CODE)
    again = chain_of()
    assert await again.unlock(OTHER) == key
    assert await again.read_token() == "token-1"


async def test_nobody_sets_another_code_without_the_one_in_force(chain_of):
    await chain_of().set_code(CODE)
    with pytest.raises(CodeRequired):
        await chain_of().set_code(OTHER)
    with pytest.raises(CodeRequired):
        await chain_of().move_to_keyring()


@pytest.mark.parametrize("kind", [KeyKind.CODE, KeyKind.BOTH])
async def test_from_the_keyring_to_a_code_and_back(chain_of, keyring, folders, kind):
    key = await in_keyring(chain_of, keyring)
    chain = chain_of(keyring)
    assert await chain.set_code(CODE, kind) == key
    assert names(keyring) == ({HALF_NAME} if kind is KeyKind.BOTH else set())
    again = chain_of(keyring)
    assert await again.unlock(CODE) == key
    assert again.kind is kind
    assert await again.read_token() == "token-1"
    await again.move_to_keyring()
    last = chain_of(keyring)
    assert await last.read_key() == key
    assert await last.read_token() == "token-1"
    assert names(keyring) == {KEY_NAME, TOKEN_NAME}
    assert list(folders.data.iterdir()) == []


async def test_between_code_and_both(chain_of, keyring):
    key = await chain_of().set_code(CODE)
    chain = chain_of(keyring)
    await chain.unlock(CODE)
    await chain.set_code(CODE, KeyKind.BOTH)
    assert names(keyring) == {HALF_NAME}
    again = chain_of(keyring)
    assert await again.unlock(CODE) == key
    await again.set_code(OTHER, KeyKind.CODE)
    assert names(keyring) == set()
    assert await chain_of().unlock(OTHER) == key


async def test_both_says_which_half_is_missing_and_counts_no_try(chain_of, keyring):
    await chain_of(keyring).set_code(CODE, KeyKind.BOTH)
    half = keyring.secrets.pop(HALF_NAME)
    chain = chain_of(keyring)
    with pytest.raises(KeyFileUnusable) as caught:
        await chain.unlock(CODE)
    assert caught.value.reason == "half"
    keyring.secrets[HALF_NAME] = base64.b64encode(bytes(32)).decode()
    with pytest.raises(KeyFileUnusable):
        await chain.unlock(CODE)
    assert chain.try_count == 0
    keyring.secrets[HALF_NAME] = half
    await chain.unlock(CODE)
    locked = LockedKeyring()
    with pytest.raises(KeyringUnavailable):
        await chain_of(locked).unlock(CODE)


async def test_both_without_a_keyring_changes_nothing(chain_of, folders):
    """The keyring is asked before anything is written or set aside."""
    folders.data.mkdir(parents=True)
    (folders.data / VAULT_FILE).write_bytes(b"x")
    locked = LockedKeyring()
    with pytest.raises(KeyringUnavailable):
        await chain_of(locked).set_code(CODE, KeyKind.BOTH)
    assert [path.name for path in folders.data.iterdir()] == [VAULT_FILE]


async def test_two_doctors_of_one_system_account_open_only_their_own(
    chain_of, second_chain_of, folders, second_folders, keyring
):
    first_key = await chain_of(keyring).set_code(CODE)
    assert await second_chain_of(keyring).set_code(OTHER) != first_key
    with pytest.raises(WrongCode):
        await chain_of(keyring).unlock(OTHER)
    stolen = folders.data / KEY_FILE
    for name in (KEY_FILE, KEY_FILE_COPY):
        (second_folders.data / name).write_bytes(stolen.read_bytes())
    with pytest.raises(KeyFileUnusable) as caught:
        await second_chain_of(keyring).state()
    assert caught.value.reason == "foreign"


async def test_a_second_doctor_is_asked_for_a_code_and_the_first_is_not(
    chain_of, second_chain_of, keyring, folders
):
    await in_shared_keyring(chain_of, keyring, folders)
    chain = second_chain_of(keyring)
    assert await chain.state() is ChainState.UNSET
    assert chain.unset_reason is UnsetReason.SHARED
    assert await chain_of(keyring).state() is ChainState.OPEN
    assert await second_chain_of(keyring, "system").state() is ChainState.OPEN


async def test_a_copied_token_does_not_open_for_another_doctor(chain_of, folders):
    chain = chain_of()
    key = await chain.set_code(CODE)
    await chain.write_token("token-1")
    assert sealed_token.read(folders.data, key, ACCOUNT) == "token-1"
    assert sealed_token.read(folders.data, key, SECOND_ACCOUNT) is None
    assert sealed_token.read(folders.data, bytes(32), ACCOUNT) is None


async def test_signing_out_leaves_no_token(chain_of, folders):
    chain = chain_of()
    await chain.set_code(CODE)
    await chain.write_token("token-1")
    await chain.remove_token()
    assert await chain.read_token() is None
    assert not (folders.data / SEALED_TOKEN).exists()


async def test_a_keyring_given_up_leads_to_a_code_and_its_key_stays(chain_of, folders):
    locked = LockedKeyring()
    locked.now = KeyringState.OPEN
    old = await in_keyring(chain_of, locked)
    folders.data.mkdir(parents=True)
    (folders.data / VAULT_FILE).write_bytes(b"x")
    locked.now = KeyringState.LOCKED
    chain = chain_of(locked)
    assert await chain.state() is ChainState.UNSET
    assert chain.unset_reason is UnsetReason.LOCKED
    key = await chain.set_code(CODE)
    assert key != old
    (aside,) = folders.data.glob("locked-*")
    assert (aside / VAULT_FILE).read_bytes() == b"x"
    assert (folders.data / KEY_FILE).exists()
    locked.now = KeyringState.OPEN
    again = chain_of(locked)
    await again.unlock(CODE)
    assert await again.read_other_keys() == (old,)
    await again.move_to_keyring()
    assert await chain_of(locked).read_key() == key
    assert old in await chain_of(locked).entries.read_keys()


async def test_a_lost_code_sets_everything_aside_and_deletes_nothing(chain_of, folders):
    await chain_of().set_code(CODE)
    (folders.data / VAULT_FILE).write_bytes(b"x")
    content = (folders.data / KEY_FILE).read_bytes()
    chain = chain_of()
    await chain.set_aside()
    assert await chain.state() is ChainState.UNSET
    (aside,) = folders.data.glob("locked-*")
    assert (aside / VAULT_FILE).read_bytes() == b"x"
    assert (aside / KEY_FILE).read_bytes() == content
    assert await chain.set_code(OTHER)
    assert await chain_of().unlock(OTHER)


@pytest.mark.parametrize("length", [0, 31, 33])
async def test_an_entry_of_another_length_is_no_key(keyring, length):
    entries = KeyringEntries(keyring, ACCOUNT)
    await keyring.write(KEY_NAME, base64.b64encode(bytes(length)).decode())
    with pytest.raises(KeyringUnavailable) as unavailable:
        await entries.read_key()
    assert unavailable.value.reason == "lost"


async def test_a_half_that_is_not_there_is_told_as_that(keyring):
    with pytest.raises(KeyFileUnusable) as unusable:
        await KeyringEntries(keyring, ACCOUNT).read_half()
    assert unusable.value.reason == "half"
