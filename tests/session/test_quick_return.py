"""A lost session comes back without the platform, by a token that no later sign-in finds."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.session.runs import SETTINGS, prepared, signed_in
from tests.simulation.clinic import Ward, ward
from tests.simulation.people import DOMAIN, ME
from workstation.clinic.im import stream
from workstation.config import Settings
from workstation.domain.connection import Phase
from workstation.link.fast_tokens import KeptToken
from workstation.link.web_socket import WebSocket
from workstation.session.im_preferences import load_preferences
from workstation.session.session import UserSession
from workstation.xmpp.xml import element, qualified

BY_PASSWORD, BY_TOKEN, AS_EVER = (
    "authenticate SCRAM-SHA-256",
    "authenticate HT-SHA-256-NONE",
    "auth SCRAM-SHA-256",
)
AWAY = "http=503@GET /im/*"


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """How each sign-in began: its element and its mechanism."""
    sign_ins: list[str] = []
    send = WebSocket.send

    def spy(self: WebSocket, frames: list[str]) -> None:
        for frame in frames:
            if frame.startswith("<auth"):
                mechanism = frame.partition('mechanism="')[2].partition('"')[0]
                sign_ins.append(f"{frame[1:].partition(' ')[0]} {mechanism}")
        send(self, frames)

    monkeypatch.setattr(WebSocket, "send", spy)
    return sign_ins


async def becomes(session: UserSession, phase: Phase) -> None:
    """Wait until the connection is so."""
    reached = asyncio.Event()
    unsubscribe = session.store.connections.subscribe(
        lambda connection: reached.set() if connection.phase is phase else None
    )
    if session.store.connection.phase is not phase:
        await reached.wait()
    unsubscribe()


async def lose(session: UserSession, clinic: Ward) -> None:
    """The server is killed and there again; wait until that is seen, and over."""
    lost = asyncio.ensure_future(becomes(session, Phase.CONNECTING))
    clinic.control.act("restart", {})
    await lost
    await becomes(session, Phase.ONLINE)


async def stored_token(session: UserSession) -> KeptToken | None:
    """What the database holds, once what is under way is written."""
    await session.vault.read_in_turn(lambda _: None)
    return (await load_preferences(session.vault, DOMAIN, is_new_sign_in=False)).token


async def run(
    clinic: Ward,
    folder: Path,
    story: Callable[[UserSession], Awaitable[Any]],
    settings: Settings = SETTINGS,
) -> None:
    """One run of the program that comes online, and what happens in it."""
    async with signed_in(clinic, folder, settings) as session:
        await becomes(session, Phase.ONLINE)
        await story(session)


async def nothing(_: UserSession) -> None:
    """It comes online and ends."""


async def test_a_killed_server_is_come_back_to_while_the_platform_is_away(
    begun: list[str], tmp_path: Path
) -> None:
    async def story(session: UserSession) -> None:
        clinic.clinic.faults.add(AWAY)
        clinic.control.act("expire-passwords", {"member_id": ME})
        await lose(session, clinic)

    async with ward() as clinic:
        await run(clinic, tmp_path, story)
    assert begun == [BY_PASSWORD, BY_TOKEN]


async def test_the_next_run_needs_no_password(begun: list[str], tmp_path: Path) -> None:
    async with ward() as clinic:
        await run(clinic, tmp_path, nothing)
        clinic.clinic.faults.add("http=503@GET /im/password")
        await run(clinic, tmp_path, nothing)
    assert begun == [BY_PASSWORD, BY_TOKEN]


async def test_a_revoked_token_costs_one_password_and_is_replaced(
    begun: list[str], tmp_path: Path
) -> None:
    async def story(session: UserSession) -> None:
        clinic.control.act("revoke-tokens", {"member_id": ME})
        await lose(session, clinic)
        await lose(session, clinic)

    async with ward() as clinic:
        await run(clinic, tmp_path, story)
    assert begun == [BY_PASSWORD, BY_TOKEN, BY_PASSWORD, BY_TOKEN]


async def test_who_signs_out_leaves_no_token(tmp_path: Path) -> None:
    async def story(session: UserSession) -> None:
        assert await stored_token(session) is not None
        await session.forget_token()
        assert await stored_token(session) is None

    async with ward() as clinic:
        await run(clinic, tmp_path, story)


async def test_who_signs_in_anew_finds_no_token_of_an_earlier_sign_in(tmp_path: Path) -> None:
    async with ward() as clinic:
        await run(clinic, tmp_path, nothing)
        session = await prepared(clinic, tmp_path, SETTINGS)
        try:
            first = await load_preferences(session.vault, DOMAIN, is_new_sign_in=False)
            again = await load_preferences(session.vault, DOMAIN, is_new_sign_in=True)
            assert first.token is not None
            assert again.token is None
            assert again.user_agent == first.user_agent, "the installation is the same"
        finally:
            await session.aclose()


async def test_the_policy_asks_the_platform_for_every_password(
    begun: list[str], tmp_path: Path
) -> None:
    async def story(session: UserSession) -> None:
        assert await stored_token(session) is None
        await lose(session, clinic)

    async with ward() as clinic:
        await run(clinic, tmp_path, nothing)
        await run(clinic, tmp_path, story, replace(SETTINGS, fast_sign_in=False))
    assert begun == [BY_PASSWORD, AS_EVER, AS_EVER]


async def test_a_server_that_offers_nothing_new_is_signed_in_to_as_ever(
    begun: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = element(qualified("urn:other", "offer"))
    monkeypatch.setattr(stream, "make_inline_offer", lambda _: other)
    async with ward() as clinic:
        await run(clinic, tmp_path, nothing)
    assert begun == [AS_EVER]
