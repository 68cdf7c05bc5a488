"""Clients that nobody here wrote, in one room of each engine: nothing lost, doubled or reordered.

``make strangers`` says more, and cuts more often; ``make test`` a little where they are installed.
"""

import asyncio
import contextlib
import itertools
import os
from pathlib import Path

import pytest

from tests.servers import foreign_clients
from tests.servers.contract_steps import archived
from tests.servers.engine import Engine
from tests.servers.foreign_clients import Stranger, Strangers, strangers_in
from tests.servers.raw_client import statuses
from tests.servers.relay import Relay

MEMBERS = {"xmpp": 1001, "strophe": 1002, "stanza": 2001}
NBXMPP_MEMBER = 1003
MESSAGES = int(os.environ.get("STRANGERS", "4"))
"""How many each of them says; from time to time the line of one is cut."""
CUT_EVERY = int(os.environ.get("STRANGERS_CUT_EVERY", "2"))
STORMS = int(os.environ.get("STRANGERS_STORMS", "1"))
"""So often all lines are cut at once at last, as soon as all are back."""
WAYS = "cut", "client's end", "server's end", "flows again"
REPLACE = "{urn:xmpp:message-correct:0}replace"
RETRACT = "{urn:xmpp:message-retract:1}retract"
DISPLAYED = "{urn:xmpp:chat-markers:0}displayed"


@pytest.fixture(autouse=True)
def installed() -> None:
    """Skips where a client could not run; the summary says so (``conftest``)."""
    if lacking := foreign_clients.missing():
        pytest.skip(f"strangers: {', '.join(lacking)}")


async def test_strangers_lose_double_and_reorder_nothing(
    engine: Engine, room: str, consultation_id: int, tmp_path: Path
) -> None:
    members = dict(MEMBERS)
    if foreign_clients.has_nbxmpp():
        members[foreign_clients.NBXMPP] = NBXMPP_MEMBER
        engine.create_room(consultation_id, [1001, 1002, NBXMPP_MEMBER, 2001])
    with contextlib.ExitStack() as lines:
        async with strangers_in(tmp_path) as strangers:
            people = []
            for kind, member_id in members.items():
                line = Relay(engine.endpoints[0].http_port)
                lines.callback(line.close)
                people.append(Stranger(kind, member_id, line))
            await _are_refused_by_a_wrong_password(strangers, engine, people)
            for each in people:
                password = await asyncio.to_thread(engine.password_for, each.member_id)
                strangers.login(each, engine, password, each.kind)
            for each in people:
                await strangers.until(lambda each=each: each.count("online") > 0, "signed in")
                await _enter(strangers, each, room)
            await _talk(strangers, people, room)
            for number in range(MESSAGES, MESSAGES + STORMS):
                await _storm(strangers, people, room, number)
            archive = await archived(engine, room)
            for each in people:
                assert each.texts == archive
                assert await strangers.read_archive(each, room) == archive
                own = [text for text in archive if text.startswith(each.kind)]
                assert own == [f"{each.kind}-{number}" for number in range(MESSAGES + STORMS)]
            await _amend(strangers, people, room)


async def _are_refused_by_a_wrong_password(
    strangers: Strangers, engine: Engine, people: list[Stranger]
) -> None:
    for each in people:
        wrong = Stranger(each.kind, each.member_id, each.line)
        strangers.login(wrong, engine, "wrong", f"wrong-{each.kind}")
        await strangers.until(lambda wrong=wrong: wrong.count("refused") > 0, "refused")
        strangers.order(wrong, "leave")


async def _enter(strangers: Strangers, stranger: Stranger, room: str) -> None:
    seen = len(stranger.stanzas)
    strangers.order(stranger, "enter", room=room, nick=str(stranger.member_id))
    await strangers.until(
        lambda: any("110" in statuses(each) for each in stranger.stanzas[seen:]), "entered"
    )


async def _talk(strangers: Strangers, people: list[Stranger], room: str) -> None:
    """Each says something in every round; in some the line of one of them comes to grief."""
    strikes = itertools.count()
    for number in range(MESSAGES):
        struck = people[(number // CUT_EVERY) % len(people)]
        is_cut = number % CUT_EVERY == CUT_EVERY // 2
        if is_cut:
            struck.line.stall_between_frames()
        for each in people:
            await strangers.say(each, room, f"{each.kind}-{number}")
        if is_cut:
            strike = next(strikes)
            # Each of them comes to grief in another way each time.
            await _strike(strangers, struck, WAYS[(strike + strike // len(people)) % len(WAYS)])
        await _all_hear(strangers, people, number)


async def _all_hear(strangers: Strangers, people: list[Stranger], number: int) -> None:
    for each in people:
        names = {f"{other.kind}-{number}" for other in people}
        await strangers.until(lambda each=each, names=names: names <= set(each.texts), "all heard")


async def _strike(strangers: Strangers, struck: Stranger, way: str) -> None:
    """A line that swallowed something ends for both, for one of its ends, or flows again.

    Whoever loses it comes back by itself and resumes, though the server may not know of the loss.
    """
    before = struck.count("online")
    if way == "flows again":
        struck.line.flow()
        return
    if way == "client's end":
        struck.line.drop_near()
    elif way == "server's end":
        struck.line.drop_far()
    struck.line.flow()
    if way != "client's end":  # no client of these asks whether the line still lives
        struck.line.cut()
    await _is_back(strangers, struck, before)


async def _is_back(strangers: Strangers, struck: Stranger, before: int) -> None:
    await strangers.until(lambda: struck.count("online") > before, "back")
    assert [each["resumed"] for each in struck.events if "online" in each][-1]


async def _storm(strangers: Strangers, people: list[Stranger], room: str, number: int) -> None:
    """All lines are cut at once, while everybody speaks."""
    before = {each.kind: each.count("online") for each in people}
    for each in people:
        each.line.stall_between_frames()
    for each in people:
        await strangers.say(each, room, f"{each.kind}-{number}")
    for each in people:
        each.line.cut()
        each.line.flow()
    for each in people:
        await _is_back(strangers, each, before[each.kind])
    await _all_hear(strangers, people, number)


async def _amend(strangers: Strangers, people: list[Stranger], room: str) -> None:
    """Each corrects, marks and withdraws what it said first, and all are told."""
    for each in people:
        first = f"{each.kind}-0"
        archive_id = each.archive_id_of(first)
        strangers.order(each, "correct", room=room, id=f"c-{first}", of=first, body="better")
        strangers.order(each, "mark", room=room, id=f"m-{first}", of=archive_id)
        strangers.order(each, "withdraw", room=room, id=f"w-{first}", of=archive_id)
        for other in people:
            for path in (
                f"{REPLACE}[@id='{first}']",
                *(f"{tag}[@id='{archive_id}']" for tag in (DISPLAYED, RETRACT)),
            ):
                await strangers.until(
                    lambda other=other, path=path: other.has(path), f"{other.kind}: {path}"
                )
