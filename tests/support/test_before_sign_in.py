"""What a check tells on a new computer, before anybody has a token there."""

import pytest

from tests.fakes.http_server import http, json_answer, serving
from tests.support.findings import StoppedClock, refusing_together, summaries
from workstation.config import Settings
from workstation.domain.address import ApiBase
from workstation.domain.errors import DeadlineExceeded
from workstation.domain.findings import Layer, fine, unusable
from workstation.support import self_test
from workstation.support.network_probes import NetworkProbes
from workstation.support.probing import Foundation, run
from workstation.support.self_test import Target
from workstation.web import inspection
from workstation.web.bounds import CONNECT_SECONDS

PORTAL = b"<html><body>Please sign in to the Wi-Fi</body></html>"
LEFT_OUT = [
    ("token", "skipped", "no_token"),
    ("im_servers", "skipped", "no_token"),
    ("im_session", "skipped", "no_token"),
]


class SlowClock(StoppedClock):
    """Each look at it is 5 s later, as where the first server of names is dead."""

    def __init__(self):
        self._now = 0.0

    def monotonic(self):
        self._now += 5.0
        return self._now


async def _checked(origin):
    """What is found of a server where nobody has signed in yet."""
    probes = self_test._server_probes(Settings(), Target(ApiBase.parse(origin)))
    return summaries((await run(probes, lambda _: None)).findings)


async def test_the_platform_is_known_by_its_asking_for_a_token():
    async with serving(json_answer({"success": False}, 401)) as script:
        findings = await _checked(script.origin)
    assert ("calls", "fine", "asks") in findings
    assert set(LEFT_OUT) <= set(findings)
    assert all("x-auth-token" not in request.headers for request in script.received)


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (http(200, PORTAL, **{"Content-Type": "text/html"}), "answer.foreign"),
        (http(302, b"", Location="http://portal.example/"), "answer.redirect"),
        (json_answer({"success": False, "code": 404}, 404), "platform.missing"),
    ],
)
async def test_a_server_that_is_not_the_platform_is_no_fine_one(answer, code):
    """A network's own sign-in page, or a wrong address: name, port and certificate are there."""
    async with serving(answer) as script:
        findings = await _checked(script.origin)
    assert ("calls", "unusable", code) in findings
    assert set(LEFT_OUT) <= set(findings)


async def test_a_silent_server_is_asked_for_its_time_and_for_the_platform_at_once():
    """One after the other they waited for 10 and for 30 seconds, behind a TLS that was fine."""
    async with serving(refusing_together(2)) as script:
        findings = await _checked(script.origin)
    order = [layer for layer, _, _ in findings if layer not in {"proxy", "dns", "tcp", "tls"}]
    assert order == ["clock", "token", "calls", "im_servers", "im_session"]
    assert ("calls", "fine", "asks") in findings
    assert [code for layer, _, code in findings if layer == "clock"] == ["off"]


async def test_a_page_that_refuses_is_nobody_s_word():
    """A gateway before the platform refuses so as well."""
    async with serving(http(401, PORTAL, **{"Content-Type": "text/html"})) as script:
        assert ("calls", "skipped", "no_token") in await _checked(script.origin)


async def test_a_server_that_cannot_be_reached_is_waited_for_once():
    async with serving(b"") as script:
        pass
    findings = await _checked(script.origin)
    above = ("tls", "clock", "token", "calls", "im_servers", "im_session")
    assert findings[2:] == [
        ("tcp", "unusable", "network.unreachable"),
        *((layer, "skipped", "above") for layer in above),
    ]


async def test_what_rests_on_nothing_broken_is_looked_at():
    async def good():
        return [fine(Layer.DNS, "resolved")]

    async def bad():
        return [unusable(Layer.TCP, "no_proxy")]

    foundation = Foundation()
    clock = foundation.resting(good, Layer.CLOCK)
    assert summaries(await clock()) == [("dns", "fine", "resolved")]
    await foundation.bearing(good)()
    assert summaries(await clock()) == [("dns", "fine", "resolved")]
    await foundation.bearing(bad)()
    assert summaries(await clock()) == [("clock", "skipped", "above")]


def test_a_check_has_the_patience_of_the_window():
    """A dead first server of names costs 5 s a name: the window works then, slowly."""
    assert inspection.STEP_SECONDS == CONNECT_SECONDS


async def test_a_name_that_takes_seconds_is_a_warning(monkeypatch):
    async def resolved(_origin):
        return 1

    monkeypatch.setattr(inspection, "resolve", resolved)
    async with serving(b"") as script:
        pass
    probes = NetworkProbes(ApiBase.parse(script.origin), Settings(), SlowClock())
    slow = (await probes.connection())[0]
    assert summaries([slow]) == [("dns", "degraded", "slow")]
    assert slow.values["seconds"] == 5


async def test_a_silent_server_of_names_is_not_called_the_server(monkeypatch):
    async def silent(_origin):
        raise DeadlineExceeded

    monkeypatch.setattr(inspection, "resolve", silent)
    probes = NetworkProbes(ApiBase.parse("https://api.example"), Settings(), StoppedClock())
    assert summaries(await probes.connection())[0] == ("dns", "unusable", "silent")
