"""From raw layers to one ``Settings``: policy over user over default, and where each came from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from workstation.config import API_BASE, BY_KEY, DECLARATIONS, LOCKED, Settings
from workstation.domain.errors import ConfigurationError
from workstation.paths import Folders, policy_file
from workstation.settings.declaration import Declaration, Who
from workstation.settings.sources import (
    Layer,
    Source,
    policy_file_layer,
    registry_layer,
    user_layer,
)

USER_FILE = "settings.json"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one source or one key in it; the value itself is not repeated.

    Reasons: those of ``Layer.fault``, and ``unknown_key``, ``bad_value``, ``not_allowed`` (the
    user's file sets what only a policy may, or what is locked).
    """

    source: Source
    key: str
    reason: str

    @property
    def warning(self) -> bool:
        """Whether a log line is enough; otherwise people must be told."""
        return self.reason in {"unknown_key", "not_allowed"}


@dataclass(frozen=True, slots=True)
class Resolution:
    """The settings in force, the source of each key, and everything that was wrong."""

    settings: Settings
    sources: Mapping[str, Source]
    problems: tuple[Problem, ...]

    def locked(self, key: str) -> bool:
        """Whether the user cannot change this key here."""
        return (
            BY_KEY[key].who is Who.MACHINE
            or self.sources[key].machine
            or key in self.settings.locked
        )


def load(folders: Folders) -> Resolution:
    """Read all sources of this computer. Raises ``ConfigurationError``, see ``resolve``."""
    user = user_layer(folders.config / USER_FILE)
    return resolve([registry_layer(), policy_file_layer(policy_file()), user])


def resolve(layers: Sequence[Layer]) -> Resolution:
    """Lay the layers over each other, the strongest first.

    A bad value falls back to the default, never to a weaker source: a slip in the policy must
    not hand the choice to the user. Raises ``ConfigurationError`` when a policy names an API base
    that is none: running against another server than the administrator's is worse than not running.
    """
    problems = [Problem(layer.source, "", layer.fault) for layer in layers if layer.fault]
    problems += _unknown_keys(layers)
    locked = _value(BY_KEY[LOCKED], [layer for layer in layers if layer.source.machine], (), [])[0]
    values: dict[str, Any] = {}
    sources: dict[str, Source] = {}
    for declaration in DECLARATIONS:
        value, source = _value(declaration, layers, locked, problems)
        values[declaration.name], sources[declaration.key] = value, source
    return Resolution(Settings(**values), sources, tuple(problems))


def _unknown_keys(layers: Sequence[Layer]) -> list[Problem]:
    return [
        Problem(layer.source, key, "unknown_key")
        for layer in layers
        for key in layer.values
        if key not in BY_KEY
    ]


def _value(
    declaration: Declaration,
    layers: Sequence[Layer],
    locked: tuple[str, ...],
    problems: list[Problem],
) -> tuple[Any, Source]:
    for layer in layers:
        if declaration.key not in layer.values:
            continue
        if not layer.source.machine and (
            declaration.who is Who.MACHINE or declaration.key in locked
        ):
            problems.append(Problem(layer.source, declaration.key, "not_allowed"))
            continue
        try:
            return declaration.kind.read(layer.values[declaration.key]), layer.source
        except ValueError:
            return _fallback(declaration, layer.source, problems)
    return declaration.default, Source.DEFAULT


def _fallback(
    declaration: Declaration, source: Source, problems: list[Problem]
) -> tuple[Any, Source]:
    if declaration.key == API_BASE and source.machine:
        raise ConfigurationError(f"{API_BASE} is no https address ({source.value})")
    problems.append(Problem(source, declaration.key, "bad_value"))
    # A key the policy holds stays the policy's, even where its value is of no use.
    return declaration.default, source if source.machine else Source.DEFAULT
