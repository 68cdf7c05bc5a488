import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.fakes.secrets import MemorySecrets
from workstation.domain.errors import KeyringUnavailable
from workstation.vault.keys import secret_store
from workstation.vault.keys.secret_store import (
    ALLOWED_BACKENDS,
    KeyringSecrets,
    open_keyring,
)


class Backend:
    """A keyring as it should be."""

    def __init__(self):
        self.secrets = {}

    def get_password(self, service, username):
        return self.secrets.get((service, username))

    def set_password(self, service, username, password):
        self.secrets[service, username] = password

    def delete_password(self, service, username):
        del self.secrets[service, username]


class Forgetful(Backend):
    def set_password(self, service, username, password):
        pass


class Stubborn(Backend):
    def delete_password(self, service, username):
        pass


class Locked(Backend):
    def get_password(self, *_place):
        raise OSError("王小宝's collection is locked")


class Hanging(Backend):
    def __init__(self):
        super().__init__()
        self.released = threading.Event()

    def get_password(self, *_place):
        self.released.wait(10)


def _keys(backend, platform="linux", seconds=60.0):
    kind = type(backend)
    return KeyringSecrets(backend, platform, seconds, [f"{kind.__module__}:{kind.__name__}"])


@pytest.fixture(params=["keyring", "run"])
def any_keys(request):
    return _keys(Backend()) if request.param == "keyring" else MemorySecrets()


async def test_a_secret_is_kept_replaced_and_forgotten(any_keys):
    assert await any_keys.read("token a") is None
    await any_keys.write("token a", "one")
    await any_keys.write("token b", "two")
    await any_keys.write("token a", "three")
    assert await any_keys.read("token a") == "three"
    await any_keys.remove("token a")
    await any_keys.remove("token a")
    assert await any_keys.read("token a") is None
    assert await any_keys.read("token b") == "two"


async def test_secrets_of_different_names_share_no_service():
    backend = Backend()
    for name in ("token a", "token b"):
        await _keys(backend).write(name, "x")
    assert len({service for service, _ in backend.secrets}) == 2


@pytest.mark.parametrize(
    ("backend", "reason"), [(Forgetful(), "lost"), (Locked(), "refused")], ids=["lost", "refused"]
)
async def test_a_secret_that_was_not_kept_is_an_error(backend, reason):
    with pytest.raises(KeyringUnavailable) as unavailable:
        await _keys(backend).write("token", "secret")
    assert unavailable.value.reason == reason
    assert "王小宝" not in str(unavailable.value)
    assert "secret" not in str(unavailable.value)


async def test_a_secret_that_was_not_forgotten_is_an_error():
    stubborn = _keys(Stubborn())
    await stubborn.write("token", "secret")
    with pytest.raises(KeyringUnavailable) as unavailable:
        await stubborn.remove("token")
    assert unavailable.value.reason == "refused"


async def test_a_keyring_that_waits_to_be_unlocked_is_given_up():
    backend = Hanging()
    try:
        with pytest.raises(KeyringUnavailable) as unavailable:
            await _keys(backend, seconds=0.05).read("token")
    finally:
        backend.released.set()
    assert unavailable.value.reason == "silent"


async def test_a_keyring_that_has_not_answered_yet_is_silent_to_the_next_question():
    backend = Hanging()
    keys = _keys(backend, seconds=0.05)
    try:
        for _ in range(2):
            with pytest.raises(KeyringUnavailable) as unavailable:
                await keys.read("token")
            assert unavailable.value.reason == "silent"
    finally:
        backend.released.set()


@pytest.mark.parametrize(("length", "fits"), [(1280, True), (1281, False)])
async def test_the_size_of_a_windows_credential_is_respected(length, fits):
    windows = _keys(Backend(), "win32")
    if fits:
        await windows.write("token", "x" * length)
    else:
        with pytest.raises(KeyringUnavailable) as unavailable:
            await windows.write("token", "x" * length)
        assert unavailable.value.reason == "too_long"
    await _keys(Backend(), "linux").write("token", "x" * length)


def _fake_module(name):
    kind = type("Keyring", (Backend,), {"__module__": name})
    return kind()


@pytest.mark.parametrize(
    ("module", "reason"),
    [
        ("keyring.backends.fail", "absent"),
        ("keyring.backends.null", "null"),
        ("keyrings.alt.file.PlaintextKeyring", "plaintext"),
        ("attacker.backend", "foreign"),
        ("keyring.backends.chainer", "foreign"),
    ],
)
def test_backends_off_the_list_are_refused_before_they_see_a_secret(module, reason):
    with pytest.raises(KeyringUnavailable) as unavailable:
        KeyringSecrets(_fake_module(module), "linux")
    assert unavailable.value.reason == reason


@pytest.mark.parametrize("platform", ["win32", "darwin", "linux"])
def test_each_platform_has_its_list_of_classes(platform):
    for name in ALLOWED_BACKENDS[platform]:
        module, _, kind = name.partition(":")
        backend = type(kind, (Backend,), {"__module__": module})()
        KeyringSecrets(backend, platform)


async def test_without_a_keyring_service_it_is_absent():
    with pytest.raises(KeyringUnavailable) as unavailable:
        await open_keyring("linux")
    assert unavailable.value.reason == "absent"


def test_environment_and_configuration_choose_no_backend(tmp_path):
    """In a process of its own, as the library reads both when it is imported."""
    (tmp_path / "python_keyring").mkdir()
    (tmp_path / "python_keyring" / "keyringrc.cfg").write_text(
        f"[backend]\ndefault-keyring=planted.Keyring\nkeyring-path={tmp_path}\n"
    )
    (tmp_path / "planted.py").write_text("print('PLANTED CODE RAN')\n")
    environment = os.environ | {
        "XDG_CONFIG_HOME": str(tmp_path),
        "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
        "PYTHONPATH": str(Path.cwd()),
    }
    program = (
        "import asyncio\n"
        "from workstation.vault.keys.secret_store import open_keyring\n"
        "from workstation.domain.errors import KeyringUnavailable\n"
        "try: asyncio.run(open_keyring('linux'))\n"
        "except KeyringUnavailable as error: print(error.reason)\n"
    )
    ran = subprocess.run(  # noqa: S603  our own words
        [sys.executable, "-c", program],
        env=environment,
        capture_output=True,
        text=True,
        timeout=180,
        check=True,
    )
    assert ran.stdout.split() == ["absent"]


def test_properties_from_the_environment_have_no_effect(monkeypatch):
    from keyring.backend import KeyringBackend

    class WinVaultKeyring(KeyringBackend):
        persist = "enterprise"
        priority = 1
        get_password = set_password = delete_password = None

    monkeypatch.setenv("KEYRING_PROPERTY_SCHEME", "planted")
    monkeypatch.setenv("KEYRING_PROPERTY_PERSIST", "session")
    backend = secret_store._without_environment(WinVaultKeyring)
    assert not hasattr(backend, "scheme")
    assert backend.persist == "local machine"
