"""A file is kept as long as a draft or an unsent message names it, and no longer."""

import asyncio

import pytest

from tests.fakes.archive import ROOM
from tests.media.conftest import encoded
from tests.vault.people import ME, furnish
from workstation.base.clock import SystemClock
from workstation.base.paths import Folders
from workstation.config import Settings
from workstation.domain.address import ApiBase
from workstation.domain.changes import Draft
from workstation.domain.errors import BrokenMedia, DiskFull
from workstation.domain.message import MessageKind
from workstation.services.access import open_access
from workstation.services.audit import AuditTrail
from workstation.services.drafting import Drafting
from workstation.session.session import prepare_session
from workstation.session.sign_in_parts import SignedInDoctor, Surroundings
from workstation.session.storage import Storage
from workstation.vault.database import Vault
from workstation.vault.unsent import drafts, failures, files, outbox


async def picture(vault: Vault) -> str:
    stored = await vault.write(files.keep, b"\xff\xd8jpeg", "image/jpeg", "a.jpg")
    return stored.file_id


async def sign_in(vault: Vault, folder) -> None:
    clock, settings = SystemClock(), Settings()
    access = await open_access(settings, ApiBase.parse("https://a.example"), "token", clock)
    folders = Folders.of_profile(folder)
    surroundings = Surroundings(settings, folders, clock, AuditTrail(folders, clock))
    session = await prepare_session(surroundings, access, Storage(vault), SignedInDoctor(ME))
    await session.start()
    await session.aclose(vault=False)


async def test_a_sign_in_lets_files_go_that_nothing_names(vault, tmp_path):
    await vault.write(furnish)
    drawn, queued, failed, stray = [await picture(vault) for _ in range(4)]
    await vault.write(drafts.put, Draft(ROOM, "", files=(drawn,)), 1)
    for name, file_id in (("a", queued), ("b", failed)):
        await vault.write(outbox.add, ROOM, name, MessageKind.IMAGE, "", 1, file_id=file_id)
    await vault.write(failures.fail, "b", "refused")
    await sign_in(vault, tmp_path)
    left = [name for name in (drawn, queued, failed, stray) if await vault.read(files.data, name)]
    assert left == [drawn, queued, failed]


async def test_the_draft_that_is_given_last_is_the_newest(vault, monkeypatch):
    """A read beside the writer may be answered late: the tray would lose what was added since."""
    released, given, read = asyncio.Event(), [], vault.read

    async def read_late(*call):
        outcome = await read(*call)
        await released.wait()
        return outcome

    async def take(work) -> None:
        given.append(await work)

    drafting = Drafting(vault, SystemClock(), lambda _: None)
    (first,) = (await drafting.add_picture(ROOM, encoded("PNG"))).files
    monkeypatch.setattr(vault, "read", read_late)
    removing = asyncio.create_task(take(drafting.remove_file(ROOM, first)))
    await asyncio.sleep(0)
    await take(drafting.add_picture(ROOM, encoded("PNG")))
    released.set()
    await removing
    assert given[-1] == await read(drafts.get, ROOM)


async def test_a_picture_is_kept_with_its_draft_or_not_at_all(vault, monkeypatch):
    def full(*_):
        raise DiskFull

    displayed = []
    drafting = Drafting(vault, SystemClock(), displayed.append)
    longer = await drafting.add_picture(ROOM, encoded("PNG"))
    assert [changes.drafts for changes in displayed] == [(longer,)]
    monkeypatch.setattr(drafts, "put", full)
    with pytest.raises(DiskFull):
        await drafting.add_picture(ROOM, encoded("PNG"))
    assert await drafting.get(ROOM) == longer
    assert await vault.write(files.sweep) == 0


async def test_a_file_that_is_gone_is_said_to_be(vault):
    drafting = Drafting(vault, SystemClock(), lambda _: None)
    with pytest.raises(BrokenMedia) as gone:
        await drafting.read_file("no-such-file")
    assert gone.value.detail == "the file is gone"


async def write(drafting, text: str) -> None:
    drafting.hold(Draft(ROOM, text))
    await drafting.save(ROOM)


async def test_words_are_unsaved_until_the_disk_has_them_however_that_ends(vault, monkeypatch):
    def full(*_: object) -> None:
        raise DiskFull

    drafting = Drafting(vault, SystemClock(), lambda _: None)
    with monkeypatch.context() as patch:
        patch.setattr(drafts, "put", full)
        with pytest.raises(DiskFull):
            await write(drafting, "refused")
    assert drafting.unsaved[ROOM].text == "refused"
    with monkeypatch.context() as patch:
        patch.setattr(vault, "write", lambda *_: asyncio.Event().wait())
        writing = asyncio.ensure_future(write(drafting, "under way"))
        await asyncio.sleep(0)
        writing.cancel()  # as the end of a sign-in does
        await asyncio.wait([writing])
    assert drafting.unsaved[ROOM].text == "under way"
    await write(drafting, "stored")
    assert not drafting.unsaved


async def test_words_that_are_sent_are_unsaved_until_the_outbox_has_them(vault):
    drafting = Drafting(vault, SystemClock(), lambda _: None)
    refused, taken = asyncio.Event(), asyncio.Event()

    async def refuse() -> None:
        await refused.wait()
        raise DiskFull

    for ended, sending in ((refused, refuse()), (taken, taken.wait())):
        work = drafting.see_sent(Draft(ROOM, "sent", 4), "sent", sending)
        waiting = asyncio.ensure_future(work)
        await asyncio.sleep(0)
        waiting.cancel()  # as the end of a sign-in does
        await asyncio.wait([waiting])
        assert drafting.unsaved[ROOM].text == "sent"
        ended.set()
        await settle()
        assert (ROOM in drafting.unsaved) is (ended is refused)


async def test_what_was_written_behind_words_that_were_sent_is_unsaved_alone(vault):
    drafting = Drafting(vault, SystemClock(), lambda _: None)
    taken = asyncio.Event()
    work = drafting.see_sent(Draft(ROOM, "sent", 4), "sent", taken.wait())
    waiting = asyncio.ensure_future(work)
    await asyncio.sleep(0)
    drafting.hold(Draft(ROOM, "sent and more", 13))
    waiting.cancel()
    taken.set()
    await settle()
    assert drafting.unsaved[ROOM] == Draft(ROOM, "and more", 8)


async def settle() -> None:
    """What is ready to run has run."""
    for _ in range(5):
        await asyncio.sleep(0)
