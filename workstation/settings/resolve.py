"""From raw layers to one ``Settings``: policy over user over default, and where each came from.

Closed where it fails: an administrator's source that is there and cannot be used stops the program
(``decisions/unusable-policy-stops-the-program.md``). Only two things are no reason to stop: a
single bad value, whose default then holds, and a file that no administrator made, which is no
policy.

A bad value of the policy falls back to the default, never to the user's: with ``proxy: "htp://x"``
in the policy and ``direct`` in the user's file, a slip would else hand the user the choice that the
policy took away (``test_a_bad_policy_value_is_the_default_and_not_the_user_s``). For the same
reason a key that the policy holds stays locked even where its value is of no use.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from workstation.base.paths import Folders, policy_file
from workstation.config.declaration import Declaration
from workstation.config.settings import (
    API_BASE,
    BY_KEY,
    DECLARATIONS,
    LANGUAGE,
    LOCKED,
    Settings,
)
from workstation.domain.address import ApiBase
from workstation.domain.language import Language
from workstation.domain.policy_errors import PolicyUnusable
from workstation.domain.value import Value
from workstation.settings.contradictions import Sourced, settle
from workstation.settings.problem import Problem
from workstation.settings.sources import (
    SettingsLayer,
    SettingsSource,
    policy_file_layer,
    registry_layer,
    trial_policy_layer,
    user_layer,
)

USER_FILE = "settings.json"
MAX_REPEATED = 20
"""Characters of a wrong value that are said again: enough for a slip, too few for a text."""

_STOPPING = frozenset(
    {"unreadable", "encoding", "malformed", "no_object", "too_large", "writable_by_others"}
)


class Resolution(Value):
    """The settings in force, the source of each key, and everything that was wrong."""

    settings: Settings
    sources: Mapping[str, SettingsSource]
    problems: tuple[Problem, ...]

    @property
    def server(self) -> ApiBase | None:
        """The server that the administrator's settings name: no other may be signed in to."""
        return self.settings.api_base if self.sources[API_BASE].machine else None

    def with_picks(self, picks: Mapping[str, Any]) -> "Resolution":
        """The resolution with what the user picked, by key, as if the user's file said so."""
        values = {BY_KEY[key].name: value for key, value in picks.items()}
        sources = dict.fromkeys(picks, SettingsSource.USER)
        settings = replace(self.settings, **values)
        return replace(self, settings=settings, sources={**self.sources, **sources})

    def locked(self, key: str) -> bool:
        """Whether the user cannot change this key here."""
        return (
            not BY_KEY[key].is_for_users or self.sources[key].machine or key in self.settings.locked
        )


def load(folders: Folders) -> Resolution:
    """Read all sources of this computer. Raises ``PolicyUnusable``, see ``resolve``.

    A policy that is tried gives way to the current one here.
    """
    return resolve(_layers(folders))


def language_of(folders: Folders) -> Language:
    """The language that the settings name, also where as a whole they cannot be used.

    Whoever has to mend a policy reads why in the language that it sets, or the user's own.
    """
    value, _ = _value(BY_KEY[LANGUAGE], _layers(folders), (), [])
    return Language(value)


def _layers(folders: Folders) -> list[SettingsLayer]:
    user = user_layer(folders.config / USER_FILE)
    trial = folders.trial_policy
    tried = [trial_policy_layer(trial)] if trial is not None else []
    return [registry_layer(), _policy_file(), *tried, user]


def _policy_file() -> SettingsLayer:
    try:
        path = policy_file()
    except OSError:
        return SettingsLayer(SettingsSource.POLICY_FILE, fault="unreadable", place="%ProgramData%")
    return policy_file_layer(path)


