"""Whose archive is asked first when hundreds of rooms ask at the same time."""

from tests.fakes.alone import catch_up_alone
from tests.fakes.archive import ROOM
from tests.fakes.clock import SetClock
from workstation.domain.commands import FetchPage
from workstation.domain.events import FRAME_REFUSED, PageFailed
from workstation.domain.ids import ConsultationId
from workstation.services.catch_up import LIVE_MESSAGES, MAX_PAGES, CatchUp
from workstation.services.query_pacing import FIRST_QUERIES, MAX_QUERIES
from workstation.services.under_way import UnderWay
from workstation.vault.archive.requests import PageRequest, RequestReason, Step


def _catch_up() -> tuple[CatchUp, list[FetchPage]]:
    posted: list[FetchPage] = []
    return catch_up_alone(posted.append, lambda _: None, SetClock(0)), posted


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


def test_what_waits_is_not_gone_through_for_each_room_that_is_added() -> None:
    """Of ten thousand that was a quarter of the window's work until all had caught up."""
    comparisons = []

    class Watched(int):
        """A room's number that notes with what it is compared."""

        __hash__ = int.__hash__

        def __eq__(self, other):
            comparisons.append(other)
            return int(self) == other

    catch_up, posted = _catch_up()
    catch_up.prefer(ConsultationId(ROOM))
    count = 300
    for number in range(1, count):
        catch_up.begin(PageRequest(ConsultationId(Watched(ROOM + number))))
    assert len(posted) == FIRST_QUERIES
    assert len(comparisons) < 10 * count


def test_what_waited_before_its_room_was_preferred_is_asked_once() -> None:
    catch_up, posted = _catch_up()
    for number in range(2 * FIRST_QUERIES):
        catch_up.begin(_request(number))
    last = 2 * FIRST_QUERIES - 1
    for number in (last, last - 1, last):
        catch_up.prefer(ConsultationId(ROOM + number))
    assert _rooms(posted[FIRST_QUERIES:]) == [last, last - 1]
    catch_up.begin(_request(last))
    assert _rooms(posted[FIRST_QUERIES:]) == [last, last - 1, last], "begun anew"


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
    catch_up = catch_up_alone(posted.append, caught_up.extend, SetClock(0))
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


def test_a_suspect_is_asked_after_all_others_though_the_doctor_looks_at_it() -> None:
    """Else it would end the session before any other room was read."""
    posted: list[FetchPage] = []
    messages = [UnderWay.NOTHING]
    catch_up = catch_up_alone(
        posted.append, lambda _: None, SetClock(0), messages=lambda: messages[0]
    )
    catch_up.begin(_request(0))
    refused = PageFailed(ConsultationId(ROOM), posted[0].query, FRAME_REFUSED)
    catch_up.on_page_failed(refused)
    catch_up.prefer(ConsultationId(ROOM))
    messages[0] = UnderWay.SUSPECT
    for number in (0, 1):
        catch_up.begin(_request(number))
    assert _rooms(posted) == [0]
    messages[0] = UnderWay.NOTHING
    catch_up.go_on()
    assert _rooms(posted) == [0, 1]
    catch_up.apply_steps({posted[1].query: Step()})
    assert _rooms(posted) == [0, 1, 0]


def test_a_room_that_was_left_while_the_vault_was_asked_is_not_asked() -> None:
    catch_up, posted = _catch_up()
    catch_up.leave(ConsultationId(ROOM))
    assert catch_up.begin(_request(0))
    assert not posted
    catch_up.enter(ConsultationId(ROOM))
    assert catch_up.begin(_request(0))
    assert _rooms(posted) == [0]


def test_live_messages_are_counted_anew_after_each_catch_up() -> None:
    """From the fiftieth on each would ask the archive again."""
    catch_up, posted = _catch_up()
    for _ in range(2):
        due = [catch_up.count_live_message(ConsultationId(ROOM)) for _ in range(LIVE_MESSAGES)]
        assert due == [False] * (LIVE_MESSAGES - 1) + [True]
        catch_up.begin(_request(0))
        catch_up.apply_steps({posted[-1].query: Step()})


def test_a_room_that_caught_up_waits_shortly_again_when_it_fails() -> None:
    catch_up, posted = _catch_up()
    waits = [catch_up.next_backoff(ConsultationId(ROOM)) for _ in range(3)]
    assert waits == sorted(set(waits))
    catch_up.begin(_request(0))
    catch_up.apply_steps({posted[-1].query: Step()})
    assert catch_up.next_backoff(ConsultationId(ROOM)) == waits[0]
