import json

import pytest

from tests.fakes.http_server import http, json_answer, serving
from tests.fakes.secrets import MemorySecrets
from workstation.base.clock import SystemClock
from workstation.config import Settings
from workstation.domain.errors import (
    InputError,
    KeyringUnavailable,
    MalformedAnswer,
    NameNotResolved,
    NotThePlatform,
    RedirectRefused,
    ServerFault,
    TlsFailure,
    TokenRejected,
    Unreachable,
)
from workstation.domain.profile import Profile
from workstation.services.server_address import read_address
from workstation.services.sign_in import SignIn
from workstation.vault.keys.key_chains import KeyChains, key_rules
from workstation.vault.keys.secret_service import KeyringState

DOCTOR = json_answer({"success": True, "result": {"member_id": 1001, "name": "林若川"}})
TOKEN = "tok-5f2a9c0b77"


class Kept:
    """As the operating system keeps it, with the faults it can have."""

    lasting = True

    def __init__(self, fault=None):
        self.secrets = {}
        self.fault = fault

    async def state(self):
        return KeyringState.OPEN

    async def read(self, name):
        return self.secrets.get(name)

    async def write(self, name, secret):
        if self.fault:
            raise KeyringUnavailable(self.fault)
        self.secrets[name] = secret

    async def remove(self, name):
        if self.fault:
            raise KeyringUnavailable(self.fault)
        self.secrets.pop(name, None)


def _service(folders, keys=None, **settings):
    return SignIn(
        lambda: Settings(**settings),
        folders,
        KeyChains(keys or Kept(), lambda: key_rules(Settings(**settings))),
        SystemClock(),
    )


def _base(script):
    return read_address(script.origin, Settings())


@pytest.mark.parametrize(
    "answer",
    [
        json_answer({"success": False, "code": 401}, 401),
        json_answer({"success": False, "code": 500, "message": "no token"}),
        DOCTOR,
    ],
)
async def test_the_probe_finds_the_platform_without_the_token(folders, answer):
    async with serving(answer) as script:
        await _service(folders).probe(_base(script))
    assert "x-auth-token" not in script.received[0].headers


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (http(200, b"<html>Log in to the Wi-Fi</html>", Content_Type="text/html"), NotThePlatform),
        (http(302, Location="http://portal.invalid/"), RedirectRefused),
        (http(404, b"<html>nginx</html>"), NotThePlatform),
        (http(502, b"<html>bad gateway</html>"), ServerFault),
        (json_answer({"status": "up"}), MalformedAnswer),
        (b"SSH-2.0-OpenSSH_9.2\r\n\r\n", NotThePlatform),
    ],
)
async def test_the_probe_says_what_else_is_there(folders, answer, error):
    async with serving(answer) as script:
        with pytest.raises(error):
            await _service(folders).probe(_base(script))


async def test_signing_in_gives_the_doctor_and_a_folder_of_their_own(folders):
    async with serving(DOCTOR) as script:
        signed_in = await _service(folders).sign_in(_base(script), f" {TOKEN}\n", remember=True)
        await signed_in.access.aclose()
    assert signed_in.profile == Profile(1001, "林若川")
    assert signed_in.not_remembered is None
    assert script.received[0].headers["x-auth-token"] == TOKEN
    assert signed_in.folders == folders.account(script.origin, 1001)
    assert TOKEN not in repr(signed_in)


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (json_answer({"success": False, "code": 401, "message": "失效"}, 401), TokenRejected),
        (http(200, b"<html>portal</html>", Content_Type="text/html"), NotThePlatform),
        (json_answer({"success": True, "result": {"name": "nobody"}}), MalformedAnswer),
        (http(503), ServerFault),
    ],
)
async def test_each_failure_is_its_own_and_nothing_is_kept(folders, answer, error):
    keys = Kept()
    async with serving(answer) as script:
        with pytest.raises(error):
            await _service(folders, keys).sign_in(_base(script), TOKEN, remember=True)
    assert keys.secrets == {}
    assert await _service(folders, keys).read_remembered() is None


async def test_nobody_there_no_such_name_and_no_tls(folders):
    service = _service(folders)
    async with serving(DOCTOR) as script:
        base = _base(script)
        tls = read_address(script.origin.replace("http:", "https:"), Settings())
        script.answers = [http(400)]
    with pytest.raises(Unreachable):
        await service.sign_in(base, TOKEN, remember=False)
    with pytest.raises((Unreachable, TlsFailure)):
        await service.sign_in(tls, TOKEN, remember=False)
    with pytest.raises(NameNotResolved):
        await service.probe(read_address("nobody.invalid", Settings()))


@pytest.mark.parametrize("token", ["", "two words", "令牌"])
async def test_a_token_that_is_none_is_not_sent(folders, token):
    async with serving(DOCTOR) as script:
        with pytest.raises(InputError):
            await _service(folders).sign_in(_base(script), token, remember=True)
    assert script.received == []


