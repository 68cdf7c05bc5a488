import json
from pathlib import Path

import pytest

from tests.fakes.scanner import Scanner
from workstation.base import atomic_write, windows_folders
from workstation.base.paths import Folders, policy_file
from workstation.config import BY_KEY, Settings
from workstation.domain.errors import ConfigurationError, DiskFull, InputError, StorageError
from workstation.domain.policy_errors import PolicyUnusable
from workstation.settings.problem import Problem
from workstation.settings.resolve import load, resolve
from workstation.settings.save import change_settings
from workstation.settings.sources import (
    SettingsLayer,
    SettingsSource,
    registry_layer,
    user_layer,
)


def _registry(**values):
    return SettingsLayer(
        SettingsSource.REGISTRY, {key.replace("__", "."): raw for key, raw in values.items()}
    )


def _policy(values):
    return SettingsLayer(SettingsSource.POLICY_FILE, values)


def _user(values):
    return SettingsLayer(SettingsSource.USER, values)


def test_nothing_set_is_the_defaults():
    resolution = resolve([])
    assert resolution.settings == Settings()
    assert set(resolution.sources.values()) == {SettingsSource.DEFAULT}
    assert resolution.problems == ()


def test_registry_over_policy_file_over_user_over_default():
    resolution = resolve(
        [
            _registry(**{"waiting.amber": 10}),
            _policy({"waiting.amber": 20, "waiting.red": 40}),
            _user({"waiting.amber": 25, "waiting.red": 50, "ui.theme": "dark"}),
        ]
    )
    settings = resolution.settings
    assert (settings.waiting_minutes, settings.overdue_minutes) == (10, 40)
    assert (settings.theme, settings.language) == ("dark", "zh")
    assert [resolution.sources[k] for k in ("waiting.amber", "waiting.red", "ui.theme")] == [
        SettingsSource.REGISTRY,
        SettingsSource.POLICY_FILE,
        SettingsSource.USER,
    ]
    assert resolution.sources["ui.language"] is SettingsSource.DEFAULT


def test_what_the_policy_sets_or_locks_or_keeps_for_itself_is_locked():
    resolution = resolve([_policy({"ui.theme": "light", "locked": ["ui.language"]})])
    assert resolution.locked("ui.theme")
    assert resolution.locked("ui.language")
    assert resolution.locked("network.ca_file")
    assert not resolution.locked("ui.text_size")


def test_the_user_cannot_set_what_is_locked_or_the_machine_s():
    resolution = resolve(
        [
            _policy({"locked": ["ui.language"]}),
            _user({"ui.language": "en", "network.ca_file": "/srv/ca.pem", "demo.allowed": 1}),
        ]
    )
    assert resolution.settings.language == "zh"
    assert resolution.settings.ca_file == ""
    assert {(p.key, p.reason) for p in resolution.problems} == {
        ("ui.language", "not_allowed"),
        ("network.ca_file", "not_allowed"),
        ("demo.allowed", "not_allowed"),
    }
    assert all(problem.warning for problem in resolution.problems)


def test_a_bad_policy_value_is_the_default_and_not_the_user_s():
    resolution = resolve(
        [_policy({"data.retention_days": -1, "ui.theme": 3}), _user({"ui.theme": "dark"})]
    )
    assert resolution.settings.theme == "system"
    assert resolution.locked("ui.theme")
    assert set(resolution.problems) == {
        Problem(SettingsSource.POLICY_FILE, "data.retention_days", "bad_value"),
        Problem(SettingsSource.POLICY_FILE, "ui.theme", "bad_value"),
    }
    assert not any(problem.warning for problem in resolution.problems)


def test_an_unknown_key_is_a_warning_and_the_rest_holds():
    resolution = resolve([_policy({"ui.theme": "dark", "ui.colour": "red"})])
    assert resolution.settings.theme == "dark"
    assert resolution.problems == (Problem(SettingsSource.POLICY_FILE, "ui.colour", "unknown_key"),)
    assert resolution.problems[0].warning


@pytest.mark.parametrize("base", ["not an address", 7, None, "https://a@b/"])
def test_only_a_bad_api_base_of_the_policy_stops(base):
    with pytest.raises(PolicyUnusable) as stopped:
        resolve([_policy({"api.base": base})])
    assert stopped.value.reason == "server"
    resolution = resolve([_user({"api.base": base})])
    assert resolution.settings.api_base is None
    assert resolution.problems == (Problem(SettingsSource.USER, "api.base", "bad_value"),)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"{", "malformed"),
        (b"[]", "no_object"),
        (b"7", "no_object"),
        (b"\xff\xfe", "encoding"),
        (b" " * (2**20 + 1), "too_large"),
        (b"[" * 200_000, "malformed"),
    ],
)
def test_a_file_that_is_no_settings_is_reported_and_the_program_starts(tmp_path, content, fault):
    path = tmp_path / "settings.json"
    path.write_bytes(content)
    resolution = resolve([user_layer(path)])
    assert resolution.settings == Settings()
    assert resolution.problems == (Problem(SettingsSource.USER, "", fault),)


def test_a_folder_in_place_of_the_file_is_unreadable(tmp_path):
    assert user_layer(tmp_path).fault == "unreadable"


