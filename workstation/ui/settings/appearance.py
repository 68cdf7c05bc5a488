"""The settings that the whole window goes by: theme, text size, motion, language, ways out."""

from workstation.config import Settings
from workstation.ui.export.rules import export_rules
from workstation.ui.kit.strings import Language
from workstation.ui.kit.strings.switch import set_language
from workstation.ui.kit.theme import Appearance, theme


def apply_settings(settings: Settings) -> None:
    """Apply how the window looks and speaks, by the settings."""
    set_language(Language(settings.language))
    export_rules.apply(settings)
    theme.set_watermarked(settings.screen_watermark)
    theme.set_reduced_motion(settings.reduced_motion)
    theme.set_text_size(settings.text_size)
    theme.set_appearance(Appearance(settings.theme))
