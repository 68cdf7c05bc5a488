"""What the policy asks for, and key files that cannot be used: said, and nothing deleted."""

import pytest

from tests.vault.keys.conftest import (
    CODE,
    HALF_NAME,
    KEY_NAME,
    in_keyring,
    in_shared_keyring,
    names,
)
from workstation.domain.errors import KeyringUnavailable
from workstation.domain.keys import (
    ChainState,
    KeyFileUnusable,
    KeyKind,
    UnsetReason,
)
from workstation.vault.key_file_names import KEY_FILE, KEY_FILE_COPY


@pytest.mark.parametrize("rule", ["code", "both"])
async def test_the_policy_asks_an_old_installation_for_a_code(chain_of, keyring, rule):
    key = await in_keyring(chain_of, keyring)
    chain = chain_of(keyring, rule)
    assert await chain.state() is ChainState.UNSET
    assert chain.unset_reason is UnsetReason.POLICY
    assert chain.rules.kinds == (KeyKind(rule),)
    with pytest.raises(KeyringUnavailable) as caught:
        await chain.read_key()
    assert caught.value.reason == "no_code"
    assert await chain.set_code(CODE, KeyKind(rule)) == key
    assert await chain.read_token() == "token-1"


@pytest.mark.parametrize("rule", ["system", "both"])
async def test_a_policy_that_wants_a_keyring_where_none_is_says_so(chain_of, rule):
    with pytest.raises(KeyringUnavailable) as caught:
        await chain_of(kind=rule).read_key()
    assert caught.value.reason == "required"


async def test_the_policy_s_kind_is_followed_by_the_next_unlocking(chain_of, keyring):
    key = await chain_of().set_code(CODE)
    assert await chain_of(keyring, "both").unlock(CODE) == key
    assert names(keyring) == {HALF_NAME}
    assert await chain_of(keyring, "code").unlock(CODE) == key
    assert names(keyring) == set()
    assert await chain_of(keyring, "system").unlock(CODE) == key
    assert names(keyring) == {KEY_NAME}
    assert await chain_of(keyring).read_key() == key


async def test_a_policy_that_cannot_be_followed_keeps_nobody_out(chain_of, caplog):
    key = await chain_of().set_code(CODE)
    for rule in ("system", "both"):
        assert await chain_of(kind=rule).unlock(CODE) == key
    assert "stays where it was" in caplog.text


async def test_a_damaged_first_file_is_mended_from_its_copy(chain_of, folders):
    key = await chain_of().set_code(CODE)
    whole = (folders.data / KEY_FILE).read_bytes()
    for content in (b"", whole[:40], None):
        if content is None:
            (folders.data / KEY_FILE).unlink()
        else:
            (folders.data / KEY_FILE).write_bytes(content)
        assert await chain_of().unlock(CODE) == key
        assert (folders.data / KEY_FILE).read_bytes() == whole
    assert len(list(folders.data.glob("*.unusable-*"))) == 2


@pytest.mark.parametrize(
    ("content", "reason"), [(b"", "damaged"), (b'{"format": 2}', "newer"), (b"x" * 9000, "damaged")]
)
async def test_a_file_that_cannot_be_used_is_said_and_left_alone(
    chain_of, folders, content, reason
):
    await chain_of().set_code(CODE)
    for name in (KEY_FILE, KEY_FILE_COPY):
        (folders.data / name).write_bytes(content)
    for ask in (chain_of().state, chain_of().read_key, lambda: chain_of().unlock(CODE)):
        with pytest.raises(KeyFileUnusable) as caught:
            await ask()
        assert caught.value.reason == reason
    assert (folders.data / KEY_FILE).read_bytes() == content


async def test_a_newer_file_beside_an_old_copy_is_not_passed_over(chain_of, folders):
    await chain_of().set_code(CODE)
    (folders.data / KEY_FILE).write_bytes(b'{"format": 2}')
    with pytest.raises(KeyFileUnusable) as caught:
        await chain_of().unlock(CODE)
    assert caught.value.reason == "newer"


async def test_what_a_second_doctor_declined_to_keep_is_not_kept(
    chain_of, second_chain_of, keyring, folders
):
    """The page said that nothing is saved; all of it lay under the key of the shared keyring."""
    await in_shared_keyring(chain_of, keyring, folders)
    chain = second_chain_of(keyring)
    await chain.state()
    with pytest.raises(KeyringUnavailable) as caught:
        await chain.make_key()
    assert caught.value.reason == "shared"
    assert await chain.read_key() is None
    key = await chain.set_code(CODE)
    assert await chain.read_key() == key
