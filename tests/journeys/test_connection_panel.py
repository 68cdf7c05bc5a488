"""The panel of the connection beside dead and hostile neighbours: it says what really happened."""

import asyncio
import contextlib

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.fakes.authority import Authority
from tests.journeys.conftest import until
from workstation.domain.connection_report import Hop
from workstation.services import im_servers
from workstation.ui.kit.strings import tr


async def opened(work):
    """Open it from the rail by the keyboard."""
    dot = work.main_window.frame.rail.connection
    dot.setFocus()
    QTest.keyClick(dot, Qt.Key.Key_Return)
    await until(work.main_window.overlays.connection.sheet.isVisible, "the panel is open")
    return work.main_window.overlays.connection.sheet


def line_of(sheet, hop: Hop) -> str:
    """What is said of a hop."""
    return sheet.hops[hop].value.text()


async def failed_at(work, hop: Hop) -> None:
    """Wait until the last try of a server failed at this hop; it is tried again and again."""

    def has_failed() -> bool:
        attempts = work.session.link_factory.trace.attempts
        return any(each.error is not None and each.hop is hop for each in attempts)

    await until(has_failed, f"failed at {hop}")


async def test_all_is_well_and_then_the_clinic_is_killed(workplace):
    async with workplace.open() as work:
        await work.online()
        sheet = await opened(work)
        port = work.session.link_factory.trace.attempts[0].server.port
        await until(lambda: f"127.0.0.1:{port}" in sheet.text(), "the server in use")
        entered = lambda: line_of(sheet, Hop.ROOMS)  # noqa: E731 - read again and again
        await until(lambda: entered() and "0 / " not in entered(), "rooms are entered")
        assert sheet.heading.text().startswith(tr("connection.state.online"))
        assert tr("connection.clock_right") in sheet.text()
        assert work.clinic.token not in sheet.text()

        work.clinic.stop()
        failed = tr("connection.state.online")
        await until(lambda: not sheet.heading.text().startswith(failed), "it is not online")
        work.session.refresh()
        await until(lambda: "network." in sheet.text(), "and says why")
        await failed_at(work, Hop.TCP)
        QTest.keyClick(sheet, Qt.Key.Key_Escape)
        assert sheet.isHidden()


@pytest.mark.parametrize(
    ("fault", "hop"),
    [
        ("http=503@GET /im/password", Hop.PASSWORD),
        ("im-corrupt", Hop.SASL),
    ],
)
async def test_the_hop_that_failed_is_the_one_that_is_named(workplace, fault, hop):
    workplace.clinic.dial(fault)
    async with workplace.open() as work:
        sheet = await opened(work)
        wrong = tr("connection.failed", time="", what="").partition("，")[0]
        await until(lambda: line_of(sheet, hop).startswith(wrong), f"{hop} failed")
        work.clinic.clear()
        sheet.retry.click()
        await work.online()
        online = tr("connection.state.online")
        await until(lambda: sheet.heading.text().startswith(online), "mended")


async def test_a_wrong_certificate_is_named_at_its_hop(workplace, tmp_path, monkeypatch):
    monkeypatch.setattr(im_servers, "is_loopback", lambda _host: False)

    async def listen(reader, writer) -> None:
        with contextlib.suppress(OSError):
            await reader.read()
        writer.close()

    tls = Authority(tmp_path).server("elsewhere.test")
    server = await asyncio.start_server(listen, "127.0.0.1", 0, ssl=tls)
    port = server.sockets[0].getsockname()[1]
    workplace.clinic.dial(f"servers=127.0.0.1:{port}")
    try:
        async with workplace.open() as work:
            sheet = await opened(work)
            await until(lambda: "[network.tls" in sheet.text(), "the certificate is refused")
            await failed_at(work, Hop.TLS)
    finally:
        server.close()


async def test_a_clock_that_is_off_is_said(workplace):
    workplace.clinic.dial("date=630")  # half a minute more: a clock is read to the second at best
    async with workplace.open() as work:
        await work.online()
        sheet = await opened(work)
        expected = tr("connection.clock_behind", duration="10 分钟")
        await until(lambda: expected in sheet.text(), "ten minutes behind")


async def test_what_waits_is_counted_and_nothing_of_it_copied(workplace):
    workplace.clinic.dial("servers=127.0.0.1:1")
    async with workplace.open() as work:
        number = min(work.session.store.worklist.consultation_ids())
        await work.open_consultation(number)
        await work.say("canary-7f3a")
        sheet = await opened(work)
        one = tr("connection.waiting_messages", count=1)
        await until(lambda: any(fact.value.text() == one for fact in sheet.facts), "one waits")
        await until(lambda: "[network.unreachable" in sheet.text(), "dead")
        await failed_at(work, Hop.TCP)
        patient = work.session.store.worklist.row(number).consultation.target.name
        doctor = work.session.account.profile.display_name
        for secret in ("canary", patient, doctor, work.clinic.token):
            assert secret not in sheet.text()
