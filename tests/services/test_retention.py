"""What leaves this computer: old closed consultations, and nothing on a doubt."""

from dataclasses import replace

import pytest

from tests.fakes.clock import SetClock
from tests.services.old_and_new import FRESH, NOW, OLD, numbers
from workstation.api.rows import DroppedRow, Rows
from workstation.base.clock import DAY_MS
from workstation.domain.changes import Place
from workstation.domain.consultation import Symptom, SymptomKind
from workstation.domain.errors import NotErased
from workstation.media.cache import MediaCache
from workstation.services.lists import ListRefresh
from workstation.services.retention import Retention
from workstation.store.session_store import SessionStore
from workstation.vault.lists import consultations

UNDATED = replace(OLD, consultation_id=3, created_ms=None)


@pytest.fixture
def desk():
    return SessionStore()


@pytest.fixture
def retention(vault, desk):
    return Retention(vault, MediaCache(), SetClock(NOW), desk.apply, lambda _: 0, days=30)


async def test_what_is_too_old_does_not_come_onto_this_computer(vault, desk, retention):
    async def read():
        return Rows((OLD, FRESH, UNDATED))

    refresh = ListRefresh(
        Place.HISTORY, read, vault, SetClock(NOW), on_changes=desk.apply, on_state=lambda _: None,
        seconds=1, is_retained=retention.is_retained,
    )  # fmt: skip
    await refresh.refresh()
    assert await numbers(vault, Place.HISTORY) == {2, 3}
    assert refresh.state.left_out == 1


async def test_what_is_in_no_list_and_too_old_is_forgotten(vault, retention):
    await vault.write(consultations.replace_list, Place.IN_PROCESS, [OLD, FRESH])
    await vault.write(consultations.replace_list, Place.IN_PROCESS, [])
    await retention.apply()
    assert await numbers(vault, Place.GONE) == {2}


async def test_what_a_list_brings_back_meanwhile_is_not_forgotten(vault, retention, monkeypatch):
    """Notes, marks and measurements went with it, which nothing brings back."""
    await vault.write(consultations.replace_list, Place.IN_PROCESS, [OLD])
    await vault.write(consultations.replace_list, Place.IN_PROCESS, [])
    write = vault.write

    async def write_after_the_list(work, *args):
        await write(consultations.replace_list, Place.IN_PROCESS, [OLD])
        return await write(work, *args)

    monkeypatch.setattr(vault, "write", write_after_the_list)
    await retention.apply()
    assert await numbers(vault, Place.IN_PROCESS) == {1}


async def test_what_is_in_process_is_kept_however_old(vault, retention):
    await vault.write(consultations.replace_list, Place.IN_PROCESS, [OLD])
    await retention.apply()
    assert await numbers(vault, Place.IN_PROCESS) == {1}


def refreshing(place, answers, vault, desk):
    async def read():
        return answers.pop(0)

    return ListRefresh(
        place, read, vault, SetClock(NOW), on_changes=desk.apply, on_state=lambda _: None, seconds=1
    )


UNREADABLE = (DroppedRow(0, "no consultation_id"),)


async def test_a_row_that_cannot_be_read_keeps_no_closed_consultation_in_the_queue(vault, desk):
    answers = [Rows((OLD, FRESH)), Rows((FRESH,), UNREADABLE)]
    queue = refreshing(Place.IN_PROCESS, answers, vault, desk)
    history = refreshing(Place.HISTORY, [Rows((OLD,), UNREADABLE)], vault, desk)
    await queue.refresh()
    await queue.refresh()
    await history.refresh()
    assert await numbers(vault, Place.IN_PROCESS) == {2}
    assert await numbers(vault, Place.HISTORY) == {1}
    assert desk.worklist.consultation_ids() == (2,)
    assert queue.state.dropped == 1


async def test_a_row_that_cannot_be_read_keeps_nothing_that_was_deleted_elsewhere(vault, desk):
    answers = [Rows((OLD, FRESH)), Rows((FRESH,), UNREADABLE)]
    history = refreshing(Place.HISTORY, answers, vault, desk)
    await history.refresh()
    await history.refresh()
    assert await numbers(vault, Place.HISTORY) == {2}
    assert desk.history.get(1) is None


async def test_what_history_names_first_moves_once_the_queue_no_longer_names_it(vault, desk):
    answers = [Rows((OLD, FRESH)), Rows((FRESH,), UNREADABLE)]
    queue = refreshing(Place.IN_PROCESS, answers, vault, desk)
    history = refreshing(Place.HISTORY, [Rows((OLD,)), Rows((OLD,))], vault, desk)
    await queue.refresh()
    await history.refresh()
    assert await numbers(vault, Place.IN_PROCESS) == {1, 2}, "both name it: it is in process"
    await queue.refresh()
    await history.refresh()
    assert await numbers(vault, Place.HISTORY) == {1}


async def test_a_patient_whose_row_lost_its_number_stays_and_keeps_nobody_else(vault, desk):
    third = replace(FRESH, consultation_id=3, symptom=Symptom(SymptomKind.TEXT, "发热"))
    lost = replace(FRESH, consultation_id=0, status="7")
    answers = [Rows((OLD, FRESH, third)), Rows((), UNREADABLE, (lost,))]
    queue = refreshing(Place.IN_PROCESS, answers, vault, desk)
    await queue.refresh()
    await queue.refresh()
    assert await numbers(vault, Place.IN_PROCESS) == {FRESH.consultation_id}


async def test_a_row_without_number_and_time_could_be_anybody_and_keeps_nobody(vault, desk):
    undated = replace(UNDATED, consultation_id=0)
    answers = [Rows((UNDATED,)), Rows((), UNREADABLE, (undated,))]
    queue = refreshing(Place.IN_PROCESS, answers, vault, desk)
    await queue.refresh()
    await queue.refresh()
    assert await numbers(vault, Place.IN_PROCESS) == set()


async def test_media_that_nobody_looks_at_go_and_what_cannot_go_holds_nothing_up(
    vault, desk, caplog
):
    cache, asked = MediaCache(), []

    async def drop_unused(oldest_ms):
        asked.append(oldest_ms)

    def refuse(_oldest_ms):
        raise NotErased("held")

    cache.drop_unused = drop_unused
    await Retention(vault, cache, SetClock(NOW), desk.apply, refuse, days=30).apply()
    assert asked == [NOW - 30 * DAY_MS]
    assert "older than the policy's days" in caplog.text
