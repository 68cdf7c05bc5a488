import asyncio

import pytest

from tests.fakes.authority import Authority
from tests.fakes.http_server import json_answer, serving
from tests.fakes.relays import connect_proxy
from tests.link.loopback import serving_im
from tests.support.findings import StoppedClock, summaries
from workstation.config import Settings
from workstation.config.calls import HISTORY
from workstation.domain.address import ApiBase
from workstation.domain.errors import ConnectionDropped
from workstation.domain.findings import Layer
from workstation.services.access import open_access
from workstation.support.check_report import sentences
from workstation.support.platform_probes import PlatformProbes
from workstation.web import inspection


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("authority"))


def _platform_answers(servers):
    async def answer(request):
        payload = {
            "/doctor/detail": {"result": {"member_id": 7, "name": "林"}},
            "/consult/in_process_list": {"resutls": [{"consultation_id": 1}, {}]},
            "/consult/history_list": {"resutls": []},
            "/im/servers": {"result": servers},
            "/im/password": {"result": {"expire": 3600, "password": "0f" * 16}},
        }[request.target]
        yield json_answer({"success": True, **payload})

    return answer


async def _returns():
    return True


async def _platform(script, try_session=_returns):
    access = await open_access(Settings(), ApiBase.parse(script.origin), "token", StoppedClock())
    try:
        probes = PlatformProbes(access, Settings(), StoppedClock(), try_session)
        return await probes.probe_all()
    finally:
        await access.aclose()


async def test_a_platform_is_tested_call_by_call():
    async with serving(_platform_answers([])) as im, serving(b"") as script:
        port = int(im.origin.rsplit(":", 1)[1])
        alive, dead = {"ip": "127.0.0.1", "port": port}, {"ip": "127.0.0.1", "port": 1}
        script.answers = [_platform_answers([alive, dead])]
        findings = await _platform(script)
    assert summaries(findings) == [
        ("token", "fine", "accepted"),
        ("calls", "degraded", "dropped"),
        *[("calls", "fine", "answered")] * 4,
        ("im_servers", "degraded", "some"),
        ("im_session", "fine", "echoed"),
    ]
    assert "0f0f" not in repr(findings)


async def test_a_call_that_fails_is_named_as_those_that_work_are():
    async def answer(request):
        if request.target == "/consult/history_list":
            yield json_answer({}, status=500)
        else:
            async for part in _platform_answers([])(request):
                yield part

    async with serving(answer) as script:
        findings = await _platform(script)
    failed = [each for each in findings if each.layer is Layer.CALLS and each.error]
    assert len(failed) == 1
    what, _ = sentences(failed[0])
    assert what.endswith(f"（{HISTORY.name}）")


async def test_a_live_im_server_behind_many_dead_ones_is_found():
    async with serving(_platform_answers([])) as im, serving(b"") as script:
        port = int(im.origin.rsplit(":", 1)[1])
        dead = [{"ip": f"127.0.1.{number}", "port": port} for number in range(1, 41)]
        script.answers = [_platform_answers([*dead, {"ip": "127.0.0.1", "port": port}])]
        findings = await _platform(script)
    finding = next(each for each in findings if each.layer.value == "im_servers")
    assert (finding.code, dict(finding.values)) == ("some", {"reachable": 1, "count": 41})


@pytest.mark.parametrize(
    ("certified", "expected"),
    [
        ("im.hospital.example", ("im_servers", "fine", "all")),
        ("localhost", ("im_servers", "unusable", "network.tls")),
    ],
)
async def test_an_im_server_is_tested_for_the_name_that_its_session_wants(
    authority, certified, expected
):
    finding = await _im_servers(authority, certified, [])
    assert summaries([finding]) == [expected]


async def test_whoever_stops_looking_ends_what_was_begun(monkeypatch):
    asked = asyncio.Event()

    async def silent(*_):
        asked.set()
        await asyncio.Event().wait()

    monkeypatch.setattr(inspection, "certificate", silent)
    monkeypatch.setattr(inspection, "connect", silent)
    async with serving(_platform_answers([{"ip": "127.0.0.1", "port": 1}] * 3)) as script:
        looking = asyncio.ensure_future(_platform(script))
        await asked.wait()
        looking.cancel()
        await asyncio.wait([looking])
        assert not [task for task in asyncio.all_tasks() if "_reach" in repr(task.get_coro())]


