"""The wrapped key opens by its code, as it was written, for its doctor; otherwise it says why."""

import json
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from workstation.domain.keys import KeyFileUnusable, KeyKind, VaultKey
from workstation.vault.engine.opening import fingerprint
from workstation.vault.keys import key_cost, wrapped_key
from workstation.vault.keys.key_cost import KeyCost
from workstation.vault.keys.wrapped_key import CodeRefused, decode, unwrap, wrap

ACCOUNT, KEY, CODE = "https://clinic.test 1001", VaultKey(bytes(range(32))), b"123456"
COST, HALF = KeyCost(64, 1), b"h" * 32


def edited(content: bytes, **changes: object) -> bytes:
    """The file with other fields and a checksum that fits them."""
    fields = json.loads(content) | changes
    fields.pop("check")
    return json.dumps({**fields, "check": wrapped_key._check(fields)}).encode()


def reason(content: bytes, account: str = ACCOUNT) -> str:
    with pytest.raises(KeyFileUnusable) as caught:
        decode(content, account)
    return caught.value.reason


@pytest.fixture
def content() -> bytes:
    return wrap(KEY, CODE, ACCOUNT, KeyKind.CODE, COST).encode()


def test_it_opens_by_its_code_and_no_other(content):
    assert unwrap(decode(content, ACCOUNT), CODE) == KEY
    with pytest.raises(CodeRefused):
        unwrap(decode(content, ACCOUNT), b"123457")


def test_no_two_files_of_one_key_and_code_are_alike(content):
    other = wrap(KEY, CODE, ACCOUNT, KeyKind.CODE, COST).encode()
    assert not {json.loads(content)[name] for name in ("salt", "nonce", "key")} & {
        json.loads(other)[name] for name in ("salt", "nonce", "key")
    }


def test_neither_key_nor_code_nor_account_can_be_read_in_it(content):
    assert KEY.hex().encode() not in content
    assert b"clinic" not in content
    assert "0001" not in repr(decode(content, ACCOUNT))


def test_kind_both_needs_the_keyring_s_half():
    wrapped = wrap(KEY, CODE, ACCOUNT, KeyKind.BOTH, COST, half=HALF)
    read = decode(wrapped.encode(), ACCOUNT)
    assert unwrap(read, CODE, HALF) == KEY
    for half in (b"", b"o" * 32):
        with pytest.raises(KeyFileUnusable) as caught:
            unwrap(read, CODE, half)
        assert caught.value.reason == "half"


def test_a_file_cut_short_anywhere_is_damaged(content):
    assert {reason(content[:length]) for length in range(0, len(content) - 1, 7)} == {"damaged"}


def test_a_changed_byte_anywhere_is_never_taken(content):
    for place in range(len(content)):
        changed = bytearray(content)
        changed[place] ^= 1
        try:
            read = decode(bytes(changed), ACCOUNT)
        except KeyFileUnusable:
            continue
        assert read.encode() == content  # white space


def test_another_doctor_s_file_is_told_apart(content):
    assert reason(content, "https://clinic.test 1002") == "foreign"


def test_a_file_renamed_to_another_doctor_does_not_open(content):
    mark = wrapped_key.mark(b"https://clinic.test 1002").hex()
    with pytest.raises(CodeRefused):
        unwrap(decode(edited(content, account=mark), "https://clinic.test 1002"), CODE)


def test_a_later_version_s_file_is_left_alone_whatever_else_it_says(content):
    assert reason(b'{"format": 2, "anything": [1]}') == "newer"
    assert reason(edited(content, format=2)) == "newer"


@pytest.mark.parametrize(
    "changes",
    [
        {"memory_kib": 63},
        {"memory_kib": 1024 * 1024 + 1},
        {"passes": 0},
        {"lanes": 0},
        {"passes": 10**9},
        {"memory_kib": True},
        {"kind": "system"},
        {"kind": "both"},
        {"kind": "none"},
        {"salt": ""},
        {"nonce": "zz"},
        {"key": 7},
        {"format": 0},
        {"format": "1"},
    ],
)
def test_fields_that_cannot_be_are_damage(content, changes):
    assert reason(edited(content, **changes)) == "damaged"


@pytest.mark.parametrize("content", [b"", b"[]", b"7", b"\xff", b"{}" * 3000, b"[" * 4000])
def test_what_is_no_key_file_at_all_is_damage(content):
    assert reason(content) == "damaged"


def test_a_cheaper_cost_that_is_allowed_still_does_not_open():
    dear = wrap(KEY, CODE, ACCOUNT, KeyKind.CODE, KeyCost(128, 2)).encode()
    for changes in ({"memory_kib": 64}, {"passes": 1}):
        with pytest.raises(CodeRefused):
            unwrap(decode(edited(dear, **changes), ACCOUNT), CODE)


def test_the_chosen_cost_is_at_least_what_the_floor_says(monkeypatch):
    monkeypatch.setattr(key_cost, "MIN_MEMORY_KIB", 64 * 1024)
    seconds = {(64, 1): 0.05, (128, 1): 0.1, (256, 1): 0.2}
    monkeypatch.setattr(
        key_cost, "_measure", lambda cost: seconds[cost.memory_kib // 1024, cost.passes]
    )
    assert key_cost.choose_cost() == KeyCost(256 * 1024, 2)
    slow = {(64, 1): 1.2}
    monkeypatch.setattr(
        key_cost, "_measure", lambda cost: slow[cost.memory_kib // 1024, cost.passes]
    )
    assert key_cost.choose_cost() == KeyCost(64 * 1024, 1)
    fast = {(64, 1): 0.01, (128, 1): 0.02, (256, 1): 0.04}
    monkeypatch.setattr(
        key_cost, "_measure", lambda cost: fast[cost.memory_kib // 1024, cost.passes]
    )
    assert key_cost.choose_cost() == KeyCost(256 * 1024, 9)


def test_the_floor_itself_opens(monkeypatch):
    monkeypatch.setattr(key_cost, "MIN_MEMORY_KIB", 64 * 1024)
    wrapped = wrap(KEY, CODE, ACCOUNT, KeyKind.CODE, KeyCost(64 * 1024, 1))
    assert unwrap(decode(wrapped.encode(), ACCOUNT), CODE) == KEY


def test_a_file_that_is_too_large_is_damage_even_where_it_is_well_formed(content):
    assert reason(content + b" " * wrapped_key.MAX_BYTES) == "damaged"


def test_a_key_of_another_database_is_told_apart_though_the_code_opens_it(content):
    foreign = replace(decode(content, ACCOUNT), vault=fingerprint(VaultKey(bytes(32))))
    wrapping = AESGCM(bytes(wrapped_key._wrapping_key(CODE, foreign, b"")))
    foreign = replace(foreign, key=wrapping.encrypt(foreign.nonce, KEY, foreign.bound))
    with pytest.raises(KeyFileUnusable) as caught:
        unwrap(foreign, CODE)
    assert caught.value.reason == "foreign"