def resolve(layers: Sequence[SettingsLayer]) -> Resolution:
    """Lay the layers over each other, the strongest first.

    A bad value falls back to the default, never to a weaker source: a slip in the policy must
    not hand the choice to the user. Raises ``PolicyUnusable`` for a policy as a whole that cannot
    be read or trusted, and for one whose API base is none: running against another server than
    the administrator's is worse than not running.
    """
    for layer in layers:
        if layer.source.machine and layer.fault in _STOPPING:
            raise PolicyUnusable(layer.fault, layer.place or layer.source.value)
    problems = [
        Problem(layer.source, "", layer.fault, layer.place) for layer in layers if layer.fault
    ]
    problems += _unknown_keys(layers)
    machine = [layer for layer in layers if layer.source.machine]
    locked, source = _value(BY_KEY[LOCKED], machine, (), [])
    problems += _unknown_locked(locked, source, machine)
    values: dict[str, Any] = {}
    sources: dict[str, SettingsSource] = {}
    for declaration in DECLARATIONS:
        value, source = _value(declaration, layers, locked, problems)
        values[declaration.name], sources[declaration.key] = value, source
    settings, contradictions = settle(Sourced(Settings(**values), sources, layers))
    resolution = Resolution(settings, sources, (*problems, *contradictions))
    _require_private(resolution, layers)
    return resolution


def _require_private(resolution: Resolution, layers: Sequence[SettingsLayer]) -> None:
    """Raise ``PolicyUnusable`` for a plain server that the policy sets and forbids at once."""
    server, settings = resolution.server, resolution.settings
    if server is None or server.private or server.origin.host in settings.plain_api_hosts:
        return
    source = resolution.sources[API_BASE]
    place = next((layer.place for layer in layers if layer.source is source), "")
    raise PolicyUnusable("insecure", place or source.value)


def _unknown_keys(layers: Sequence[SettingsLayer]) -> list[Problem]:
    return [
        Problem(layer.source, key, "unknown_key", layer.place)
        for layer in layers
        for key in layer.values
        if key not in BY_KEY
    ]


def _unknown_locked(
    locked: tuple[str, ...], source: SettingsSource, layers: Sequence[SettingsLayer]
) -> list[Problem]:
    """The problems of locked keys that are unknown: what a slip in a name leaves to users."""
    place = next((layer.place for layer in layers if layer.source is source), "")
    return [Problem(source, key, "unknown_key", place) for key in locked if key not in BY_KEY]


def _value(
    declaration: Declaration,
    layers: Sequence[SettingsLayer],
    locked: tuple[str, ...],
    problems: list[Problem],
) -> tuple[Any, SettingsSource]:
    for layer in layers:
        if declaration.key not in layer.values:
            continue
        if not layer.source.machine and (not declaration.is_for_users or declaration.key in locked):
            problems.append(Problem(layer.source, declaration.key, "not_allowed", layer.place))
            continue
        try:
            return declaration.kind.read(layer.values[declaration.key]), layer.source
        except ValueError:
            return _fallback(declaration, layer, problems)
    return declaration.default, SettingsSource.DEFAULT


def _fallback(
    declaration: Declaration, layer: SettingsLayer, problems: list[Problem]
) -> tuple[Any, SettingsSource]:
    source = layer.source
    if declaration.key == API_BASE and source.machine:
        raise PolicyUnusable("server", layer.place or source.value)
    facts = _facts(declaration, layer.values[declaration.key])
    problems.append(Problem(source, declaration.key, "bad_value", layer.place, facts))
    # A key the policy holds stays the policy's, even where its value is of no use.
    return declaration.default, source if source.machine else SettingsSource.DEFAULT


def _facts(declaration: Declaration, raw: Any) -> dict[str, str | int]:
    """The facts of a problem: what is not allowed, what is, what holds instead, if short."""
    kind = declaration.kind
    if not kind.allowed:
        return {}
    used = json.dumps(kind.write(declaration.default), ensure_ascii=False)
    facts: dict[str, str | int] = {"allowed": kind.allowed, "used": used}
    is_short = isinstance(raw, bool | int | float | str) and len(repr(raw)) <= MAX_REPEATED
    return {**facts, "value": json.dumps(raw, ensure_ascii=False)} if is_short else facts
