"""Where raw settings come from: the registry's policy, ``policy.json``, the user's file."""

import enum
import importlib
import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from workstation.settings.ownership import only_administrators_write

REGISTRY_KEY = r"Software\Policies\DoctorWorkstation"
LARGEST_FILE = 1024 * 1024


class Source(enum.Enum):
    """Where a value came from."""

    REGISTRY = "registry"
    POLICY_FILE = "policy_file"
    USER = "user"
    DEFAULT = "default"

    @property
    def machine(self) -> bool:
        """Whether it is the administrator's word."""
        return self in {Source.REGISTRY, Source.POLICY_FILE}


@dataclass(frozen=True, slots=True)
class Layer:
    """Raw values of one source by key; ``fault`` says why the source could not be read.

    Faults are ``unreadable``, ``malformed``, ``too_large`` and ``writable_by_others``.
    """

    source: Source
    values: Mapping[str, Any] = field(default_factory=dict, repr=False)
    fault: str = ""


def registry_layer(platform: str = sys.platform, registry: Any = None) -> Layer:
    """The policy under ``HKEY_LOCAL_MACHINE``; empty on other platforms than Windows.

    ``registry`` stands for the module ``winreg``.
    """
    if platform != "win32":
        return Layer(Source.REGISTRY)
    registry = registry or importlib.import_module("winreg")
    try:
        key = registry.OpenKey(registry.HKEY_LOCAL_MACHINE, REGISTRY_KEY)
    except FileNotFoundError:
        return Layer(Source.REGISTRY)
    except OSError:
        return Layer(Source.REGISTRY, fault="unreadable")
    with key:
        return Layer(Source.REGISTRY, dict(_registry_values(registry, key)))


def _registry_values(registry: Any, key: Any) -> list[tuple[str, Any]]:
    _, count, _ = registry.QueryInfoKey(key)
    return [registry.EnumValue(key, index)[:2] for index in range(count)]


def policy_file_layer(path: Path, *, owned: Callable[[Path], bool] | None = None) -> Layer:
    """The administrator's file; one that users can write is no policy and is not read."""
    owned = owned or only_administrators_write
    if path.exists() and not owned(path):
        return Layer(Source.POLICY_FILE, fault="writable_by_others")
    return _file_layer(Source.POLICY_FILE, path)


def user_layer(path: Path) -> Layer:
    """The user's own settings."""
    return _file_layer(Source.USER, path)


def _file_layer(source: Source, path: Path) -> Layer:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except FileNotFoundError:
        return Layer(source)
    except OSError:
        return Layer(source, fault="unreadable")
    if len(content) > LARGEST_FILE:
        return Layer(source, fault="too_large")
    try:
        values = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return Layer(source, fault="malformed")
    return Layer(source, values) if isinstance(values, dict) else Layer(source, fault="malformed")
