"""Where a repository lies: a folder (a share, or what an account has staged), or an https address.

Whatever comes from there is untrusted until ``verification`` has judged it, and it may change at
any moment. So every read is bounded, and of a folder only ordinary files are opened, never through
a link: a named pipe would hold the reader for ever. So does a share that went away: each call into
a folder has a thread of its own, for which neither the window nor the program's end waits.
"""

import asyncio
import errno
import os
import stat
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import BinaryIO, Protocol, TypeVar

from workstation.base import held_files
from workstation.base.blocking_call import start_call
from workstation.domain.address import ApiBase, WebAddress
from workstation.domain.errors import (
    BoundExceeded,
    DeadlineExceeded,
    InputError,
    RedirectRefused,
    ServerFault,
)
from workstation.domain.update_errors import UpdateRefused, UpdateUnreachable
from workstation.domain.value import Value
from workstation.updates.layout import PACKAGE_BYTES
from workstation.web.body import decode_body, read_body
from workstation.web.bounds import API_SECONDS
from workstation.web.deadline import within
from workstation.web.wire import Incoming, Request, Wire

T = TypeVar("T")
PIECE_BYTES = 64 * 1024
CLOSE_SECONDS = 1.0
_THREAD = "updates"
_MISSING = {HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND, HTTPStatus.GONE}
_OPEN_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_BINARY", 0)
)


class OpenedFile(Value):
    """A file from ``start`` on, which is 0 where the source cannot begin in the middle."""

    start: int
    pieces: AsyncIterator[bytes]


class RepositorySource(Protocol):
    """Reads a repository's files by their names in it."""

    async def read(self, name: str, limit: int) -> bytes | None:
        """A whole file of at most ``limit`` bytes; None where there is none.

        Raises ``UpdateRefused("too_large")``, ``UpdateUnreachable``, and over https
        ``NetworkError`` and ``AnswerError``.
        """

    def open_at(self, name: str, offset: int) -> AbstractAsyncContextManager[OpenedFile | None]:
        """A file in pieces, from a byte on if possible; None where there is none. Raises alike."""


class FolderSource:
    """A folder on this computer or on a share."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def read(self, name: str, limit: int) -> bytes | None:
        """See ``RepositorySource``."""
        return await _answered(name, partial(self._read, name, limit))

    @asynccontextmanager
    async def open_at(self, name: str, offset: int) -> AsyncIterator[OpenedFile | None]:
        """See ``RepositorySource``."""
        file = await _answered(name, partial(self._open, name))
        if file is None:
            yield None
            return
        try:
            yield OpenedFile(offset, _file_pieces(file, offset, name))
        finally:
            # A read that hangs has the file's lock: whoever closes it waits as long as the read.
            await asyncio.wait([start_call(file.close, _THREAD)], timeout=CLOSE_SECONDS)

    def _read(self, name: str, limit: int) -> bytes | None:
        file = self._open(name)
        if file is None:
            return None
        with file:
            try:
                content = file.read(limit + 1)
            except OSError as error:
                raise UpdateUnreachable(name, error.strerror or "") from None
        if len(content) > limit:
            raise UpdateRefused("too_large", name)
        return content

    def _open(self, name: str) -> BinaryIO | None:
        try:
            return open_regular(self._folder / name)
        except FileNotFoundError:
            if not _is_folder(self._folder):
                raise UpdateUnreachable(self._folder.name, "no such folder") from None
            return None
        except OSError as error:
            raise UpdateUnreachable(name, error.strerror or "") from None


class WebSource:
    """A folder of a web server; no redirect is followed, so nothing else is ever asked."""

    def __init__(self, wire: Wire, base: ApiBase) -> None:
        self._wire, self._base = wire, base

    async def read(self, name: str, limit: int) -> bytes | None:
        """See ``RepositorySource``."""
        async with within(API_SECONDS, call=name), self._wire.send(self._request(name)) as incoming:
            if not _is_there(incoming):
                return None
            try:
                return await read_body(incoming, limit=limit)
            except BoundExceeded:
                raise UpdateRefused("too_large", name) from None

    @asynccontextmanager
    async def open_at(self, name: str, offset: int) -> AsyncIterator[OpenedFile | None]:
        """See ``RepositorySource``."""
        asked = {"Range": f"bytes={offset}-"} if offset else {}
        async with self._wire.send(self._request(name, **asked)) as incoming:
            if not _is_there(incoming):
                yield None
                return
            start = offset if incoming.status == HTTPStatus.PARTIAL_CONTENT else 0
            yield OpenedFile(start, decode_body(incoming, limit=PACKAGE_BYTES))

    def _request(self, name: str, **headers: str) -> Request:
        try:
            address = WebAddress.parse(f"{self._base}/{name}")
        except InputError:
            raise UpdateRefused("malformed", name) from None
        return Request("GET", address, {"Accept-Encoding": "identity", **headers})


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False


def open_regular(path: Path) -> BinaryIO:
    """Open an ordinary file to read. Raises ``OSError`` for a link, a pipe or a device."""
    handle = os.open(path, _OPEN_FLAGS)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError(errno.EINVAL, "not an ordinary file")
    return held_files.file_of(handle, "rb")


async def _answered(name: str, call: Callable[[], T]) -> T:
    """Await a call into a folder. Raises ``UpdateUnreachable`` where it takes for ever."""
    try:
        async with within(API_SECONDS):
            return await start_call(call, _THREAD)
    except DeadlineExceeded:
        raise UpdateUnreachable(name, "no answer") from None


async def _file_pieces(file: BinaryIO, offset: int, name: str) -> AsyncIterator[bytes]:
    try:
        await start_call(partial(file.seek, offset), _THREAD)
        while piece := await start_call(partial(file.read, PIECE_BYTES), _THREAD):
            yield piece
    except OSError as error:
        raise UpdateUnreachable(name, error.strerror or "") from None


def _is_there(incoming: Incoming) -> bool:
    if incoming.status in _MISSING:
        return False
    if incoming.redirects:
        raise RedirectRefused(f"HTTP {incoming.status}")
    if incoming.status not in {HTTPStatus.OK, HTTPStatus.PARTIAL_CONTENT}:
        raise ServerFault(f"HTTP {incoming.status}")
    return True
