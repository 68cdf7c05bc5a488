"""Every server of the list has its turn, however many dead ones stand before it."""

import asyncio
from collections import Counter
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.link.sign_in_frames import endpoint
from tests.simulation.virtual_time import VirtualLoop, run
from workstation.domain.errors import (
    ConnectionDropped,
    ServerFault,
    TokenRejected,
    Unreachable,
    WorkstationError,
)
from workstation.domain.sign_in_errors import NoServers
from workstation.link.endpoints import MAX_ENDPOINTS_A_ROUND, Endpoint
from workstation.link.negotiation import Ready
from workstation.link.servers import Servers

LISTS = st.lists(st.integers(0, 60).map(endpoint), min_size=1, max_size=60)
DOWN = Unreachable("down")


class Hospital:
    """A list that may change between passes; ``live`` servers let us in, all others are dead."""

    def __init__(self, servers: list[Endpoint], live: frozenset[Endpoint] = frozenset()) -> None:
        self.listed, self.live, self.asked = servers, live, 0
        self.tried: list[Endpoint] = []
        self.passes = 0
        self.servers = Servers(self.fetch, on_pass_begun=self.begun)

    async def fetch(self) -> list[Endpoint]:
        self.asked += 1
        return self.listed

    def begun(self) -> None:
        self.passes += 1

    async def negotiate(self, where: Endpoint) -> Ready:
        self.tried.append(where)
        if where not in self.live:
            raise DOWN
        return Ready(where, None, None)  # type: ignore[arg-type]

    async def round(self) -> Endpoint | None:
        """One round: who let us in."""
        try:
            return (await self.servers.connect(self.negotiate)).endpoint
        except WorkstationError:
            return None


def lived(story) -> None:
    async def live() -> None:
        await story

    run(VirtualLoop(), live())


@given(LISTS, st.data())
def test_a_live_server_is_reached_within_as_many_rounds_as_there_are_eights(servers, data) -> None:
    alive = data.draw(st.sampled_from(servers))
    hospital = Hospital(servers, frozenset({alive}))

    async def story() -> None:
        rounds = 1
        while await hospital.round() is None:
            rounds += 1
        assert rounds <= ceil(len(set(servers)) / MAX_ENDPOINTS_A_ROUND)
        assert max(Counter(hospital.tried).values()) == 1

    lived(story())


@given(st.lists(LISTS, min_size=1, max_size=5))
def test_a_pass_tries_every_server_of_its_list_once_and_the_next_one_the_new_list(lists) -> None:
    hospital = Hospital([])

    async def story() -> None:
        for servers in lists:
            hospital.listed, hospital.tried = servers, []
            rounds = 0
            while rounds == 0 or not hospital.servers.is_pass_over:
                before = len(hospital.tried)
                assert await hospital.round() is None
                assert len(hospital.tried) - before <= MAX_ENDPOINTS_A_ROUND
                rounds += 1
            assert hospital.tried == list(dict.fromkeys(servers))
            assert rounds == ceil(len(hospital.tried) / MAX_ENDPOINTS_A_ROUND)
        assert hospital.asked == hospital.passes == len(lists)

    lived(story())


@given(LISTS, st.data())
def test_servers_that_give_no_session_keep_nobody_from_one_that_does(servers, data) -> None:
    letting_in = data.draw(st.sets(st.sampled_from(servers), min_size=1))
    good = data.draw(st.sampled_from(sorted(letting_in, key=servers.index)))
    hospital = Hospital(servers, frozenset(letting_in))

    async def story() -> None:
        rounds = 0
        while (result := await hospital.round()) != good:
            if result is not None:
                hospital.servers.set_back(result, ConnectionDropped())
            rounds += 1
            assert rounds <= len(set(servers))

    lived(story())


@given(LISTS, st.data())
def test_the_last_good_one_comes_first_unless_its_session_broke_at_once(servers, data) -> None:
    last_good = data.draw(st.sampled_from(servers))
    hospital = Hospital(servers)

    async def story() -> None:
        await hospital.round()
        hospital.servers.on_online(last_good)
        assert (await hospital.servers.next_round())[0] == last_good
        hospital.servers.on_online(last_good)
        hospital.servers.set_back(last_good, ConnectionDropped())
        others = [server for server in dict.fromkeys(servers) if server != last_good]
        assert await hospital.servers.next_round() == [*others, last_good][:MAX_ENDPOINTS_A_ROUND]
        hospital.servers.on_online(last_good)
        hospital.servers.on_steady()
        assert (await hospital.servers.next_round())[0] == last_good

    lived(story())


def test_a_list_without_servers_is_said_to_be_one_and_asked_for_again() -> None:
    hospital = Hospital([])

    async def story() -> None:
        for _ in range(2):
            with pytest.raises(NoServers):
                await hospital.servers.next_round()
        assert hospital.asked == 2
        assert hospital.servers.is_pass_over

    lived(story())


def test_a_refused_token_ends_the_pass_and_the_next_begins_anew() -> None:
    hospital = Hospital([endpoint(number) for number in range(20)])

    async def refused(_: Endpoint) -> Ready:
        raise TokenRejected

    async def story() -> None:
        with pytest.raises(TokenRejected):
            await hospital.servers.connect(refused)
        assert hospital.servers.is_pass_over
        await hospital.round()
        assert hospital.passes == 2

    lived(story())


def test_the_longest_peace_that_the_platform_asked_for_in_a_pass_counts() -> None:
    hospital = Hospital([endpoint(1), endpoint(2)])
    asked = iter([30.0, 5.0])

    async def busy(_: Endpoint) -> Ready:
        raise ServerFault("HTTP 503", retry_after=next(asked))

    async def story() -> None:
        with pytest.raises(ServerFault):
            await hospital.servers.connect_first(busy)
        assert hospital.servers.pause == 30.0
        await hospital.round()
        assert hospital.servers.pause == 0.0

    lived(story())


def test_an_attempt_that_another_one_overtook_is_not_counted_as_tried() -> None:
    first, second = endpoint(1), endpoint(2)
    hospital = Hospital([first, second])

    async def slow_and_fast(where: Endpoint) -> Ready:
        if where == first:
            await asyncio.sleep(60.0)
        return await hospital.negotiate(where)

    async def story() -> None:
        hospital.live = frozenset({second})
        ready = await hospital.servers.connect(slow_and_fast)
        hospital.servers.set_back(ready.endpoint, ConnectionDropped())
        assert await hospital.servers.next_round() == [first]

    lived(story())
