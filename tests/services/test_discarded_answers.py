"""An answer that was on its way while the doctor changed a list tells of the time before."""

import asyncio
from dataclasses import dataclass, field

from tests.fakes.clock import SetClock
from tests.services.old_and_new import FRESH, NOW, OLD, numbers
from workstation.api.rows import DroppedRow, Rows
from workstation.domain.changes import Listed, Place
from workstation.domain.consultation import Consultation
from workstation.media.cache import MediaCache
from workstation.services.hidden_rows import HiddenRows
from workstation.services.lists import ListRefresh
from workstation.store.session_store import SessionStore
from workstation.vault.lists import consultations


@dataclass
class Platform:
    """Answers with what it held when it was asked, as late as it is told to."""

    held: list[Consultation]
    asked: int = 0
    answers: asyncio.Event = field(default_factory=asyncio.Event)

    async def read(self):
        self.asked += 1
        held = tuple(self.held)
        await self.answers.wait()
        return Rows(held)


def refreshing(place, platform, vault, desk):
    return ListRefresh(
        place,
        platform.read,
        vault,
        SetClock(NOW),
        on_changes=desk.apply,
        on_state=lambda _: None,
        seconds=1,
    )


async def test_what_was_deleted_does_not_come_back_with_an_answer_from_before(vault):
    desk, platform, work = SessionStore(), Platform([OLD, FRESH]), list[asyncio.Task[None]]()
    history = refreshing(Place.HISTORY, platform, vault, desk)
    shelf = HiddenRows(
        vault,
        desk,
        MediaCache(),
        lambda it: work.append(asyncio.ensure_future(it)),
        history.discard_in_flight,
    )
    reading = asyncio.create_task(history.refresh())
    await asyncio.sleep(0)
    platform.held.remove(OLD)
    shelf.forget([OLD.consultation_id])
    await asyncio.gather(*work)
    platform.answers.set()
    await reading
    assert platform.asked == 2
    assert await numbers(vault, Place.HISTORY) == {FRESH.consultation_id}
    assert desk.history.get(OLD.consultation_id) is None
    assert history.state.read_ms is not None


async def test_what_was_opened_does_not_vanish_with_an_answer_from_before(vault):
    desk, platform = SessionStore(), Platform([OLD])
    queue = refreshing(Place.IN_PROCESS, platform, vault, desk)
    seen = []
    desk.worklist.feed.subscribe(lambda changed: seen.extend(changed.removed))
    reading = asyncio.create_task(queue.refresh())
    await asyncio.sleep(0)
    platform.held.append(FRESH)
    queue.discard_in_flight()
    desk.apply(await vault.write(consultations.put, Listed(FRESH, Place.IN_PROCESS)))
    platform.answers.set()
    await reading
    assert set(desk.worklist.consultation_ids()) == {OLD.consultation_id, FRESH.consultation_id}
    assert not seen


async def test_an_answer_that_nothing_overtook_is_taken_as_it_is(vault):
    desk, platform = SessionStore(), Platform([OLD])
    queue = refreshing(Place.IN_PROCESS, platform, vault, desk)
    platform.answers.set()
    queue.discard_in_flight()
    await queue.refresh()
    assert platform.asked == 1
    assert desk.worklist.consultation_ids() == (OLD.consultation_id,)


async def test_what_is_purged_while_a_row_without_a_number_is_looked_for_stays_away(
    vault, monkeypatch
):
    purged, read = set(), vault.read

    async def answer():
        return Rows((OLD, FRESH), (DroppedRow(2, "no consultation_id"),), (FRESH,))

    async def purge_meanwhile(*question):
        purged.add(OLD.consultation_id)
        return await read(*question)

    history = ListRefresh(
        Place.HISTORY,
        answer,
        vault,
        SetClock(NOW),
        on_changes=lambda _: None,
        on_state=lambda _: None,
        seconds=1,
        is_retained=lambda consultation: consultation.consultation_id not in purged,
    )
    monkeypatch.setattr(vault, "read", purge_meanwhile)
    await history.refresh()
    monkeypatch.undo()
    assert history.state.error is None
    assert await numbers(vault, Place.HISTORY) == {FRESH.consultation_id}
