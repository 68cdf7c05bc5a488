"""Wrong codes counted, and how long the next try has to wait.

The count is on the disk before a code is looked at, and taken back when it was right: whoever ends
the program in between, or pulls the plug, has used up that try. Waiting goes by the monotonic clock
of this run, and a new run waits the whole of it again, so neither setting the PC's clock nor
starting the program anew gains anything. Where the disk takes no count the one in memory holds: a
doctor is not kept from unsent words by a full disk.

Whoever can read the files can copy them and guess elsewhere; what slows that down is the cost of a
code (``key_cost``).
"""

import logging
from collections.abc import Callable
from pathlib import Path
from time import monotonic

from workstation.base import held_files
from workstation.base.atomic_write import sync_folder, write_atomically
from workstation.domain.errors import StorageError

log = logging.getLogger(__name__)

NAME = "vault.tries"
FREE_TRIES = 3
MAX_WAIT_SECONDS = 300.0
MAX_BYTES, _MAX_COUNT = 100, 1_000_000


class TryCounter:
    """Counts the wrong codes typed for one account; ``clock`` gives monotonic seconds."""

    def __init__(self, folder: Path, clock: Callable[[], float] = monotonic) -> None:
        self._path, self._clock = folder / NAME, clock
        self._count: int | None = None
        self._since = clock()

    @property
    def count(self) -> int:
        """Wrong codes in a row; blocks where it was not loaded."""
        return self.load()

    def load(self) -> int:
        """Read the count if memory does not have it. Blocking."""
        if self._count is None:
            self._count = self._read()
        return self._count

    def wait_seconds(self) -> float:
        """Seconds until the next try is taken; 0 for now."""
        return max(0.0, self._since + delay(self.count) - self._clock())

    def begin(self) -> None:
        """Count a code that is about to be tried as wrong, until it proves right. Blocking."""
        self._count = self.count + 1
        self._since = self._clock()
        try:
            write_atomically(self._path, str(self._count).encode())
            sync_folder(self._path.parent)
        except (StorageError, OSError) as error:
            log.warning("tries are counted in memory only: %s", type(error))

    def take_back(self) -> None:
        """Take back what ``begin`` counted: the code was not tried after all. Blocking."""
        before = self.count - 1
        if before > 0:
            self._count = before - 1
            self.begin()
        else:
            self.clear()

    def clear(self) -> None:
        """Begin to count anew: the code was right. Blocking."""
        self._count = 0
        try:
            held_files.remove(self._path)
        except OSError as error:
            log.warning("counted tries stay: %s", type(error))

    def _read(self) -> int:
        try:
            content = held_files.read(self._path, MAX_BYTES)
        except FileNotFoundError:
            return 0
        except OSError:
            return FREE_TRIES
        try:
            return min(max(int(content), 0), _MAX_COUNT)
        except ValueError:
            return FREE_TRIES  # damaged: neither free of waiting nor shut for minutes


def delay(count: int) -> float:
    """Seconds to wait after so many wrong codes: none, then doubling from one second on."""
    if count < FREE_TRIES:
        return 0.0
    return min(2.0 ** min(count - FREE_TRIES, 16), MAX_WAIT_SECONDS)
