"""The command as an administrator runs it, in a process of its own."""

import errno
import json
import os
import subprocess
import sys
import threading
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from workstation.decoder import process
from workstation.devices import abilities as _abilities  # noqa: F401 - loading it sets a variable
from workstation.domain.diagnostics_bundle import DiagnosticsFile
from workstation.domain.errors import TlsFailure
from workstation.domain.findings import Finding, Layer, Report, Verdict, degraded, failed, fine
from workstation.domain.policy_errors import PolicyUnusable
from workstation.settings.resolve import resolve
from workstation.settings.sources import SettingsLayer, SettingsSource
from workstation.support import check, diagnostics
from workstation.support.check_report import TextReport, sentences
from workstation.ui.kit.strings import Language, set_language, tr
from workstation.ui.support import qt_probes
from workstation.ui.support.qt_probes import QtProbes, painting

SCHEMA = json.loads(Path("docs/check.schema.json").read_text())
SECONDS = 240 if sys.platform == "win32" else 60
POLICY_REASONS = (
    "unreadable",
    "encoding",
    "malformed",
    "no_object",
    "too_large",
    "writable_by_others",
    "server",
    "insecure",
    "ca_file",
)


def _check(*arguments, **environment):
    return subprocess.run(  # noqa: S603  our own words
        [sys.executable, "-m", "workstation", "--check", *arguments],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )


def test_a_policy_says_what_is_wrong_in_it_before_it_is_distributed(tmp_path):
    policy = tmp_path / "policy.json"
    policy.write_text(
        '{"ui.language": "en", "vault.key": "system", "lock.idle_minutes": 5, "ui.thme": "dark"}'
    )
    ran = _check("--demo", "--json", "--policy", str(policy))
    layers = json.loads(ran.stdout)["layers"]
    wrong = {each["code"] for each in layers if each["layer"] == "configuration"}
    assert wrong >= {"no_effect", "unknown_key"}
    assert ran.returncode == 1
    policy.write_text("{")
    ran = _check("--demo", "--json", "--policy", str(policy))
    assert ran.returncode == 2
    assert str(policy) in ran.stdout


def test_the_demo_is_checked_from_end_to_end_as_json():
    ran = _check("--demo", "--json")
    document = json.loads(ran.stdout)
    Draft202012Validator(SCHEMA).validate(document)
    assert ran.returncode == document["exit"] < 2
    verdicts = {(entry["layer"], entry["verdict"]) for entry in document["layers"]}
    for layer in ("configuration", "dns", "tcp", "tls", "clock", "token", "calls", "disk"):
        assert (layer, "fine") in verdicts
    assert {("im_servers", "fine"), ("im_session", "fine")} <= verdicts
    assert len([entry for entry in document["layers"] if entry["layer"] == "calls"]) == 5
    assert ran.stderr == ""


def test_without_a_server_the_network_is_left_out_in_one_line_each(tmp_path):
    ran = _check("--profile", str(tmp_path))
    assert ran.returncode == 1
    lines = ran.stdout.splitlines()
    assert any("api.base" in line for line in lines)
    assert len(lines) > 10
    assert ran.stderr == ""


@pytest.mark.parametrize("demo", [False, True])
def test_a_full_disk_is_told_and_does_not_break_the_check(tmp_path, monkeypatch, capsys, demo):
    """No folder for what is made by the way can be had: that is what ``tempfile`` raises then."""

    def no_room(*_given, **_named):
        raise FileNotFoundError(errno.ENOENT, "No usable temporary directory found in ['/tmp']")

    monkeypatch.setattr(check.tempfile, "TemporaryDirectory", no_room)
    monkeypatch.setattr(check, "examine", _examined)
    status = check.run_check(profile=tmp_path, demo=demo, as_json=True)
    document = json.loads(capsys.readouterr().out)
    assert status == document["exit"] == (2 if demo else 0)
    assert document["layers"][0]["code"] == ("storage.folder" if demo else "free")


