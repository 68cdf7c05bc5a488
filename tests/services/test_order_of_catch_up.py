"""Whose archive is asked first when hundreds of rooms ask at the same time."""

from tests.fakes.archive import ROOM
from tests.fakes.clock import SetClock
from workstation.domain.commands import FetchPage
from workstation.domain.ids import ConsultationId
from workstation.services.catch_up import MAX_PAGES, CatchUp
from workstation.services.query_pacing import FIRST_QUERIES, MAX_QUERIES
from workstation.vault.archive.requests import PageRequest, RequestReason, Step


def _catch_up() -> tuple[CatchUp, list[FetchPage]]:
    posted: list[FetchPage] = []
    return CatchUp(posted.append, lambda _: None, SetClock(0)), posted


def _request(number: int) -> PageRequest:
    return PageRequest(ConsultationId(ROOM + number))


def _rooms(posted: list[FetchPage]) -> list[int]:
    return [command.consultation_id - ROOM for command in posted]


def test_the_preferred_room_is_asked_before_all_others() -> None:
    catch_up, posted = _catch_up()
    for number in range(3 * FIRST_QUERIES):
        catch_up.begin(_request(number))
    assert len(posted) == FIRST_QUERIES
    preferred = 3 * FIRST_QUERIES - 1
    catch_up.prefer(ConsultationId(ROOM + preferred))
    assert _rooms(posted[FIRST_QUERIES:]) == [preferred], "at once, beyond the bound"


def test_beside_a_page_of_the_preferred_room_one_other_is_asked_for() -> None:
    catch_up, posted = _catch_up()
    catch_up.prefer(ConsultationId(ROOM))
    for number in range(3 * FIRST_QUERIES):
        catch_up.begin(_request(number))
    assert _rooms(posted) == [0, 1]
    catch_up.apply_steps({posted[1].query: Step()})
    assert _rooms(posted) == [0, 1, 2]
    catch_up.apply_steps({posted[0].query: Step()})
    assert len(posted) == 2 + FIRST_QUERIES + 2, "one more after each that came soon"


def test_each_further_page_of_the_preferred_room_is_asked_for_at_once() -> None:
    catch_up, posted = _catch_up()
    catch_up.prefer(ConsultationId(ROOM))
    for number in reversed(range(2 * MAX_QUERIES)):
        catch_up.begin(_request(number))
    assert _rooms(posted)[-1] == 0
    query = posted[-1].query
    catch_up.apply_steps({query: Step(_request(0), RequestReason.CATCH_UP)})
    assert _rooms(posted)[-1] == 0
    assert posted[-1].query != query


def test_without_one_the_rooms_have_their_turn_in_order() -> None:
    catch_up, posted = _catch_up()
    for number in range(2 * MAX_QUERIES):
        catch_up.begin(_request(number))
    for command in posted:
        catch_up.apply_steps({command.query: Step()})
    assert _rooms(posted) == list(range(2 * MAX_QUERIES))


def test_a_catch_up_rests_after_so_many_pages_and_calls_the_room_whole_no_sooner() -> None:
    caught_up: list[int] = []
    posted: list[FetchPage] = []
    catch_up = CatchUp(posted.append, caught_up.extend, SetClock(0))
    painted: list[int] = []
    catch_up.caught_up.subscribe(painted.extend)
    further = Step(_request(0), RequestReason.CATCH_UP)
    catch_up.begin(_request(0))
    for pages in range(1, MAX_PAGES):
        assert not catch_up.apply_steps({posted[-1].query: further})
        assert len(posted) == pages + 1
    assert catch_up.apply_steps({posted[-1].query: further}) == {ROOM}
    assert len(posted) == MAX_PAGES
    assert not caught_up
    assert not catch_up.has_caught_up(ROOM)
    assert catch_up.failed == {ROOM}, "whoever retries what failed goes on with it"
    catch_up.begin(_request(0))
    catch_up.apply_steps({posted[-1].query: Step()})
    assert caught_up == painted == [ROOM]
    assert catch_up.has_caught_up(ROOM)
    assert not catch_up.failed
