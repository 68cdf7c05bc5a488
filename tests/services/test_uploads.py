"""Own files on their way: what passes is tried again, what does not is said, nothing is lost."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.fakes.archive import ROOM
from tests.fakes.inbound import ignore
from tests.vault.people import furnish
from workstation.domain.backoff import UPLOAD
from workstation.domain.errors import (
    DiskFull,
    ForeignMedia,
    ServerFault,
    StorageError,
    Unreachable,
    UploadRefused,
    WorkstationError,
)
from workstation.domain.message import Delivery, MessageKind
from workstation.services.retrying_vault import RetryingVault
from workstation.services.uploads import Uploads
from workstation.vault import database
from workstation.vault.conversation.in_doubt import FILE_LOST
from workstation.vault.database import Vault
from workstation.vault.removal import patient_data
from workstation.vault.unsent import failures, files, outbox

URL = "https://clinic.test/upload/1/picture.png"


class Desk:
    """Slots and shelf of an upload; ``outcomes`` are what the server does, one after the other."""

    def __init__(self) -> None:
        self.vault = Vault.in_memory(threads=False)
        self.outcomes: list[WorkstationError] = []
        self.brought: list[tuple[str, bytes, str]] = []
        self.stored: dict[str, bytes] = {}
        self.moves: list[float | None] = []
        self.waits: list[tuple[int, float]] = []
        self.troubles: list[StorageError] = []
        self.uploads = Uploads(
            RetryingVault(self.vault, ignore, self.troubles.append),
            self,
            self,
            on_progress=lambda name: self.moves.append(self.uploads.progress.get(name)),
            retry_later=lambda room, seconds: self.waits.append((room, seconds)),
        )

    async def upload(self, name, content, media_type, progress) -> str:
        self.brought.append((name, content, media_type))
        progress(0.5)
        if self.outcomes:
            raise self.outcomes.pop(0)
        return URL

    async def keep(self, url: str, content: bytes) -> None:
        self.stored[url] = content

    async def drop(self, urls) -> bool:
        self.stored = {url: content for url, content in self.stored.items() if url not in urls}
        return True

    async def share(self, kind: MessageKind = MessageKind.IMAGE) -> None:
        await self.vault.write(furnish)
        if kind is MessageKind.IMAGE:
            content = b"\x89PNG", "image/png", "王小宝 左臂.png"
        else:
            content = b"%PDF-", "application/pdf", "王小宝 血常规.pdf"
        stored = await self.vault.write(files.keep, *content, width=2, height=1)
        await self.vault.write(outbox.send_file, ROOM, "own", kind, stored.file_id, 1)

    async def entry(self) -> outbox.OutboxEntry:
        (result,) = await self.vault.read(outbox.entries, ROOM)
        return result

    async def run_upload(self):
        return await self.uploads.upload(await self.entry())


@pytest.fixture
def desk() -> Iterator[Desk]:
    made = Desk()
    yield made
    made.vault.close()


async def test_a_file_that_arrived_is_sent_by_its_address_and_kept_here(desk: Desk) -> None:
    await desk.share()
    command = await desk.run_upload()
    assert desk.brought == [("picture.png", b"\x89PNG", "image/png")]
    assert (command.consultation_id, command.origin_id, command.kind) == (
        ROOM,
        "own",
        MessageKind.IMAGE,
    )
    assert (command.attachment.url, command.attachment.width) == (URL, 2)
    assert (await desk.entry()).attachment.url == URL
    assert desk.stored == {URL: b"\x89PNG"}
    assert desk.moves == [0.5, None]


@pytest.mark.parametrize(
    "error",
    [
        Unreachable("x"),
        ServerFault("503"),
        UploadRefused("not online"),
        UploadRefused("session-lost"),
        UploadRefused("timeout"),
        UploadRefused("internal-server-error"),
    ],
)
async def test_what_passes_is_tried_again_later_and_later(
    desk: Desk, error: WorkstationError
) -> None:
    await desk.share()
    desk.outcomes = [error] * 8
    for _ in range(8):
        assert await desk.run_upload() is None
        assert (await desk.entry()).state is Delivery.QUEUED
    waits = [seconds for room, seconds in desk.waits if room == ROOM]
    assert waits[:3] == [UPLOAD.first_seconds, UPLOAD.first_seconds * 2, UPLOAD.first_seconds * 4]
    assert (len(waits), waits[-1]) == (8, UPLOAD.max_seconds)
    assert desk.uploads.progress == {}
    assert (await desk.run_upload()).attachment.url == URL


async def test_a_file_s_own_name_goes_with_the_message_and_into_no_address(desk: Desk) -> None:
    await desk.share(MessageKind.FILE)
    command = await desk.run_upload()
    assert desk.brought == [("file.pdf", b"%PDF-", "application/pdf")]
    assert (command.kind, command.attachment.name) == (MessageKind.FILE, "王小宝 血常规.pdf")


async def test_a_picture_s_own_name_goes_nowhere(desk: Desk) -> None:
    """A photo may lie on the doctor's disk under another patient's name."""
    await desk.share()
    command = await desk.run_upload()
    assert command.attachment.name == "picture.png"
    assert (await desk.entry()).attachment.name == "picture.png"


@pytest.mark.parametrize("kind", [MessageKind.IMAGE, MessageKind.FILE])
@pytest.mark.parametrize("stage", ["upload", "keep"])
async def test_taken_back_at_any_stage_it_ends_and_is_not_tried_again(
    desk: Desk, stage: str, kind: MessageKind, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, never = asyncio.Event(), asyncio.Event()

    async def stuck(*_: object) -> None:
        begun.set()
        await never.wait()

    monkeypatch.setattr(desk, stage, stuck)
    await desk.share(kind)
    running = asyncio.ensure_future(desk.run_upload())
    await begun.wait()
    assert (await desk.vault.write(failures.discard, "own")).removed
    desk.uploads.cancel("own")
    assert await running is None
    assert (desk.waits, desk.uploads.progress) == ([], {})
    assert await desk.vault.read(outbox.entries, ROOM) == ()
    desk.uploads.cancel("own")


async def test_taken_back_once_it_is_uploaded_nothing_comes_of_it(desk: Desk) -> None:
    await desk.share()
    entry = await desk.entry()
    await desk.vault.write(failures.discard, "own")
    assert await desk.uploads.upload(entry) is None
    assert desk.waits == []


async def test_purged_while_it_goes_over_the_line_it_is_not_kept_here(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing would name it any more that another purge could take it by."""
    upload = desk.upload

    async def upload_meanwhile(*parts) -> str:
        await desk.vault.write(patient_data.purge, [ROOM])
        return await upload(*parts)

    monkeypatch.setattr(desk, "upload", upload_meanwhile)
    await desk.share()
    await desk.run_upload()
    assert desk.brought
    assert desk.stored == {}


