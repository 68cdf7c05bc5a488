"""Where somebody worked last is known after a sign-out; who it was is not."""

import asyncio
import threading

import pytest

from tests.fakes.http_server import json_answer, serving
from tests.fakes.secrets import MemorySecrets, SafeKeys
from workstation.base import held_files
from workstation.base.clock import SystemClock
from workstation.config import Settings
from workstation.domain.address import ApiBase
from workstation.domain.errors import DiskFull
from workstation.domain.keys import CodeRequired
from workstation.domain.policy_errors import ServerChanged
from workstation.program.doctor_accounts import DoctorAccounts
from workstation.services import last_sign_in
from workstation.services.access import Access
from workstation.services.last_sign_in import LAST_FILE
from workstation.services.server_address import read_address
from workstation.services.sign_in import SignIn
from workstation.settings.resolve import resolve
from workstation.vault.keys.key_chains import KeyChains

DOCTOR = json_answer({"success": True, "result": {"member_id": 1001, "name": "林若川"}})
TOKEN = "tok-5f2a9c0b77"
MAX_SECONDS = 60.0


def _service(folders, keys):
    return SignIn(Settings, folders, KeyChains(keys), SystemClock())


def _base(script):
    return read_address(script.origin, Settings())


async def test_a_sign_out_forgets_the_token_where_the_last_sign_in_cannot_be_forgotten(
    folders, expect_log, monkeypatch
):
    expect_log.append("the last sign-in is not forgotten: .*(IsADirectory|Permission)Error")
    keys = SafeKeys()
    async with serving(DOCTOR) as script:
        service = _service(folders, keys)
        signed_in = await service.sign_in(_base(script), TOKEN, remember=True)
        await signed_in.access.aclose()
    last = folders.config / LAST_FILE

    def full(*_) -> None:
        last.unlink()
        last.mkdir()
        raise DiskFull(call="write")

    monkeypatch.setattr(last_sign_in, "write_atomically", full)
    await service.sign_out(_base(script), 1001)
    assert keys.secrets == {}


async def test_a_sign_out_on_a_full_disk_forgets_who_was_here_with_the_address(
    folders, monkeypatch
):
    keys = SafeKeys()
    async with serving(DOCTOR) as script:
        service = _service(folders, keys)
        signed_in = await service.sign_in(_base(script), TOKEN, remember=True)
        await signed_in.access.aclose()

    def full(*_) -> None:
        raise DiskFull(call="write")

    monkeypatch.setattr(last_sign_in, "write_atomically", full)
    await service.sign_out(_base(script), 1001)
    assert keys.secrets == {}
    assert service.read_last() is None
    assert service.last_server is None


async def test_after_a_sign_out_the_server_is_known_and_nobody_who_was_there(folders):
    keys = SafeKeys()
    async with serving(DOCTOR) as script:
        service = _service(folders, keys)
        signed_in = await service.sign_in(_base(script), TOKEN, remember=True)
        await signed_in.access.aclose()
    await service.sign_out(_base(script), 1001)
    assert service.read_last() is None
    assert service.last_server == _base(script)
    assert "1001" not in (folders.config / LAST_FILE).read_text()


async def test_who_was_here_is_read_once_and_again_where_the_file_was_held(folders, monkeypatch):
    last = folders.config / LAST_FILE
    last.write_text('{"server": "https://clinic.test", "member_id": 1001}')
    service, read = _service(folders, SafeKeys()), held_files.read
    monkeypatch.setattr(held_files, "read", refused)
    assert service.read_last() is None
    monkeypatch.setattr(held_files, "read", read)
    assert service.read_last() == (ApiBase.parse("https://clinic.test"), 1001)
    monkeypatch.setattr(held_files, "read", refused)
    assert service.last_server == ApiBase.parse("https://clinic.test")


def refused(_path, _limit):
    raise PermissionError


async def test_the_address_of_another_doctor_who_stays_signed_in_is_not_taken_over(folders):
    keys = SafeKeys()
    async with serving(DOCTOR) as script:
        service = _service(folders, keys)
        signed_in = await service.sign_in(_base(script), TOKEN, remember=True)
        await signed_in.access.aclose()
    other = read_address("http://127.0.0.1:9", Settings())
    await service.note_server(other)
    await service.sign_out(other, 2)
    assert service.read_last() == (_base(script), 1001)


