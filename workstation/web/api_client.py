"""The client of the API: one origin, one token, no redirects, bounded JSON."""

import asyncio
import hashlib
import json
from collections.abc import Mapping
from dataclasses import field
from typing import Any

from workstation.domain.address import ApiBase
from workstation.domain.errors import InputError, RedirectRefused, naming_call
from workstation.domain.value import Value
from workstation.web.body import ACCEPTED, read_body
from workstation.web.bounds import API_BYTES
from workstation.web.json_text import ReadObject, parse
from workstation.web.wire import Request, Wire

TOKEN_HEADER = "X-AUTH-TOKEN"  # noqa: S105  the header's name
MAX_TOKEN_CHARACTERS = 8192
_THREAD_FROM = 64 * 1024


class HttpAnswer(Value):
    """A complete answer; ``body`` may hold patient data and is left out of ``repr``.

    Names of ``headers`` are lower case; ``body`` is decompressed and not longer than 16 MiB.
    """

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)

    @property
    def media_type(self) -> str:
        """The declared type, lower case, without parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    async def value(self, read_object: ReadObject | None = None) -> Any:
        """The JSON value, of a body from 64 KiB on read in a thread.

        Raises ``MalformedAnswer`` for what is no JSON in UTF-8, ``BoundExceeded`` for what is
        nested too deeply or holds too many values (``web.bounds``).
        """
        if len(self.body) < _THREAD_FROM:
            return parse(self.body, read_object)
        return await asyncio.to_thread(parse, self.body, read_object)

    @property
    def digest(self) -> bytes:
        """Equal for equal answers; takes 3 ms for 6 MB, which take 240 to read."""
        digest = hashlib.sha256(f"{self.status} {self.media_type}\n".encode())
        digest.update(self.body)
        return digest.digest()


def check_token(token: str) -> str:
    """The token without the white space around it that copying brings along.

    Raises ``InputError`` for ``"token"``: empty, malformed (a header cannot carry it) or too long.
    """
    token = token.strip()
    if not token:
        raise InputError("token", "empty")
    if len(token) > MAX_TOKEN_CHARACTERS:
        raise InputError("token", "too_long", limit=MAX_TOKEN_CHARACTERS)
    if not all("!" <= character <= "~" for character in token):
        raise InputError("token", "malformed")
    return token


class ApiClient:
    """Sends calls to one API base. The token leaves for that origin and for no other.

    It goes out as ``X-AUTH-TOKEN`` (platform contract, "Calls"); an empty one leaves the header
    away. Raises ``InputError`` for a token that no header carries (``check_token``).
    """

    def __init__(self, wire: Wire, base: ApiBase, token: str) -> None:
        self.base = base
        self._wire = wire
        self._headers = {
            "Accept": "application/json",
            "Accept-Encoding": ACCEPTED,
            "Content-Type": "application/json",
        }
        if token:
            self._headers[TOKEN_HEADER] = check_token(token)

    async def send(self, method: str, path: str, *, call: str, body: Any = None) -> HttpAnswer:
        """Send one request; its whole answer, whatever its status but a redirect.

        The deadline is the caller's. Raises ``NetworkError``, ``RedirectRefused``,
        ``BoundExceeded``, ``MalformedAnswer`` and ``NotThePlatform``, each with the call's name.
        """
        with naming_call(call):
            return await self._send(method, path, body)

    async def _send(self, method: str, path: str, body: Any) -> HttpAnswer:
        content = (
            b"" if body is None else json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")
        )
        request = Request(method, self.base.call(path), self._headers, content)
        async with self._wire.send(request) as incoming:
            if incoming.redirects:
                raise RedirectRefused(f"HTTP {incoming.status}")
            whole = await read_body(incoming, limit=API_BYTES)
            return HttpAnswer(incoming.status, incoming.headers, whole)
