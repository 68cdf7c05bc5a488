"""What is written while nothing can be kept: it moves to the disk, once, whole and in order."""

import asyncio
import sys
from pathlib import Path

import pytest

from tests.fakes.archive import make_arrived
from tests.fakes.sudden_end import DIED
from tests.full_disk import small_disk
from tests.session.memory_only_runs import PATIENCE, LockedKeys, disk_found, draft_of, unkept
from tests.session.storages import ACCOUNT, ROOM, Keyring, chain_of, opened, say, unsent
from tests.vault.people import consultation, furnish
from workstation.base.paths import Folders
from workstation.domain.errors import DiskFull, WrongKey
from workstation.domain.notes import PatientNote, note_subject
from workstation.domain.unsaved import Unsaved
from workstation.session import disk_retry, storage
from workstation.vault.archive.ingest import ingest
from workstation.vault.doctor import notes
from workstation.vault.engine.opening import VAULT_FILE
from workstation.vault.keys.secret_service import KeyringState
from workstation.vault.rescue import memory_move
from workstation.vault.search import search

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _tried_often(monkeypatch) -> None:
    monkeypatch.setattr(disk_retry, "RETRY_SECONDS", 0.02)


@pytest.fixture
def folders(tmp_path) -> Folders:
    return Folders.of_profile(tmp_path)


async def test_once_the_keyring_is_unlocked_everything_is_on_the_disk(folders, expect_log):
    expect_log.append("kept in memory only")
    keys = LockedKeys()
    async with unkept() as held:
        memory = await held.open(folders, chain_of(folders, keys))
        await memory.vault.write(furnish)
        await memory.vault.absorb(ingest, [make_arrived("发烧三天", archive_id="a1")])
        await say(memory, "one", "two", draft="begun")
        keys.locked = False
        await disk_found(held)
        moved = await held.open(folders, chain_of(folders, keys))
        assert (moved.memory_reason, held.moved_to_disk, held.disk_retry) == (None, True, None)
        assert await unsent(moved) == ["one", "two"]
        assert len(await moved.vault.read(search.search_conversation, ROOM, "发烧")) == 1
        moved.vault.close()
    again = await opened(folders, keys)
    assert (await unsent(again), await draft_of(again)) == (["one", "two"], "begun")
    again.vault.close()


async def test_a_keyring_that_comes_after_the_program_is_used(folders, expect_log):
    """The desktop may start it later; without one at the first look nothing is concluded."""

    class LateKeys(Keyring):
        there = False

        async def state(self) -> KeyringState:
            return KeyringState.OPEN if self.there else KeyringState.ABSENT

    expect_log.append("kept in memory only")
    keys = LateKeys()
    async with unkept() as held:
        await say(await held.open(folders, chain_of(folders, keys)), "one")
        keys.there = True
        await disk_found(held)
        moved = await held.open(folders, chain_of(folders, keys))
        assert await unsent(moved) == ["one"]
        moved.vault.close()


async def test_what_stood_on_the_disk_goes_before_what_was_written_meanwhile(folders, expect_log):
    expect_log.append("kept in memory only")
    keys = LockedKeys()
    keys.locked = False
    before = await opened(folders, keys)
    await say(before, "one", draft="yesterday")
    before.vault.close()
    keys.locked = True
    async with unkept() as held:
        memory = await held.open(folders, chain_of(folders, keys))
        await say(memory, "two", draft="today")
        keys.locked = False
        await disk_found(held)
        moved = await held.open(folders, chain_of(folders, keys))
        assert await unsent(moved) == ["one", "two"]
        assert await draft_of(moved) == "yesterday\ntoday"
        moved.vault.close()


@pytest.mark.parametrize("first", [True, False], ids=["no vault yet", "a vault there"])
async def test_a_full_disk_that_gets_room_takes_everything(tmp_path, first, expect_log):
    keys = Keyring()
    with small_disk(tmp_path / "home") as disk:
        folders = Folders.of_profile(disk.folder)
        if not first:
            before = await opened(folders, keys)
            await say(before, "one")
            before.vault.close()
        disk.fill()
        async with unkept() as held:
            memory = await held.open(folders, chain_of(folders, keys))
            if memory.memory_reason is None:
                pytest.fail("the full disk took it")
            expect_log.append("kept in memory only")
            assert isinstance(memory.memory_reason, DiskFull)
            await say(memory, "two", "three", draft="begun")
            disk.make_room()
            await disk_found(held)
            moved = await held.open(folders, chain_of(folders, keys))
            expected = ["two", "three"] if first else ["one", "two", "three"]
            assert await unsent(moved) == expected
            assert await draft_of(moved) == "begun"
            moved.vault.close()


