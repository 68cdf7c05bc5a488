"""The client of pictures and recordings: hosts differ, and the token stays with the API's."""

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import field, replace
from http import HTTPStatus

from workstation.domain.address import ApiBase, WebAddress
from workstation.domain.errors import (
    ForeignMedia,
    InputError,
    MediaGone,
    NotThePlatform,
    RedirectRefused,
    Refused,
    ServerFault,
    naming_call,
)
from workstation.domain.value import Value
from workstation.web.api_client import TOKEN_HEADER, check_token
from workstation.web.body import decode_body
from workstation.web.bounds import (
    MEDIA_BYTES,
    REDIRECTS,
    UPLOAD_BYTES_A_SECOND,
    UPLOAD_CHUNK,
)
from workstation.web.retry import MEDIA_RETRY, RetryPolicy
from workstation.web.wire import Incoming, Request, Wire

Allows = Callable[[WebAddress], bool]
Progress = Callable[[int, int | None], None]

SLOT_HEADERS = frozenset({"authorization", "cookie", "expires"})
_FETCH = "GET media"
_UPLOAD = "PUT upload"


class PutTarget(Value):
    """Where an upload goes (XEP-0363, 5): a one-time address and the headers it asks for.

    Of the headers only Authorization, Cookie and Expires are sent on, as the XEP has it.
    """

    address: WebAddress
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)


class MediaClient:
    """Fetches from any allowed origin and uploads to slots.

    ``allows`` decides for the address and again for every redirect. The token goes to the API's own
    origin, and no more once a redirect has left it. Raises ``InputError`` for a token that no
    header carries.
    """

    def __init__(
        self,
        wire: Wire,
        base: ApiBase,
        token: str,
        allows: Allows,
        retry: RetryPolicy = MEDIA_RETRY,
    ) -> None:
        self._wire = wire
        self._home = base.origin
        self._token = check_token(token) if token else ""
        self._allows = allows
        self._retry = retry

    async def fetch(
        self, address: WebAddress, *, limit: int = MEDIA_BYTES, progress: Progress | None = None
    ) -> bytes:
        """Fetch the bytes at an address, within 120 seconds in all, tried again with back-off.

        ``limit`` is in bytes, ``progress`` gets bytes so far and in all (``None`` when unknown), in
        the loop's thread. Raises ``ForeignMedia`` for an address that is not allowed,
        ``RedirectRefused`` for a sixth redirect or one away from https, ``BoundExceeded``,
        ``MediaGone`` (404, 410), ``ServerFault`` (429, 5xx), ``Refused`` for any other status, and
        ``NetworkError``.
        """
        with naming_call(_FETCH):
            return await self._retry.read(lambda: self._fetch(address, limit, progress))

    async def upload(
        self,
        slot: PutTarget,
        content: bytes,
        *,
        media_type: str,
        progress: Progress | None = None,
    ) -> None:
        """Put content into a slot, once. Cancelling the task breaks the connection off.

        ``progress`` gets bytes handed to the network and bytes in all. Raises ``MediaGone``,
        ``ServerFault`` or ``Refused`` for any answer but success, ``NotThePlatform`` for a page,
        ``RedirectRefused``, and ``NetworkError``, after which the file may be there or not: ask for
        a new slot.

        A large file on a slow line has its time: within 120 seconds alone it would never arrive,
        however often it was tried, and what the doctor wrote behind it waits for it.
        """
        seconds = self._retry.seconds + len(content) / UPLOAD_BYTES_A_SECOND
        with naming_call(_UPLOAD):
            await replace(self._retry, seconds=seconds).write(
                lambda: self._upload(slot, content, media_type, progress)
            )

    async def _fetch(self, address: WebAddress, limit: int, progress: Progress | None) -> bytes:
        at_home = True
        for _ in range(REDIRECTS + 1):
            if not self._allows(address):
                raise ForeignMedia(str(address.origin))
            at_home = at_home and address.origin == self._home
            async with self._wire.send(Request("GET", address, self._headers(at_home))) as incoming:
                if not incoming.redirects:
                    return await _receive(incoming, limit, progress)
                address = _follow_redirect(address, incoming)
        raise RedirectRefused(f"more than {REDIRECTS}")

    def _headers(self, at_home: bool) -> dict[str, str]:  # noqa: FBT001
        headers = {"Accept": "image/*, audio/*, */*;q=0.5", "Accept-Encoding": "identity"}
        return headers | {TOKEN_HEADER: self._token} if at_home and self._token else headers

    async def _upload(
        self, slot: PutTarget, content: bytes, media_type: str, progress: Progress | None
    ) -> None:
        headers = {n: v for n, v in slot.headers.items() if n.lower() in SLOT_HEADERS}
        headers |= {"Content-Type": media_type, "Content-Length": str(len(content))}
        request = Request("PUT", slot.address, headers, _pieces(content, progress))
        async with self._wire.send(request) as incoming:
            if incoming.redirects:
                raise RedirectRefused(f"HTTP {incoming.status}")
            _require_success(incoming)
            # PHP and Apache call what they say of a file that they created HTML, too.
            is_page = "html" in incoming.headers.get("content-type", "").lower()
            if is_page and incoming.status != HTTPStatus.CREATED:
                raise NotThePlatform("a web page")


async def _receive(incoming: Incoming, limit: int, progress: Progress | None) -> bytes:
    _require_success(incoming)
    declared = incoming.headers.get("content-length", "")
    total = int(declared) if declared.isdigit() else None
    body = bytearray()
    async for piece in decode_body(incoming, limit=limit):
        body += piece
        if progress is not None:
            progress(len(body), total)
    return bytes(body)


def _follow_redirect(address: WebAddress, incoming: Incoming) -> WebAddress:
    try:
        target = address.resolve(incoming.headers.get("location", ""))
    except InputError:
        raise RedirectRefused("not to http or https") from None
    if address.origin.encrypted and not target.origin.encrypted:
        raise RedirectRefused("from https to http")
    return target


def _require_success(incoming: Incoming) -> None:
    status, detail = incoming.status, f"HTTP {incoming.status}"
    if status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
        raise MediaGone(detail)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.TOO_MANY_REQUESTS:
        raise ServerFault(detail)
    if not HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        raise Refused(detail)


async def _pieces(content: bytes, progress: Progress | None) -> AsyncIterator[bytes]:
    view = memoryview(content)
    for start in range(0, len(content), UPLOAD_CHUNK):
        piece = bytes(view[start : start + UPLOAD_CHUNK])
        yield piece
        if progress is not None:
            progress(start + len(piece), len(content))
