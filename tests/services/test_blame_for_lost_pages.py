"""Which rooms are blamed for pages that did not come, and what is asked of them then."""

import pytest

from tests.fakes.archive import ROOM
from workstation.domain.backoff import CATCH_UP
from workstation.domain.events import FRAME_REFUSED, SESSION_LOST, SUSPECTED
from workstation.domain.ids import ConsultationId
from workstation.services.lost_pages import DOUBTFUL, HOPELESS, NEWEST, LostPages
from workstation.vault.archive.requests import PageRequest, RequestReason, Step

USUAL = 100
SOME = PageRequest(ConsultationId(ROOM), after="known")
OTHER = PageRequest(ConsultationId(ROOM + 1), after="known")
ROOMS = [ConsultationId(ROOM + number) for number in range(8)]


@pytest.fixture
def lost() -> LostPages:
    return LostPages()


def lose(lost: LostPages, times: int, reason: str = FRAME_REFUSED) -> None:
    for _ in range(times):
        lost.note_failed(ROOM, reason)


def test_pages_get_smaller_then_the_newest_ones_and_at_last_none_is_asked_for(
    lost: LostPages,
) -> None:
    asked = []
    while not lost.is_hopeless(ROOM):
        is_newest = lost.amend(SOME).after is None
        asked.append((lost.limit(ROOM, USUAL), is_newest))
        lose(lost, 1)
    on, newest = [(USUAL, False)] * DOUBTFUL, [20, 4, 2, 1]
    assert asked == [*on, (20, False), (2, False), *((limit, True) for limit in newest)]
    assert len(asked) == HOPELESS


def test_a_page_that_is_short_already_gets_no_longer(lost: LostPages) -> None:
    lose(lost, DOUBTFUL)
    assert lost.limit(ROOM, 5) == 5


@pytest.mark.parametrize("reason", [SESSION_LOST, "item-not-found"])
def test_what_says_nothing_of_a_page_counts_for_nothing(lost: LostPages, reason: str) -> None:
    lose(lost, HOPELESS, reason)
    assert not lost.is_doubtful(ROOM)
    assert not lost.is_suspect(ROOM)


def test_whatever_came_of_a_room_ends_its_failures_in_a_row_once(lost: LostPages) -> None:
    lose(lost, 1)
    lost.note_page(SOME)
    lose(lost, 1)
    assert not lost.is_doubtful(ROOM)
    lose(lost, 1)
    assert lost.is_doubtful(ROOM)


def test_a_page_that_came_in_each_session_excuses_no_second_failure(lost: LostPages) -> None:
    """Before it nothing is missing, and behind it each session is ended at the same entry."""
    lose(lost, 1)
    for _ in range(DOUBTFUL):
        lost.note_page(SOME)
        lose(lost, 1)
    assert lost.is_doubtful(ROOM)


def test_one_that_lies_further_on_does(lost: LostPages) -> None:
    lose(lost, 1)
    for place in ("a", "b", "c"):
        lost.note_page(PageRequest(ConsultationId(ROOM), after=place))
        lose(lost, 1)
    assert not lost.is_doubtful(ROOM)


def test_once_a_room_has_caught_up_all_that_comes_is_new(lost: LostPages) -> None:
    lose(lost, 1)
    lost.note_page(SOME)
    lost.note_caught_up(ROOM, is_whole=True)
    lose(lost, 1)
    lost.note_page(SOME)
    lose(lost, 1)
    assert not lost.is_doubtful(ROOM)


def test_a_page_of_a_room_without_failures_excuses_no_later_one(lost: LostPages) -> None:
    lost.note_page(SOME)
    lose(lost, DOUBTFUL)
    assert lost.is_doubtful(ROOM)


def test_nor_does_one_that_came_before_the_room_had_caught_up(lost: LostPages) -> None:
    lose(lost, 1)
    lost.note_page(SOME)
    lost.note_caught_up(ROOM, is_whole=True)
    lose(lost, DOUBTFUL)
    assert lost.is_doubtful(ROOM)


def test_one_that_has_caught_up_is_asked_beside_others_again(lost: LostPages) -> None:
    lose(lost, DOUBTFUL)
    assert lost.choose({"some": SOME}, [OTHER], 9) is None
    lost.note_caught_up(ROOM, is_whole=True)
    lose(lost, 1, "timeout")
    assert lost.choose({"some": SOME}, [OTHER], 9) == "some"


def test_one_refused_frame_is_enough_to_be_asked_last_and_alone(lost: LostPages) -> None:
    lose(lost, 1)
    assert lost.choose({"some": SOME, "other": OTHER}, [], 9) == "other"
    assert lost.choose({"some": SOME}, [OTHER], 9) is None
    assert not lost.is_costly(ROOM)


