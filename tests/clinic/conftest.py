"""A clinic in this process, called through its application, and one in its own process."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from tests.fakes.clock import SetClock
from workstation.clinic.app import build_app
from workstation.clinic.clinic import Clinic
from workstation.clinic.im.settings import ImSettings
from workstation.clinic.process import ClinicProcess, start_clinic

DOCTOR = 1001
ORIGIN = "http://clinic.test:8470"
MONDAY_MORNING_MS = 1_795_000_000_000


@dataclass(frozen=True)
class Caller:
    """Calls the clinic as one member."""

    http: httpx.AsyncClient
    token: str | None

    async def __call__(self, method: str, path: str, **arguments: Any) -> httpx.Response:
        headers = {} if self.token is None else {"X-AUTH-TOKEN": self.token}
        headers |= arguments.pop("headers", {})
        return await self.http.request(method, path, headers=headers, **arguments)

    async def json(self, method: str, path: str, **arguments: Any) -> Any:
        """The answer's JSON, whatever its status."""
        return (await self(method, path, **arguments)).json()


@pytest.fixture
def clock() -> SetClock:
    """The clinic's clock, which stands until a test sets it."""
    return SetClock(MONDAY_MORNING_MS)


@pytest.fixture
def clinic(tmp_path: Path, clock: SetClock) -> Iterator[Clinic]:
    """A clinic in a folder of its own, without its server."""
    opened = Clinic.open(tmp_path / "clinic", clock=clock)
    yield opened
    opened.close()


Calling = Callable[..., AbstractAsyncContextManager[Caller]]


@pytest.fixture
def app(clinic: Clinic) -> Iterator[Starlette]:
    """Its REST API as an ASGI application; the lifespan is run when the test is over."""
    served = build_app(clinic, ImSettings(patients=False))
    yield served
    asyncio.run(_live(served))


async def _live(app: Starlette) -> None:
    """Start and end the application, which gives its IM database back."""
    async with app.router.lifespan_context(app):
        pass


@pytest.fixture
def calling(app: Starlette, clinic: Clinic) -> Calling:
    """``async with calling(member) as call``; without a member the demo doctor calls."""

    @asynccontextmanager
    async def as_member(member: int = DOCTOR, token: str | None = "") -> AsyncIterator[Caller]:
        transport = httpx.ASGITransport(app, client=("127.0.0.1", 50_000))
        async with httpx.AsyncClient(transport=transport, base_url=ORIGIN) as http:
            yield Caller(http, clinic.tokens.of(member) if token == "" else token)

    return as_member


@pytest.fixture(scope="module")
def process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ClinicProcess]:
    """A clinic as a process of its own, one for a module's tests."""
    arguments = ["--no-patients"]
    with start_clinic(tmp_path_factory.mktemp("clinic"), arguments=arguments) as started:
        yield started
