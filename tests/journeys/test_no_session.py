"""The whole program without an IM session: the window says why, and goes on when it is mended."""

import pytest

from tests.journeys.conftest import until
from workstation.domain.errors import Refused, RemoteProtocolError, ServerFault, Unreachable
from workstation.domain.sign_in_errors import NoServers
from workstation.ui.kit.strings.connection import connection_text
from workstation.ui.shell import connection as wiring

SERVERS, PASSWORD = "GET /im/servers", "GET /im/password"
REASONS = [
    ("servers=", NoServers()),
    ("servers=0.0.0.0:9501,255.255.255.255:9501,169.254.1.1:9501", NoServers()),
    ("servers=127.0.0.1:1,127.0.0.2:1", Unreachable()),
    (f"failure=系统繁忙@{SERVERS}", Refused(call=SERVERS, server_text="系统繁忙")),
    (f"http=503@{PASSWORD}", ServerFault(call=PASSWORD)),
    ("im-corrupt", RemoteProtocolError()),
]


@pytest.mark.parametrize(("fault", "error"), REASONS, ids=lambda each: str(each)[:24])
async def test_the_window_says_why_there_is_no_session(workplace, monkeypatch, fault, error):
    monkeypatch.setattr(wiring, "BANNER_AFTER", 0.0)
    workplace.clinic.dial(fault)
    async with workplace.open() as work:
        frame, sentence = work.main_window.frame, connection_text(error)
        await until(lambda: sentence in frame.banner.accessibleName(), sentence)
        assert frame.banner.isVisible()
        work.clinic.clear()
        work.session.refresh()
        await work.online()
        await until(lambda: not frame.banner.isVisible(), "nothing is wrong any more")
