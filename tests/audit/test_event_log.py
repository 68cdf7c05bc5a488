"""The audit's lines in Windows' own log."""

import ctypes
import sys

import pytest

from tests.on_windows import under_wine
from workstation.audit.event_log import SOURCE, report_events
from workstation.domain.audit import AuditLine

LINES = [AuditLine(n, 1_790_000_000_123 + n, "record_printed", 1001, 7, "", "") for n in (1, 2)]


@pytest.mark.skipif(sys.platform != "win32", reason="the Event Log is Windows' own")
def test_windows_takes_the_lines_and_counts_them():
    log = ctypes.WinDLL("advapi32")
    log.OpenEventLogW.restype = ctypes.c_void_p
    opened, count = ctypes.c_void_p(log.OpenEventLogW(None, SOURCE)), ctypes.c_uint()
    assert log.GetNumberOfEventLogRecords(opened, ctypes.byref(count))
    before = count.value
    report_events(LINES)
    assert log.GetNumberOfEventLogRecords(opened, ctypes.byref(count))
    log.CloseEventLog(opened)
    if under_wine():
        pytest.skip("Wine takes what is reported and keeps no Event Log to read it from")
    assert count.value >= before + len(LINES)