class FakeRegistry:
    """The three calls of ``winreg`` that reading takes, over a dictionary."""

    HKEY_LOCAL_MACHINE = object()

    def __init__(self, values):
        self.values = values
        self.closed = False

    def OpenKey(self, hive, path):  # noqa: N802
        assert (hive, path) == (self.HKEY_LOCAL_MACHINE, r"Software\Policies\DoctorWorkstation")
        if self.values is None:
            raise FileNotFoundError
        return self

    def QueryInfoKey(self, _key):  # noqa: N802
        return (0, len(self.values), 0)

    def EnumValue(self, _key, index):  # noqa: N802
        return (*list(self.values.items())[index], 1)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.closed = True


def test_a_registry_that_is_just_written_anew_is_unreadable_and_no_defect():
    class Changing(FakeRegistry):
        def EnumValue(self, _key, _index):  # noqa: N802
            raise OSError(259, "no more data")

    registry = Changing({"notifications.enabled": 0})
    layer = registry_layer("win32", registry)
    assert (layer.fault, dict(layer.values)) == ("unreadable", {})
    assert registry.closed


def test_the_registry_is_read_with_its_own_types():
    registry = FakeRegistry({"notifications.enabled": 0, "media.origins": ["https://m.example"]})
    settings = resolve([registry_layer("win32", registry)]).settings
    assert settings.notify is False
    assert [str(origin) for origin in settings.media_origins] == ["https://m.example"]
    assert registry.closed


def test_without_a_policy_in_the_registry_or_without_windows_there_is_no_layer():
    assert registry_layer("win32", FakeRegistry(None)) == SettingsLayer(SettingsSource.REGISTRY)
    assert registry_layer("linux", FakeRegistry({"ui.theme": "dark"})) == SettingsLayer(
        SettingsSource.REGISTRY
    )


def test_a_change_is_saved_and_read_again_beside_what_was_there(tmp_path):
    folders = Folders.of_profile(tmp_path)
    path = folders.config / "settings.json"
    path.parent.mkdir()
    path.write_text('{"from.the.future": [1], "ui.language": "en"}')
    change_settings(path, load(folders), {"ui.theme": "dark"})
    change_settings(path, load(folders), {"waiting.amber": 15})
    resolution = load(folders)
    assert (resolution.settings.theme, resolution.settings.waiting_minutes) == ("dark", 15)
    assert resolution.settings.language == "en"
    assert json.loads(path.read_text())["from.the.future"] == [1]
    assert [entry.name for entry in path.parent.iterdir()] == ["settings.json"]


@pytest.mark.parametrize("waits", [0, 2], ids=["free", "held by a scanner"])
def test_a_broken_file_is_kept_beside_the_new_one(tmp_path, monkeypatch, waits):
    path = tmp_path / "settings.json"
    path.write_text("{broken")
    Scanner(waits).install(monkeypatch)
    change_settings(path, resolve([]), {"ui.theme": "dark"})
    assert (tmp_path / "settings.json.broken").read_text() == "{broken"
    assert json.loads(path.read_text()) == {"ui.theme": "dark"}


def test_a_file_that_cannot_be_read_now_is_not_begun_anew(tmp_path, monkeypatch):
    path = tmp_path / "settings.json"
    path.write_text('{"ui.theme": "dark", "waiting.amber": 20}')

    def unreadable(*_: object) -> bytes:
        raise PermissionError

    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", unreadable)
        with pytest.raises(StorageError):
            change_settings(path, resolve([]), {"ui.theme": "light"})
    assert json.loads(path.read_text()) == {"ui.theme": "dark", "waiting.amber": 20}


def test_locked_and_bad_changes_are_refused_and_nothing_is_written(tmp_path):
    path = tmp_path / "settings.json"
    with pytest.raises(ConfigurationError):
        change_settings(path, resolve([_policy({"ui.theme": "dark"})]), {"ui.theme": "light"})
    with pytest.raises(ConfigurationError):
        change_settings(path, resolve([]), {"network.ca_file": "/srv/ca.pem"})
    with pytest.raises(InputError):
        change_settings(path, resolve([]), {"waiting.amber": 0})
    assert not path.exists()


def test_a_full_disk_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "settings.json"
    change_settings(path, resolve([]), {"ui.theme": "dark"})

    def full(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(atomic_write.os, "fsync", full)
    with pytest.raises(DiskFull):
        change_settings(path, resolve([]), {"ui.theme": "light"})
    assert json.loads(path.read_text()) == {"ui.theme": "dark"}
    assert [entry.name for entry in tmp_path.iterdir()] == ["settings.json"]


def test_settings_have_a_key_each():
    assert len(BY_KEY) == len(Settings.__dataclass_fields__)


@pytest.mark.parametrize(
    ("platform", "expected"),
    [
        ("win32", "/shell/DoctorWorkstation/policy.json"),
        ("linux", "/etc/doctor-workstation/policy.json"),
        ("darwin", "/Library/Application Support/DoctorWorkstation/policy.json"),
    ],
)
def test_no_variable_moves_the_policy_away(platform, expected, monkeypatch):
    monkeypatch.setenv("ProgramData", "/mine")
    monkeypatch.setattr(windows_folders, "program_data", lambda: Path("/shell"))
    assert policy_file(platform).as_posix() == expected
