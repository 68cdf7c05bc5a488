import pytest

from tests.fakes.authority import Authority
from tests.fakes.http_server import http, json_answer, serving
from tests.support.findings import StoppedClock, summaries
from workstation.base.clock import SystemClock
from workstation.config import Settings
from workstation.domain.address import ApiBase
from workstation.domain.findings import Verdict
from workstation.support import network_probes
from workstation.support.network_probes import NetworkProbes

DATE = "Mon, 24 Nov 2025 16:00:00 GMT"


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("authority"))


def _network(origin, **settings):
    return NetworkProbes(ApiBase.parse(origin), Settings(**settings), StoppedClock())


def _by_name(script):
    """Its origin by the name in its certificate, which every system's engine can judge."""
    return script.origin.replace("127.0.0.1", "localhost")


async def test_the_way_to_a_server_on_this_computer():
    async with serving(json_answer({}, 401, Date=DATE)) as script:
        probes = _network(script.origin)
        findings = [*await probes.proxy(), *await probes.connection(), *await probes.offset()]
    assert summaries(findings) == [
        ("proxy", "fine", "direct"),
        ("dns", "fine", "resolved"),
        ("tcp", "fine", "connected"),
        ("tls", "fine", "loopback"),
        ("clock", "fine", "right"),
    ]
    assert script.received[0].target == "/doctor/detail"
    assert "x-auth-token" not in script.received[0].headers


async def test_a_name_nobody_knows_ends_the_way():
    findings = await _network("https://nobody.invalid").connection()
    assert summaries(findings) == [
        ("dns", "unusable", "network.name"),
        ("tcp", "skipped", "above"),
        ("tls", "skipped", "above"),
    ]


async def test_a_closed_port_ends_the_way():
    async with serving(b"") as script:
        pass
    findings = await _network(script.origin).connection()
    assert summaries(findings) == [
        ("dns", "fine", "resolved"),
        ("tcp", "unusable", "network.unreachable"),
        ("tls", "skipped", "above"),
    ]


async def test_a_proxy_that_is_not_there_is_told_from_the_server():
    """The server was not tried: who looks for the fault there looks in vain."""
    async with serving(b"") as script:
        pass
    findings = await _network("https://api.example", proxy=script.origin).connection()
    assert summaries(findings) == [
        ("dns", "fine", "resolved"),
        ("tcp", "unusable", "no_proxy"),
        ("tls", "skipped", "above"),
    ]
    assert findings[1].values["host"] == "127.0.0.1"
    findings = await _network("https://api.example", proxy="http://nobody.invalid:1").connection()
    assert summaries(findings)[0] == ("dns", "unusable", "no_proxy")


async def test_a_certificate_is_told_by_name_issuer_and_days(authority):
    async with serving(b"", tls=authority.server("localhost", days=40)) as script:
        probes = NetworkProbes(
            ApiBase.parse(_by_name(script)), Settings(ca_file=str(authority.path)), SystemClock()
        )
        finding = (await probes.connection())[-1]
    assert (finding.verdict, finding.code) == (Verdict.FINE, "valid")
    assert finding.values["issuer"] == "Authority of a test"
    assert finding.values["name"] == "server"
    assert finding.values["days"] in {39, 40}
    assert str(finding.values["protocol"]).startswith("TLSv1.")


async def test_a_certificate_that_ends_soon_is_a_warning(authority):
    async with serving(b"", tls=authority.server("localhost", days=5)) as script:
        probes = NetworkProbes(
            ApiBase.parse(_by_name(script)), Settings(ca_file=str(authority.path)), SystemClock()
        )
        finding = (await probes.connection())[-1]
    assert (finding.verdict, finding.code) == (Verdict.DEGRADED, "expires")


async def test_an_unknown_issuer_is_unusable_and_named(authority):
    """With its name an administrator sees whether it is the hospital's own authority."""
    async with serving(b"", tls=authority.server("localhost")) as script:
        *_, finding, refused = await _network(_by_name(script)).connection()
    assert summaries([finding, refused]) == [
        ("tls", "unusable", "network.tls"),
        ("tls", "unusable", "refused"),
    ]
    assert finding.error.detail == "unknown issuer"
    assert refused.values["issuer"] == "Authority of a test"
    assert refused.values["name"] == "server"
    assert str(refused.values["until"]).startswith("20")


@pytest.mark.parametrize(
    ("headers", "verdict", "code"),
    [
        ({"Date": "Mon, 24 Nov 2025 16:01:30 GMT"}, Verdict.FINE, "right"),
        ({"Date": "Wed, 26 Nov 2025 16:00:00 GMT"}, Verdict.DEGRADED, "off"),
        ({"Date": "Mon, 24 Nov 2025 15:57:59 GMT"}, Verdict.DEGRADED, "off"),
        ({"Date": "yesterday"}, Verdict.SKIPPED, "no_date"),
        ({}, Verdict.SKIPPED, "no_date"),
    ],
)
async def test_the_clock_is_compared_with_the_server_s(headers, verdict, code):
    async with serving(http(200, b"{}", **headers)) as script:
        (finding,) = await _network(script.origin).offset()
    assert (finding.verdict, finding.code) == (verdict, code)


async def test_a_proxy_is_named_without_its_password_and_tls_is_not_tested_past_it():
    async with serving(b"") as proxy:
        address = proxy.origin.replace("http://", "http://user:secret@")
        probes = _network("https://hospital.invalid", proxy=address)
        findings = [*await probes.proxy(), *await probes.connection()]
    assert summaries(findings)[0] == ("proxy", "fine", "through")
    assert summaries(findings)[-1] == ("tls", "skipped", "proxied")
    assert "secret" not in repr(findings)


async def test_a_script_that_nobody_runs_is_told(monkeypatch):
    async def ignored_script(_origin):
        return True

    monkeypatch.setattr(network_probes, "ignored_script", ignored_script)
    assert summaries(await _network("https://h.invalid").proxy()) == [
        ("proxy", "degraded", "script")
    ]
