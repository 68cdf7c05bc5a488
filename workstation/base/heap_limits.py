"""What the program has freed goes back to the system.

A picture is decoded into blocks of 1 to 50 MB, in a thread. glibc (Linux) learns from the first
such block that is freed: from then on it takes blocks of up to 32 MB out of the heap of the thread,
keeps up to 64 MB free at the end of each heap, and has eight heaps a core. Sixty pictures left the
program with 135 MB that nothing lay in, for as long as it ran; ``malloc_trim`` does not reach the
ends of the threads' heaps. So the sizes are named, which also ends the learning, and threads share
two heaps. A large block is then a mapping of its own and is gone when it is freed; that costs its
pages once more each time (decisions/freed-memory-returned.md). Small blocks, as the pages of a
database, are between others and stay; once many were freed together their pages are given back.

Windows gives large blocks back by itself.
"""

import sys
from typing import Final

LARGE_BLOCK_BYTES: Final = 128 * 1024
"""From here on a block is a mapping of its own: as much as a thumbnail of the conversation."""
MAX_FREE_END_BYTES: Final = 1024 * 1024
MAX_HEAPS: Final = 2

if sys.platform == "linux":
    import ctypes

    _TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8

    def return_freed_memory() -> None:
        """Have freed memory returned from now on; heaps that threads have already stay."""
        mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
        if mallopt is not None:
            mallopt(_MMAP_THRESHOLD, LARGE_BLOCK_BYTES)
            mallopt(_TRIM_THRESHOLD, MAX_FREE_END_BYTES)
            mallopt(_ARENA_MAX, MAX_HEAPS)

    def return_free_pages() -> None:
        """Return free pages between used ones, too, as after a database was closed.

        A millisecond of work, in which threads that ask for memory may wait.
        """
        malloc_trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if malloc_trim is not None:
            malloc_trim(0)

else:

    def return_freed_memory() -> None:
        """Do nothing: only glibc keeps what is freed."""

    def return_free_pages() -> None:
        """Do nothing: only glibc keeps what is freed."""
