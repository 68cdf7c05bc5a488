"""The language in which a command of IT's speaks: that of the interface."""

from workstation.base.paths import Folders
from workstation.settings.resolve import language_of
from workstation.ui.kit.strings import set_language


def use_configured_language() -> None:
    """Speak as the settings say, also where a command has to do its work without them."""
    set_language(language_of(Folders.of_user()))
