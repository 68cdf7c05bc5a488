"""The settings that can be seen: theme, text size, motion, language."""

from collections.abc import Mapping
from dataclasses import dataclass

from workstation.config import DECLARATIONS, Settings
from workstation.domain.updates import UpdateState
from workstation.settings.resolve import Resolution
from workstation.ui.kit.strings import Language
from workstation.ui.kit.strings.switch import set_language
from workstation.ui.kit.theme import Appearance, theme

PAGE_SETTINGS = (
    "theme",
    "text_size",
    "reduced_motion",
    "language",
    "notify",
    "notify_content",
    "notify_sound",
    "quiet_hours",
    "waiting_minutes",
    "overdue_minutes",
)
KEYS = {declaration.name: declaration.key for declaration in DECLARATIONS}


def apply_settings(settings: Settings) -> None:
    """Look and speak as the settings say."""
    set_language(Language(settings.language))
    theme.set_reduced_motion(settings.reduced_motion)
    theme.set_text_size(settings.text_size)
    theme.set_appearance(Appearance(settings.theme))


def setting_key(name: str) -> str:
    """The key of a setting by its name on the settings page."""
    return KEYS[name]


@dataclass(frozen=True, slots=True)
class SettingsSnapshot:
    """What the settings page shows, by name, and what of it the administrator has locked."""

    values: Mapping[str, object]
    locked: frozenset[str]


def settings_snapshot(
    resolution: Resolution, update: UpdateState | None = None
) -> SettingsSnapshot:
    """The settings in force, as the settings page shows them, and an approved version."""
    values = {name: getattr(resolution.settings, name) for name in PAGE_SETTINGS}
    values["update"] = update
    return SettingsSnapshot(
        values, frozenset(name for name in PAGE_SETTINGS if resolution.locked(KEYS[name]))
    )
