"""The policy in the registry of a Windows: only of one that was made for tests."""

import contextlib
import importlib
import secrets
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.on_windows import under_wine
from workstation.base.paths import Folders
from workstation.settings import sources
from workstation.settings.resolve import load
from workstation.settings.sources import registry_layer

pytestmark = pytest.mark.skipif(
    sys.platform != "win32" or not under_wine(), reason="writes a machine policy: under Wine only"
)


@pytest.fixture
def policy(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Set values of a policy that only this test reads; its key is gone afterwards."""
    registry: Any = importlib.import_module("winreg")
    place = rf"Software\Policies\DoctorWorkstation-{secrets.token_hex(4)}"
    monkeypatch.setattr(sources, "REGISTRY_KEY", place)

    def write(name: str, value: object, kind: str) -> None:
        with registry.CreateKey(registry.HKEY_LOCAL_MACHINE, place) as key:
            registry.SetValueEx(key, name, 0, getattr(registry, kind), value)

    yield write
    with contextlib.suppress(FileNotFoundError):
        registry.DeleteKey(registry.HKEY_LOCAL_MACHINE, place)


def test_values_come_with_the_types_of_group_policy(policy, tmp_path):
    policy("waiting.amber", 7, "REG_DWORD")
    policy("notifications.enabled", 0, "REG_DWORD")
    policy("media.origins", ["https://media.hospital.example"], "REG_MULTI_SZ")
    resolution = load(Folders.of_profile(tmp_path))
    assert resolution.settings.waiting_minutes == 7
    assert resolution.settings.notify is False
    assert resolution.locked("media.origins")


def test_a_value_of_another_type_is_passed_over_and_told(policy, tmp_path):
    policy("waiting.amber", b"\x07", "REG_BINARY")
    policy("waiting.red", "soon", "REG_SZ")
    resolution = load(Folders.of_profile(tmp_path))
    assert {problem.key for problem in resolution.problems} == {"waiting.amber", "waiting.red"}


def test_without_a_policy_the_layer_is_empty():
    layer = registry_layer()
    assert (layer.fault, dict(layer.values)) == ("", {})
