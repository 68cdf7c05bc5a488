"""Packages fetched ahead: whole or not at all, going on where it stopped, none left behind."""

import sys
from types import SimpleNamespace

import pytest

from tests.fakes.http_server import http, serving
from tests.full_disk import small_disk
from workstation.domain.address import ApiBase
from workstation.domain.errors import DeadlineExceeded, DiskFull, RedirectRefused, ServerFault
from workstation.domain.update_errors import UpdateIncomplete, UpdateRefused
from workstation.updates import staging
from workstation.updates.repository_source import WebSource
from workstation.updates.staging import PackageFetch, StagingFolder, is_package
from workstation.web.network import Network
from workstation.web.opening import open_wire


class Now:
    """A clock on which every look at it takes a second."""

    def __init__(self):
        self.at = 0.0

    def monotonic(self):
        self.at += 1.0
        return self.at

    def now_ms(self):
        return int(self.at * 1000)


@pytest.fixture
def folder(tmp_path):
    return StagingFolder(tmp_path / "cache")


class Fetching:
    """Fetches what the repository has, as long as ``pieces`` allow it."""

    def __init__(self, folder, computer):
        self.folder, self.computer, self.left, self.pauses = folder, computer, 10_000, []
        self.fetch = PackageFetch(folder, Now(), self.may, self.pause)

    def may(self):
        self.left -= 1
        return self.left >= 0

    async def pause(self, seconds):
        self.pauses.append(seconds)

    async def once(self, source=None):
        verified = await self.computer.look()
        (release,) = verified.releases
        staged = await self.fetch.stage(source or self.computer.source, verified, release)
        return staged, verified.target(release)


@pytest.fixture
def fetching(folder, computer):
    return Fetching(folder, computer)


async def test_a_package_is_staged_with_what_proves_it(fetching, folder):
    staged, target = await fetching.once()
    assert staged
    assert folder.holds(target)
    names = {path.name for path in (folder.staged / "metadata").iterdir()}
    assert {"1.root.json", "timestamp.json"} <= names
    assert len(names) == 4
    assert not list((folder.folder / "partial").iterdir())


async def test_half_of_the_line_is_left_to_the_doctor(fetching):
    await fetching.once()
    assert fetching.pauses
    assert set(fetching.pauses) == {1.0}


