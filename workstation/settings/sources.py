"""Where raw settings come from: the registry's policy, ``policy.json``, the user's file."""

import enum
import importlib
import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import field
from pathlib import Path
from typing import Any

from workstation.base import held_files
from workstation.domain.value import Value
from workstation.settings.ownership import distrusted

REGISTRY_KEY = r"Software\Policies\DoctorWorkstation"
REGISTRY_PLACE = rf"HKEY_LOCAL_MACHINE\{REGISTRY_KEY}"
MAX_FILE_BYTES = 1024 * 1024
AMBIGUOUS = object()


class SettingsSource(enum.Enum):
    """Where a value came from."""

    REGISTRY = "registry"
    POLICY_FILE = "policy_file"
    USER = "user"
    DEMO = "demo"
    DEFAULT = "default"

    @property
    def machine(self) -> bool:
        """Whether it is the administrator's word."""
        return self in {SettingsSource.REGISTRY, SettingsSource.POLICY_FILE}


class SettingsLayer(Value):
    """Raw values of one source by key; ``fault`` says why the source could not be read.

    Faults are ``unreadable``, ``encoding`` (not UTF-8), ``malformed``, ``no_object`` (JSON, such as
    a list), ``too_large``, ``writable_by_others`` (an administrator's file that others can change),
    ``foreign`` (a file that no administrator made) and ``folder_of_others`` (no file, but others
    can make one in its folder). ``place`` is the registry's key or the file, with line and column
    where those are known.
    """

    source: SettingsSource
    values: Mapping[str, Any] = field(default_factory=dict, repr=False)
    fault: str = ""
    place: str = field(default="", compare=False)


def registry_layer(platform: str = sys.platform, registry: Any = None) -> SettingsLayer:
    """The policy under ``HKEY_LOCAL_MACHINE``; empty on other platforms than Windows.

    ``registry`` stands for the module ``winreg``.
    """
    if platform != "win32":
        return SettingsLayer(SettingsSource.REGISTRY)
    registry = registry or importlib.import_module("winreg")
    try:
        key = registry.OpenKey(registry.HKEY_LOCAL_MACHINE, REGISTRY_KEY)
    except FileNotFoundError:
        return SettingsLayer(SettingsSource.REGISTRY)
    except OSError:
        return SettingsLayer(SettingsSource.REGISTRY, fault="unreadable", place=REGISTRY_PLACE)
    with key:
        try:
            values = dict(_registry_values(registry, key))
        except OSError:  # the administrator's tools are just writing it anew
            return SettingsLayer(SettingsSource.REGISTRY, fault="unreadable", place=REGISTRY_PLACE)
        return SettingsLayer(SettingsSource.REGISTRY, values, place=REGISTRY_PLACE)


def _registry_values(registry: Any, key: Any) -> list[tuple[str, Any]]:
    _, count, _ = registry.QueryInfoKey(key)
    return [registry.EnumValue(key, index)[:2] for index in range(count)]


def policy_file_layer(path: Path, *, judge: Callable[[Path], str] | None = None) -> SettingsLayer:
    """The administrator's file; one that others can write is no policy and is not read.

    ``judge`` stands for ``ownership.distrusted``.
    """
    try:
        fault = (judge or distrusted)(path)
    except OSError:
        # Its folder may not be searched, for instance: a policy may well be in there.
        return SettingsLayer(SettingsSource.POLICY_FILE, fault="unreadable", place=str(path))
    if fault:
        return SettingsLayer(SettingsSource.POLICY_FILE, fault=fault, place=str(path))
    return _file_layer(SettingsSource.POLICY_FILE, path)


def trial_policy_layer(path: Path) -> SettingsLayer:
    """A policy that is tried in the demo, whoever may write the file."""
    return _file_layer(SettingsSource.POLICY_FILE, path)


def user_layer(path: Path) -> SettingsLayer:
    """The user's own settings."""
    return _file_layer(SettingsSource.USER, path)


def _file_layer(source: SettingsSource, path: Path) -> SettingsLayer:
    try:
        content = held_files.read(path, MAX_FILE_BYTES + 1)
    except OSError as error:
        if isinstance(error, FileNotFoundError) and not _may_be_link(path):
            return SettingsLayer(source)
        return SettingsLayer(source, fault="unreadable", place=str(path))
    if len(content) > MAX_FILE_BYTES:
        return SettingsLayer(source, fault="too_large", place=str(path))
    return _parsed(source, path, content)


def _may_be_link(path: Path) -> bool:
    """Whether a file may be a link, which stands for settings even where it leads nowhere."""
    try:
        return path.is_symlink()
    except OSError:
        return True


def _parsed(source: SettingsSource, path: Path, content: bytes) -> SettingsLayer:
    place, fault = str(path), "malformed"
    if b"\0" in content:  # UTF-16, as Windows' shell writes it, also without a mark before it
        return SettingsLayer(source, fault="encoding", place=f"{path}:1:1")
    hook = _unambiguous if source.machine else dict
    try:
        values = json.loads(content.decode("utf-8-sig"), object_pairs_hook=hook)
        if isinstance(values, dict):
            return SettingsLayer(source, values, place=place)
        fault = "no_object"
    except json.JSONDecodeError as error:
        place = f"{path}:{error.lineno}:{error.colno}"
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line, column = before.count(b"\n") + 1, error.start - before.rfind(b"\n")
        place, fault = f"{path}:{line}:{column}", "encoding"
    except (ValueError, RecursionError):
        pass  # a number or nesting without end: no line is to blame
    return SettingsLayer(source, fault=fault, place=place)


def _unambiguous(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The object read; a key that stands there with two values has none that any kind takes.

    JSON lets the last one win. Where two people add to a policy, that is whoever wrote further
    down, and nobody is told.
    """
    values: dict[str, Any] = {}
    for key, raw in pairs:
        values[key] = raw if values.get(key, raw) == raw else AMBIGUOUS
    return values
