"""The outside world, counted call by call: the one numbered ``failing`` fails, and no other."""

import errno
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

    def _count(self, patch: pytest.MonkeyPatch, owner: Any, name: str) -> None:
        call: Callable[..., Any] = getattr(owner, name)

        def counted(*args: Any, **rest: Any) -> Any:
            self.ask(OSError(errno.ENOSPC, "no space"))
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
