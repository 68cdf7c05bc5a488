"""A session that does not start leaves nothing open but what somebody still holds."""

from dataclasses import replace

import pytest

from tests.fakes.sign_in import Way
from tests.session.memory_only_runs import LockedKeys, unkept
from tests.session.runs import SETTINGS
from tests.session.storages import Keyring, chain_of, say
from workstation.base.clock import SystemClock
from workstation.base.paths import Folders
from workstation.domain.address import ApiBase
from workstation.domain.errors import DiskFull
from workstation.domain.ids import MemberId
from workstation.program.doctor_accounts import SignedInAccount
from workstation.program.session_lifecycle import open_session
from workstation.services.access import open_access
from workstation.services.audit import AuditTrail
from workstation.session.session import UserSession, prepare_session
from workstation.session.sign_in_parts import SignedInDoctor, Surroundings
from workstation.session.storage import Storage

BASE, DOCTOR = ApiBase.parse("https://clinic.test"), MemberId(1001)


async def entering(folders: Folders) -> tuple[SignedInAccount, Way]:
    access, way = await open_access(SETTINGS, BASE, "t", SystemClock()), Way()
    await access.aclose()
    return SignedInAccount(BASE, DOCTOR, replace(access, wires=(way,)), folders), way


async def prepared(entry: SignedInAccount, storage: Storage) -> UserSession:
    clock, folders = SystemClock(), entry.folders
    surroundings = Surroundings(SETTINGS, folders, clock, AuditTrail(folders, clock))
    return await prepare_session(surroundings, entry.access, storage, SignedInDoctor(DOCTOR))


async def test_the_way_to_the_platform_is_open_until_the_session_ends(folders: Folders) -> None:
    entry, way = await entering(folders)
    async with unkept() as memory_only:
        session = await open_session(entry, chain_of(folders, Keyring()), memory_only, prepared)
        assert not way.is_closed
        await session.aclose()
        assert way.is_closed


async def test_a_defect_on_the_way_closes_it(folders: Folders) -> None:
    entry, way = await entering(folders)

    async def fails(*_: object) -> UserSession:
        raise ArithmeticError

    async with unkept() as memory_only:
        with pytest.raises(ArithmeticError):
            await open_session(entry, chain_of(folders, Keyring()), memory_only, fails)
    assert way.is_closed


async def test_where_not_even_memory_takes_it_its_words_are_still_held(
    folders: Folders,
) -> None:
    entry, way = await entering(folders)
    tries: list[Storage] = []

    async def fails(_entry: SignedInAccount, storage: Storage) -> UserSession:
        tries.append(storage)
        raise DiskFull

    async with unkept() as memory_only:
        with pytest.raises(DiskFull):
            await open_session(entry, chain_of(folders, Keyring()), memory_only, fails)
        on_disk, in_memory = tries
        assert on_disk.memory_reason is None
        assert isinstance(in_memory.memory_reason, DiskFull)
        assert memory_only.read_losses().unsent == 0, "and its vault can be read"
    assert way.is_closed


async def test_words_that_memory_holds_survive_a_sign_in_that_does_not_start(
    folders: Folders, expect_log: list[str]
) -> None:
    expect_log.append("kept in memory only")
    entry, _ = await entering(folders)
    chain = chain_of(folders, LockedKeys())

    async def fails(*_: object) -> UserSession:
        raise DiskFull

    async with unkept() as memory_only:
        await say(await memory_only.open(folders, chain), "written before")
        assert memory_only.holds(entry.account)
        with pytest.raises(DiskFull):
            await open_session(entry, chain, memory_only, fails)
        assert memory_only.read_losses().unsent == 1