async def test_of_several_im_servers_the_one_that_came_furthest_is_told(authority):
    dead = {"ip": "127.0.0.2", "port": 1}
    finding = await _im_servers(authority, "localhost", [dead, {"ip": "127.0.0.3", "port": 1}])
    assert summaries([finding]) == [("im_servers", "unusable", "network.tls")]


async def _im_servers(authority, certified, before):
    settings = Settings(ca_file=str(authority.path), tls_names={"127.0.0.1": "im.hospital.example"})
    async with serving(b"", tls=authority.server(certified)) as im:
        server = {"ip": "127.0.0.1", "port": int(im.origin.rsplit(":", 1)[1])}
        answers = _platform_answers([*before, server])
        async with serving(answers, tls=authority.server("localhost")) as script:
            base = ApiBase.parse(script.origin.replace("127.0.0.1", "localhost"))
            access = await open_access(settings, base, "token", StoppedClock())
            probes = PlatformProbes(access, settings, StoppedClock(), _returns)
            finding = await probes.im_servers()
            await access.aclose()
    return finding


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("200 OK", ("im_servers", "fine", "all")),
        ("407 Proxy Authentication Required", ("im_servers", "unusable", "network.proxy")),
    ],
)
async def test_im_servers_are_tested_through_the_proxy_that_their_session_goes_by(
    authority, status, expected
):
    """In many hospitals nothing is reached past it: 192.0.2.0/24 belongs to nobody (RFC 5737)."""
    async with (
        serving_im(authority.server("im.hospital.example")) as im,
        connect_proxy(authority.server("localhost"), status) as proxy,
    ):
        settings = Settings(
            ca_file=str(authority.path), proxy=proxy.address, im_domain="im.hospital.example"
        )
        async with serving(_platform_answers([{"ip": "192.0.2.7", "port": im.port}])) as script:
            base = ApiBase.parse(script.origin)
            access = await open_access(settings, base, "token", StoppedClock())
            probes = PlatformProbes(access, settings, StoppedClock(), _returns)
            finding = await probes.im_servers()
            await access.aclose()
    assert summaries([finding]) == [expected]
    assert proxy.asked == ["CONNECT"]


async def test_without_an_im_server_there_is_no_sign_in_to_test():
    async with serving(_platform_answers([])) as script:
        findings = await _platform(script)
    assert summaries(findings)[-2:] == [
        ("im_servers", "unusable", "none"),
        ("im_session", "skipped", "above"),
    ]


async def test_an_im_password_that_is_refused_istold():
    async def refused():
        raise ConnectionDropped("stream closed")

    async with serving(b"") as script:
        port = int(script.origin.rsplit(":", 1)[1])
        script.answers = [_platform_answers([{"ip": "127.0.0.1", "port": port}])]
        findings = await _platform(script, refused)
    assert summaries(findings)[-1] == ("im_session", "unusable", "network.dropped")


async def test_a_message_to_oneself_that_does_not_come_back_istold():
    async def silent():
        return False

    async with serving(b"") as script:
        port = int(script.origin.rsplit(":", 1)[1])
        script.answers = [_platform_answers([{"ip": "127.0.0.1", "port": port}])]
        findings = await _platform(script, silent)
    assert summaries(findings)[-1] == ("im_session", "degraded", "no_echo")


async def test_a_refused_token_ends_the_test_of_the_platform():
    async with serving(json_answer({"success": False, "code": 401}, 401)) as script:
        findings = await _platform(script)
    assert summaries(findings) == [
        ("token", "unusable", "platform.token"),
        ("calls", "skipped", "above"),
        ("im_servers", "skipped", "above"),
        ("im_session", "skipped", "above"),
    ]
    assert len(script.received) == 1
