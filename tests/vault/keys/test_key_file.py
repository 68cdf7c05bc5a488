"""Two copies on the disk, and a new one only once it was proven to open."""

import pytest

from tests.vault.keys.conftest import ACCOUNT
from workstation.domain.keys import KeyFileUnusable, KeyKind, VaultKey
from workstation.vault.key_file_names import KEY_FILE, KEY_FILE_COPY
from workstation.vault.keys import key_file
from workstation.vault.keys.key_cost import KeyCost
from workstation.vault.keys.wrapped_key import CodeRefused, WrappedKey, wrap

KEY = VaultKey(bytes(range(32)))


def wrapped(code: bytes = b"123456", account: str = ACCOUNT) -> WrappedKey:
    return wrap(KEY, code, account, KeyKind.CODE, KeyCost(64, 1))


def open_all(_: WrappedKey) -> None:
    """Everything is proven."""


def refuse(_: WrappedKey) -> None:
    raise CodeRefused


def test_a_new_file_that_does_not_open_leaves_the_old_one(tmp_path):
    old = wrapped()
    key_file.replace(tmp_path, old, ACCOUNT, open_all)
    with pytest.raises(CodeRefused):
        key_file.replace(tmp_path, wrapped(b"654321"), ACCOUNT, refuse)
    assert key_file.read(tmp_path, ACCOUNT) == old
    assert {path.name for path in tmp_path.iterdir()} == {KEY_FILE, KEY_FILE_COPY}


def test_what_is_proven_is_what_lies_on_the_disk(tmp_path):
    proven: list[WrappedKey] = []
    key_file.replace(tmp_path, wrapped(), ACCOUNT, proven.append)
    assert proven == [key_file.read(tmp_path, ACCOUNT)]


def test_another_doctor_s_file_in_the_way_is_kept_under_another_name(tmp_path):
    theirs = wrapped(account="https://clinic.test 1002").encode()
    (tmp_path / KEY_FILE).write_bytes(theirs)
    with pytest.raises(KeyFileUnusable):
        key_file.read(tmp_path, ACCOUNT)
    key_file.replace(tmp_path, wrapped(), ACCOUNT, open_all)
    (aside,) = tmp_path.glob("*.unusable-*")
    assert aside.read_bytes() == theirs


def test_no_file_is_none_and_removing_none_is_done(tmp_path):
    assert key_file.read(tmp_path, ACCOUNT) is None
    key_file.remove(tmp_path)
    key_file.replace(tmp_path, wrapped(), ACCOUNT, open_all)
    key_file.remove(tmp_path)
    assert list(tmp_path.iterdir()) == []
