import re
from pathlib import Path

import pytest

from tests.fakes.authority import Authority
from tests.fakes.http_server import http, json_answer, serving
from workstation.config import Settings
from workstation.domain.address import ApiBase
from workstation.domain.errors import ConnectionDropped, KeyringUnavailable
from workstation.paths import Folders
from workstation.services import check_computer, check_network
from workstation.services.access import open_access
from workstation.services.check import (
    Finding,
    Layer,
    Report,
    Verdict,
    degraded,
    fine,
    run,
    skipped,
    unusable,
)
from workstation.services.check_computer import ComputerProbes, input_method
from workstation.services.check_network import NetworkProbes
from workstation.services.check_platform import PlatformProbes
from workstation.settings.resolve import resolve
from workstation.settings.sources import Layer as SettingsLayer
from workstation.settings.sources import Source
from workstation.vault.keys import RunKeys

NOON = 1_764_000_000_000
DATE = "Mon, 24 Nov 2025 16:00:00 GMT"


class StoppedClock:
    def now_ms(self):
        return NOON

    def monotonic(self):
        return 5.0


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("authority"))


def _network(origin, **settings):
    return NetworkProbes(ApiBase.parse(origin), Settings(**settings), StoppedClock())


def _told(findings):
    return [
        (f.layer.value, f.verdict.name.lower(), f.error.code if f.error else f.code)
        for f in findings
    ]


@pytest.mark.parametrize(
    ("findings", "status"),
    [
        ([], 0),
        ([fine(Layer.DNS, "resolved"), *skipped(Layer.TLS, code="above")], 0),
        (skipped(Layer.TLS, code="above"), 0),
        ([fine(Layer.DNS, "resolved"), degraded(Layer.DISK, "low")], 1),
        ([unusable(Layer.DISK, "full"), degraded(Layer.DISK, "low")], 2),
    ],
)
def test_the_exit_status_is_the_worst_finding(findings, status):
    assert Report(tuple(findings)).exit_status == status


async def test_each_finding_is_told_at_once_and_a_broken_probe_ends_nothing(caplog):
    told = []

    async def breaks():
        raise ZeroDivisionError

    async def works():
        assert told
        return [fine(Layer.DNS, "resolved")]

    report = await run([breaks, works], told.append)
    assert _told(report.findings) == [
        ("configuration", "degraded", "broken"),
        ("dns", "fine", "resolved"),
    ]
    assert tuple(told) == report.findings
    assert "a probe broke" in caplog.text


