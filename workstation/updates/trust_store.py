"""What this computer has verified of a repository, kept between runs: so that going back is seen.

An attacker on the share can put back an old repository whose signatures are all genuine. What was
seen before tells: versions never fall, and neither does the time. The clock's reading is kept only
together with metadata that were valid at it, so a clock that ran ahead once can be believed no
longer than those were valid.

Each trusted root has a folder of its own: a repository made anew begins anew.

What cannot be read now was seen all the same: nothing is believed until it can be. Content that
nobody wrote here bounds nothing; who can put it there could as well remove the file.
"""

import asyncio
import shutil
from pathlib import Path

from workstation.base import held_files
from workstation.base.atomic_write import write_atomically
from workstation.domain.errors import StorageError
from workstation.updates.layout import RELEASES_BYTES

_TIME = "verified-at"
_ROOT_CHARACTERS = 16


class TrustStore:
    """The verified metadata of the repository with one root, below ``folder``.

    The disk is read and written by another thread than the one that asks.
    """

    def __init__(self, folder: Path, root_sha256: str) -> None:
        self._parent = folder
        self._folder = folder / root_sha256[:_ROOT_CHARACTERS]

    async def read(self, name: str) -> bytes | None:
        """Metadata as they were last verified; None where there are none.

        Raises ``StorageError`` where that cannot be told.
        """
        return await asyncio.to_thread(self._read, name)

    async def write(self, name: str, content: bytes) -> None:
        """Store verified metadata. Raises ``StorageError``."""
        await asyncio.to_thread(self._write, name, content)

    async def latest_ms(self, now_ms: int) -> int:
        """The time to judge by: the clock's, but never one before that of the last success.

        Raises ``StorageError``.
        """
        try:
            return max(now_ms, int(await self.read(_TIME) or b""))
        except ValueError:
            return now_ms

    async def note_success(self, at_ms: int) -> None:
        """Note that everything was valid at that time. Raises ``StorageError``."""
        await self.write(_TIME, str(at_ms).encode())

    async def forget_others(self) -> None:
        """Remove what belongs to roots that the policy does not name any more."""
        await asyncio.to_thread(self._forget_others)

    def _read(self, name: str) -> bytes | None:
        try:
            return held_files.read(self._place(name), RELEASES_BYTES)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise StorageError(f"cannot read {name}: {error.strerror}", call="read") from None

    def _write(self, name: str, content: bytes) -> None:
        if self._read(name) != content:
            write_atomically(self._place(name), content)

    def _forget_others(self) -> None:
        for folder in self._parent.glob("*"):
            if folder != self._folder:
                shutil.rmtree(folder, ignore_errors=True)

    def _place(self, name: str) -> Path:
        return self._folder / name
