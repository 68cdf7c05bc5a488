"""The platform itself: the token, every call that reads, and the IM servers it names."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from workstation.base.clock import Clock
from workstation.config import Settings
from workstation.config.calls import DOCTOR, HISTORY, IM_PASSWORD, IM_SERVERS, IN_PROCESS
from workstation.domain.address import Origin
from workstation.domain.errors import DeadlineExceeded, WorkstationError
from workstation.domain.findings import (
    Finding,
    Layer,
    Verdict,
    degraded,
    failed,
    fine,
    skipped,
    unusable,
)
from workstation.domain.im import ImServer
from workstation.domain.value import Value
from workstation.link.opening import open_socket
from workstation.link.reasons import furthest
from workstation.services.access import Access, network_of
from workstation.services.im_servers import addressing, certificate_name
from workstation.support.probing import timed
from workstation.web import inspection
from workstation.web.proxy import proxy_for

ASKED_AT_ONCE = 32
SECONDS_FOR_ALL = 30.0


class PlatformProbes(Value):
    """Probes with a token.

    ``try_session`` signs in to IM and leaves again; it tells whether a message to oneself came
    back.
    """

    access: Access
    settings: Settings
    clock: Clock
    try_session: Callable[[], Awaitable[bool]]

    async def probe_all(self) -> Sequence[Finding]:
        """Probe token, calls, IM servers and sign-in; what rests on a refused token is left out."""
        token = await self.token()
        if token.verdict is Verdict.UNUSABLE:
            rest = skipped(Layer.CALLS, Layer.IM_SERVERS, Layer.IM_SESSION, code="above")
            return [token, *rest]
        async with asyncio.TaskGroup() as asking:  # what is silent is waited for once
            of_servers = asking.create_task(self.im_servers())
            of_calls = asking.create_task(self.calls())
        servers, calls = of_servers.result(), of_calls.result()
        if servers.verdict is Verdict.UNUSABLE:
            return [token, *calls, servers, *skipped(Layer.IM_SESSION, code="above")]
        return [token, *calls, servers, await self.im_session()]

    async def token(self) -> Finding:
        """Probe whether the platform knows the doctor."""
        try:
            spent = await timed(self.clock, self.access.doctor.detail())
        except WorkstationError as error:
            return failed(Layer.TOKEN, error)
        return Finding(Layer.TOKEN, Verdict.FINE, "accepted", {}, None, spent)

    async def calls(self) -> Sequence[Finding]:
        """Probe every call that reads, one finding each."""
        reads: list[tuple[str, Callable[[], Awaitable[int]]]] = [
            (IN_PROCESS.name, self._in_process),
            (HISTORY.name, self._history),
            (DOCTOR.name, self._doctor),
            (IM_SERVERS.name, self._servers),
            (IM_PASSWORD.name, self._password),
        ]
        async with asyncio.TaskGroup() as asking:
            begun = [asking.create_task(self._call(name, read)) for name, read in reads]
        return [task.result() for task in begun]

    async def im_servers(self) -> Finding:
        """Probe whether an IM server can be reached, encrypted where it must be."""
        try:
            servers = (await self.access.im.servers()).items
        except WorkstationError as error:
            return failed(Layer.IM_SERVERS, error)
        if not servers:
            return unusable(Layer.IM_SERVERS, "none")
        errors = await self._unreached(servers)
        if len(errors) == len(servers):
            return failed(Layer.IM_SERVERS, furthest(errors))
        finding, code = (degraded, "some") if errors else (fine, "all")
        reachable = len(servers) - len(errors)
        return finding(Layer.IM_SERVERS, code, reachable=reachable, count=len(servers))

    async def im_session(self) -> Finding:
        """Probe whether an IM server takes the platform's password, and relays a message."""
        came = False

        async def step() -> None:
            nonlocal came
            came = await self.try_session()

        try:
            spent = await timed(self.clock, step())
        except WorkstationError as error:
            return failed(Layer.IM_SESSION, error)
        if came:
            return Finding(Layer.IM_SESSION, Verdict.FINE, "echoed", {}, None, spent)
        return Finding(Layer.IM_SESSION, Verdict.DEGRADED, "no_echo", {}, None, spent)

    async def _call(self, name: str, read: Callable[[], Awaitable[int]]) -> Finding:
        dropped = 0

        async def step() -> None:
            nonlocal dropped
            dropped = await read()

        try:
            spent = await timed(self.clock, step())
        except WorkstationError as error:
            return failed(Layer.CALLS, error)
        verdict = Verdict.DEGRADED if dropped else Verdict.FINE
        code = "dropped" if dropped else "answered"
        return Finding(Layer.CALLS, verdict, code, {"call": name, "dropped": dropped}, None, spent)

    async def _in_process(self) -> int:
        return len((await self.access.consultations.in_process()).dropped)

    async def _history(self) -> int:
        return len((await self.access.consultations.history()).dropped)

    async def _servers(self) -> int:
        return len((await self.access.im.servers()).dropped)

    async def _doctor(self) -> int:
        await self.access.doctor.detail()
        return 0

    async def _password(self) -> int:
        await self.access.im.password()
        return 0

    async def _unreached(self, servers: Sequence[ImServer]) -> list[WorkstationError]:
        """The errors of those servers that cannot be reached."""
        turns = asyncio.Semaphore(ASKED_AT_ONCE)
        tasks = [asyncio.ensure_future(self._reach(server, turns)) for server in servers]
        try:
            done, late = await asyncio.wait(tasks, timeout=SECONDS_FOR_ALL)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        errors = [error for task in done if (error := task.result()) is not None]
        return [*errors, *(DeadlineExceeded() for _ in late)]

    async def _reach(self, server: ImServer, turns: asyncio.Semaphore) -> WorkstationError | None:
        async with turns:
            return await self._try(server)

    async def _try(self, server: ImServer) -> WorkstationError | None:
        """Try a server the way that a session goes: why it fails, ``None`` where it does not.

        Through a proxy it is asked for its WebSocket: what a proxy says no to, it says then.
        """
        settings, base = self.settings, self.access.base
        endpoint = addressing(settings, base).endpoint(server)
        name = certificate_name(settings, base, server.host)
        scheme = "https" if endpoint.encrypted else "http"
        origin = Origin.at(scheme, server.host, server.port)
        try:
            proxy = await proxy_for(origin, settings.proxy)
            if proxy is not None:
                trust = self.access.trust
                socket = await open_socket(endpoint, trust, server_name=name, proxy=proxy)
                await socket.close()
            elif endpoint.encrypted:
                await inspection.certificate(origin, network_of(settings), name)
            else:
                await inspection.connect(origin)
        except WorkstationError as error:
            return error
        return None
