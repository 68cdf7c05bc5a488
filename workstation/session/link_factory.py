"""The IM session of a sign-in: from the platform's servers and password to a link."""

import asyncio
import logging
import random
import secrets
import uuid
from collections.abc import Callable, Sequence
from functools import partial
from urllib.parse import urlsplit

from workstation.base.clock import Clock
from workstation.base.log import allow_literal
from workstation.config import Settings
from workstation.domain.address import Origin
from workstation.domain.connection_report import Hop
from workstation.domain.errors import ConnectionDropped, ProxyRefused
from workstation.domain.ids import MemberId, StanzaId
from workstation.domain.im import ImPassword
from workstation.link.endpoints import Endpoint
from workstation.link.fast_tokens import FastTokens
from workstation.link.im_passwords import ImPasswords
from workstation.link.link import Link
from workstation.link.negotiation import Negotiator, Ready
from workstation.link.opening import open_socket
from workstation.link.quick_sign_in import QuickSignIn
from workstation.link.reconnect_policy import ReconnectPolicy, is_port_open
from workstation.link.servers import Servers
from workstation.link.session_driver import SessionDriver
from workstation.link.trace import ConnectionTrace
from workstation.link.web_socket import WebSocket
from workstation.services.access import Access
from workstation.services.im_servers import addressing, certificate_name, names_of
from workstation.session.im_preferences import ImMemory, ImPreferences
from workstation.web.proxy import proxy_for
from workstation.xmpp import sasl
from workstation.xmpp.authentication import Credentials
from workstation.xmpp.echo import Echo, EchoState
from workstation.xmpp.session import XmppSession
from workstation.xmpp.stanza_errors import CONDITIONS
from workstation.xmpp.stream import Stream

log = logging.getLogger(__name__)
allow_literal(*sasl.STRENGTH, *CONDITIONS)

REMEMBERED = "remembered"
ECHO_SECONDS = 5.0


