"""How much memory a process has had at most, on Linux and on Windows."""

import ctypes
import sys
from ctypes import wintypes
from importlib import import_module


class _Counters(ctypes.Structure):
    """``PROCESS_MEMORY_COUNTERS`` of psapi.h."""

    _fields_ = (
        ("size", wintypes.DWORD),
        ("faults", wintypes.DWORD),
        *((name, ctypes.c_size_t) for name in ("peak", "now", *"abcdef")),
    )


def peak_kib() -> int:
    """The most that this process ever had in memory at once, in KiB."""
    if sys.platform != "win32":
        resource = import_module("resource")
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    counters = _Counters(size=ctypes.sizeof(_Counters))
    kernel = ctypes.WinDLL("kernel32")
    kernel.GetCurrentProcess.restype = wintypes.HANDLE
    ask = kernel.K32GetProcessMemoryInfo
    ask.argtypes = [wintypes.HANDLE, ctypes.POINTER(_Counters), wintypes.DWORD]
    assert ask(kernel.GetCurrentProcess(), counters, counters.size)
    return counters.peak // 1024
