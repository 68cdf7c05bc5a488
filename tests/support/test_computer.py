import errno
import os
from pathlib import Path

import pytest

from tests.fakes.scanner import Scanner
from tests.fakes.secrets import MemorySecrets
from tests.support.findings import summaries
from workstation.base import held_files
from workstation.base.log import FILE
from workstation.base.paths import Folders
from workstation.domain.address import ApiBase
from workstation.domain.errors import DiskFull, KeyringUnavailable, StorageError
from workstation.domain.findings import Verdict
from workstation.domain.language import Language
from workstation.settings.resolve import resolve
from workstation.settings.sources import SettingsLayer, SettingsSource
from workstation.support import computer_probes, self_test
from workstation.support.check_report import sentences
from workstation.support.computer_probes import LEFT_SECONDS, ComputerProbes
from workstation.ui.kit.strings.catalogue import catalogue


async def _run_keys():
    return MemorySecrets()


async def _no_keys():
    raise KeyringUnavailable("absent")


def _computer(tmp_path, open_keys=_run_keys, layers=(), base="https://h.example"):
    parsed = ApiBase.parse(base) if base else None
    return ComputerProbes(resolve(layers), parsed, Folders.of_profile(tmp_path), open_keys)


async def test_settings_are_told_with_everything_wrong_in_them(tmp_path):
    layers = [
        SettingsLayer(SettingsSource.POLICY_FILE, {"ui.theme": 3, "ui.colour": "red"}),
        SettingsLayer(SettingsSource.USER, fault="malformed"),
    ]
    findings = await _computer(tmp_path, layers=layers).configuration()
    assert {f.code for f in findings} == {"bad_value", "unknown_key", "malformed", "server"}
    assert summaries(await _computer(tmp_path, base=None).configuration()) == [
        ("configuration", "degraded", "no_server")
    ]


@pytest.mark.parametrize("language", list(Language))
async def test_what_is_wrong_with_a_setting_is_said_with_what_may_be(
    tmp_path, monkeypatch, language
):
    """By name, with the value, what is allowed and what holds; in a file to hand on without it."""
    policy = {
        "waiting.red": 0,
        "waiting.amber": 90,
        "network.proxy": "htp://x",
        "vault.key": "system",
        "lock.idle_minutes": 5,
        "locked": ["api.base"],
        "ui.theme": "light",
    }
    layers = [
        SettingsLayer(SettingsSource.REGISTRY, {"ui.theme": "dark", "files.kinds": "exe"}),
        SettingsLayer(SettingsSource.POLICY_FILE, policy, place="/etc/policy.json"),
    ]
    monkeypatch.setattr(catalogue, "language", language)
    findings = await _computer(tmp_path, layers=layers).configuration()
    lines = {f.values["setting"]: sentences(f) for f in findings if f.code != "server"}
    parts = {
        "waiting.red": ("/etc/policy.json", " 0", "60", "1–1440"),
        "waiting.amber": ("90", "waiting.red", "60", "30"),
        "network.proxy": ("/etc/policy.json", "http://proxy:3128"),
        "lock.idle_minutes": ("vault.key", '"system"'),
        "locked": ("api.base",),
        "ui.theme": ("/etc/policy.json", "registry"),
        "files.kinds": ('"exe"', "pdf, docx", "REG_MULTI_SZ"),
    }
    assert lines.keys() == parts.keys()
    for key, words in parts.items():
        whole = " ".join(lines[key]).replace("\u2068", "").replace("\u2069", "")
        assert not [word for word in (key, *words) if word not in whole], whole
        assert all(lines[key])
    (red,) = [f for f in findings if f.values.get("setting") == "waiting.red"]
    assert " 0" not in " ".join(sentences(red, plain=True)), "not in what is handed on"


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
    monkeypatch.setattr(computer_probes, "_try_writing", lambda _folders: free)
    monkeypatch.setattr(computer_probes, "try_store", lambda _folder: None)
    (finding,) = await _computer(tmp_path).disk()
    assert finding.verdict is verdict


async def test_a_folder_that_takes_files_and_no_store_is_a_warning(tmp_path, monkeypatch):
    """Such as a share without locks: doctors would work in memory, and nobody told before."""

    def no_store(_folder):
        raise StorageError("no file locks", call="open")

    monkeypatch.setattr(computer_probes, "try_store", no_store)
    space, store = await _computer(tmp_path).disk()
    assert space.verdict is Verdict.FINE
    assert summaries([store]) == [("disk", "degraded", "no_store")]
    assert "no file locks" in sentences(store)[0]


