"""The check of the demo on a PC whose policy tells of the hospital's own platform."""

from tests.fakes.hospital_policy import OF_A_HOSPITAL
from workstation.domain.findings import Layer, Verdict
from workstation.settings import resolve
from workstation.settings.sources import SettingsLayer, SettingsSource
from workstation.support import check


async def test_its_clinic_is_a_platform_of_its_own(monkeypatch, qapp):  # noqa: ARG001 - of a probe
    layer = SettingsLayer(SettingsSource.POLICY_FILE, OF_A_HOSPITAL)
    monkeypatch.setattr(resolve, "policy_file_layer", lambda _path: layer)
    findings = []
    await check._check(None, findings.append, demo=True)
    fine = {each.layer for each in findings if each.verdict is Verdict.FINE}
    assert {Layer.CALLS, Layer.IM_SERVERS, Layer.IM_SESSION} <= fine
    assert Verdict.UNUSABLE not in {each.verdict for each in findings}
