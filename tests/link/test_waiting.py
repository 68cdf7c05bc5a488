"""How long is waited: between rounds, for answers, for a password; and what ends it."""

import asyncio
from itertools import islice

import pytest

from tests.link.line import Line
from tests.simulation.virtual_time import VirtualClock, VirtualLoop, run
from workstation.domain.backoff import PROBE, RECONNECT
from workstation.domain.commands import FetchPage
from workstation.domain.errors import UploadRefused
from workstation.domain.events import SESSION_LOST, PageFailed
from workstation.domain.im import ImPassword
from workstation.link.im_passwords import MIN_SECONDS_LEFT, ImPasswords
from workstation.link.reconnect_policy import ReconnectPolicy
from workstation.link.requests import ANSWER_SECONDS, UploadSlots
from workstation.xmpp.events import UploadService
from workstation.xmpp.jid import Jid

ROOM = 7
URL = "wss://10.0.0.1:9501/xmpp-websocket"


def test_waits_between_rounds_double_up_to_a_bound_with_full_jitter() -> None:
    assert list(islice(RECONNECT.waits(lambda: 1.0), 8)) == [
        0.5,
        1,
        2,
        4,
        8,
        16,
        30,
        30,
    ]
    assert next(RECONNECT.waits(lambda: 0.0)) == 0.0
    assert RECONNECT.first_seconds == 0.5


def test_looks_begin_at_once_and_slow_down() -> None:
    waits = list(islice(PROBE.waits(lambda: 1.0), 40))
    assert waits[0] == PROBE.first_seconds
    assert waits == sorted(waits)
    assert waits[-1] == PROBE.max_seconds
    assert next(PROBE.waits(lambda: 0.0)) == PROBE.first_seconds / 2


class Port:
    """A port that opens after so many looks."""

    def __init__(self, opens_after: int) -> None:
        self.looks, self._opens_after = 0, opens_after

    async def look(self, url: str) -> bool:
        assert url == URL
        self.looks += 1
        return self.looks > self._opens_after


def waited(port: Port, last_good: str, *, told_after: float | None = None) -> float:
    """How long a wait of thirty seconds lasts."""
    loop = VirtualLoop()

    async def live() -> None:
        outage = ReconnectPolicy(lambda: 1.0, port.look)
        if told_after is not None:
            loop.call_later(told_after, outage.end_wait)
        await outage.wait(30.0, last_good)

    run(loop, live())
    return loop.time()


def test_a_server_that_listens_again_ends_a_wait() -> None:
    assert waited(Port(2), URL) == pytest.approx(PROBE.first_seconds * 2.2)


def test_a_port_that_was_open_all_the_time_ends_nothing() -> None:
    port = Port(0)
    assert (waited(port, URL), port.looks) == (30.0, 1)


def test_without_a_server_that_was_good_nobody_looks() -> None:
    port = Port(0)
    assert (waited(port, ""), port.looks) == (30.0, 0)


def test_in_peace_only_the_doctor_ends_a_wait() -> None:
    port = Port(0)
    loop = VirtualLoop()

    async def live() -> None:
        outage = ReconnectPolicy(lambda: 1.0, port.look)
        loop.call_later(1.0, outage.nudge)
        await outage.wait(30.0, URL, undisturbed=True)
        assert (loop.time(), port.looks) == (30.0, 0)
        loop.call_later(1.0, outage.end_wait)
        await outage.wait(30.0, URL, undisturbed=True)
        assert loop.time() == 31.0
        loop.call_later(1.0, outage.nudge)
        await outage.wait(30.0, URL)
        assert loop.time() == 32.0

    run(loop, live())


@pytest.mark.parametrize("last_good", ["", URL])
def test_somebody_who_asks_ends_a_wait(last_good: str) -> None:
    assert waited(Port(1_000_000), last_good, told_after=1.0) == 1.0


class Platform:
    """Gives numbered passwords that live so long."""

    def __init__(self, clock: VirtualClock, seconds: float) -> None:
        self.fetches, self._clock, self._seconds = 0, clock, seconds

    async def fetch(self) -> ImPassword:
        await asyncio.sleep(1.0)
        self.fetches += 1
        now = self._clock.monotonic()
        return ImPassword(f"p{self.fetches}", now + self._seconds)


def test_a_password_is_used_until_its_last_minute() -> None:
    loop = VirtualLoop()
    clock = VirtualClock(loop)

    async def live() -> None:
        platform = Platform(clock, 3_600.0)
        passwords = ImPasswords(platform.fetch, clock)
        assert await passwords.current() == "p1"
        await asyncio.sleep(3_600.0 - MIN_SECONDS_LEFT)
        assert await passwords.current() == "p1"
        await asyncio.sleep(0.1)
        passwords.begin_pass()
        assert await passwords.current() == "p2"

    run(loop, live())


