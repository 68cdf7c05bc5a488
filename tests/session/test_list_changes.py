"""What a list tells is followed at once: what has left the queue, and that the token is refused."""

from pathlib import Path

import pytest

from tests.session.runs import SETTINGS, signed_in
from tests.simulation.clinic import ward
from tests.simulation.people import ME
from tests.ui.waiting import until
from workstation.domain.changes import Place
from workstation.domain.ids import ConsultationId
from workstation.services.consultation_refresh import RefreshState
from workstation.session import lists as module


async def test_what_left_the_queue_is_in_the_history_at_once(tmp_path: Path) -> None:
    async with ward() as clinic, signed_in(clinic, tmp_path, SETTINGS) as session:
        number = ConsultationId(clinic.number)
        store, lists = session.store, session.lists
        await until(lambda: store.worklist.row(number) and len(store.history), "both were read")
        store.bring_to_front(number)
        refreshed: list[RefreshState] = []
        lists.refresh.states.subscribe(refreshed.append)
        clinic.clinic.consultations.finish(number)
        lists.queue.request_now()
        await until(lambda: number in {each.consultation_id for each in store.history})
        assert store.worklist.row(number) is None
        await until(lambda: refreshed, "what is looked at was read by its number")
        assert refreshed[0].consultation_id == number


async def test_a_list_that_is_refused_ends_the_sign_in(tmp_path: Path) -> None:
    async with ward() as clinic, signed_in(clinic, tmp_path, SETTINGS) as session:
        rejected: list[None] = []
        session.token_rejected.subscribe(rejected.append)
        clinic.clinic.tokens.renew(ME)
        session.lists.queue.request_now()
        await until(lambda: rejected, "the doctor must sign in anew")


async def test_a_list_that_is_as_it_was_names_no_rooms_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with ward() as clinic, signed_in(clinic, tmp_path, SETTINGS) as session:
        lists, number = session.lists, ConsultationId(clinic.number)
        await until(lambda: lists.queue.state.read_ms and lists.history.state.read_ms, "both")
        named: list[int] = []
        monkeypatch.setattr(
            module, "enter_rooms", lambda store, *_: named.append(len(store.worklist))
        )
        read: list[Place] = []
        lists.states.subscribe(lambda change: change[1].busy or read.append(change[0]))
        lists.queue.request_now()
        await until(lambda: Place.IN_PROCESS in read, "the queue is read again")
        assert named == []
        clinic.clinic.consultations.finish(number)
        lists.queue.request_now()
        await until(lambda: session.store.worklist.row(number) is None, "it has left the queue")
        assert named
