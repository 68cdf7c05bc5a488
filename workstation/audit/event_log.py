"""The Windows Event Log: each audited event has an id of its own (``docs/data-protection.md``)."""

import ctypes
import sys
from collections.abc import Sequence

from workstation.audit.line import to_json
from workstation.domain.audit import AuditEvent, AuditLine

SOURCE = "DoctorWorkstation"
INFORMATION = 0x0004
"""EVENTLOG_INFORMATION_TYPE"""


def event_id(line: AuditLine) -> int:
    """The id of a line's event; 1000 for one that only a newer version knows."""
    return next((event.value for event in AuditEvent if event.name.lower() == line.event), 1000)


if sys.platform == "win32":

    def report_events(lines: Sequence[AuditLine]) -> None:
        """Write each line under its event's id, with its JSON as the one insertion text.

        Raises ``OSError``.
        """
        library = ctypes.WinDLL("advapi32", use_last_error=True)
        library.RegisterEventSourceW.restype = ctypes.c_void_p
        library.ReportEventW.argtypes = (
            *(ctypes.c_void_p, ctypes.c_ushort, ctypes.c_ushort, ctypes.c_uint, ctypes.c_void_p),
            *(ctypes.c_ushort, ctypes.c_uint, ctypes.c_void_p, ctypes.c_void_p),
        )
        library.DeregisterEventSource.argtypes = (ctypes.c_void_p,)
        source = library.RegisterEventSourceW(None, SOURCE)
        if not source:
            raise ctypes.WinError(ctypes.get_last_error())
        try:
            for line in lines:
                texts = (ctypes.c_wchar_p * 1)(to_json(line).decode("ascii"))
                if not library.ReportEventW(
                    source, INFORMATION, 0, event_id(line), None, 1, 0, texts, None
                ):
                    raise ctypes.WinError(ctypes.get_last_error())
        finally:
            library.DeregisterEventSource(source)

else:

    def report_events(lines: Sequence[AuditLine]) -> None:
        """Raise ``OSError``: there is no such log here."""
        raise OSError(len(lines))