def test_a_round_over_many_dead_servers_may_outlast_a_password() -> None:
    loop = VirtualLoop()
    clock = VirtualClock(loop)

    async def live() -> None:
        platform = Platform(clock, 30.0)
        passwords = ImPasswords(platform.fetch, clock)
        passwords.begin_pass()
        assert [await passwords.current() for _ in range(3)] == ["p1"] * 3
        await asyncio.sleep(29.0)
        assert await passwords.current() == "p1"
        await asyncio.sleep(1.0)
        assert await passwords.replace("p1") == "p2"
        await asyncio.sleep(30.0)
        assert await passwords.current() == "p3"

    run(loop, live())


def test_of_several_askers_only_the_first_asks_the_platform() -> None:
    loop = VirtualLoop()
    clock = VirtualClock(loop)

    async def live() -> None:
        platform = Platform(clock, 3_600.0)
        passwords = ImPasswords(platform.fetch, clock)
        assert await asyncio.gather(*(passwords.current() for _ in range(8))) == ["p1"] * 8
        passwords.begin_pass()
        fresh = await asyncio.gather(*(passwords.replace("p1") for _ in range(8)))
        assert (fresh, platform.fetches) == (["p2"] * 8, 2)

    run(loop, live())


def test_a_page_without_an_answer_is_given_up_and_a_late_answer_counts_no_more() -> None:
    loop = VirtualLoop()

    async def live() -> None:
        async with Line(loop) as line:
            while not line.sockets or not line.wire.session.online:
                await line.pause()
            await line.pause(ANSWER_SECONDS)
            line.link.post(FetchPage(ROOM, "q1"))
            await line.pause(ANSWER_SECONDS - 2)
            assert not failures(line)
            await line.pause(4)
            assert failures(line) == [PageFailed(ROOM, "q1", "timeout")]

    run(loop, live())


def test_what_a_lost_session_was_asked_is_answered_by_nobody(expect_log: list[str]) -> None:
    expect_log.append("broke the protocol: not well-formed")
    loop = VirtualLoop()

    async def live() -> None:
        async with Line(loop) as line:
            while not line.sockets or not line.wire.session.online:
                await line.pause()
            line.link.post(FetchPage(ROOM, "q1"))
            upload = asyncio.ensure_future(line.link.request_slot("a.png", 1, "image/png"))
            await line.pause()
            line.sockets[0].say("<a>")
            while not failures(line):
                await line.pause()
            assert failures(line) == [PageFailed(ROOM, "q1", SESSION_LOST)]
            with pytest.raises(UploadRefused, match=SESSION_LOST):
                await upload

    run(loop, live())


def test_an_upload_service_that_does_not_answer_is_given_up() -> None:
    loop = VirtualLoop()

    async def live() -> None:
        async with Line(loop) as line:
            with pytest.raises(UploadRefused, match="not online"):
                await line.link.request_slot("a.png", 1, "image/png")
            while not line.wire.session.online:
                await line.pause()
            before = loop.time()
            with pytest.raises(UploadRefused, match="timeout"):
                await line.link.request_slot("a.png", 1, "image/png")
            assert loop.time() - before == pytest.approx(ANSWER_SECONDS)

    run(loop, live())


def test_questions_of_uploads_that_were_given_up_are_no_open_requests_any_more() -> None:
    """A day of them would use up what a session may have open, and no room could be entered."""
    session = UploadQuestions()
    slots, loop = UploadSlots(session, "clinic.test"), VirtualLoop()

    async def live() -> None:
        with pytest.raises(UploadRefused, match="timeout"):
            await slots.request_slot("a.png", 1, "image/png")
        slots.on_request = lambda: loop.call_soon(slots.on_answer, SERVICE)
        with pytest.raises(UploadRefused, match="timeout"):
            await slots.request_slot("a.png", 1, "image/png")

    run(loop, live())
    assert session.asked == ["service", "service", "slot"]
    assert session.forgotten == ["i1", "i1", "i2"]


class UploadQuestions:
    """A session that asks for a service and for a slot, and knows what it was asked."""

    def __init__(self) -> None:
        self.discovery = self.upload = self
        self.asked: list[str] = []
        self.forgotten: list[str] = []

    def forget(self, request: str) -> None:
        self.forgotten.append(request)

    def find_upload(self, _domain: str) -> str:
        self.asked.append("service")
        return "i1"

    def request_slot(self, *_file: object) -> str:
        self.asked.append("slot")
        return "i2"


SERVICE = UploadService("i1", Jid("upload.clinic.test"))


@pytest.mark.parametrize(
    ("answers", "why", "asked"),
    [
        ([UploadService("i1", None)], "no upload service", ["service"]),
        ([SERVICE, UploadService("i2", None)], "no slot", ["service", "slot"]),
    ],
)
def test_an_answer_of_another_kind_is_no_slot(
    answers: list[UploadService], why: str, asked: list[str]
) -> None:
    async def live() -> None:
        session = UploadQuestions()
        slots = UploadSlots(session, "clinic.test")
        coming = iter(answers)
        slots.on_request = lambda: asyncio.get_running_loop().call_soon(
            slots.on_answer, next(coming)
        )
        with pytest.raises(UploadRefused, match=why):
            await slots.request_slot("a.png", 1, "image/png")
        assert session.asked == asked

    asyncio.run(live())


def failures(line: Line) -> list[PageFailed]:
    return [each for each in line.events if isinstance(each, PageFailed)]