async def test_what_a_scanner_holds_of_the_demo_at_the_end_is_nothing_to_the_verdict(monkeypatch):
    """On Windows a removed file that is still read keeps its folder from going."""
    real = os.rmdir

    def held(*_given, **_named):
        raise OSError(errno.ENOTEMPTY, "The directory is not empty")

    async with AsyncExitStack() as stack:
        folder = check._scratch(stack)
        monkeypatch.setattr(os, "rmdir", held)
    monkeypatch.undo()
    assert folder.is_dir()
    real(folder)


async def _examined(_resolution, _folders, _keys, _target, on_finding):
    """The layers themselves are tried elsewhere."""
    finding = fine(Layer.DISK, "free", megabytes=1)
    on_finding(finding)
    return Report((finding,))


def test_the_language_of_the_settings_is_spoken(tmp_path):
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "settings.json").write_text(
        json.dumps({"ui.language": "en", "api.base": "https://nobody.invalid", "ui.theme": 3})
    )
    ran = _check("--profile", str(tmp_path))
    assert ran.returncode == 2
    assert "✗ Name lookup (DNS): " in ran.stdout
    settings = tmp_path / "config" / "settings.json"
    assert f"! Configuration: ui.theme in {settings} cannot be 3; " in ran.stdout
    assert not any("\u4e00" <= character <= "\u9fff" for character in ran.stdout)


def test_a_policy_without_a_usable_server_ends_the_check(tmp_path, monkeypatch, capsys):
    policy = SettingsLayer(SettingsSource.POLICY_FILE, {"api.base": "nonsense"})
    monkeypatch.setattr(check, "load", lambda _folders: resolve([policy]))
    assert check.run_check(profile=tmp_path, demo=False, as_json=True) == 2
    document = json.loads(capsys.readouterr().out)
    Draft202012Validator(SCHEMA).validate(document)
    (entry,) = document["layers"]
    assert (entry["layer"], entry["code"]) == ("configuration", "configuration.policy")
    assert "api.base" in entry["text"]


@pytest.mark.parametrize("as_json", [True, False])
def test_a_demo_that_the_policy_forbids_is_not_started_for_a_check(
    tmp_path, monkeypatch, capsys, as_json
):
    policy = SettingsLayer(SettingsSource.POLICY_FILE, {"demo.allowed": False})
    monkeypatch.setattr(check, "load", lambda _folders: resolve([policy]))
    assert check.run_check(profile=tmp_path, demo=True, as_json=as_json) == 2
    out = capsys.readouterr().out
    assert "demo.allowed" in out
    assert "configuration.demo" in out or not as_json
    assert not list(tmp_path.rglob("clinic"))


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("reason", POLICY_REASONS)
def test_a_policy_that_cannot_be_used_is_named_with_its_path_once(reason, language):
    set_language(language)
    try:
        error = PolicyUnusable(reason, "/etc/doctor-workstation/policy.json:3:7")
        what, then = sentences(failed(Layer.CONFIGURATION, error))
        assert what.count("/etc/doctor-workstation/policy.json:3:7") == 1
        assert then
        assert what != tr("errors.configuration.policy.what", place=error.place)
    finally:
        set_language(Language.ZH)


@pytest.mark.qt_log_ignore("pipewire", "PulseAudioService")
async def test_a_decoder_that_may_not_run_is_named(qapp, monkeypatch, tmp_path):  # noqa: ARG001
    monkeypatch.setattr(process, "SCRIPT", tmp_path / "nowhere.py")
    (finding,) = await QtProbes().audio()
    assert (finding.verdict, finding.code) == (Verdict.DEGRADED, "decoder_stopped")
    assert "workstation-decoder" in sentences(finding)[0]