def test_beside_an_own_message_it_is_suspected_first_and_blamed_once_it_was_alone(
    lost: LostPages,
) -> None:
    lose(lost, 1, SUSPECTED)
    assert lost.choose({"some": SOME, "other": OTHER}, [], 9) == "other"
    lose(lost, 1, SUSPECTED)
    assert not lost.is_doubtful(ROOM)
    lose(lost, 1, SUSPECTED)
    assert lost.is_doubtful(ROOM)


def test_one_that_only_gives_no_answer_costs_no_session(lost: LostPages) -> None:
    lose(lost, 1)
    lose(lost, 1, "timeout")
    assert lost.choose({"some": SOME}, [OTHER], 9) == "some"


@pytest.mark.parametrize(("answering", "failing", "is_blamed"), [(8, 2, True), (8, 3, False)])
def test_few_of_the_rooms_that_answer_may_give_no_answer_each_by_itself(
    lost: LostPages, answering: int, failing: int, *, is_blamed: bool
) -> None:
    for room in ROOMS[:answering]:
        lost.note_page(PageRequest(room))
    for _ in range(DOUBTFUL + 1):
        for room in ROOMS[:failing]:
            lost.note_failed(room, "timeout")
    assert lost.is_doubtful(ROOMS[failing - 1]) is is_blamed


def test_where_none_has_answered_yet_one_alone_may_be_mute_and_two_are_the_server(
    lost: LostPages,
) -> None:
    for _ in range(DOUBTFUL):
        for room in ROOMS[:2]:
            lost.note_failed(room, "timeout")
    assert [lost.is_doubtful(room) for room in ROOMS[:2]] == [False, False]


def test_a_page_of_any_room_shows_that_the_server_answers(lost: LostPages) -> None:
    lost.note_failed(ROOMS[1], "timeout")
    lost.note_page(PageRequest(ROOMS[2]))
    lose(lost, DOUBTFUL, "timeout")
    assert lost.is_doubtful(ROOM)


def test_in_what_is_passed_by_an_own_message_may_stand(lost: LostPages) -> None:
    """Taken for absent it would be said again, where the archive answers within the grace."""
    lose(lost, NEWEST)
    lost.amend(SOME)
    assert not lost.passes_by(Step(SOME, RequestReason.CATCH_UP))
    assert not lost.passes_by(Step(OTHER, RequestReason.BRIDGE))
    assert not lost.take_unproven(ROOMS)
    assert lost.passes_by(Step(SOME, RequestReason.BRIDGE))
    assert lost.take_unproven(ROOMS) == {ROOM}


BRIDGE = Step(SOME, RequestReason.BRIDGE)


def pass_by_once(lost: LostPages) -> None:
    lose(lost, NEWEST)
    lost.amend(SOME)
    assert lost.passes_by(BRIDGE)
    lost.note_caught_up(ROOM, is_whole=False)


def test_what_was_passed_by_is_asked_for_after_all_less_and_less_often(lost: LostPages) -> None:
    """What was in its way may be gone, and as long as it stands each try costs a session."""
    pass_by_once(lost)
    passed = []
    for _ in range(15):
        passed.append(lost.passes_by(BRIDGE))
        if not passed[-1]:
            assert not lost.passes_by(BRIDGE), "page after page"
        lost.note_caught_up(ROOM, is_whole=False)
    assert [at for at, each in enumerate(passed, 2) if not each] == [2, 4, 8, 16]


def test_where_that_costs_a_session_the_newest_page_is_next(lost: LostPages) -> None:
    pass_by_once(lost)
    assert not lost.passes_by(BRIDGE)
    lose(lost, 1)
    assert lost.amend(SOME).after is None
    assert lost.passes_by(BRIDGE)


def test_a_room_that_was_read_whole_passes_by_nothing_again(lost: LostPages) -> None:
    pass_by_once(lost)
    lost.take_unproven(ROOMS)
    for _ in range(3):
        lost.note_caught_up(ROOM, is_whole=True)
        assert not lost.passes_by(BRIDGE)
    assert not lost.take_unproven(ROOMS)


def test_what_cost_sessions_rests_longer_each_time(lost: LostPages) -> None:
    rests = []
    for _ in range(HOPELESS - DOUBTFUL):
        lose(lost, DOUBTFUL if not rests else 1)
        rests.append(lost.rest_seconds(ROOM))
    assert rests == [CATCH_UP.first_seconds * 2**number for number in range(len(rests))]
