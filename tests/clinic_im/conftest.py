"""A running clinic in this process, on a free port, with a clock that the test moves."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from starlette.applications import Starlette
from uvicorn.server import ServerState
from websockets.asyncio.client import connect

from tests.clinic_im.client import DOMAIN, PATIENCE, Client, TestClock
from workstation.clinic.app import build_app
from workstation.clinic.clinic import Clinic
from workstation.clinic.im.server import ImServer
from workstation.clinic.im.settings import ImSettings
from workstation.clinic.seed.build import SeedSize
from workstation.clinic.serving import ClinicServer, listening_socket


@dataclass
class Running:
    """The clinic under test, in this process."""

    clinic: Clinic
    im: ImServer
    clock: TestClock
    address: str
    clients: list[Client] = field(default_factory=list)

    def __post_init__(self):
        """One open consultation that the demo's doctor takes part in, and its people."""
        self.consultation = self.clinic.consultations.in_process(1001)[0]
        self.patient = self.consultation.creator_member_id
        doctors = self.consultation.doctor_ids
        self.colleague = next(one for one in doctors if one != 1001)
        self.outsider = next(one for one in range(1001, 1008) if one not in doctors)

    @property
    def service(self):
        """What stands behind the server's sockets."""
        return self.im.service

    async def connect(self, **options):
        url = f"ws{self.address.removeprefix('http')}/xmpp-websocket"
        settings = {"subprotocols": ["xmpp"], "compression": None, "proxy": None} | options
        socket = await connect(url, max_size=None, ping_interval=None, **settings)
        self.clients.append(Client(socket))
        return self.clients[-1]

    async def until(self, true):
        """Let the server go on until something is true of it."""
        async with asyncio.timeout(PATIENCE):
            while not true():  # noqa: ASYNC110 - the server tells nobody
                await asyncio.sleep(0)

    def dial(self, *faults):
        self.clinic.faults.add(*faults)

    def password(self, member):
        return self.clinic.passwords.issue(member).password

    async def log_in(self, member):
        """A client that is authenticated and may bind or resume."""
        client = await self.connect()
        await client.open()
        await client.plain(member, self.password(member))
        await client.open()
        return client

    async def online(self, member, resource="desk", *, managed=False):
        client = await self.log_in(member)
        await client.bind(resource)
        if managed:
            await client.enable()
        return client

    def room(self, consultation_id):
        """The bare JID of a consultation's room."""
        return f"consult-{consultation_id}@consult.{DOMAIN}"

    async def joined(self, member, resource="desk", *, managed=False):
        """A client in the room of ``consultation``, and the room."""
        client = await self.online(member, resource, managed=managed)
        room = self.room(self.consultation.consultation_id)
        await client.join(room, str(member))
        return client, room


Start = Callable[..., AbstractAsyncContextManager[Running]]


@contextlib.asynccontextmanager
async def listening(clinic: Clinic, app: Starlette) -> AsyncIterator[str]:
    """The clinic's own protocols on a free port, without the pauses of a process's server loop."""
    config = ClinicServer(app, clinic.connections, lambda: None).config
    config.load()
    state = ServerState()
    listener = listening_socket("127.0.0.1", 0)
    address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    server = await asyncio.get_running_loop().create_server(
        lambda: config.http_protocol_class(config=config, server_state=state, app_state={}),
        sock=listener,
    )
    try:
        async with app.state.im.running():
            yield address
            server.close()
            for connection in list(state.connections):
                connection.transport.abort()
            await asyncio.gather(*state.tasks, return_exceptions=True)
    finally:
        server.close()


@pytest.fixture
def start(tmp_path: Path) -> Start:
    """``async with start() as running:`` a clinic of few consultations on a free port."""

    @contextlib.asynccontextmanager
    async def run(**settings) -> AsyncIterator[Running]:
        clock = TestClock()
        clinic = Clinic.open(tmp_path, clock=clock, size=SeedSize(3, 1))
        chosen = ImSettings(**({"domain": DOMAIN, "patients": False} | settings))
        app = build_app(clinic, chosen)
        async with listening(clinic, app) as address:
            running = Running(clinic, app.state.im, clock, address)
            try:
                yield running
            finally:
                for client in running.clients:
                    client.socket.transport.abort()
        clinic.close()

    return run