async def test_the_way_to_a_server_on_this_computer():
    async with serving(json_answer({}, 401, Date=DATE)) as script:
        probes = _network(script.origin)
        findings = [*await probes.proxy(), *await probes.connection(), *await probes.offset()]
    assert _told(findings) == [
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
    assert _told(findings) == [
        ("dns", "unusable", "network.name"),
        ("tcp", "skipped", "above"),
        ("tls", "skipped", "above"),
    ]


async def test_a_closed_port_ends_the_way():
    async with serving(b"") as script:
        pass
    findings = await _network(script.origin).connection()
    assert _told(findings) == [
        ("dns", "fine", "resolved"),
        ("tcp", "unusable", "network.unreachable"),
        ("tls", "skipped", "above"),
    ]


async def test_a_certificate_is_told_by_name_issuer_and_days(authority):
    async with serving(b"", tls=authority.server("127.0.0.1", days=40)) as script:
        probes = NetworkProbes(
            ApiBase.parse(script.origin), Settings(ca_file=str(authority.path)), _Now()
        )
        finding = (await probes.connection())[-1]
    assert (finding.verdict, finding.code) == (Verdict.FINE, "valid")
    assert finding.values["issuer"] == "Authority of a test"
    assert finding.values["name"] == "server"
    assert finding.values["days"] in {39, 40}
    assert str(finding.values["protocol"]).startswith("TLSv1.")


class _Now(StoppedClock):
    def now_ms(self):
        from workstation.clock import SystemClock

        return SystemClock().now_ms()


async def test_a_certificate_that_ends_soon_is_a_warning(authority):
    async with serving(b"", tls=authority.server("127.0.0.1", days=5)) as script:
        probes = NetworkProbes(
            ApiBase.parse(script.origin), Settings(ca_file=str(authority.path)), _Now()
        )
        finding = (await probes.connection())[-1]
    assert (finding.verdict, finding.code) == (Verdict.DEGRADED, "expires")


async def test_an_unknown_issuer_is_unusable(authority):
    async with serving(b"", tls=authority.server("127.0.0.1")) as script:
        finding = (await _network(script.origin).connection())[-1]
    assert _told([finding]) == [("tls", "unusable", "network.tls")]
    assert finding.error.detail == "unknown issuer"


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
    assert _told(findings)[0] == ("proxy", "fine", "through")
    assert _told(findings)[-1] == ("tls", "skipped", "proxied")
    assert "secret" not in repr(findings)


async def test_a_script_that_is_not_run_is_told(monkeypatch):
    monkeypatch.setattr(check_network, "automatic_script", lambda: "http://wpad/wpad.dat")
    assert _told(await _network("https://h.invalid").proxy()) == [("proxy", "degraded", "script")]


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


async def _nothing():
    return None


async def _platform(script, try_password=_nothing):
    access = await open_access(Settings(), ApiBase.parse(script.origin), "token", StoppedClock())
    try:
        probes = PlatformProbes(access, Settings(), StoppedClock(), try_password)
        return await probes.all()
    finally:
        await access.aclose()


async def test_a_platform_is_tested_call_by_call():
    async with serving(_platform_answers([])) as im, serving(b"") as script:
        port = int(im.origin.rsplit(":", 1)[1])
        alive, dead = {"ip": "127.0.0.1", "port": port}, {"ip": "127.0.0.1", "port": 1}
        script.answers = [_platform_answers([alive, dead])]
        findings = await _platform(script)
    assert _told(findings) == [
        ("token", "fine", "accepted"),
        ("calls", "degraded", "dropped"),
        *[("calls", "fine", "answered")] * 4,
        ("im_servers", "degraded", "some"),
        ("im_session", "fine", "authenticated"),
    ]
    assert "0f0f" not in repr(findings)


async def test_without_an_im_server_there_is_no_sign_in_to_test():
    async with serving(_platform_answers([])) as script:
        findings = await _platform(script)
    assert _told(findings)[-2:] == [
        ("im_servers", "unusable", "none"),
        ("im_session", "skipped", "above"),
    ]


async def test_an_im_password_that_is_refused_is_told():
    async def refused():
        raise ConnectionDropped("stream closed")

    async with serving(b"") as script:
        port = int(script.origin.rsplit(":", 1)[1])
        script.answers = [_platform_answers([{"ip": "127.0.0.1", "port": port}])]
        findings = await _platform(script, refused)
    assert _told(findings)[-1] == ("im_session", "unusable", "network.dropped")


async def test_a_refused_token_ends_the_test_of_the_platform():
    async with serving(json_answer({"success": False, "code": 401}, 401)) as script:
        findings = await _platform(script)
    assert _told(findings) == [
        ("token", "unusable", "platform.token"),
        ("calls", "skipped", "above"),
        ("im_servers", "skipped", "above"),
        ("im_session", "skipped", "above"),
    ]
    assert len(script.received) == 1


async def _run_keys():
    return RunKeys()


async def _no_keys():
    raise KeyringUnavailable("absent")


def _computer(tmp_path, open_keys=_run_keys, layers=(), base="https://h.example"):
    parsed = ApiBase.parse(base) if base else None
    return ComputerProbes(resolve(layers), parsed, Folders.of_profile(tmp_path), open_keys)


async def test_settings_are_told_with_everything_wrong_in_them(tmp_path):
    layers = [
        SettingsLayer(Source.POLICY_FILE, {"ui.theme": 3, "ui.colour": "red"}),
        SettingsLayer(Source.USER, fault="malformed"),
    ]
    findings = await _computer(tmp_path, layers=layers).configuration()
    assert {f.code for f in findings} == {"bad_value", "unknown_key", "malformed", "server"}
    assert _told(await _computer(tmp_path, base=None).configuration()) == [
        ("configuration", "degraded", "no_server")
    ]


@pytest.mark.parametrize(
    ("free", "verdict"),
    [
        (500 * 2**20, Verdict.FINE),
        (500 * 2**20 - 1, Verdict.DEGRADED),
        (50 * 2**20, Verdict.DEGRADED),
        (50 * 2**20 - 1, Verdict.UNUSABLE),
    ],
)
async def test_space_on_the_disk_has_two_bounds(tmp_path, monkeypatch, free, verdict):
    monkeypatch.setattr(check_computer, "_try_writing", lambda _folders: free)
    (finding,) = await _computer(tmp_path).disk()
    assert finding.verdict is verdict


async def test_a_folder_that_cannot_be_written_is_unusable(tmp_path):
    (tmp_path / "file").write_text("")
    (finding,) = await _computer(tmp_path / "file").disk()
    assert _told([finding]) == [("disk", "unusable", "storage")]


async def test_the_trial_file_and_the_trial_secret_are_gone_afterwards(tmp_path):
    keys = RunKeys()

    async def open_keys():
        return keys

    computer = _computer(tmp_path, open_keys)
    findings = [*await computer.disk(), *await computer.keyring()]
    assert [f.verdict for f in findings] == [Verdict.FINE, Verdict.FINE]
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert await keys.read("check") is None


async def test_without_a_keyring_doctors_can_work(tmp_path):
    findings = await _computer(tmp_path, _no_keys).keyring()
    assert _told(findings) == [("keyring", "degraded", "storage.keyring")]


@pytest.mark.parametrize(
    ("environment", "code"),
    [
        ({}, "unnamed"),
        ({"QT_IM_MODULE": "ibus"}, "named"),
        ({"XMODIFIERS": "@im=fcitx"}, "fcitx"),
        ({"QT_IM_MODULE": "fcitx5"}, "fcitx"),
        ({"QT_IM_MODULE": "ibus", "XMODIFIERS": "@im=fcitx"}, "named"),
    ],
)
def test_fcitx_without_its_plug_in_is_told(tmp_path, environment, code):
    assert input_method(environment, tmp_path, "linux").code == code
    assert input_method(environment, tmp_path, "win32").code == "system"


def test_fcitx_with_its_plug_in_is_fine(tmp_path):
    folder = tmp_path / "platforminputcontexts"
    folder.mkdir()
    (folder / "libfcitx5platforminputcontextplugin.so").touch()
    assert input_method({"QT_IM_MODULE": "fcitx5"}, tmp_path, "linux").verdict is Verdict.FINE


def test_a_finding_can_name_every_layer_once():
    assert len({layer.value for layer in Layer}) == len(Layer) == 17
    assert Finding(Layer.DNS, Verdict.FINE, "resolved").values == {}


_PAIR = re.compile(r'Layer\.([A-Z_]+), (?:Verdict\.[A-Z]+, )?"([a-z_]+)"')


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_code_in_the_source_has_its_sentences(language):
    from workstation.ui.strings.catalogue import Language, read_area

    texts = read_area(Language(language), "check")
    sources = [
        *Path("workstation/services").glob("check*.py"),
        Path("workstation/ui/probes.py"),
        Path("workstation/check.py"),
    ]
    pairs = {pair for source in sources for pair in _PAIR.findall(source.read_text())}
    assert len(pairs) > 20
    for layer, code in pairs - {("TOKEN", "failed")}:
        for part in ("what", "next"):
            assert f"check.{layer.lower()}.{code}.{part}" in texts
    assert all(f"check.layer.{layer.value}" in texts for layer in Layer)
