"""What a proxy, a network's own sign-in or an empty answer says is no word of a write.

Each is an error after which nobody knows, so that the list, or the page, is read before anything is
said or done again (``domain.outcome``).
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from tests.fakes.http_server import http, serving
from workstation.api.consultations import Consultations
from workstation.api.doctor import Doctor
from workstation.api.platform import Platform
from workstation.domain.address import ApiBase
from workstation.domain.consultation import NewConsultation, Symptom, SymptomKind
from workstation.domain.outcome import OUTCOME_UNKNOWN
from workstation.domain.profile import Profile
from workstation.web.api_client import ApiClient
from workstation.web.network import Network
from workstation.web.opening import open_wire

PAGE = b"<html><form action='/login'>Welcome to the hospital's network</form></html>"
ANSWERS = {
    "no content": http(204, b""),
    "nothing": http(200, b""),
    "accepted": http(202, b""),
    "page": http(200, PAGE),
    "page called json": http(200, PAGE, Content_Type="application/json"),
    "text": http(200, b"OK"),
    "list": http(200, b"[]"),
    "other object": http(200, b'{"status": "ok"}'),
    "redirect": http(302, b"", Location="/login"),
    "sign in to the network": http(511, PAGE),
    "gateway": http(502, PAGE),
}
NEW = NewConsultation(3, 4, 5, Symptom(SymptomKind.TEXT, "咳嗽"))
WRITES: dict[str, Callable[[Platform], Awaitable[object]]] = {
    "create": lambda platform: Consultations(platform).create(NEW),
    "delete": lambda platform: Consultations(platform).delete(7),
    "save": lambda platform: Doctor(platform).save(Profile(1001, "林若川")),
}


@asynccontextmanager
async def platform(origin: str) -> AsyncIterator[Platform]:
    wire = await open_wire(Network())
    try:
        yield Platform(ApiClient(wire, ApiBase.parse(f"{origin}/api"), "token"))
    finally:
        await wire.aclose()


@pytest.mark.parametrize("answer", ANSWERS)
@pytest.mark.parametrize("write", WRITES)
async def test_nothing_but_the_platform_s_own_word_is_success(write: str, answer: str) -> None:
    async with serving(ANSWERS[answer]) as script, platform(script.origin) as api:
        with pytest.raises(OUTCOME_UNKNOWN):
            await WRITES[write](api)
    assert len(script.received) == 1, "sent once"
