import asyncio
import datetime as dt
from contextlib import asynccontextmanager

import pytest

from tests.fakes.authority import Authority
from tests.fakes.http_server import http, json_answer, serving
from tests.fakes.relays import connect_proxy
from tests.support.findings import StoppedClock, summaries
from workstation.base.clock import SystemClock
from workstation.config import Settings
from workstation.domain.address import ApiBase, Origin
from workstation.domain.errors import TlsFailure
from workstation.domain.findings import Layer, Verdict, failed
from workstation.support import network_probes
from workstation.support.check_report import sentences
from workstation.support.network_probes import NetworkProbes
from workstation.web import exchange

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


async def _of_certificate(authority, *, days: int):
    """What is found of a server whose certificate has so many days left."""
    async with serving(b"", tls=authority.server("localhost", days=days)) as script:
        probes = NetworkProbes(
            ApiBase.parse(_by_name(script)), Settings(ca_file=str(authority.path)), SystemClock()
        )
        return (await probes.connection())[-1]


async def test_a_certificate_is_told_by_name_issuer_and_days(authority):
    finding = await _of_certificate(authority, days=40)
    assert (finding.verdict, finding.code) == (Verdict.FINE, "valid")
    assert finding.values["issuer"] == "Authority of a test"
    assert finding.values["name"] == "server"
    assert finding.values["days"] in {39, 40}
    assert str(finding.values["protocol"]).startswith("TLSv1.")


async def test_a_certificate_that_ends_soon_is_a_warning(authority):
    finding = await _of_certificate(authority, days=5)
    assert (finding.verdict, finding.code) == (Verdict.DEGRADED, "expires")


async def test_one_that_ends_within_a_day_is_told_in_hours(authority):
    """“Expires in 0 days” leaves open whether it has."""
    finding = await _of_certificate(authority, days=1)
    assert (finding.verdict, finding.code) == (Verdict.DEGRADED, "expires")
    assert (finding.values["days"], finding.values["hours"]) == (0, 24)


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
    since, until = (dt.date.fromisoformat(refused.values[name]) for name in ("since", "until"))
    assert since < until, "a clock that is a day off is seen by them"


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


@asynccontextmanager
async def _past_a_proxy(authority, status="200 OK", **settings):
    """Probes of a hospital's server that a proxy leads to, or does not."""
    tls = authority.server("hospital.invalid")
    async with (
        serving(json_answer({}, 401, Date=DATE), tls=tls) as script,
        connect_proxy(None, status) as proxy,
    ):
        port = Origin.of(script.origin).port
        address = proxy.address.replace("http://", "http://user:secret@")
        yield _network(f"https://hospital.invalid:{port}", proxy=address, **settings)


async def test_a_proxy_is_named_without_its_password_and_its_way_is_tried(authority):
    async with _past_a_proxy(authority, ca_file=str(authority.path)) as probes:
        findings = [*await probes.proxy(), *await probes.connection()]
    assert summaries(findings) == [
        ("proxy", "fine", "through"),
        ("dns", "fine", "resolved"),
        ("tcp", "fine", "connected"),
        ("tls", "fine", "proxied"),
    ]
    assert "secret" not in repr(findings)


async def test_a_proxy_that_lets_nobody_through_is_unusable(authority):
    """Before anybody has signed in no other line would tell."""
    async with _past_a_proxy(authority, "407 Proxy Authentication Required") as probes:
        findings = await probes.connection()
    assert summaries(findings)[2:] == [
        ("proxy", "unusable", "network.proxy"),
        ("tls", "skipped", "above"),
    ]
    assert "HTTP 407" in sentences(findings[2])[0]


async def test_a_proxy_that_never_says_whether_it_lets_through_is_what_is_named(monkeypatch):
    """It read as if the server's encryption were at fault."""
    monkeypatch.setitem(exchange._TIMEOUT, "connect", 0.2)

    async def say_nothing(reader, writer):
        await reader.read()
        writer.close()

    async with await asyncio.start_server(say_nothing, "127.0.0.1", 0) as server:
        address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        findings = await _network("https://hospital.invalid", proxy=address).connection()
    assert summaries(findings)[2:] == [
        ("proxy", "unusable", "network.deadline"),
        ("tls", "skipped", "above"),
    ]
    assert address.removeprefix("http://") in sentences(findings[2])[0]


async def test_an_authority_that_nobody_knows_is_told_past_a_proxy_too(authority):
    async with _past_a_proxy(authority) as probes:
        findings = await probes.connection()
    assert summaries(findings)[2:] == [("tls", "unusable", "network.tls")]
    assert findings[2].error.detail == "unknown issuer"


async def test_a_certificate_of_another_name_asks_for_no_further_authority(authority):
    """Naming its file in the policy would change nothing."""
    async with serving(b"", tls=authority.server("elsewhere.example")) as script:
        probes = _network(_by_name(script), ca_file=str(authority.path))
        *_, finding, certificate = await probes.connection()
    assert finding.error.detail == "other name"
    assert (certificate.verdict, certificate.code) == (Verdict.UNUSABLE, "shown")
    assert "network.ca_file" not in "".join(sentences(certificate))


def test_a_port_without_encryption_is_told_from_a_wrong_certificate():
    what, then = sentences(failed(Layer.TLS, TlsFailure("wrong version number")))
    assert "证书" not in what + then
    assert "http" in then


async def test_a_script_that_nobody_runs_is_told(monkeypatch):
    async def ignored_script(_origin):
        return True

    monkeypatch.setattr(network_probes, "ignored_script", ignored_script)
    assert summaries(await _network("https://h.invalid").proxy()) == [
        ("proxy", "degraded", "script")
    ]
