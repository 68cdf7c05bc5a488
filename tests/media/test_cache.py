import asyncio
import os
import stat
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workstation.domain.errors import StorageError
from workstation.media import cache as media_cache
from workstation.media.cache import DiskCache, MediaCache, sealed_name
from workstation.media.sealed import CHUNK, seal, unseal

KEY = bytes(range(32))
CANARY = "王小宝的检查报告".encode() * 50


@given(st.binary(max_size=300), st.binary(max_size=20))
def test_what_is_sealed_opens_again(content, context):
    assert unseal(KEY, seal(KEY, content, context), context) == content


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_chunks_come_together_at_every_boundary(size):
    content = os.urandom(size)
    assert unseal(KEY, seal(KEY, content, b"c"), b"c") == content


def test_a_sealed_file_shows_nothing_and_is_new_every_time():
    first, second = (seal(KEY, CANARY, b"c") for _ in range(2))
    assert CANARY[:24] not in first
    assert first[8:] != second[8:]


@pytest.mark.parametrize("change", ["bit", "cut", "longer", "swapped", "key", "context", "magic"])
def test_a_changed_file_does_not_open(change):
    sealed = bytearray(seal(KEY, os.urandom(3 * CHUNK), b"c"))
    head, step = 24, CHUNK + 16
    key, context = KEY, b"c"
    if change == "bit":
        sealed[len(sealed) // 2] ^= 1
    elif change == "cut":
        del sealed[head + 2 * step :]
    elif change == "longer":
        sealed += b"\0"
    elif change == "swapped":
        one, two = sealed[head : head + step], sealed[head + step : head + 2 * step]
        sealed[head : head + 2 * step] = two + one
    elif change == "key":
        key = bytes(32)
    elif change == "context":
        context = b"d"
    else:
        sealed[0] ^= 1
    with pytest.raises(StorageError):
        unseal(key, bytes(sealed), context)


def _files(folder):
    return sorted(path for path in folder.iterdir() if path.is_file())


async def test_a_medium_outlives_the_run_sealed_and_under_a_name_that_tells_nothing(tmp_path):
    folder = tmp_path / "media"
    await MediaCache(folder, KEY).put("https://h/wang.jpg", CANARY)
    assert await MediaCache(folder, KEY).get("https://h/wang.jpg") == CANARY
    (file,) = _files(folder)
    assert CANARY[:24] not in file.read_bytes()
    assert "wang" not in file.name
    if os.name == "posix":  # elsewhere the folder of the user is what nobody else reads
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_without_the_key_nobody_can_ask_whether_an_address_was_looked_at():
    assert sealed_name(KEY, "https://h/wang.jpg") != sealed_name(bytes(32), "https://h/wang.jpg")


async def test_another_doctor_s_key_reads_nothing(tmp_path):
    await MediaCache(tmp_path, KEY).put("a", CANARY)
    assert await MediaCache(tmp_path, bytes(32)).get("a") is None


async def test_without_a_key_nothing_touches_the_disk(tmp_path):
    cache = MediaCache(tmp_path / "media", None)
    await cache.put("a", CANARY)
    assert await cache.get("a") == CANARY
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("damage", [b"", b"garbage", None])
async def test_a_damaged_file_is_absent_and_gone_and_the_place_is_usable(tmp_path, damage):
    await MediaCache(tmp_path, KEY).put("a", CANARY)
    (file,) = _files(tmp_path)
    if damage is None:
        file.write_bytes(file.read_bytes()[:-1])
    else:
        file.write_bytes(damage)
    cache = MediaCache(tmp_path, KEY)
    assert await cache.get("a") is None
    assert _files(tmp_path) == []
    await cache.put("a", CANARY)
    assert await MediaCache(tmp_path, KEY).get("a") == CANARY


async def test_shut_it_holds_nothing_and_no_key_until_it_has_one_again(tmp_path):
    cache = MediaCache(tmp_path, KEY)
    await cache.put("a", CANARY)
    cache.shut()
    assert await cache.get("a") is None
    await cache.put("b", CANARY)
    cache.shut()
    assert len(_files(tmp_path)) == 1
    assert KEY not in vars(cache._disk).values()
    cache.reopen(KEY)
    assert await cache.get("a") == CANARY
    assert await cache.get("b") is None


@pytest.mark.parametrize("key", [None, KEY], ids=["memory", "disk"])
async def test_what_is_fetched_while_it_is_shut_is_not_held(tmp_path, key):
    """A picture may be on its way when the window is locked."""
    cache = MediaCache(tmp_path, key)
    cache.shut()
    await cache.put("a", CANARY)
    assert await cache.get("a") is None
    cache.reopen(KEY)
    await cache.put("a", CANARY)
    assert await cache.get("a") == CANARY


async def test_a_file_moved_under_another_name_does_not_open(tmp_path):
    shelf = DiskCache(tmp_path, KEY, 10**6)
    shelf.put("a", CANARY)
    (file,) = _files(tmp_path)
    file.rename(tmp_path / sealed_name(KEY, "b"))
    assert DiskCache(tmp_path, KEY, 10**6).get("b") is None


def test_the_least_recently_used_go_first_and_the_bound_holds(tmp_path):
    size = len(seal(KEY, bytes(1000), b""))
    shelf = DiskCache(tmp_path, KEY, 3 * size)
    for name in "abc":
        shelf.put(name, bytes(1000))
    assert shelf.get("a")
    shelf.put("d", bytes(1000))
    assert [bool(shelf.get(name)) for name in "abcd"] == [True, False, True, True]
    assert sum(file.stat().st_size for file in _files(tmp_path)) <= 3 * size
    shelf.put("too large", bytes(5000))
    assert shelf.get("too large") is None
    assert len(_files(tmp_path)) == 3


def test_the_order_of_use_outlives_the_run(tmp_path):
    size = len(seal(KEY, bytes(1000), b""))
    shelf = DiskCache(tmp_path, KEY, 3 * size)
    for moment, name in enumerate("abc"):
        shelf.put(name, bytes(1000))
        os.utime(tmp_path / sealed_name(KEY, name), (moment, moment))
    shelf.get("a")
    again = DiskCache(tmp_path, KEY, 2 * size)
    assert [bool(again.get(name)) for name in "abc"] == [True, False, True]


def test_remains_of_an_interrupted_write_are_removed(tmp_path):
    (tmp_path / ".part-abc").write_bytes(b"half")
    DiskCache(tmp_path, KEY, 10**6).get("a")
    assert _files(tmp_path) == []


def test_what_cannot_be_removed_leaves_all_else_where_it_is(tmp_path):
    """As on Windows where a virus scanner holds what a kill has left."""
    DiskCache(tmp_path, KEY, 10_000).put("a", CANARY)
    (tmp_path / f"{media_cache._PARTIAL}held").mkdir()
    cache = DiskCache(tmp_path, KEY, len(CANARY) + 100)
    assert cache.get("a") == CANARY
    cache.put("b", CANARY)
    assert [cache.get(address) for address in "ab"] == [None, CANARY], "the bound holds"


def test_a_full_disk_keeps_nothing_and_breaks_nothing(tmp_path, monkeypatch, expect_log):
    expect_log.append("not kept on disk")
    shelf = DiskCache(tmp_path, KEY, 10**6)
    shelf.put("a", CANARY)

    def full(*_arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("workstation.base.atomic_write.os.fdopen", full)
    shelf.put("b", CANARY)
    assert shelf.get("b") is None
    assert shelf.get("a") == CANARY


def test_a_folder_that_cannot_be_made_keeps_nothing(tmp_path, expect_log):
    expect_log += ["no media are kept", "not kept on disk"]
    (tmp_path / "file").write_text("")
    shelf = DiskCache(tmp_path / "file" / "media", KEY, 10**6)
    assert shelf.get("a") is None
    shelf.put("a", CANARY)


async def test_what_was_not_used_for_long_is_dropped(tmp_path):
    cache = MediaCache(tmp_path, KEY)
    for seconds, name in ((1000, "old"), (2000, "new")):
        await cache.put(name, CANARY)
        os.utime(tmp_path / sealed_name(KEY, name), (seconds, seconds))
    cache = MediaCache(tmp_path, KEY)
    await cache.drop_unused(1_500_000)
    assert await cache.get("old") is None
    assert await cache.get("new") == CANARY


async def test_memory_holds_less_where_the_disk_keeps_it_too(tmp_path, monkeypatch):
    monkeypatch.setattr(media_cache, "MEMORY_BESIDE_DISK_BYTES", 10)
    monkeypatch.setattr(media_cache, "MEMORY_BYTES", 20)
    for cache, held in ((MediaCache(tmp_path, KEY), 1), (MediaCache(), 2)):
        for address in "abc":
            await cache.put(address, b"12345678")
        assert len(cache._memory) == held
    assert await MediaCache(tmp_path, KEY).get("a") == b"12345678"


async def test_memory_is_bounded(tmp_path):
    cache = MediaCache(memory_bytes=2000)
    for name in "abc":
        await cache.put(name, bytes(900))
    assert [bool(await cache.get(name)) for name in "abc"] == [False, True, True]
    await cache.put("large", bytes(2001))
    assert await cache.get("large") is None
    sealed = MediaCache(tmp_path, KEY)
    await sealed.put("a", CANARY)
    assert await MediaCache(tmp_path, KEY).get("a") == CANARY


@pytest.mark.parametrize(("size", "chunks"), [(0, 1), (65_536, 1), (65_537, 2)])
def test_a_sealed_file_is_laid_out_as_it_says(size, chunks):
    """Another layout under the same magic would leave every file that was kept unreadable."""
    sealed = seal(bytes(32), bytes(size), b"name")
    assert sealed.startswith(b"DWSEAL1\n")
    assert len(sealed) == 8 + 16 + size + chunks * 16


async def test_a_thread_has_the_folder_to_itself_though_nobody_waits_for_it(tmp_path, monkeypatch):
    media = MediaCache(tmp_path, KEY)
    begun, goes_on, ended = threading.Event(), threading.Event(), threading.Event()
    met = []

    def read_slowly(*_) -> None:
        begun.set()
        goes_on.wait(60)
        ended.set()

    monkeypatch.setattr(media._disk, "get", read_slowly)
    monkeypatch.setattr(media._disk, "put", lambda *_: met.append(ended.is_set()))
    reading = asyncio.ensure_future(media.get("a"))
    await asyncio.to_thread(begun.wait, 60)
    reading.cancel()
    writing = asyncio.ensure_future(media.put("b", b"b"))
    for _ in range(100):  # as often as the loop turns for whoever has not to wait
        await asyncio.sleep(0)
    goes_on.set()
    await writing
    assert met == [True]
    assert reading.cancelled()


async def test_what_is_read_from_the_disk_right_before_it_is_dropped_stays_nowhere(tmp_path):
    await MediaCache(tmp_path, KEY).put("a", CANARY)
    cache = MediaCache(tmp_path, KEY)
    reading = asyncio.ensure_future(cache.get("a"))
    await asyncio.sleep(0)
    assert await cache.drop(["a"])
    assert await reading == CANARY
    assert await cache.get("a") is None


async def test_a_file_that_is_still_there_is_not_said_to_be_gone(tmp_path, monkeypatch):
    cache = MediaCache(tmp_path, KEY)
    await cache.put("a", CANARY)
    cache.shut()
    assert not await cache.drop(["a"])
    cache.reopen(KEY)

    def held(_path) -> None:
        raise PermissionError

    with monkeypatch.context() as patch:
        patch.setattr(media_cache.held_files, "remove", held)
        assert not await cache.drop(["a"])
    assert await cache.drop(["a"])
    assert not [*tmp_path.iterdir()]
