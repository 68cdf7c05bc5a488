"""Signing in and out while each call of network, disk and keyring fails once: one outcome each.

Either the doctor is in, or a sentence says why not and what to do, and nothing of the try is left.
Tried again it works. Nobody is half remembered: with a token that nothing leads to, or led to where
no token is.
"""

from collections.abc import Awaitable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from tests.fakes.edges import CountedKeyring, Edges
from tests.fakes.http_server import json_answer, serving
from workstation.base.clock import SystemClock
from workstation.base.paths import Folders
from workstation.config import Settings
from workstation.domain.address import ApiBase
from workstation.domain.errors import StorageError, WorkstationError
from workstation.domain.ids import MemberId
from workstation.services.server_address import read_address
from workstation.services.sign_in import RememberedSignIn, SignIn, SignInResult
from workstation.ui.kit.strings import error_text
from workstation.vault.keys import sealed_token
from workstation.vault.keys.key_chains import KeyChains, key_rules

DOCTOR = json_answer({"success": True, "result": {"member_id": 1001, "name": "林若川"}})
TOKEN = "tok-5f2a9c0b77"
ME = MemberId(1001)
MAX_CALLS = 100

T = TypeVar("T")


class Computer:
    """One PC: its folders and its keyring outlive each start of the program."""

    def __init__(self, folder: Path) -> None:
        self.folders, self.keyring = Folders.of_profile(folder), CountedKeyring()
        self.folders.prepare()

    def start(self) -> SignIn:
        """The program begins: nothing is known but what is kept."""
        chains = KeyChains(self.keyring, lambda: key_rules(Settings()))
        return SignIn(Settings, self.folders, chains, SystemClock())

    async def remembered(self) -> RememberedSignIn | None:
        """Who comes in at the next start."""
        return await self.start().read_remembered()

    async def sign_in(self, base: ApiBase) -> SignInResult:
        """In, to be remembered."""
        result = await self.start().sign_in(base, TOKEN, remember=True)
        await result.access.aclose()
        return result


@pytest.fixture
def computers(tmp_path: Path) -> Iterator[Computer]:
    return (Computer(tmp_path / str(number)) for number in range(MAX_CALLS))


async def fail_once(
    computer: Computer, failing: int, work: Awaitable[T]
) -> tuple[T | None, WorkstationError | None, bool]:
    """What came of it, what was said instead, and whether anything failed at all."""
    edges = computer.keyring.edges = Edges(failing)
    result: T | None = None
    refusal: WorkstationError | None = None
    with pytest.MonkeyPatch.context() as patch:
        edges.cut_network(patch)
        edges.fill_disk(patch)
        try:
            result = await work
        except WorkstationError as error:
            refusal = error
    computer.keyring.edges = Edges(-1)
    if refusal is not None:
        text = error_text(refusal)
        assert text.what, failing
        assert text.next, failing
    return result, refusal, edges.struck


async def test_a_sign_in_comes_in_or_says_why_not_and_leaves_nothing(
    computers: Iterator[Computer], expect_log: list[str]
) -> None:
    expect_log.append("the token is kept for this run only")
    for failing, computer in enumerate(computers):
        async with serving(DOCTOR) as script:
            base = read_address(script.origin, Settings())
            result, refusal, struck = await fail_once(computer, failing, computer.sign_in(base))
            remembered = await computer.remembered()
            if refusal is not None:
                assert remembered is None, failing
                assert computer.keyring.secrets == {}, failing
            else:
                warning = result.not_remembered
                assert (remembered is None) == (warning is not None), (
                    f"call {failing}: {remembered} {warning!r}"
                )
                assert remembered is not None or computer.keyring.secrets == {}, failing
            await computer.sign_in(base)
            assert await computer.remembered() == RememberedSignIn(base, ME, TOKEN)
            if not struck:
                break
    assert failing > 5


async def test_a_sign_out_forgets_or_says_that_it_could_not(
    computers: Iterator[Computer],
) -> None:
    for failing, computer in enumerate(computers):
        async with serving(DOCTOR) as script:
            base = read_address(script.origin, Settings())
            await computer.sign_in(base)
        sign_in = computer.start()
        _, refusal, struck = await fail_once(computer, failing, sign_in.sign_out(base, ME))
        assert await computer.remembered() is None, failing
        assert refusal is not None or computer.keyring.secrets == {}, failing
        await sign_in.sign_out(base, ME)
        assert computer.keyring.secrets == {}, failing
        if not struck:
            break
    assert failing > 3


async def test_an_earlier_token_that_stays_keeps_nobody_from_another_server(
    computers: Iterator[Computer], monkeypatch: pytest.MonkeyPatch, expect_log: list[str]
) -> None:
    def stays(_folder: Path) -> None:
        raise StorageError("held")

    expect_log.append("an earlier token may still be kept")
    computer = next(computers)
    async with serving(DOCTOR) as script:
        await computer.sign_in(read_address(script.origin, Settings()))
    monkeypatch.setattr(sealed_token, "remove", stays)
    async with serving(DOCTOR) as script:
        base = read_address(script.origin, Settings())
        await computer.sign_in(base)
    assert await computer.remembered() == RememberedSignIn(base, ME, TOKEN)