class LinkFactory:
    """Builds the link.

    No mechanism weaker than the strongest this domain ever offered is used to sign in, unless the
    policy names the weakest. ``trace`` has what became of each hop.
    """

    def __init__(
        self, settings: Settings, access: Access, clock: Clock, *, member_id: MemberId
    ) -> None:
        self.names, self.trace = names_of(settings, access.base), ConnectionTrace(clock)
        self._strongest = ""
        self._memory: ImMemory | None = None
        self._quick: QuickSignIn | None = None
        self._settings, self._access, self._clock = settings, access, clock
        self._member_id = member_id
        self._addressing = addressing(settings, access.base)

    def make_link(
        self, preferences: ImPreferences, memory: ImMemory, display_name: Callable[[], str]
    ) -> Link:
        """A link that is not running yet; ``display_name`` is asked for at every join.

        ``memory`` keeps what the next run is to know.
        """
        self._strongest, self._memory = preferences.strongest, memory
        session = XmppSession(preferences.resource, lambda: StanzaId(uuid.uuid4().hex))
        self._quick = self._quick_sign_in(session, preferences, memory)
        driver = SessionDriver(session, self.names, self._clock, self._member_id, display_name)
        reconnect, passwords = ReconnectPolicy(random.random, self.is_listening), self._passwords()
        fetch = partial(self._endpoints, passwords)
        servers = Servers(fetch, preferences.last_good, passwords.begin_pass, trace=self.trace)
        negotiator = self._negotiator(passwords, self._quick)
        return Link(driver, negotiator, servers, reconnect, self._clock)

    async def try_session(self) -> bool:
        """Sign in at the first server that accepts; whether a message to oneself came back.

        No room is entered, and nobody else sees it. Every server of the list is tried. Raises the
        error of the one that came furthest, and what the platform's calls raise.
        """
        passwords = self._passwords()
        fetch = partial(self._endpoints, passwords)
        servers = Servers(fetch, on_pass_begun=passwords.begin_pass, trace=self.trace)
        ready = await servers.connect_first(self._negotiator(passwords).negotiate)
        try:
            async with asyncio.timeout(ECHO_SECONDS):
                return await _wait_for_echo(ready)
        except (TimeoutError, ConnectionDropped):
            return False
        finally:
            await ready.socket.close()

    def _passwords(self) -> ImPasswords:
        async def ask() -> ImPassword:
            return await self.trace.follow(Hop.PASSWORD, self._access.im.password, lambda _: 1)

        return ImPasswords(ask, self._clock)

    def _quick_sign_in(
        self, session: XmppSession, preferences: ImPreferences, memory: ImMemory
    ) -> QuickSignIn | None:
        """A sign-in with inline session and token, unless the policy requires the password."""
        if not self._settings.fast_sign_in:
            memory.keep_token(None)
            return None
        tokens = FastTokens(preferences.token, self._clock.now_ms, memory.keep_token)
        return QuickSignIn(session, preferences.user_agent, tokens, set())

    def _negotiator(self, passwords: ImPasswords, quick: QuickSignIn | None = None) -> Negotiator:
        reach = self.trace.reach
        return Negotiator(self._open, self._stream, _nonce, passwords, self._learn, reach, quick)

    async def _endpoints(self, passwords: ImPasswords) -> Sequence[Endpoint]:
        """The platform's servers; the password is fetched beside, before a socket waits for it.

        Not where a token stands for it: the platform is spared what is not needed.
        """
        needed = self._quick is None or not self._quick.tokens.is_ready
        ahead = asyncio.ensure_future(passwords.fetch_ahead() if needed else asyncio.sleep(0))
        call = self._access.im.servers
        try:
            answer = await self.trace.follow(Hop.SERVER_LIST, call, lambda rows: len(rows.items))
            await ahead
        finally:
            ahead.cancel()
            await asyncio.gather(ahead, return_exceptions=True)
        endpoints = [self._addressing.endpoint(server) for server in answer.items]
        self.trace.keep(endpoints)
        return endpoints

    async def _open(self, endpoint: Endpoint) -> WebSocket:
        name = certificate_name(self._settings, self._access.base, endpoint.host)
        scheme = "https" if endpoint.encrypted else "http"
        origin = Origin.at(scheme, endpoint.host, endpoint.port)
        self.trace.reach(endpoint, Hop.PROXY)
        proxy = await proxy_for(origin, self._settings.proxy)
        self.trace.reach(endpoint, Hop.TCP)
        return await open_socket(
            endpoint,
            self._access.trust,
            server_name=name,
            proxy=proxy,
            on_hop=partial(self.trace.reach, endpoint),
            on_heard=self.trace.hear,
        )

    async def is_listening(self, url: str) -> bool:
        """Whether the server's port is open; one behind a proxy is not looked at past it."""
        parts = urlsplit(url)
        scheme = "https" if parts.scheme == "wss" else "http"
        origin = Origin.at(scheme, parts.hostname or "", parts.port or 0)
        try:
            is_direct = await proxy_for(origin, self._settings.proxy) is None
        except ProxyRefused:
            return False
        return is_direct and await is_port_open(url)

    def _stream(self, endpoint: Endpoint, password: str) -> Stream:
        credentials = Credentials(
            domain=self.names.domain,
            username=str(self._member_id),
            password=password,
            private=endpoint.private,
            strongest=self._weakest_allowed(),
        )
        return Stream(credentials, _nonce())

    def _weakest_allowed(self) -> str:
        policy = self._settings.weakest_mechanism
        return self._strongest if policy == REMEMBERED else policy

    def _learn(self, mechanism: str) -> None:
        """Learn the mechanism of a server that proved its identity: nothing weaker is believed."""
        if sasl.is_weaker(self._strongest, mechanism):
            log.info("the IM domain offers %s", mechanism)
            self._strongest = mechanism
            if self._memory is not None:
                self._memory.keep_strongest(mechanism)


async def _wait_for_echo(ready: Ready) -> bool:
    echo = Echo(ready.stream, f"check-{uuid.uuid4().hex[:12]}", uuid.uuid4().hex)
    course = EchoState.UNDER_WAY
    while course is EchoState.UNDER_WAY:
        ready.socket.send(ready.stream.data_to_send())
        course = echo.receive(await ready.socket.receive())
    return course is EchoState.RETURNED


def _nonce() -> str:
    return secrets.token_urlsafe(24)
