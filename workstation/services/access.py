"""Everything that is reached with one token at one server: the calls, the media, the way there."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from workstation.api.consultations import Consultations
from workstation.api.doctor import Doctor
from workstation.api.im import Im
from workstation.api.platform import Platform
from workstation.base.clock import Clock
from workstation.config import Settings
from workstation.domain.address import ApiBase
from workstation.domain.value import Value
from workstation.media.origins import MediaOrigins
from workstation.web.api_client import ApiClient
from workstation.web.dated import DatedWire, OnServerTime
from workstation.web.media_client import MediaClient
from workstation.web.network import Network
from workstation.web.opening import open_wire, open_wires
from workstation.web.tls import TlsContext, require_readable
from workstation.web.wire import Wire


class Access(Value):
    """The platform as one doctor reaches it. Close it at sign-out.

    Two wires: what the platform's answers name is fetched over one that judges every address.
    ``trust`` judges certificates, also of the IM servers.
    """

    base: ApiBase
    consultations: Consultations
    doctor: Doctor
    im: Im
    media: MediaClient
    wires: tuple[Wire, ...]
    trust: TlsContext

    async def aclose(self) -> None:
        """Close all connections, also after one that does not close in order."""
        async with contextlib.AsyncExitStack() as closing:
            for wire in self.wires:
                closing.push_async_callback(wire.aclose)


def ignore(_date_ms: int, _waited_ms: int) -> None:
    """Ignore the time: the default for callers that do not need it."""


def network_of(settings: Settings) -> Network:
    """The network settings: TLS trust and proxy route."""
    return Network(
        ca_file=Path(settings.ca_file) if settings.ca_file else None,
        proxy=settings.proxy,
        tls_names=settings.tls_names,
    )


async def require_trust(settings: Settings) -> None:
    """Raise ``PolicyUnusable`` where the policy's CA file cannot be read: nothing is reached."""
    if settings.ca_file:
        await asyncio.to_thread(require_readable, Path(settings.ca_file))


@asynccontextmanager
async def without_token(settings: Settings, base: ApiBase) -> AsyncIterator[ApiClient]:
    """Open the calls of a server as anybody may make them, as long as the block lasts.

    Raises ``PolicyUnusable`` for a CA file that cannot be read.
    """
    wire = await open_wire(network_of(settings))
    try:
        yield ApiClient(wire, base, "")
    finally:
        await wire.aclose()


async def open_access(
    settings: Settings,
    base: ApiBase,
    token: str,
    clock: Clock,
    on_server_time: OnServerTime = ignore,
) -> Access:
    """Build the clients; nothing is sent yet. ``on_server_time`` gets the platform's time.

    Raises ``PolicyUnusable`` for an unreadable CA file, ``InputError`` for a token that no
    header can carry.
    """
    network = network_of(settings)
    # Two wires: pictures that load slowly must not take the calls' connections.
    origins = MediaOrigins(base, frozenset(settings.media_origins))
    trust, (undated, media) = await open_wires(network, None, origins)
    calls: Wire = DatedWire(undated, clock, on_server_time)
    platform = Platform(ApiClient(calls, base, token), settings.api_paths)
    return Access(
        base=base,
        consultations=Consultations(platform),
        doctor=Doctor(platform),
        im=Im(platform, clock),
        media=MediaClient(media, base, token, origins.allows),
        wires=(calls, media),
        trust=trust,
    )
