"""The IM session of a sign-in: from the platform's servers and password to a link."""

import random
import secrets
import uuid
from collections.abc import Callable, Sequence
from functools import lru_cache

from workstation.clock import Clock
from workstation.config import Settings
from workstation.domain.address import Origin
from workstation.link.endpoints import Endpoint, ordered
from workstation.link.link import Link
from workstation.link.negotiation import Negotiator, race
from workstation.link.outage import Outage
from workstation.link.secrets import Passwords
from workstation.link.socket import Socket, open_socket
from workstation.link.wire import WireSession
from workstation.services.access import Access, network_of
from workstation.services.im_servers import addressing, certificate_name, names_of
from workstation.vault import preferences
from workstation.vault.database import Vault
from workstation.web.proxy import proxy_for
from workstation.web.tls import tls_context
from workstation.xmpp.session import Session
from workstation.xmpp.stream import Credentials, Stream

RESOURCE = "im.resource"


class Messaging:
    """Builds the link. ``strongest`` is the strongest SASL mechanism this domain ever offered."""

    def __init__(
        self,
        settings: Settings,
        access: Access,
        clock: Clock,
        *,
        member_id: int,
        strongest: str = "",
    ) -> None:
        self.names = names_of(settings, access.base)
        self.strongest = strongest
        self._settings, self._access, self._clock = settings, access, clock
        self._member_id = member_id
        self._addressing = addressing(settings, access.base)
        self._tls = lru_cache(maxsize=1)(lambda: tls_context(network_of(settings)))

    def link(self, resource: str, display_name: Callable[[], str], last_good: str = "") -> Link:
        """A link that is not running yet."""
        session = Session(resource, lambda: uuid.uuid4().hex)
        wire = WireSession(session, self.names, self._clock, self._member_id, display_name)
        outage = Outage(random.random)
        return Link(
            wire, self._negotiator(), self._endpoints, outage, self._clock, last_good=last_good
        )

    async def try_password(self) -> None:
        """Authenticate at the first server that answers, and leave; no room is entered.

        Raises ``NetworkError``, ``RemoteProtocolError`` or ``PasswordRefused``.
        """
        endpoints = ordered(await self._endpoints(), "")
        ready = await race(endpoints, self._negotiator().negotiate)
        await ready.socket.abort()

    def _negotiator(self) -> Negotiator:
        passwords = Passwords(self._access.im.password, self._clock)
        return Negotiator(self._open, self._stream, _nonce, passwords)

    async def _endpoints(self) -> Sequence[Endpoint]:
        servers = (await self._access.im.servers()).items
        return [self._addressing.endpoint(server) for server in servers]

    async def _open(self, endpoint: Endpoint) -> Socket:
        name = certificate_name(self._settings, self._access.base, endpoint.host)
        return await open_socket(endpoint, self._tls, server_name=name, proxy=self._proxy(endpoint))

    def _proxy(self, endpoint: Endpoint) -> str | None:
        scheme = "https" if endpoint.encrypted else "http"
        port = int(endpoint.url.rsplit(":", 1)[1].split("/")[0])
        return proxy_for(Origin.at(scheme, endpoint.host, port), self._settings.proxy)

    def _stream(self, endpoint: Endpoint, password: str) -> Stream:
        credentials = Credentials(
            domain=self.names.domain,
            username=str(self._member_id),
            password=password,
            private=endpoint.private,
            strongest=self.strongest,
        )
        return Stream(credentials, _nonce())


def _nonce() -> str:
    return secrets.token_urlsafe(24)


async def stable_resource(vault: Vault) -> str:
    """One name per installation and account, so that a second one is told apart."""
    kept = await vault.read(preferences.get, RESOURCE, "")
    if kept:
        return str(kept)
    made = f"desk-{uuid.uuid4().hex[:12]}"
    await vault.write(preferences.put, RESOURCE, made)
    return made
