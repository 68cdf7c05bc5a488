"""What the memory of this process consists of, so that a table says which part grew."""

import ctypes
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

OWN_MAPS = Path("/proc/self/smaps")
MAPPING = re.compile(r"([0-9a-f]+)-[0-9a-f]+ \S+ \S+ \S+ \d+ *(.*)")
THREAD_HEAP_BITS = 26
"""A heap of a thread begins at a multiple of 64 MiB."""
MEGABYTE = 2**20
FONTS = (".ttf", ".ttc", ".otf")
HEAP_FIGURES = "arena ordblks smblks hblks hblkhd usmblks fsmblks uordblks fordblks keepcost"


class _Heaps(ctypes.Structure):
    """What glibc says of its heaps (``mallinfo2``)."""

    _fields_: ClassVar = [(name, ctypes.c_size_t) for name in HEAP_FIGURES.split()]


def memory_parts() -> dict[str, float]:
    """By what holds it: first PSS in MB, which add up; then what lies in these, and counts.

    Takes some 20 ms; in a thread.
    """
    mappings: Counter[str] = Counter()
    for name, kibibytes in _mappings():
        mappings[name] += kibibytes
    return {
        **{f"{name}, MB": size / 1024 for name, size in sorted(mappings.items())},
        **_heap_parts(),
        "Python's small blocks": sys.getallocatedblocks(),
    }


def table(samples: list[dict[str, float]]) -> list[str]:
    """Each part at first, after a third and at last, and what it grew by since the third."""
    first, third, last = samples[0], samples[len(samples) // 3], samples[-1]
    head = f"{'':32}{'at first':>12}{'a third':>12}{'at last':>12}{'since':>10}"
    rows = [
        f"{name:32}{first.get(name, 0):12,.1f}{third.get(name, 0):12,.1f}{size:12,.1f}"
        f"{size - third.get(name, 0):+10,.1f}"
        for name, size in last.items()
    ]
    return [head, *rows]


def _mappings() -> Iterator[tuple[str, int]]:
    """Each mapping as what it is, with its PSS in KiB."""
    name = ""
    for line in OWN_MAPS.read_text().splitlines():
        if mapping := MAPPING.match(line):
            name = _kind(int(mapping[1], 16), mapping[2])
        elif line.startswith("Pss:"):
            yield name, int(line.split()[1])


def _kind(start: int, path: str) -> str:
    if path == "[heap]":
        return "heap"
    if not path or path.startswith("["):
        is_thread_heap = not path and not start % 2**THREAD_HEAP_BITS
        return "heaps of threads" if is_thread_heap else "large blocks and Python"
    if path.endswith(FONTS):
        return "fonts"
    return "libraries" if ".so" in path else "other files"


def _heap_parts() -> dict[str, float]:
    mallinfo = getattr(ctypes.CDLL(None), "mallinfo2", None)
    if mallinfo is None:
        return {}
    mallinfo.restype = _Heaps
    heaps = mallinfo()
    return {
        "in the heaps, MB": heaps.uordblks / MEGABYTE,
        "free in the heaps, MB": heaps.fordblks / MEGABYTE,
        "large blocks, MB": heaps.hblkhd / MEGABYTE,
    }
