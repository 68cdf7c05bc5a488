import dataclasses
import re
from pathlib import Path

import pytest

from tests.support.findings import summaries
from workstation.domain.errors import ProxyRefused
from workstation.domain.findings import (
    Finding,
    Layer,
    Report,
    Verdict,
    degraded,
    failed,
    fine,
    skipped,
    unusable,
)
from workstation.domain.language import Language
from workstation.support.check_report import TextReport, sentences
from workstation.support.probing import run
from workstation.ui.kit.strings.catalogue import catalogue, read_area

CERTIFICATE = {"name": "im.example", "issuer": "Example CA", "protocol": "TLSv1.3"}


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


@pytest.mark.parametrize(
    ("language", "joint"),
    [(Language.ZH, "密码。（HTTP 407）请联系"), (Language.EN, "network.proxy. (HTTP 407) Contact")],
)
def test_a_line_is_put_together_as_its_language_does(language, joint, monkeypatch):
    """Between Chinese sentences there is no blank."""
    monkeypatch.setattr(catalogue, "language", language)
    assert joint in TextReport().line(failed(Layer.PROXY, ProxyRefused("HTTP 407")))


async def test_each_finding_is_told_at_once_and_a_broken_probe_ends_nothing(caplog):
    reported = []

    async def breaks():
        raise ZeroDivisionError

    async def works():
        assert reported
        return [fine(Layer.DNS, "resolved")]

    report = await run([breaks, works], reported.append)
    assert summaries(report.findings) == [
        ("configuration", "degraded", "broken"),
        ("dns", "fine", "resolved"),
    ]
    assert tuple(reported) == report.findings
    assert "a probe broke" in caplog.text


@pytest.mark.parametrize("status", [403, 407])
def test_what_a_proxy_answered_is_told(status):
    """A port that it makes no tunnel to, or a sign-in that it asks for: two things to mend."""
    what, then = sentences(failed(Layer.TOKEN, ProxyRefused(f"HTTP {status}")))
    assert f"HTTP {status}" in what
    assert then


@pytest.mark.parametrize(
    ("finding", "one"),
    [
        (degraded(Layer.TLS, "expires", **CERTIFICATE, days=1), "in 1 day."),
        (fine(Layer.TLS, "valid", **CERTIFICATE, days=1), "1 day left"),
        (degraded(Layer.UPDATES, "expires", days=1), "1 more day only"),
        (fine(Layer.IM_SERVERS, "all", reachable=1, count=1), "1 of 1"),
    ],
)
def test_one_is_no_plural(finding, one, monkeypatch):
    monkeypatch.setattr(catalogue, "language", Language.EN)
    assert one in sentences(finding)[0]
    two = {name: 2 if value == 1 else value for name, value in finding.values.items()}
    more = one.replace("1", "2").replace("day", "days")
    assert more in sentences(dataclasses.replace(finding, values=two))[0]


@pytest.mark.parametrize(
    ("hours", "english", "chinese"),
    [(1, "within 1 hour", "1 小时内"), (5, "within 5 hours", "5 小时内")],
)
def test_no_days_are_told_in_hours(hours, english, chinese, monkeypatch):
    for finding in (
        degraded(Layer.TLS, "expires", **CERTIFICATE, days=0, hours=hours),
        degraded(Layer.UPDATES, "expires", days=0, hours=hours),
    ):
        for language, words in ((Language.EN, english), (Language.ZH, chinese)):
            monkeypatch.setattr(catalogue, "language", language)
            assert words in sentences(finding)[0]


@pytest.mark.parametrize(
    ("seconds", "english", "chinese"),
    [
        (-86_400, "1 d 0 h behind", "慢 1 天 0 小时"),
        (7_260, "2 h 01 min ahead", "快 2 小时 01 分"),
    ],
)
def test_a_clock_is_said_to_be_ahead_or_behind_by_days_and_hours(
    seconds, english, chinese, monkeypatch
):
    """“-86400 s from the server's” takes a calculator, and leaves open which of them is behind."""
    finding = degraded(Layer.CLOCK, "off", seconds=seconds)
    for language, words in ((Language.EN, english), (Language.ZH, chinese)):
        monkeypatch.setattr(catalogue, "language", language)
        assert words in sentences(finding)[0]


@pytest.mark.parametrize(("status", "then"), [(403, "443"), (407, "network.proxy")])
def test_what_a_proxy_refuses_is_followed_by_what_to_mend(status, then):
    assert then in sentences(failed(Layer.TOKEN, ProxyRefused(f"HTTP {status}")))[1]


def test_a_value_of_the_registry_is_followed_by_the_types_that_there_are():
    """A number as REG_SZ is the usual slip, and no value can be there twice."""
    values = {"setting": "data.retention_days", "place": "HKEY_LOCAL_MACHINE", "source": "registry"}
    for language in Language:
        catalogue.language = language
        what, then = sentences(degraded(Layer.CONFIGURATION, "bad_value", **values))
        assert "REG_DWORD" in then
        assert "two" not in what
    catalogue.language = Language.ZH


def test_a_finding_can_name_every_layer_once():
    assert len({layer.value for layer in Layer}) == len(Layer) == 19
    assert Finding(Layer.DNS, Verdict.FINE, "resolved").values == {}


_PAIR = re.compile(r'Layer\.([A-Z_]+), (?:Verdict\.[A-Z]+, )?"([a-z_]+)"')


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_code_in_the_source_has_its_sentences(language):
    texts = read_area(Language(language), "check")
    sources = [
        *Path("workstation/support").glob("*_probes.py"),
        Path("workstation/support/probing.py"),
        Path("workstation/support/check_report.py"),
        Path("workstation/ui/support/qt_probes.py"),
        Path("workstation/support/check.py"),
        Path("workstation/support/self_test.py"),
    ]
    pairs = {pair for source in sources for pair in _PAIR.findall(source.read_text())}
    assert len(pairs) > 20
    for layer, code in pairs - {("TOKEN", "failed")}:
        for part in ("what", "next"):
            assert f"check.{layer.lower()}.{code}.{part}" in texts
    assert all(f"check.layer.{layer.value}" in texts for layer in Layer)
