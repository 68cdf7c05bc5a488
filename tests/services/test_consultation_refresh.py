"""The consultation that is looked at is read once more, and only what is known is renewed."""

from dataclasses import replace

import pytest

from tests.store.people import consultation, listed
from workstation.domain.changes import Changes, Place
from workstation.domain.consultation import Consultation, Symptom, SymptomKind
from workstation.domain.errors import NotFound, ServerFault, TokenRejected, WorkstationError
from workstation.domain.people import Member, Team
from workstation.services.consultation_refresh import ConsultationRefresh, RefreshState
from workstation.vault.database import Vault
from workstation.vault.lists import consultations

NUMBER = 7


class Desk:
    """What is known of one consultation, and a platform that answers for it."""

    def __init__(self) -> None:
        self.vault = Vault.in_memory(threads=False)
        self.changes: list[Changes] = []
        self.states: list[RefreshState] = []
        self.rejected = 0
        self.answer: Consultation | WorkstationError = consultation(NUMBER)
        self.refresh = ConsultationRefresh(
            self._read, self.vault, self.changes.append, self._on_token_rejected
        )
        self.refresh.states.subscribe(self.states.append)

    async def _read(self, _consultation_id: int) -> Consultation:
        if isinstance(self.answer, WorkstationError):
            raise self.answer
        return self.answer

    def _on_token_rejected(self) -> None:
        self.rejected += 1

    async def know(self, place: Place) -> None:
        await self.vault.write(consultations.put, listed(NUMBER, place))

    async def stored(self):
        return await self.vault.read(consultations.get, NUMBER)


@pytest.fixture
def desk():
    made = Desk()
    yield made
    made.vault.close()


@pytest.mark.parametrize("place", list(Place))
async def test_what_is_different_is_shown_and_stays_in_its_list(desk, place):
    await desk.know(place)
    desk.answer = consultation(NUMBER, status="finished", doctor_ids=(1001, 1009))
    await desk.refresh.refresh(NUMBER)
    (changes,) = desk.changes
    assert changes.listed == (listed(NUMBER, place, status="finished", doctor_ids=(1001, 1009)),)
    assert await desk.stored() == changes.listed[0]
    assert desk.states == [RefreshState(NUMBER, busy=True), RefreshState(NUMBER)]


async def test_what_is_the_same_changes_nothing(desk):
    await desk.know(Place.IN_PROCESS)
    await desk.refresh.refresh(NUMBER)
    assert [bool(changes) for changes in desk.changes] == [False]


async def test_an_answer_after_the_deletion_brings_nothing_back(desk):
    await desk.know(Place.HISTORY)
    await desk.vault.write(consultations.forget, [NUMBER])
    await desk.refresh.refresh(NUMBER)
    assert await desk.stored() is None
    assert not any(desk.changes)


@pytest.mark.parametrize("error", [ServerFault("HTTP 503"), NotFound("HTTP 404")])
async def test_a_failure_is_told_and_changes_nothing(desk, error):
    await desk.know(Place.IN_PROCESS)
    desk.answer = error
    await desk.refresh.refresh(NUMBER)
    assert desk.states[-1] == RefreshState(NUMBER, error=error)
    assert (desk.changes, desk.rejected) == ([], 0)
    assert await desk.stored() == listed(NUMBER)


async def test_a_rejected_token_ends_the_sign_in(desk):
    desk.answer = TokenRejected("HTTP 401")
    await desk.refresh.refresh(NUMBER)
    assert desk.rejected == 1


EMPTY = Consultation(
    NUMBER, Member(None, ""), Member(None, ""), Team(None, ""), Symptom(SymptomKind.TEXT, "")
)


def test_what_an_answer_leaves_out_takes_nothing_away():
    known = consultation(NUMBER, status="in_process", images=("/a.jpg",))
    assert EMPTY.completed_from(known) == known
    unnamed = replace(EMPTY, target=Member(known.target.member_id, ""))
    assert unnamed.completed_from(known).target == known.target
    another = replace(EMPTY, target=Member(9, ""))
    assert another.completed_from(known).target == Member(9, ""), "never under another's name"


async def test_what_is_looked_up_is_not_kept(desk):
    assert await desk.refresh.look_up(NUMBER) == consultation(NUMBER)
    assert await desk.stored() is None
    desk.answer = TokenRejected("HTTP 401")
    with pytest.raises(TokenRejected):
        await desk.refresh.look_up(NUMBER)
    assert desk.rejected == 1
