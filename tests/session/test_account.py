"""A remembered doctor's page, as soon as the platform tells it."""

import asyncio
from dataclasses import replace
from types import SimpleNamespace

from workstation.domain.errors import DiskFull
from workstation.domain.profile import Profile
from workstation.services.profile import ProfileService
from workstation.session import account
from workstation.vault.database import Vault

PAGE = Profile(1001, "林若川", "主任医师")


class Platform:
    """Answers when it is told to."""

    def __init__(self) -> None:
        self.asked, self.answer = asyncio.Event(), asyncio.Event()

    async def detail(self) -> Profile:
        self.asked.set()
        await self.answer.wait()
        return PAGE


class Disk:
    """Takes the name, unless it is full."""

    def __init__(self, *, full: int = 0) -> None:
        self.full, self.names = full, []

    async def write(self, _function: object, _member_id: int, name: str) -> None:
        if self.full:
            self.full -= 1
            raise DiskFull
        self.names.append(name)


async def test_a_page_that_was_saved_meanwhile_is_newer_than_an_answer_on_its_way():
    platform, disk = Platform(), Disk()
    service = ProfileService(platform)
    learning = asyncio.ensure_future(
        account.learn_doctor(
            SimpleNamespace(vault=disk), SimpleNamespace(profile=service, member_id=1001)
        )
    )
    await platform.asked.wait()
    service.page = saved = replace(PAGE, name="林若水")
    platform.answer.set()
    await learning
    assert service.page == saved
    assert disk.names == ["林若水"]


async def test_a_full_disk_keeps_nobody_from_the_name_and_is_asked_again(monkeypatch):
    monkeypatch.setattr(account, "LEARN_SECONDS", 0.0)
    platform, disk = Platform(), Disk(full=1)
    platform.answer.set()
    service, learned = ProfileService(platform), []
    service.learned.subscribe(learned.append)
    await account.learn_doctor(
        SimpleNamespace(vault=disk), SimpleNamespace(profile=service, member_id=1001)
    )
    assert (learned, disk.names) == ([PAGE], ["林若川"])


async def test_a_doctor_who_starts_offline_has_the_name_of_before():
    """Whose messages go out from here is to be seen on a computer of several doctors."""
    context = SimpleNamespace(vault=Vault.in_memory(threads=False))
    for page in (PAGE, None):
        service = ProfileService(Platform(), page=page)
        group = SimpleNamespace(profile=service, member_id=PAGE.member_id)
        await account.save_own_name(context, group)
        await account.recall_own_name(context, group)
        assert service.display_name == "林若川"
    service.page = replace(PAGE, name="林若水")
    assert service.display_name == "林若水", "the platform knows better"
    context.vault.close()