async def test_a_move_that_fails_leaves_everything_where_it_is(folders, expect_log, monkeypatch):
    expect_log.extend(["kept in memory only", "could not be moved"])

    def full(*_: object) -> None:
        raise DiskFull

    keys = LockedKeys()
    async with unkept() as held:
        memory = await held.open(folders, chain_of(folders, keys))
        await say(memory, "one", draft="begun")
        keys.locked = False
        await disk_found(held)
        monkeypatch.setattr(memory_move, "put_everything", full)
        same = await held.open(folders, chain_of(folders, keys))
        assert isinstance(same.memory_reason, DiskFull)
        assert (await unsent(same), await draft_of(same)) == (["one"], "begun")
        monkeypatch.undo()
        held.disk_retry.try_now()
        await disk_found(held)
        moved = await held.open(folders, chain_of(folders, keys))
        assert (await unsent(moved), await draft_of(moved)) == (["one"], "begun")
        moved.vault.close()


async def test_a_token_that_ends_takes_nothing_with_it(folders, expect_log):
    """The doctor signs in again in the same run."""
    expect_log.append("kept in memory only")
    keys = LockedKeys()
    async with unkept() as held:
        await say(await held.open(folders, chain_of(folders, keys)), "one", draft="begun")
        again = await held.open(folders, chain_of(folders, keys))
        assert (await unsent(again), await draft_of(again)) == (["one"], "begun")


async def test_what_would_be_lost_is_counted_and_named(folders, expect_log):
    expect_log.append("kept in memory only")
    keys = LockedKeys()
    async with unkept() as held:
        memory = await held.open(folders, chain_of(folders, keys))
        assert not held.read_losses()
        await memory.vault.write(furnish)
        await say(memory, "one", "two", draft="begun")
        assert held.read_losses() == Unsaved(2, 1, ("王秀英",))
        await memory.vault.write(notes.put, PatientNote(note_subject(consultation()), 7, "x"))
        assert held.read_losses() == Unsaved(2, 1, ("王秀英",), 1)
        keys.locked = False
        await disk_found(held)
        assert not held.read_losses()
    again = await opened(folders, keys)
    assert await unsent(again) == ["one", "two"]
    again.vault.close()


async def test_a_vault_without_its_key_is_begun_anew_when_the_doctor_says_so(folders, expect_log):
    expect_log.extend(["kept in memory only", "is set aside"])
    keys = Keyring()
    before = await opened(folders, keys)
    await say(before, "one")
    before.vault.close()
    await keys.remove(f"database {ACCOUNT}")
    async with unkept() as held:
        memory = await held.open(folders, chain_of(folders, keys))
        assert isinstance(held.disk_retry.error, WrongKey)
        await say(memory, "two")
        held.disk_retry.start_anew()
        await disk_found(held)
        moved = await held.open(folders, chain_of(folders, keys))
        assert await unsent(moved) == ["two"]
        moved.vault.close()


async def test_another_try_that_fails_is_told_once(folders, expect_log):
    expect_log.append("kept in memory only")
    keys, reasons = LockedKeys(), []
    async with unkept() as held:
        await held.open(folders, chain_of(folders, keys))
        said_again = asyncio.Event()

        def hear(error: Exception) -> None:
            reasons.append(error.reason)
            said_again.set()

        held.disk_retry.retried.subscribe(hear)
        held.search_disk(ACCOUNT, lambda: None)
        held.disk_retry.try_now()
        await asyncio.wait_for(said_again.wait(), PATIENCE)
        assert reasons == ["locked"]


async def test_a_defect_of_the_search_for_a_disk_is_in_the_log(folders, expect_log):
    expect_log.extend(["kept in memory only", "task ended"])
    async with unkept() as held:
        await held.open(folders, chain_of(folders, LockedKeys()))

        async def break_off() -> None:
            raise LookupError

        held.disk_retry.wait_for_disk = break_off
        held.search_disk(ACCOUNT, lambda: None)
        await asyncio.sleep(0)
        await held.stop()


@pytest.mark.parametrize("vault_there", [False, True])
async def test_a_kill_while_it_moves_leaves_all_of_it_or_nothing(tmp_path, vault_there, caplog):
    step, killed, seen = 0, True, set()
    while killed:
        folders, keys = Folders.of_profile(tmp_path / f"{step}"), Keyring()
        first = await opened(folders, keys)
        if vault_there:
            await say(first, "one", draft="yesterday")
        first.vault.close()
        key = (await storage.read_key(chain_of(folders, keys))).hex()
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.session.killed_moving"),
            *(str(folders.data / VAULT_FILE), key, str(step)),
            cwd=ROOT,
        )
        status = await asyncio.wait_for(process.wait(), 60)
        assert status in {0, DIED}
        killed = status != 0
        after = await opened(folders, keys)
        seen.add((tuple(await unsent(after)), await draft_of(after)))
        after.vault.close()
        step += 4
    stood = (("one",), "yesterday") if vault_there else ((), "")
    moved = (
        (("one", "two", "three"), "yesterday\ntoday")
        if vault_there
        else (("two", "three"), "today")
    )
    assert seen == {stood, moved}
    assert "memory only" not in caplog.text