async def test_a_library_of_sound_that_the_system_lacks_is_named(qapp, monkeypatch):  # noqa: ARG001
    """It ended as “one of the checks did not finish” and a traceback."""
    abilities = "workstation.devices.abilities"

    class Lacking:
        def find_spec(self, name, _path=None, _target=None):
            if name == abilities:
                raise ImportError("libpulse.so.0: cannot open shared object file: No such file")

    monkeypatch.delitem(sys.modules, abilities, raising=False)
    monkeypatch.setattr(sys, "meta_path", [Lacking(), *sys.meta_path])
    (finding,) = await QtProbes().audio()
    assert (finding.verdict, finding.code) == (Verdict.DEGRADED, "no_library")
    assert "libpulse.so.0" in sentences(finding)[0]
    assert sentences(finding)[1].replace("\u2069", "").endswith("sudo apt-get install libpulse0")


def test_the_diagnostics_name_no_folder_of_the_user():
    """Folders are named after people; the administrator's own papers say which source it was."""
    values = {"source": "user", "setting": "ui.theme", "place": "/home/zhou/settings.json"}
    finding = degraded(Layer.CONFIGURATION, "bad_value", **values)
    assert "/home/zhou" in sentences(finding)[0]
    assert "zhou" not in "".join(sentences(finding, plain=True))


@pytest.mark.parametrize("language", Language)
def test_a_failure_says_what_and_then_what_to_do(language, qapp):  # noqa: ARG001
    set_language(language)
    try:
        error = TlsFailure("unknown issuer")
        finding = Finding(Layer.TLS, Verdict.UNUSABLE, "failed", {}, error)
        what, then = sentences(finding)
        assert what.endswith(("(unknown issuer)", "（unknown issuer）"))
        assert then
        line = TextReport().line(finding)
        assert line.startswith("✗ ")
        assert line.count("\n") == 1
    finally:
        set_language(Language.ZH)


@pytest.mark.qt_log_ignore("pipewire", "PulseAudioService")
async def test_qt_is_asked_for_fonts_and_sound(qapp):  # noqa: ARG001
    probes = QtProbes()
    (fonts,) = await probes.fonts()
    (audio,) = await probes.audio()
    assert fonts.layer is Layer.FONTS
    assert audio.layer is Layer.AUDIO
    (typing,) = await probes.input_method()
    assert typing.layer is Layer.INPUT


@pytest.mark.parametrize(
    ("environment", "platform", "verdict"),
    [
        ({"DISPLAY": ":0"}, "linux", Verdict.FINE),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", Verdict.FINE),
        ({}, "linux", Verdict.DEGRADED),
        ({}, "win32", Verdict.FINE),
    ],
)
def test_a_session_without_a_screen_is_told(environment, platform, verdict):
    assert painting(environment, platform=platform).verdict is verdict


on_linux = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a screen")


@on_linux
async def test_a_display_that_takes_no_window_is_told(qapp, monkeypatch):  # noqa: ARG001
    """The check's own application needs none, and is on a platform that asks for none."""
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("DISPLAY", ":4711")
    (screen,) = await QtProbes().painting()
    assert (screen.verdict, screen.code) == (Verdict.DEGRADED, "refused_screen")
    assert screen.values == {"display": "DISPLAY=:4711"}


@on_linux
async def test_a_display_that_does_not_answer_takes_no_window(qapp, monkeypatch):  # noqa: ARG001
    released = threading.Event()
    monkeypatch.setattr(qt_probes, "refused_display", lambda _session: released.wait() and "")
    monkeypatch.setattr(qt_probes, "SCREEN_SECONDS", 0.01)
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    monkeypatch.setenv("DISPLAY", ":4711")
    (screen,) = await QtProbes().painting()
    released.set()
    assert screen.code == "refused_screen"


def test_a_place_that_takes_no_diagnostics_is_the_one_to_change(monkeypatch, tmp_path, capsys):
    """It is not the program's own data that cannot be written, and no restart helps."""

    async def gathered(*_: object, **__: object) -> list[DiagnosticsFile]:
        return [DiagnosticsFile("README.txt", "what is in it")]

    monkeypatch.setattr(diagnostics, "_gathered", gathered)
    (tmp_path / "file").touch()
    place = tmp_path / "file" / "papers.zip"
    assert diagnostics.run_diagnostics(place, profile=tmp_path, demo=False) == diagnostics.FAILED
    assert tr("errors.storage.place.what") in capsys.readouterr().err
