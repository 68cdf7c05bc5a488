import asyncio
from itertools import islice

import pytest

from workstation.domain.backoff import READ
from workstation.domain.errors import (
    ConnectionDropped,
    DeadlineExceeded,
    MalformedAnswer,
    NameNotResolved,
    NetworkError,
    ServerFault,
    TlsFailure,
    TokenRejected,
    Unreachable,
)
from workstation.web.bounds import MAX_RETRY_AFTER_SECONDS
from workstation.web.retry import RetryPolicy
from workstation.web.retry_after import retry_after


class Sequence:
    """Fails with each error in turn, then answers; remembers how long it was made to wait."""

    def __init__(self, *errors):
        self.errors = list(errors)
        self.slept = []
        self.tries = 0

    async def __call__(self):
        self.tries += 1
        if self.errors:
            raise self.errors.pop(0)
        return "answer"

    async def sleep(self, seconds):
        self.slept.append(seconds)

    def patience(self, draw=lambda: 1.0):
        return RetryPolicy(30, draw, self.sleep)


async def test_a_passing_failure_is_tried_again_after_growing_delays():
    action = Sequence(Unreachable(), ServerFault(), ConnectionDropped())
    assert await action.patience().read(action) == "answer"
    assert action.slept == [0.5, 1.0, 2.0]


async def test_the_fourth_failure_is_raised():
    action = Sequence(*[NameNotResolved() for _ in range(4)])
    with pytest.raises(NameNotResolved):
        await action.patience().read(action)
    assert action.tries == 4


@pytest.mark.parametrize("error", [TokenRejected(), TlsFailure(), MalformedAnswer()])
async def test_a_lasting_failure_is_not_tried_again(error):
    action = Sequence(error)
    with pytest.raises(type(error)):
        await action.patience().read(action)
    assert (action.tries, action.slept) == (1, [])


async def fails_then_hangs(error):
    """What is raised where the time is over during the second try."""

    async def pause(_seconds):
        action.hangs = True

    async def action():
        if not action.hangs:
            raise error
        await asyncio.Event().wait()

    action.hangs = False
    with pytest.raises(NetworkError) as raised:
        await RetryPolicy(0.05, sleep=pause).read(action, call="GET /x")
    assert action.hangs
    return raised.value


@pytest.mark.parametrize(
    "error", [Unreachable(), NameNotResolved(), DeadlineExceeded("proxy 10.0.0.1:3128")]
)
async def test_the_time_that_is_over_hides_no_server_that_was_never_reached(error):
    """It was "the server did not answer in time" for a proxy that is down."""
    assert await fails_then_hangs(error) is error


@pytest.mark.parametrize("error", [ServerFault(), ConnectionDropped()])
async def test_of_a_server_that_was_reached_it_is_said_that_the_time_is_over(error):
    assert type(await fails_then_hangs(error)) is DeadlineExceeded


async def test_a_write_is_never_repeated():
    action = Sequence(ConnectionDropped())
    with pytest.raises(ConnectionDropped):
        await action.patience().write(action)
    assert action.tries == 1


def test_jitter_is_full_and_delays_are_bounded():
    assert list(islice(READ.waits(lambda: 0.0), 9)) == [0.0] * 9
    assert max(islice(READ.waits(lambda: 1.0), 9)) == 8.0


async def test_a_server_that_asks_for_a_short_pause_gets_it():
    action = Sequence(ServerFault(retry_after=3.0), ServerFault())
    assert await action.patience().read(action) == "answer"
    assert action.slept == [3.5, 1.0]


async def test_a_server_that_asks_for_a_long_pause_is_not_asked_again_here():
    action = Sequence(ServerFault(retry_after=120.0))
    with pytest.raises(ServerFault) as reports:
        await action.patience().read(action)
    assert (action.tries, reports.value.retry_after) == (1, 120.0)


NOON, LATER = "Fri, 27 Nov 2026 12:00:00 GMT", "Fri, 27 Nov 2026 12:01:30 GMT"


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, 0.0),
        ({"retry-after": "90"}, 90.0),
        ({"retry-after": " 0 "}, 0.0),
        ({"retry-after": "86400"}, MAX_RETRY_AFTER_SECONDS),
        ({"retry-after": "9" * 5_000}, MAX_RETRY_AFTER_SECONDS),
        ({"retry-after": "-5"}, 0.0),
        ({"retry-after": "soon"}, 0.0),
        ({"retry-after": "٣"}, 0.0),
        ({"retry-after": LATER, "date": NOON}, 90.0),
        ({"retry-after": NOON, "date": LATER}, 0.0),
        ({"retry-after": "Sat, 28 Nov 2026 12:00:00 GMT", "date": NOON}, MAX_RETRY_AFTER_SECONDS),
        ({"retry-after": LATER}, 0.0),
        ({"retry-after": LATER, "date": NOON, "age": "600"}, 0.0),
    ],
)
def test_a_pause_is_read_in_both_forms_and_bounded(headers, seconds):
    assert retry_after(headers) == seconds
