"""Tokens end when they are renewed; IM passwords end by themselves and are kept as SCRAM keys."""

import base64
import hashlib
import hmac

import pytest
from scramp import ScramClient, ScramMechanism

from workstation.clinic.clinic import Clinic


def test_a_token_speaks_for_its_member_only(clinic):
    assert clinic.tokens.member(clinic.tokens.of(1001)) == 1001
    forged = clinic.tokens.of(1001).replace("1001.", "1002.", 1)
    assert clinic.tokens.member(forged) is None


def test_a_renewed_token_ends_the_one_before(clinic):
    old = clinic.tokens.of(1001)
    new = clinic.tokens.renew(1001)
    assert clinic.tokens.member(old) is None
    assert clinic.tokens.member(new) == 1001
    assert clinic.tokens.member(clinic.tokens.of(1002)) == 1002


def test_an_unknown_member_has_no_token(clinic):
    with pytest.raises(KeyError):
        clinic.tokens.of(5)


def test_another_folder_makes_other_tokens(clinic, clock, tmp_path):
    other = Clinic.open(tmp_path / "other", clock=clock)
    assert other.tokens.of(1001) != clinic.tokens.of(1001)
    other.close()


def test_the_key_is_readable_by_its_owner_only(clinic):
    assert (clinic.folder / "clinic.key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("torn", [b"", b"short"])
def test_a_key_that_a_power_loss_has_torn_is_made_anew(tmp_path, clock, torn: bytes):
    """With an empty one anybody could sign tokens."""
    key = tmp_path / "clinic.key"
    key.write_bytes(torn)
    first, second = (Clinic.open(tmp_path, clock=clock) for _ in range(2))
    assert len(key.read_bytes()) == 32
    assert key.stat().st_mode & 0o077 == 0
    assert first.tokens.of(1001) == second.tokens.of(1001)
    first.close()
    second.close()


def test_a_password_is_good_until_its_hour_is_over(clinic, clock):
    issued = clinic.passwords.issue(1001)
    clock.ms += 3_599_999
    assert clinic.passwords.verify(1001, issued.password)
    clock.ms += 1
    assert not clinic.passwords.verify(1001, issued.password)


def test_a_password_is_good_for_its_member_alone(clinic):
    issued = clinic.passwords.issue(1001)
    assert not clinic.passwords.verify(1002, issued.password)
    assert not clinic.passwords.verify(1001, issued.password.upper())


def test_two_passwords_of_one_member_live_side_by_side(clinic):
    first, second = (clinic.passwords.issue(1001).password for _ in range(2))
    assert first != second
    assert clinic.passwords.verify(1001, first)
    assert clinic.passwords.verify(1001, second)


def test_revoked_passwords_are_gone(clinic):
    issued = clinic.passwords.issue(1001)
    clinic.passwords.revoke(1001)
    assert not clinic.passwords.verify(1001, issued.password)


@pytest.mark.parametrize("mechanism", ["SCRAM-SHA-1", "SCRAM-SHA-256"])
def test_the_kept_keys_prove_the_password_to_a_scram_client(clinic, mechanism):
    password = clinic.passwords.issue(1001).password
    keys = clinic.passwords.keys(1001, mechanism)[0]
    client = ScramClient([mechanism], "1001", password)
    server = ScramMechanism(mechanism).make_server(
        lambda _: (keys.salt, keys.stored_key, keys.server_key, keys.iterations)
    )
    server.set_client_first(client.get_client_first())
    client.set_server_first(server.get_server_first())
    server.set_client_final(client.get_client_final())
    client.set_server_final(server.get_server_final())


def test_no_password_and_no_token_lies_in_the_folder(clinic):
    password = clinic.passwords.issue(1001).password
    token = clinic.tokens.of(1001)
    written = b"".join(file.read_bytes() for file in clinic.folder.iterdir() if file.is_file())
    for secret in (password, token):
        assert secret.encode() not in written
        assert base64.b64encode(secret.encode()) not in written
        assert hashlib.sha256(secret.encode()).digest() not in written


def test_secrets_are_not_in_a_repr(clinic):
    issued = clinic.passwords.issue(1001)
    keys = clinic.passwords.keys(1001, "SCRAM-SHA-256")[0]
    assert issued.password not in repr(issued)
    assert repr(keys.stored_key) not in repr(keys)
    assert hmac.compare_digest(keys.salt, clinic.passwords.salt(1001))
