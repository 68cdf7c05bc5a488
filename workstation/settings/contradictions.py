"""Settings that are each allowed and together are not, or that do nothing beside each other.

Each of them is read well, so nobody was told: a policy with ``lock.idle_minutes`` 5 and
``vault.key`` ``system`` locks no window, as there is no code to unlock one with, and whoever wrote
it believes that all do. Judged is what somebody wrote: a default that the policy leaves no room for
gives way, and says nothing.

None of them stops the program. Where two values leave open which of them holds, the stricter one
does: ``waiting.red`` is a promise to patients, so ``waiting.amber`` is what moves.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from workstation.config.settings import API_BASE, BY_KEY, LOCKED, Settings
from workstation.domain.updates import UpdateMode
from workstation.settings.problem import Problem
from workstation.settings.sources import SettingsLayer, SettingsSource

AMBER, RED = "waiting.amber", "waiting.red"
VAULT_KEY = "vault.key"


class _Need(NamedTuple):
    """A need of a setting: ``key`` does nothing while ``other`` fails ``is_met``."""

    key: str
    other: str
    is_met: Callable[[Any], bool]


def _has_code(kind: str) -> bool:
    return kind != "system"


def _fetches(mode: str) -> bool:
    # Off is a choice of its own: what else is set waits for the day on which it is switched on.
    return mode != UpdateMode.NOTIFY.value


_NEEDS = (
    _Need("vault.code_length", VAULT_KEY, _has_code),
    _Need("lock.idle_minutes", VAULT_KEY, _has_code),
    _Need("lock.max_tries", VAULT_KEY, _has_code),
    _Need("update.hours", "update.mode", _fetches),
    _Need("update.allow_back", "update.target_version", bool),
)


class Sourced(NamedTuple):
    """Settings as they were read: where each came from, and the layers, the strongest first."""

    settings: Settings
    sources: Mapping[str, SettingsSource]
    layers: Sequence[SettingsLayer]

    def value(self, key: str) -> Any:
        """The value in force."""
        return getattr(self.settings, BY_KEY[key].name)

    def written(self, key: str) -> str:
        """The value in force as a policy has it."""
        return json.dumps(BY_KEY[key].kind.write(self.value(key)), ensure_ascii=False)

    def is_policy(self, key: str) -> bool:
        """Whether the administrator set it."""
        return self.sources[key].machine

    def problem(self, key: str, reason: str, **facts: str | int) -> Problem:
        """The problem with the value in force of a key."""
        source = self.sources[key]
        place = next((layer.place for layer in self.layers if layer.source is source), "")
        return Problem(source, key, reason, place, facts)


def settle(sourced: Sourced) -> tuple[Settings, list[Problem]]:
    """The settings without contradictions, and what is to be said of each."""
    problems = [*_overruled(sourced.layers), *_without_effect(sourced), *_any_server(sourced)]
    amber, red = sourced.settings.waiting_minutes, sourced.settings.overdue_minutes
    used = max(1, red // 2)  # as the defaults have it
    if amber < red or used == amber:
        return sourced.settings, problems
    if sourced.sources[AMBER] is not SettingsSource.DEFAULT:
        late = sourced.problem(AMBER, "too_late", value=amber, other=RED, limit=red, used=used)
        problems.append(late)
    return replace(sourced.settings, waiting_minutes=used), problems


def _without_effect(sourced: Sourced) -> Iterator[Problem]:
    for need in _NEEDS:
        is_asked = sourced.is_policy(need.key) and bool(sourced.value(need.key))
        if is_asked and not need.is_met(sourced.value(need.other)):
            facts = {"other": need.other, "state": sourced.written(need.other)}
            yield sourced.problem(need.key, "no_effect", **facts)


def _any_server(sourced: Sourced) -> Iterator[Problem]:
    """The problem of a locked address that no policy sets: users may still give any server."""
    if API_BASE in sourced.settings.locked and not sourced.is_policy(API_BASE):
        yield sourced.problem(LOCKED, "any_server", other=API_BASE)


def _overruled(layers: Sequence[SettingsLayer]) -> Iterator[Problem]:
    """The problems of what ``policy.json`` says and the registry says otherwise."""
    stronger: dict[str, SettingsLayer] = {}
    for layer in layers:
        for key in [key for key in layer.values if layer.source.machine and key in BY_KEY]:
            first = stronger.setdefault(key, layer)
            if first is not layer and not _are_alike(key, first.values[key], layer.values[key]):
                facts = {"stronger": first.place or first.source.value}
                yield Problem(layer.source, key, "overruled", layer.place, facts)


def _are_alike(key: str, one: Any, other: Any) -> bool:
    """Whether two values say the same; the registry spells flags and lists its own way."""
    kind = BY_KEY[key].kind
    try:
        return bool(kind.read(one) == kind.read(other))
    except ValueError:
        return False
