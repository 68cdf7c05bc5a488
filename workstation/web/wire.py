"""What the rest of the program knows of HTTP: one request out, one streamed answer in.

The library behind it is named in ``exchange`` alone; ``opening`` gives a wire.
"""

from collections.abc import AsyncIterable, AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import field
from http import HTTPStatus
from typing import Protocol

from workstation.domain.address import WebAddress
from workstation.domain.value import Value


class Request(Value):
    """One request; headers and body may hold secrets and are left out of ``repr``."""

    method: str
    address: WebAddress
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes | AsyncIterable[bytes] = field(default=b"", repr=False)


class Incoming(Value):
    """The head of an answer and its body as the server sent it, not yet decompressed.

    Header names are lower case. ``chunks`` raises the errors of ``Wire.send``.
    """

    status: int
    headers: Mapping[str, str] = field(repr=False)
    chunks: AsyncIterator[bytes] = field(repr=False)

    @property
    def redirects(self) -> bool:
        """Whether the server points elsewhere (any HTTP 3xx)."""
        return HTTPStatus.MULTIPLE_CHOICES <= self.status < HTTPStatus.BAD_REQUEST


class Wire(Protocol):
    """Carries requests. It follows no redirect, keeps no cookie and reads no environment."""

    def send(self, request: Request) -> AbstractAsyncContextManager[Incoming]:
        """Send, and hold the answer open while the context lasts.

        Raises ``NameNotResolved``, ``Unreachable``, ``ProxyRefused``, ``TlsFailure`` and (a wire
        with bounds) ``ForeignMedia`` when nothing was sent, ``ConnectionDropped`` when it may have
        been, ``NotThePlatform`` when what answers does not speak HTTP.
        """

    async def aclose(self) -> None:
        """Close what is open; the wire is of no use afterwards."""
