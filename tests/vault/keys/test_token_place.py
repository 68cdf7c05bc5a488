"""What becomes of a token where the keyring cannot be reached."""

import pytest

from workstation.domain.errors import KeyringUnavailable
from workstation.vault.keys.token_place import TokenPlace


class Unreachable:
    """Entries of a keyring that does not answer."""

    async def remove_token(self):
        raise KeyringUnavailable("locked")


async def test_a_token_that_may_still_lie_in_the_keyring_is_told(tmp_path):
    place = TokenPlace(tmp_path, "1001 clinic.test", Unreachable())
    place.held = "secret"
    with pytest.raises(KeyringUnavailable):
        await place.remove(is_wrapped=False)
    assert place.held is None


async def test_where_a_code_wraps_the_key_no_token_lies_there(tmp_path):
    await TokenPlace(tmp_path, "1001 clinic.test", Unreachable()).remove(is_wrapped=True)