async def test_a_quota_that_is_used_up_is_a_full_disk(tmp_path, monkeypatch):
    def no_room(_folder):
        raise DiskFull

    monkeypatch.setattr(computer_probes, "try_store", no_room)
    assert summaries(await _computer(tmp_path).disk())[1:] == [("disk", "unusable", "storage.full")]


async def test_a_folder_that_cannot_be_written_is_unusable_and_named(tmp_path):
    (tmp_path / "file").write_text("")
    (finding,) = await _computer(tmp_path / "file").disk()
    assert summaries([finding]) == [("disk", "unusable", "storage.folder")]
    assert str(tmp_path / "file") in sentences(finding)[0]
    assert str(tmp_path) not in sentences(finding, plain=True)[0], "not in what is handed on"


async def test_a_scanner_that_looks_at_the_trial_is_no_fault(tmp_path, monkeypatch):
    scanner = Scanner(2).install(monkeypatch)
    (finding,) = await _computer(tmp_path).disk()
    assert finding.code != "storage.folder"
    assert scanner.waited == 2


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
@pytest.mark.parametrize("fails", ["mkdir", "write_bytes"])
async def test_a_full_disk_is_called_full(tmp_path, monkeypatch, number, fails):
    def refuse(*_args, **_options):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(Path, fails, refuse)
    (finding,) = await _computer(tmp_path).disk()
    assert summaries([finding]) == [("disk", "unusable", "storage.full")]


@pytest.mark.parametrize(
    ("base", "allowed", "verdict"),
    [
        ("http://h.example", (), "unusable"),
        ("http://h.example", ("h.example",), "fine"),
        ("http://127.0.0.1:8080", (), "fine"),
    ],
)
async def test_an_address_that_sign_in_refuses_is_unusable(tmp_path, base, allowed, verdict):
    layers = [SettingsLayer(SettingsSource.POLICY_FILE, {"api.plain_hosts": list(allowed)})]
    findings = await _computer(tmp_path, layers=layers, base=base).configuration()
    assert [finding.verdict.name.lower() for finding in findings] == [verdict]


async def test_the_trial_file_and_the_trial_secret_are_gone_afterwards(tmp_path):
    keys = MemorySecrets()

    async def open_keys():
        return keys

    computer = _computer(tmp_path, open_keys)
    findings = [*await computer.disk(), *await computer.keyring()]
    assert [f.verdict for f in findings] == [Verdict.FINE, Verdict.FINE]
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert await keys.read("check") is None


async def test_what_a_killed_check_left_goes_with_the_next(tmp_path):
    """A monitoring tool ends a check that takes too long; each would leave one more folder."""
    computer = _computer(tmp_path)
    data = computer.folders.data
    left, file, running = (data / f".check-{name}" for name in ("store-7", "8", "store-9"))
    for folder in (left, running):
        folder.mkdir(parents=True)
        (folder / "vault.db").write_bytes(b"trial")
    file.write_bytes(b"check")
    began = data.stat().st_mtime - LEFT_SECONDS - 1
    for path in (left, file):
        os.utime(path, (began, began))
    assert summaries(await computer.disk()) == [("disk", "fine", "free")]
    assert list(data.iterdir()) == [running], "another check is at work there"


async def test_without_a_keyring_doctors_can_work(tmp_path):
    findings = await _computer(tmp_path, _no_keys).keyring()
    assert summaries(findings) == [("keyring", "degraded", "storage.keyring")]


async def test_a_log_that_cannot_be_written_to_is_named(tmp_path):
    computer = _computer(tmp_path)
    assert summaries(await computer.disk()) == [("disk", "fine", "free")]
    (computer.folders.logs / FILE).write_text("line\n")
    assert summaries(await computer.disk()) == [("disk", "fine", "free")]
    assert (computer.folders.logs / FILE).read_text() == "line\n"
    (computer.folders.logs / FILE).unlink()
    (computer.folders.logs / FILE).mkdir()  # what is refused to root as well
    space, closed = await computer.disk()
    assert (space.verdict, closed.verdict) == (Verdict.FINE, Verdict.DEGRADED)
    assert "logs/workstation.log" in sentences(closed)[0]


async def test_an_audit_log_that_cannot_be_written_to_is_named(tmp_path, monkeypatch):
    folders = Folders.of_profile(tmp_path)
    probe = self_test._audit(folders, MemorySecrets())
    assert summaries(await probe()) == [("audit", "skipped", "no_audit")]
    monkeypatch.setattr(held_files, "may_write", lambda path: path.name != "local.log")
    (finding,) = await probe()
    assert (finding.verdict, finding.code) == (Verdict.DEGRADED, "unwritable")
    assert "audit/local.log" in sentences(finding)[0]