async def test_who_stayed_signed_in_is_remembered_without_a_network(folders):
    keys = Kept()
    async with serving(DOCTOR) as script:
        signed_in = await _service(folders, keys).sign_in(_base(script), TOKEN, remember=True)
        await signed_in.access.aclose()
    remembered = await _service(folders, keys).read_remembered()
    assert (str(remembered.base), remembered.member_id) == (script.origin, 1001)
    assert remembered.token == TOKEN
    assert TOKEN not in repr(remembered)
    assert _service(folders, keys).folders_of(remembered) == signed_in.folders
    access = await _service(folders, keys).open(remembered)
    await access.aclose()


async def test_a_remembered_token_is_used_again(folders):
    keys = Kept()
    async with serving(DOCTOR) as script:
        signed_in = await _service(folders, keys).sign_in(_base(script), TOKEN, remember=True)
        await signed_in.access.aclose()
        access = await _service(folders, keys).open(await _service(folders, keys).read_remembered())
        await access.doctor.detail()
        await access.aclose()
    assert [request.headers["x-auth-token"] for request in script.received] == [TOKEN, TOKEN]


async def test_the_token_is_in_no_file(folders, tmp_path):
    async with serving(DOCTOR) as script:
        signed_in = await _service(folders).sign_in(_base(script), TOKEN, remember=True)
        await signed_in.access.aclose()
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files
    for path in files:
        assert TOKEN.encode() not in path.read_bytes()
        assert "林若川".encode() not in path.read_bytes()


async def test_signing_out_forgets(folders):
    keys = Kept()
    async with serving(DOCTOR) as script:
        signed_in = await _service(folders, keys).sign_in(_base(script), TOKEN, remember=True)
        await signed_in.access.aclose()
    await _service(folders, keys).sign_out(_base(script), 1001)
    assert keys.secrets == {}
    assert await _service(folders, keys).read_remembered() is None


async def test_a_sign_out_says_that_the_token_may_still_be_there(folders):
    keys = Kept()
    async with serving(DOCTOR) as script:
        signed_in = await _service(folders, keys).sign_in(_base(script), TOKEN, remember=True)
        await signed_in.access.aclose()
    keys.fault = "refused"
    with pytest.raises(KeyringUnavailable) as raised:
        await _service(folders, keys).sign_out(_base(script), 1001)
    assert raised.value.reason == "kept"


@pytest.mark.parametrize("fault", ["absent", "locked"])
async def test_a_sign_out_says_nothing_of_a_token_that_was_never_to_be_kept(folders, fault):
    keys = Kept(fault=fault)
    async with serving(DOCTOR) as script:
        service = _service(folders, keys)
        signed_in = await service.sign_in(_base(script), TOKEN, remember=False)
        await signed_in.access.aclose()
    await service.note_server(_base(script))
    await service.sign_out(_base(script), 1001)
    assert service.last_server == _base(script)


async def test_not_staying_signed_in_leaves_an_earlier_token_where_it_is(folders):
    """Only a sign-out takes it away: the page stands there also because the keyring is locked."""
    keys = Kept()
    async with serving(DOCTOR) as script:
        for remember in (True, False):
            service = _service(folders, keys)
            signed_in = await service.sign_in(_base(script), TOKEN, remember=remember)
            await signed_in.access.aclose()
    assert (await _service(folders, keys).read_remembered()).token == TOKEN
    assert _service(folders, keys).read_last() == (_base(script), 1001)


@pytest.mark.parametrize("reason", ["absent", "refused", "lost", "too_long"])
async def test_a_keyring_that_fails_lets_the_doctor_in_for_this_run(folders, expect_log, reason):
    expect_log.append("kept for this run only")
    async with serving(DOCTOR) as script:
        signed_in = await _service(folders, Kept(reason)).sign_in(
            _base(script), TOKEN, remember=True
        )
        await signed_in.access.aclose()
    assert signed_in.not_remembered.reason == reason
    assert await _service(folders).read_remembered() is None


async def test_without_a_keyring_the_reason_is_told(folders, expect_log):
    expect_log.append("kept for this run only")
    keys = MemorySecrets(KeyringUnavailable("null"))
    async with serving(DOCTOR) as script:
        service = _service(folders, keys, vault_key="system")
        signed_in = await service.sign_in(_base(script), TOKEN, remember=True)
        await signed_in.access.aclose()
    assert signed_in.not_remembered.reason == "null"


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "null",
        "{",
        '{"server": 7}',
        '{"server": "x", "member_id": 1}',
        '{"server": "https://h", "member_id": {}}',
        "[" * 100_000,
    ],
    ids=lambda content: content[:9],
)
async def test_a_broken_memory_is_no_memory(folders, content):
    (folders.config / "last-sign-in.json").write_text(content)
    assert await _service(folders).read_remembered() is None


async def test_a_memory_of_a_plain_server_the_policy_no_longer_allows_is_not_used(folders):
    keys = Kept()
    keys.secrets["token http://10.1.2.3 7"] = TOKEN
    (folders.config / "last-sign-in.json").write_text(
        json.dumps({"server": "http://10.1.2.3", "member_id": 7})
    )
    service = _service(folders, keys)
    with pytest.raises(InputError):
        await service.open(await service.read_remembered())
