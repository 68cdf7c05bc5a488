"""TLS whose certificate is verified outside of the window's thread, before a byte goes either way.

Windows verifies a certificate by a call that may go to the network: to Microsoft's list of roots
for one that it does not have, to the address in the certificate for an authority in between. Behind
a clinic's firewall that ends after fifteen seconds, for each connection. ``truststore`` makes that
call at the end of the handshake, which is in the thread of the loop, and that is the window's.

Here the handshake ends before. A thread then makes the call, and until it has its answer the
connection neither gives what came nor takes what is to be sent: who forgets to wait for it gets an
error, and never a connection that nobody vouches for::

    handshake → ``wait_until_verified`` → trusted: read and write
                                        → refused: the error that the handshake would have given

What was trusted is not asked again for ten minutes: an answer that comes too late for one try is
there for the next.

Tests: tests/web/test_deferred_verification.py.
"""

import asyncio
import ssl
from asyncio import BaseTransport
from collections.abc import Callable
from functools import partial
from time import monotonic
from typing import Any

from workstation.base.blocking_call import start_call

KEPT_SECONDS = 600.0
_DER = 2  # _ssl.ENCODING_DER

Chain = tuple[bytes, ...]
PeerVerifier = Callable[[Chain, str | None], None]
"""Whether to trust a chain, the server's first, for a name; blocking. Raises ``ssl.SSLError``."""


class VerifiedLater(ssl.SSLObject):
    """A connection that is closed to both sides until its certificate was verified."""

    verifications: "Verifications"
    _trusted = False

    async def wait_until_verified(self) -> None:
        """Open it. Raises what ``PeerVerifier`` raises."""
        if not self._trusted:
            await self.verifications.require(self._chain(), self.server_hostname)
            self._trusted = True

    def read(self, len: int = 1024, buffer: Any = None) -> Any:  # noqa: A002
        """Read as the library does, but nothing before the certificate is verified."""
        if not self._trusted:
            raise ssl.SSLWantReadError
        return super().read(len, buffer)

    def write(self, data: Any) -> int:
        """Write as the library does, with an error before the certificate is verified."""
        if not self._trusted:
            raise ssl.SSLError("the certificate was not verified")
        return super().write(data)

    def _chain(self) -> Chain:
        """The chain of a connection, read in the loop's thread: another may meet a ticket."""
        connection: Any = self
        while not hasattr(connection, "get_unverified_chain"):  # public since Python 3.13
            connection = connection._sslobj  # noqa: SLF001
        chain = connection.get_unverified_chain() or ()
        return tuple(one if isinstance(one, bytes) else one.public_bytes(_DER) for one in chain)


class Verifications:
    """What is trusted; each chain and name is asked about once for all connections.

    To be used in one loop.
    """

    def __init__(self, verify: PeerVerifier) -> None:
        self._verify = verify
        self._asked: dict[tuple[Chain, str | None], asyncio.Future[None]] = {}
        self._trusted_until: dict[tuple[Chain, str | None], float] = {}

    async def require(self, chain: Chain, name: str | None) -> None:
        """Return once the chain is trusted for the name. Raises what ``PeerVerifier`` raises."""
        key = (chain, name)
        if monotonic() < self._trusted_until.get(key, 0.0):
            return
        question = self._asked.get(key)
        if question is None:
            question = self._asked[key] = start_call(partial(self._ask, key), "certificates")
            question.add_done_callback(lambda _: self._asked.pop(key))
        await asyncio.shield(question)

    def _ask(self, key: tuple[Chain, str | None]) -> None:
        self._verify(*key)
        self._trusted_until[key] = monotonic() + KEPT_SECONDS


def verify_later(context: ssl.SSLContext, verify: PeerVerifier) -> None:
    """Let the connections of a context be verified so, which itself must verify nothing."""

    class Connection(VerifiedLater):
        verifications = Verifications(verify)

    context.sslobject_class = Connection


async def wait_until_verified(transport: BaseTransport) -> None:
    """Wait for a connection's certificate to be verified, where that is done later.

    Raises ``ssl.SSLError`` where it is refused.
    """
    connection = transport.get_extra_info("ssl_object")
    if isinstance(connection, VerifiedLater):
        await connection.wait_until_verified()
