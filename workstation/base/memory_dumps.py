"""What this process holds (token, key, messages) is not written down when it crashes.

A core file would be bound to no key and kept by no retention. ``RLIMIT_CORE`` keeps the kernel from
writing one, but does not bind a handler that ``core_pattern`` pipes it to (systemd-coredump,
apport); an empty ``coredump_filter`` leaves such a handler the registers and no memory. Children
inherit both. ``PR_SET_DUMPABLE`` would do as well and is not used: it gives ``/proc/PID`` to root,
and the desktop's portals, which show notices and file dialogs, look there to know whom they serve.
On Windows, Error Reporting neither asks nor takes the heap. Python's ``faulthandler`` is not
switched on; it would write names of functions only.
"""

import contextlib
import sys
from pathlib import Path

COREDUMP_FILTER = Path("/proc/self/coredump_filter")
NOTHING = "0"
_NO_CRITICAL_ERRORS, _NO_FAULT_BOX, _NO_HEAP = 0x0001, 0x0002, 0x0001


if sys.platform == "win32":
    import ctypes

    def refuse_memory_dumps() -> None:
        """Keep the memory of this process and of its children out of crash reports."""
        kernel = ctypes.windll.kernel32
        kernel.SetErrorMode(_NO_CRITICAL_ERRORS | _NO_FAULT_BOX)
        kernel.WerSetFlags(_NO_HEAP)

else:
    import resource

    def refuse_memory_dumps() -> None:
        """Keep the memory of this process and of its children out of crash reports."""
        with contextlib.suppress(OSError, ValueError):  # the hard limit is below that already
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        with contextlib.suppress(OSError):  # only Linux has it
            COREDUMP_FILTER.write_text(NOTHING, encoding="ascii")
