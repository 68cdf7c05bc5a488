"""A consultation that stands in no list: what was opened meanwhile stays open."""

import asyncio
from types import SimpleNamespace

from tests.fakes.sign_in import OneGroup
from tests.store.people import consultation
from workstation.domain.errors import NotFound
from workstation.ui.history.unlisted import UnlistedConsultation
from workstation.ui.kit.tasks import scope_of


async def test_what_the_platform_refuses_is_named_to_whoever_has_its_draft(page):
    refused = []

    async def look_up(_number):
        raise NotFound

    doctor = OneGroup()
    doctor.refresh = SimpleNamespace(look_up=look_up)
    scope = scope_of(page)
    bar = page.list_pane.unlisted
    UnlistedConsultation(doctor, bar, scope, lambda _: None, refused.append).open(5)
    await scope.join()
    assert refused == [5]


async def test_what_comes_after_another_was_opened_is_not_shown(page):
    comes, opened, refused = asyncio.Event(), [], []

    async def look_up(number):
        await comes.wait()
        return consultation(number)

    doctor = OneGroup()
    doctor.refresh = SimpleNamespace(look_up=look_up)
    scope = scope_of(page)
    unlisted = UnlistedConsultation(
        doctor, page.list_pane.unlisted, scope, opened.append, refused.append
    )
    unlisted.open(5)
    await asyncio.sleep(0)
    unlisted.leave()
    comes.set()
    await scope.join()
    assert opened == []
    assert page.list_pane.unlisted.isHidden()
    unlisted.open(6)
    await scope.join()
    assert (opened, refused) == ([consultation(6)], [])
