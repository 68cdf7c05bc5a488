"""The outside world, counted call by call: the one numbered ``failing`` fails, and no other."""

import errno
import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpcore
import pytest

from workstation.domain.errors import KeyringUnavailable
from workstation.vault.keys.secret_service import KeyringState
from workstation.web.asyncio_backend import AsyncioBackend, AsyncioStream


class Edges:
    """Network, disk and keyring of one try; ``asked`` counts what was asked of them."""

    def __init__(self, failing: int) -> None:
        self._failing = failing
        self.asked = 0

    @property
    def struck(self) -> bool:
        """Whether so much was asked for that something failed."""
        return self.asked > self._failing

    def ask(self, error: BaseException) -> None:
        """One call; raises ``error`` if it is the one to fail."""
        self.asked += 1
        if self.asked - 1 == self._failing:
            raise error

    def cut_network(self, patch: pytest.MonkeyPatch) -> None:
        """Each connect, read and write on the network counts."""
        self._count_await(patch, AsyncioBackend, "connect_tcp", httpcore.ConnectError)
        self._count_await(patch, AsyncioStream, "read", httpcore.ReadError)
        self._count_await(patch, AsyncioStream, "write", httpcore.WriteError, abort=True)

    def fill_disk(self, patch: pytest.MonkeyPatch) -> None:
        """Each call that makes, writes, syncs, names or removes a file counts."""
        for owner, name in ((os, "open"), (os, "fsync"), (os, "fdopen")):
            self._count(patch, owner, name)
        for name in ("mkdir", "replace", "unlink"):
            self._count(patch, Path, name)

    def fail_files(self, patch: pytest.MonkeyPatch) -> None:
        """So does each piece that is read from a file or written to one."""
        self.fill_disk(patch)
        for name in ("chmod", "stat"):
            self._count(patch, Path, name)
        open_file = io.open

        def opened(file: Any, mode: str = "r", *args: Any, **rest: Any) -> Any:
            if "b" not in mode:
                self.ask(_no_space())
                return open_file(file, mode, *args, **rest)
            raw = _CountedFile(self, file, mode.replace("b", ""))
            if "+" in mode:
                return io.BufferedRandom(raw)
            return io.BufferedReader(raw) if mode[0] == "r" else io.BufferedWriter(raw)

        patch.setattr(io, "open", opened)

    def _count(self, patch: pytest.MonkeyPatch, owner: Any, name: str) -> None:
        call: Callable[..., Any] = getattr(owner, name)

        def counted(*args: Any, **rest: Any) -> Any:
            self.ask(_no_space())
            return call(*args, **rest)

        patch.setattr(owner, name, counted)

    def _count_await(
        self,
        patch: pytest.MonkeyPatch,
        owner: Any,
        name: str,
        error: type[Exception],
        *,
        abort: bool = False,
    ) -> None:
        call: Callable[..., Any] = getattr(owner, name)

        async def counted(*args: Any, **rest: Any) -> Any:
            try:
                self.ask(error("cut"))
            except error:
                if abort:  # nothing can be read from it any more, either
                    args[0]._incoming.transport.abort()
                raise
            return await call(*args, **rest)

        patch.setattr(owner, name, counted)


class _CountedFile(io.FileIO):
    """Each piece that goes through it is asked for."""

    def __init__(self, edges: Edges, file: Any, mode: str) -> None:
        edges.ask(_no_space())
        super().__init__(file, mode)
        self._edges = edges

    def readinto(self, buffer: Any, /) -> int | None:
        self._edges.ask(_no_space())
        return super().readinto(buffer)

    def readall(self) -> bytes | None:
        self._edges.ask(_no_space())
        return super().readall()

    def write(self, content: Any, /) -> int | None:
        self._edges.ask(_no_space())
        return super().write(content)


def _no_space() -> OSError:
    return OSError(errno.ENOSPC, "no space")


class CountedKeyring:
    """The system's keyring over such edges; ``secrets`` is what it holds."""

    lasting = True

    def __init__(self) -> None:
        self.secrets: dict[str, str] = {}
        self.edges = Edges(-1)

    async def state(self) -> KeyringState:
        """Open: whether it answers shows when it is asked."""
        return KeyringState.OPEN

    async def read(self, name: str) -> str | None:
        """The secret, ``None`` for none; may raise ``KeyringUnavailable``, as all that follow."""
        self.edges.ask(KeyringUnavailable("silent"))
        return self.secrets.get(name)

    async def write(self, name: str, secret: str) -> None:
        """Keep it."""
        self.edges.ask(KeyringUnavailable("silent"))
        self.secrets[name] = secret

    async def remove(self, name: str) -> None:
        """Forget it."""
        self.edges.ask(KeyringUnavailable("silent"))
        self.secrets.pop(name, None)