async def test_it_goes_on_where_it_stopped(fetching, folder, monkeypatch):
    monkeypatch.setattr("workstation.updates.repository_source.PIECE_BYTES", 10_000)
    fetching.left = 3
    staged, target = await fetching.once()
    assert not staged
    assert folder.partial(target).stat().st_size == 30_000
    assert not folder.holds(target)
    fetching.left, fetching.pauses = 10_000, []
    assert (await fetching.once())[0]
    assert len(fetching.pauses) == -(-(target.length - 30_000) // 10_000)


async def test_what_is_staged_is_not_fetched_again_but_its_proof_is_renewed(fetching, folder):
    await fetching.once()
    it = fetching.computer.it
    before = (folder.staged / "metadata/timestamp.json").read_bytes()
    it.renew()
    it.file("targets/*.deb").unlink()
    assert (await fetching.once())[0]
    assert (folder.staged / "metadata/timestamp.json").read_bytes() != before
    assert len(list((folder.staged / "metadata").iterdir())) == 4


@pytest.mark.parametrize("size", [-1, 1])
async def test_a_package_of_another_size_is_never_staged(fetching, folder, size):
    path = fetching.computer.it.file("targets/*.deb")
    content = path.read_bytes()
    path.write_bytes(content[:size] if size < 0 else content + b"!")
    with pytest.raises(UpdateIncomplete if size < 0 else UpdateRefused):
        await fetching.once()
    assert not list(folder.staged.rglob("*.deb"))


async def test_nothing_beyond_the_signed_length_is_written(fetching, monkeypatch):
    path = fetching.computer.it.file("targets/*.deb")
    path.write_bytes(path.read_bytes() + b"!")
    judged = []
    monkeypatch.setattr(staging, "_move_verified", lambda *package: judged.append(package))
    with pytest.raises(UpdateRefused):
        await fetching.once()
    assert not judged


async def test_a_tampered_package_is_thrown_away_and_had_anew(fetching, folder):
    path = fetching.computer.it.file("targets/*.deb")
    content = path.read_bytes()
    path.write_bytes(b"X" + content[1:])
    with pytest.raises(UpdateRefused) as refused:
        await fetching.once()
    assert refused.value.reason == "tampered"
    assert not list((folder.folder / "partial").iterdir())
    path.write_bytes(content)
    assert (await fetching.once())[0]


async def test_a_package_that_is_not_copied_yet_is_waited_for(fetching):
    fetching.computer.it.file("targets/*.deb").unlink()
    with pytest.raises(UpdateIncomplete):
        await fetching.once()


async def test_one_that_was_changed_on_the_disk_is_not_what_is_staged(fetching, folder):
    _, target = await fetching.once()
    (path,) = folder.staged.glob("targets/*")
    path.write_bytes(b"X" + path.read_bytes()[1:])
    assert not folder.holds(target)
    assert (await fetching.once())[0]
    assert folder.holds(target)


async def test_nothing_that_is_not_wanted_stays(fetching, folder):
    _, target = await fetching.once()
    (folder.staged / "targets/old.deb").write_bytes(b"old")
    (folder.folder / "partial/old.part").write_bytes(b"old")
    folder.keep_only(target)
    assert folder.holds(target)
    assert not list((folder.folder / "partial").iterdir())
    folder.keep_only(None)
    assert not [path for path in folder.staged.rglob("*") if path.is_file()]
    folder.clear()
    assert not folder.folder.exists()


async def test_the_last_room_on_a_disk_is_the_doctor_s(fetching, folder, monkeypatch):
    monkeypatch.setattr("workstation.updates.repository_source.PIECE_BYTES", 10_000)
    free = iter([10**9, 10**9, 10**9, staging.ROOM_BYTES + 9_999])
    usage = lambda _folder: SimpleNamespace(free=next(free))  # noqa: E731
    monkeypatch.setattr("workstation.updates.staging.shutil.disk_usage", usage)
    with pytest.raises(DiskFull):
        await fetching.once()
    assert next(free, None) is None
    assert not list((folder.folder / "partial").iterdir())


@pytest.mark.skipif(sys.platform == "win32", reason="a file system is mounted")
@pytest.mark.parametrize("room", [staging.ROOM_BYTES, 0])
async def test_a_disk_without_room_is_not_filled_by_a_fetch(
    fetching, folder, tmp_path, monkeypatch, room
):
    """With no room left free the disk itself says that it is full."""
    monkeypatch.setattr(staging, "ROOM_BYTES", room)
    monkeypatch.setattr("workstation.updates.repository_source.PIECE_BYTES", 10_000)
    (tmp_path / "cache").mkdir()
    with small_disk(tmp_path / "cache") as disk:
        folder.prepare()
        if not room:
            monkeypatch.setattr(staging, "_require_room", lambda *_room: None)
            fetching.pauses = FillsUp(disk)
        with pytest.raises(DiskFull):
            await fetching.once()
        assert not list((folder.folder / "partial").iterdir())
        if not room:
            disk.make_room()
        monkeypatch.setattr(staging, "ROOM_BYTES", 0)
        fetching.pauses = []
        assert (await fetching.once())[0]


class FillsUp:
    """Somebody else, who fills the disk during the third pause."""

    def __init__(self, disk):
        self.disk, self.count = disk, 0

    def append(self, _seconds):
        self.count += 1
        if self.count == 3:
            self.disk.fill()


def answered(request, folder, *, ranges):
    path = folder / request.target.removeprefix("/it/")
    if not path.exists():
        return http(404)
    content = path.read_bytes()
    asked = request.headers.get("range", "")
    if ranges and asked:
        start = int(asked.removeprefix("bytes=").rstrip("-"))
        return http(206, content[start:])
    return http(200, content)


@pytest.mark.parametrize("ranges", [True, False])
async def test_over_http_it_goes_on_too_or_begins_again(fetching, folder, ranges):
    it = fetching.computer.it

    async def answer(request):
        yield answered(request, it.folder, ranges=ranges)

    _, target = await fetching.once()
    folder.keep_only(None)
    folder.partial(target).write_bytes(it.file("targets/*.deb").read_bytes()[:1000])
    async with serving(answer) as server:
        wire = await open_wire(Network(proxy="direct"))
        source = WebSource(wire, ApiBase.parse(f"{server.origin}/it"))
        try:
            fetching.computer.source = source
            assert (await fetching.once(source))[0]
        finally:
            await wire.aclose()
        assert server.received[-1].headers["range"] == "bytes=1000-"
    assert folder.holds(target)


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (http(302, Location="http://elsewhere.example/"), RedirectRefused),
        (http(500), ServerFault),
        (http(404), UpdateIncomplete),
        (http(200, b"<html>sign in to the network</html>"), UpdateIncomplete),
        (http(200, b"x" * 600_000), UpdateRefused),
    ],
)
async def test_what_a_web_server_may_answer_instead(fetching, answer, error):
    async with serving(answer) as server:
        wire = await open_wire(Network(proxy="direct"))
        fetching.computer.source = WebSource(wire, ApiBase.parse(server.origin))
        await fetching.computer.store.write("metadata/1.root.json", fetching.computer.it.pinned)
        try:
            with pytest.raises(error):
                await fetching.computer.look()
        finally:
            await wire.aclose()


async def test_a_source_that_falls_silent_is_given_up(fetching, monkeypatch):
    monkeypatch.setattr(staging, "PIECE_SECONDS", 0.0)
    with pytest.raises(DeadlineExceeded, match=r"targets/.*\.deb") as late:
        await fetching.once()
    assert str(late.value).endswith("0 s"), "the log says what was waited for, and how long"


def test_what_is_not_there_is_no_package(tmp_path):
    assert not is_package(tmp_path / "nothing", None)
