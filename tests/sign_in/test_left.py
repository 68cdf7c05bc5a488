"""A sign-in that the doctor breaks off at any of its calls leaves no token behind."""

import asyncio
from pathlib import Path

import pytest

from tests.fakes.edges import CountedKeyring, Edges
from tests.fakes.http_server import json_answer, serving
from workstation.base.clock import SystemClock
from workstation.base.paths import Folders
from workstation.config import Settings
from workstation.domain.ids import MemberId
from workstation.program.doctor_accounts import DoctorAccounts
from workstation.services.server_address import read_address
from workstation.services.sign_in import RememberedSignIn, SignIn
from workstation.settings.resolve import resolve
from workstation.vault.keys.key_chains import KeyChains, key_rules
from workstation.vault.keys.secret_service import KeyringState

DOCTOR = json_answer({"success": True, "result": {"member_id": 1001, "name": "林若川"}})
TOKEN = "tok-5f2a9c0b77"
ME = MemberId(1001)
MAX_CALLS = 100


class LeavingEdges(Edges):
    """At the call numbered so the doctor breaks the work off, which itself goes on."""

    def __init__(self, failing: int, work: "asyncio.Task[object]") -> None:
        super().__init__(failing)
        self._work, self._loop = work, asyncio.get_running_loop()

    def ask(self, error: BaseException) -> None:  # noqa: ARG002
        self.asked += 1
        if self.asked - 1 == self._failing:
            self._loop.call_soon_threadsafe(self._work.cancel)


def start(folder: Path, keyring: CountedKeyring) -> SignIn:
    """The program on a computer."""
    folders = Folders.of_profile(folder)
    folders.prepare()
    chains = KeyChains(keyring, lambda: key_rules(Settings()))
    return SignIn(Settings, folders, chains, SystemClock())


def accounts_of(sign_in: SignIn) -> DoctorAccounts:
    """The way in."""
    return DoctorAccounts(sign_in, lambda: resolve([]))


@pytest.mark.parametrize("remember", [True, False])
async def test_left_at_any_call_it_leaves_nothing_and_the_next_one_comes_in(
    tmp_path: Path, remember: bool
) -> None:
    times_left = 0
    for failing in range(MAX_CALLS):
        folder, keyring = tmp_path / str(failing), CountedKeyring()
        async with serving(DOCTOR) as script:
            base = read_address(script.origin, Settings())
            accounts = accounts_of(start(folder, keyring))
            signing_in = asyncio.ensure_future(
                accounts.sign_in_with_token(script.origin, TOKEN, remember=remember)
            )
            edges = keyring.edges = LeavingEdges(failing, signing_in)
            with pytest.MonkeyPatch.context() as patch:
                edges.cut_network(patch)
                edges.fill_disk(patch)
                await asyncio.wait([signing_in])
            keyring.edges = Edges(-1)
            if signing_in.cancelled():
                times_left += 1
                assert keyring.secrets == {}, failing
                assert await start(folder, keyring).read_remembered() is None, failing
            else:
                await signing_in.result().access.aclose()
            entry = await accounts.sign_in_with_token(script.origin, TOKEN, remember=True)
            await entry.access.aclose()
            remembered = await start(folder, keyring).read_remembered()
            assert remembered == RememberedSignIn(base, ME, TOKEN), failing
        if not edges.struck:
            break
    assert times_left > 3


async def test_who_was_remembered_before_is_so_still(tmp_path: Path) -> None:
    keyring = CountedKeyring()
    async with serving(DOCTOR) as script:
        sign_in = start(tmp_path, keyring)
        base = read_address(script.origin, Settings())
        await (await sign_in.sign_in(base, TOKEN, remember=True)).access.aclose()
        again = asyncio.ensure_future(sign_in.sign_in(base, TOKEN, remember=True))
        write = keyring.write

        async def leave(name: str, secret: str) -> None:
            again.cancel()
            await write(name, secret)

        keyring.write = leave
        await asyncio.wait([again])
        assert again.cancelled()
        assert await start(tmp_path, keyring).read_remembered() is not None


async def test_a_token_that_waited_for_its_key_leads_to_nobody_once_it_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who signed out, and in again without staying so, was noted as staying signed in."""

    async def locked(_keyring: CountedKeyring) -> KeyringState:
        return KeyringState.LOCKED

    monkeypatch.setattr(CountedKeyring, "state", locked)
    sign_in = start(tmp_path, CountedKeyring())
    async with serving(DOCTOR) as script:
        base = read_address(script.origin, Settings())
        for remember in (True, False):
            await (await sign_in.sign_in(base, TOKEN, remember=remember)).access.aclose()
            await sign_in.note_remembered(base, ME)
            if remember:
                await sign_in.sign_out(base, ME)
        assert sign_in.read_last() is None
