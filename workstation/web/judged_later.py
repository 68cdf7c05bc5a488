"""TLS whose certificate is judged outside of the window's thread, before a byte goes either way.

Windows judges a certificate by a call that may go to the network: to Microsoft's list of roots for
one that it does not have, to the address in the certificate for an authority in between. Behind a
clinic's firewall that ends after fifteen seconds, for each connection. ``truststore`` makes that
call at the end of the handshake, which is in the thread of the loop, and that is the window's.

Here the handshake ends without a verdict. A thread then asks for it, and until it is there the
connection neither gives what came nor takes what is to be sent: who forgets to wait for it gets an
error, and never a connection that nobody vouches for::

    handshake → ``wait_for_verdict`` → trusted: read and write
                                     → refused: the error of the handshake, as if it had been there

What was judged is not asked again for ten minutes: a verdict that comes too late for one try is
there for the next.

Red without it: tests/web/test_judged_later.py.
"""

import asyncio
import ssl
from asyncio import BaseTransport
from collections.abc import Callable
from time import monotonic
from typing import Any

from workstation.blocking_call import start_call

KEPT_SECONDS = 600.0
_DER = 2  # _ssl.ENCODING_DER

Chain = tuple[bytes, ...]
Judge = Callable[[Chain, str | None], None]
"""Whether to trust a chain, the server's first, for a name; blocking. Raises ``ssl.SSLError``."""


class JudgedLater(ssl.SSLObject):
    """A connection that is closed to both sides until its certificate was judged."""

    verdicts: "Verdicts"
    _trusted = False

    async def wait_for_verdict(self) -> None:
        """Open it. Raises what the judge raises."""
        if not self._trusted:
            await self.verdicts.require(self._chain(), self.server_hostname)
            self._trusted = True

    def read(self, len: int = 1024, buffer: Any = None) -> Any:  # noqa: A002
        """As the library's; nothing yet without a verdict."""
        if not self._trusted:
            raise ssl.SSLWantReadError
        return super().read(len, buffer)

    def write(self, data: Any) -> int:
        """As the library's; an error without a verdict."""
        if not self._trusted:
            raise ssl.SSLError("the certificate was not judged")
        return super().write(data)

    def _chain(self) -> Chain:
        """In the thread of the loop: another could meet the connection taking in a ticket."""
        connection: Any = self
        while not hasattr(connection, "get_unverified_chain"):  # public since Python 3.13
            connection = connection._sslobj  # noqa: SLF001
        shown = connection.get_unverified_chain() or ()
        return tuple(one if isinstance(one, bytes) else one.public_bytes(_DER) for one in shown)


class Verdicts:
    """What the judge said, each certificate and name once for all connections that show them."""

    def __init__(self, judge: Judge) -> None:
        self._judge = judge
        self._asked: dict[tuple[Chain, str | None], asyncio.Future[None]] = {}
        self._trusted_until: dict[tuple[Chain, str | None], float] = {}

    async def require(self, chain: Chain, name: str | None) -> None:
        """Return once the chain is trusted for the name. Raises what the judge raises."""
        key = (chain, name)
        if monotonic() < self._trusted_until.get(key, 0.0):
            return
        question = self._asked.get(key)
        if question is None or question.get_loop() is not asyncio.get_running_loop():
            question = self._asked[key] = start_call(lambda: self._ask(key), "certificates")
            question.add_done_callback(lambda _: self._asked.pop(key, None))
        await asyncio.shield(question)

    def _ask(self, key: tuple[Chain, str | None]) -> None:
        self._judge(*key)
        self._trusted_until[key] = monotonic() + KEPT_SECONDS


def judge_later(context: ssl.SSLContext, judge: Judge) -> None:
    """Let the connections of a context be judged so, which itself must judge nothing."""

    class Judged(JudgedLater):
        verdicts = Verdicts(judge)

    context.sslobject_class = Judged


async def wait_for_verdict(transport: BaseTransport | None) -> None:
    """Where a connection's certificate is judged later, until that is done; at once elsewhere.

    Raises ``ssl.SSLError`` where it is refused.
    """
    connection = transport.get_extra_info("ssl_object") if transport is not None else None
    if isinstance(connection, JudgedLater):
        await connection.wait_for_verdict()
