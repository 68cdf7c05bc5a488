"""What was decoded and let go is the system's again."""

import platform
import subprocess
import sys

import pytest

PICTURES = """
import asyncio, ctypes, sys
from PySide6.QtGui import QImage
from workstation.base.heap_limits import return_freed_memory
from workstation.ui.media.decoding_threads import DecodingThreads, exit_without_waiting
from workstation.ui.viewer.levels import FORMAT, Levels

class Heaps(ctypes.Structure):
    names = "arena ordblks smblks hblks hblkhd usmblks fsmblks uordblks fordblks keepcost".split()
    _fields_ = [(name, ctypes.c_size_t) for name in names]

def decode():
    picture = QImage(3000, 2000, FORMAT)
    picture.fill(0)
    return Levels(picture)

async def look():
    threads = [DecodingThreads(1) for _ in range(4)]
    for _ in range(2):
        await asyncio.gather(*(each.run(decode) for each in threads))

if sys.argv[1:]:
    return_freed_memory()
asyncio.run(look())
mallinfo = ctypes.CDLL(None).mallinfo2
mallinfo.restype = Heaps
print(mallinfo().fordblks >> 20)
exit_without_waiting(0)
"""
MAX_FREE_MEBIBYTES = 6


def free_mebibytes(*arguments: str) -> int:
    """What a process of its own holds and has nothing in, after pictures were decoded."""
    done = subprocess.run(  # noqa: S603 - a test's own words
        [sys.executable, "-c", PICTURES, *arguments],
        capture_output=True, text=True, timeout=180, check=True,
    )  # fmt: skip
    return int(done.stdout)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="the limits are glibc's")
def test_decoded_pictures_leave_no_free_memory_behind() -> None:
    assert free_mebibytes("limited") <= MAX_FREE_MEBIBYTES
    assert free_mebibytes() > MAX_FREE_MEBIBYTES, "it needs no limits"
