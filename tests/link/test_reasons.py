"""Why there is no session is known until there is one: to the window, and to the next try."""

from itertools import pairwise

import pytest

from tests.link.line import FIRST, SECOND, Line
from tests.link.stories import ERROR, on_a_line
from workstation.domain.connection import Phase
from workstation.domain.errors import (
    DeadlineExceeded,
    MalformedAnswer,
    NameNotResolved,
    ProxyRefused,
    RedirectRefused,
    RemoteProtocolError,
    ServerFault,
    TlsFailure,
    TokenRejected,
    Unreachable,
    WorkstationError,
)
from workstation.domain.sign_in_errors import (
    NoImServer,
    NoServers,
    PasswordRefused,
    SessionRefused,
    WeakerSignIn,
)
from workstation.link.reasons import furthest

IN_ORDER = [
    TokenRejected(),
    WeakerSignIn(),
    PasswordRefused(),
    RemoteProtocolError(),
    SessionRefused("host-unknown"),
    ServerFault(call="GET /im/password"),
    Unreachable(call="GET /im/password"),
    MalformedAnswer(call="GET /im/password"),
    NoImServer(),
    RedirectRefused(),
    TlsFailure(),
    ProxyRefused(),
    NameNotResolved(),
    Unreachable(),
    DeadlineExceeded(),
]
LEVELS = [(0,), (1,), (2,), (3, 4), (5, 6, 7), (8, 9), (10,), (11,), (12,), (13, 14)]


def test_the_failure_of_the_server_that_came_furthest_is_told() -> None:
    for level, later in pairwise(LEVELS):
        for better in level:
            for worse in later:
                errors = [IN_ORDER[worse], IN_ORDER[better], IN_ORDER[worse]]
                assert furthest(errors) is IN_ORDER[better]
    assert furthest([IN_ORDER[14], IN_ORDER[13]]) is IN_ORDER[14]


@pytest.mark.parametrize("asked_by", ["list", "password"])
def test_a_platform_that_asks_for_peace_is_asked_again_after_it(asked_by: str) -> None:
    busy = ServerFault("HTTP 503", call="GET /im/servers", retry_after=120.0)

    async def story(line: Line) -> None:
        await line.phase(Phase.WAITING)
        line.link.set_network(available=False)
        line.link.set_network(available=True)
        await line.pause(119.0)
        assert (line.asked, line.link.connection.error) == (1, busy)
        line.servers, line.failure = [FIRST], None
        await line.phase(Phase.ONLINE)
        assert line.asked == 2

    on_a_line(story, **({"servers": busy} if asked_by == "list" else {"failure": busy}))


@pytest.mark.parametrize(
    "error", [TlsFailure("x"), RemoteProtocolError("x"), WeakerSignIn("x"), NoImServer("x")]
)
def test_the_reason_stays_until_a_session_is_online(error: WorkstationError) -> None:
    async def story(line: Line) -> None:
        await line.phase(Phase.WAITING)
        await line.phase(Phase.CONNECTING)
        assert line.link.connection.error is error
        line.failure = None
        await line.phase(Phase.ONLINE)
        assert line.link.connection.error is None

    on_a_line(story, failure=error)


def test_of_two_servers_that_fail_differently_the_one_that_came_further_is_told() -> None:
    async def story(line: Line) -> None:
        await line.phase(Phase.WAITING)
        assert isinstance(line.link.connection.error, PasswordRefused)

    errors = {FIRST.host: PasswordRefused("not-authorized"), SECOND.host: Unreachable("down")}
    on_a_line(story, servers=[SECOND, FIRST], failure=errors)


def test_a_list_without_servers_is_the_reason() -> None:
    async def story(line: Line) -> None:
        await line.phase(Phase.WAITING)
        assert isinstance(line.link.connection.error, NoServers)

    on_a_line(story, servers=[])


@pytest.mark.parametrize("condition", ["host-unknown", "system-shutdown", "policy-violation"])
def test_a_server_that_ends_the_session_is_quoted(condition: str) -> None:
    async def story(line: Line) -> None:
        await line.phase(Phase.ONLINE)
        line.sockets[0].say(ERROR.format(condition))
        await line.phase(Phase.WAITING)
        error = line.link.connection.error
        assert isinstance(error, SessionRefused)
        assert error.reason == condition

    on_a_line(story)