async def test_without_a_keyring_the_token_waits_for_the_doctor_s_code(folders):
    keys = MemorySecrets()
    async with serving(DOCTOR) as script:
        service = _service(folders, keys)
        signed_in = await service.sign_in(_base(script), TOKEN, remember=True)
        await signed_in.access.aclose()
    assert signed_in.not_remembered is None
    assert service.read_last() is None
    await service.note_remembered(_base(script), 1001)
    assert service.read_last() is None
    await service.chain_of(_base(script), 1001).set_code("123456")
    await service.note_remembered(_base(script), 1001)
    later = _service(folders, keys)
    with pytest.raises(CodeRequired):
        await later.read_remembered()
    await later.chain_of(_base(script), 1001).unlock("123456")
    assert (await later.read_remembered()).token == TOKEN
    assert keys.secrets == {}
    await later.sign_out(_base(script), 1001)
    assert await later.chain_of(_base(script), 1001).read_token() is None


async def test_a_sign_in_at_another_server_than_the_only_allowed_is_not_read(folders, monkeypatch):
    """The administrator moved the clinic: the doctor is asked anew, and nothing goes elsewhere."""
    keys = SafeKeys()

    async def read(name: str) -> str | None:
        raise AssertionError(name)

    async with serving(DOCTOR) as script:
        signed_in = await _service(folders, keys).sign_in(_base(script), TOKEN, remember=True)
        await signed_in.access.aclose()
    another = read_address("http://127.0.0.1:9", Settings())
    with monkeypatch.context() as patched:
        patched.setattr(keys, "read", read)
        with pytest.raises(ServerChanged):
            await _service(folders, keys).read_remembered(another)
    assert (await _service(folders, keys).read_remembered(_base(script))).token == TOKEN


async def test_whom_the_note_leads_to_stays_signed_in_though_nothing_more_is_written(
    folders, monkeypatch
):
    keys = SafeKeys()

    def full(*_) -> None:
        raise DiskFull(call="write")

    async with serving(DOCTOR) as script:
        for _ in range(2):
            signed_in = await _service(folders, keys).sign_in(_base(script), TOKEN, remember=True)
            await signed_in.access.aclose()
            monkeypatch.setattr(last_sign_in, "write_atomically", full)
    assert signed_in.not_remembered is None
    assert (await _service(folders, keys).read_remembered()).token == TOKEN


async def test_it_is_noted_in_another_thread(folders, monkeypatch):
    """A scanner may hold what was just written for seconds."""
    threads, write = [], last_sign_in.write_atomically

    def note(path, content) -> None:
        threads.append(threading.get_ident())
        write(path, content)

    monkeypatch.setattr(last_sign_in, "write_atomically", note)
    async with serving(DOCTOR) as script:
        service = _service(folders, SafeKeys())
        signed_in = await service.sign_in(_base(script), TOKEN, remember=True)
        await signed_in.access.aclose()
    await service.sign_out(_base(script), 1001)
    assert len(threads) == 2
    assert threading.get_ident() not in threads


@pytest.mark.parametrize("remember", [True, False])
async def test_who_leaves_while_it_is_noted_leaves_no_connection(folders, monkeypatch, remember):
    writing, may_write = threading.Event(), threading.Event()
    closed, end = [], Access.aclose

    def write(*_) -> None:
        writing.set()
        assert may_write.wait(MAX_SECONDS)

    async def close(access) -> None:
        closed.append(access)
        await end(access)

    monkeypatch.setattr(last_sign_in, "write_atomically", write)
    monkeypatch.setattr(Access, "aclose", close)
    async with serving(DOCTOR) as script:
        accounts = DoctorAccounts(_service(folders, SafeKeys()), lambda: resolve([]))
        work = accounts.sign_in_with_token(script.origin, TOKEN, remember=remember)
        signing_in = asyncio.ensure_future(work)
        assert await asyncio.to_thread(writing.wait, MAX_SECONDS)
        signing_in.cancel()
        may_write.set()
        with pytest.raises(asyncio.CancelledError):
            await signing_in
    assert len(closed) == 1
