"""The language in which a command of IT's speaks: that of the interface."""

from workstation.base.paths import Folders
from workstation.domain.errors import WorkstationError
from workstation.settings.resolve import load
from workstation.ui.kit.strings import Language, set_language


def speak_as_set() -> None:
    """Speak as the settings say; a computer that cannot tell them does its work all the same."""
    try:
        set_language(Language(load(Folders.of_user()).settings.language))
    except WorkstationError:
        set_language(Language.ZH)
