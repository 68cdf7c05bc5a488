"""Secrets in the Credential Manager of a Windows, as the program itself finds it."""

import secrets
import sys

import pytest

from workstation.domain.errors import KeyringUnavailable
from workstation.vault.keys.secret_store import MAX_WINDOWS_BYTES, open_keyring

pytestmark = pytest.mark.skipif(
    sys.platform != "win32", reason="Credential Manager is of Windows only"
)


@pytest.mark.parametrize("secret", ["0f" * 32, "密钥 🔑", "x" * (MAX_WINDOWS_BYTES // 2)])
async def test_a_secret_is_there_at_the_next_start_and_gone_when_forgotten(secret):
    name = f"test {secrets.token_hex(8)}"
    keys = await open_keyring()
    assert keys.lasting
    assert await keys.read(name) is None
    await keys.write(name, secret)
    try:
        assert await (await open_keyring()).read(name) == secret
    finally:
        await keys.remove(name)
    assert await (await open_keyring()).read(name) is None


async def test_two_secrets_of_one_account_do_not_push_each_other_aside():
    names = [f"{kind} {secrets.token_hex(8)}" for kind in ("token", "database")]
    keys = await open_keyring()
    for name in names:
        await keys.write(name, f"of {name}")
    try:
        assert [await keys.read(name) for name in names] == [f"of {name}" for name in names]
    finally:
        for name in names:
            await keys.remove(name)


async def test_one_that_is_too_long_for_windows_is_refused_before_it_is_tried():
    keys = await open_keyring()
    with pytest.raises(KeyringUnavailable, match="too_long"):
        await keys.write("test", "x" * (MAX_WINDOWS_BYTES // 2 + 1))