async def test_a_file_goes_over_the_line_once_however_long_the_disk_is_full(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its address is what the disk does not take; the file is at the server by then."""
    await desk.share()
    monkeypatch.setattr(database, "DISK_SECONDS", 0)
    write, refusals = desk.vault.write, [DiskFull(), DiskFull()]

    async def full(function, *args):
        if refusals and function is outbox.mark_uploaded:
            raise refusals.pop()
        return await write(function, *args)

    monkeypatch.setattr(desk.vault, "write", full)
    command = await desk.run_upload()
    assert command is not None
    assert command.attachment.url == URL
    assert len(desk.brought) == 1
    assert desk.waits == []
    assert [type(error) for error in desk.troubles] == [DiskFull, DiskFull]


@pytest.mark.parametrize(
    ("error", "server_text"),
    [
        (UploadRefused("not-acceptable", server_text="too large"), "too large"),
        (UploadRefused("no upload service"), ""),
        (ForeignMedia("elsewhere"), ""),
    ],
)
async def test_what_does_not_pass_stays_in_sight_as_failed(
    desk: Desk, error: WorkstationError, server_text: str
) -> None:
    await desk.share()
    desk.outcomes = [error]
    assert await desk.run_upload() is None
    entry = await desk.entry()
    failed = Delivery.FAILED, error.code, server_text
    assert (entry.state, entry.failure, entry.server_text) == failed
    assert desk.waits == []


async def test_a_refusal_that_the_disk_does_not_take_is_met_again_later(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the picture, and all that waits behind it, would wait for nothing."""
    await desk.share()
    write = desk.vault.write

    async def full(function, *args):
        if function is failures.fail:
            raise DiskFull
        return await write(function, *args)

    monkeypatch.setattr(desk.vault, "write", full)
    desk.outcomes = [UploadRefused("file-too-large")]
    assert await desk.run_upload() is None
    assert desk.waits == [(ROOM, UPLOAD.first_seconds)]
    assert [type(error) for error in desk.troubles] == [DiskFull]
    assert (await desk.entry()).state is Delivery.QUEUED


async def test_a_file_that_is_gone_is_said_to_be(desk: Desk) -> None:
    await desk.share()
    gone = replace(await desk.entry(), file_id="gone")
    assert await desk.uploads.upload(gone) is None
    entry = await desk.entry()
    assert (entry.state, entry.failure) == (Delivery.FAILED, FILE_LOST)
    assert desk.brought == []
