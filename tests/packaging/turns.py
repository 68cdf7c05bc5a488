"""What tests beside each other share, such as the packages they made, is used by one at a time."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def turn_at(shared: Path) -> Iterator[None]:
    """Wait until no other process has its turn at the folder `shared`; have it for the block."""
    shared.parent.mkdir(exist_ok=True)
    with shared.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
