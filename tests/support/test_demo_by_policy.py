"""The check of the demo on a PC whose policy tells of the hospital's own platform."""

import json

import pytest

from tests.fakes.hospital_policy import OF_A_HOSPITAL
from workstation.base.paths import Folders
from workstation.domain.findings import Layer, Verdict
from workstation.settings import resolve
from workstation.settings.sources import SettingsLayer, SettingsSource
from workstation.support import check, diagnostics_files
from workstation.support.check_report import sentences
from workstation.ui.kit.strings import Language, set_language


def test_what_the_demo_goes_by_instead_is_not_called_the_policy_s():
    """Whoever reads its diagnostics looks in vain for that value in the policy."""
    policy = OF_A_HOSPITAL | {"update.mode": "stage", "audit.forward": "system"}
    layer = SettingsLayer(SettingsSource.POLICY_FILE, policy | {"export.pdf": "ask"})
    resolution = check.resolution_for_demo(resolve.resolve([layer]))
    values = json.loads(diagnostics_files.settings(resolution).text)["values"]
    sources = {key: (values[key]["value"], values[key]["source"]) for key in policy}
    assert sources["update.mode"] == ("notify", "demo")
    assert sources["audit.forward"] == ("off", "demo")
    assert sources["im.path"] == ("/xmpp-websocket", "demo")
    assert values["export.pdf"]["source"] == "policy_file"
    assert values["update.ring"]["source"] == "default"
    assert all(values[key]["locked"] for key in policy), "users still have no say"


@pytest.mark.parametrize("policy", [{"ui.language": "en", "api.base": "hospital"}, None])
async def test_a_policy_that_stops_it_is_said_in_the_language_that_is_set(
    policy, monkeypatch, tmp_path
):
    """By the policy where it can be read, else by the user: who mends it may know no Chinese."""
    fault = SettingsLayer(SettingsSource.POLICY_FILE, fault="malformed", place="/etc/policy.json")
    layer = fault if policy is None else SettingsLayer(SettingsSource.POLICY_FILE, policy)
    monkeypatch.setattr(resolve, "policy_file_layer", lambda _path: layer)
    settings = Folders.of_profile(tmp_path).config / resolve.USER_FILE
    settings.parent.mkdir(parents=True)
    settings.write_text(json.dumps({"ui.language": "en" if policy is None else "zh"}))
    findings = []
    try:
        await check._check(tmp_path, findings.append, demo=False)
        assert "administrator" in sentences(findings[0])[0]
    finally:
        set_language(Language.ZH)


async def test_its_clinic_is_a_platform_of_its_own(monkeypatch, qapp):  # noqa: ARG001 - of a probe
    layer = SettingsLayer(SettingsSource.POLICY_FILE, OF_A_HOSPITAL)
    monkeypatch.setattr(resolve, "policy_file_layer", lambda _path: layer)
    findings = []
    await check._check(None, findings.append, demo=True)
    fine = {each.layer for each in findings if each.verdict is Verdict.FINE}
    assert {Layer.CALLS, Layer.IM_SERVERS, Layer.IM_SESSION} <= fine
    assert Verdict.UNUSABLE not in {each.verdict for each in findings}
