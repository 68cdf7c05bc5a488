"""The panel of the connection: all is well, nothing is, and the code for a phone."""

from PySide6.QtWidgets import QWidget

from tests.gallery import sample
from tests.gallery.scenes.active import WINDOW, desk
from workstation.domain.connection import Connection, Phase
from workstation.domain.connection_report import (
    ConnectionReport,
    Hop,
    ListReading,
    PlatformCall,
    RoomCounts,
    ServerAttempt,
    UnsentCounts,
)
from workstation.domain.errors import TlsFailure, Unreachable
from workstation.domain.im import ImServer
from workstation.domain.send_blocker import SendBlocker
from workstation.ui.connection.sheet import ConnectionSheet
from workstation.ui.gallery.__main__ import GalleryScene

NOW = 40_000.0
FIRST, SECOND, THIRD = (ImServer(f"im{number}.hospital.example", 5443) for number in (1, 2, 3))
PLATFORM = "https://clinic.hospital.example"


def well() -> ConnectionReport:
    """Online since the morning."""
    return ConnectionReport(
        now=NOW,
        now_ms=sample.NOW_MS,
        platform=PLATFORM,
        connection=Connection(Phase.ONLINE, NOW - 9_000),
        heard_at=NOW - 4,
        queue=ListReading(sample.NOW_MS - 12_000, due_at=NOW + 18),
        server_list=PlatformCall(NOW - 9_001, count=3),
        password=PlatformCall(NOW - 2_400, count=1),
        attempts=(ServerAttempt(FIRST, True, Hop.SESSION, NOW - 9_000, is_online=True),),
        rooms=RoomCounts(48, 47, NOW + 95),
        blocked={SendBlocker.NOT_LET_IN: 1},
        unsent=UnsentCounts(0, 0),
        clock_ahead_ms=0,
    )


def away() -> ConnectionReport:
    """No server lets us in, and the clock is wrong."""
    return ConnectionReport(
        now=NOW,
        now_ms=sample.NOW_MS,
        platform=PLATFORM,
        connection=Connection(Phase.WAITING, NOW - 20, NOW + 8, TlsFailure("not valid")),
        heard_at=NOW - 260,
        queue=ListReading(sample.NOW_MS - 300_000, Unreachable(call="GET /consult"), NOW + 21),
        server_list=PlatformCall(NOW - 9_001, count=3),
        password=PlatformCall(NOW - 2_400, count=1),
        attempts=(
            ServerAttempt(FIRST, True, Hop.TLS, NOW - 7, TlsFailure("not valid")),
            ServerAttempt(SECOND, True, Hop.TCP, NOW - 6, Unreachable("ConnectionRefusedError")),
            ServerAttempt(THIRD, True, Hop.TCP, NOW - 5, Unreachable("ConnectionRefusedError")),
        ),
        rooms=RoomCounts(48, 0),
        unsent=UnsentCounts(3, 1),
        clock_ahead_ms=192_000,
    )


def over_desk(report: ConnectionReport, *, code: bool = False) -> QWidget:
    """The panel over an empty desk; with ``code`` its QR code is shown."""
    frame = desk().frame
    frame.rail.show_connection(report.connection.phase, 8)
    sheet = ConnectionSheet(frame, "0.1.0", "Windows 11 Version 24H2")
    sheet.show_report(report)
    if code:
        sheet.toggle.click()
    sheet.open()
    return frame


SCENES = [
    GalleryScene("connection", *WINDOW, lambda: over_desk(well())),
    GalleryScene("connection-away", *WINDOW, lambda: over_desk(away())),
    GalleryScene("connection-code", 1024, 720, lambda: over_desk(away(), code=True)),
]
